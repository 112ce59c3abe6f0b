// Where an expected value is read from a result, by its name. One table for all families; a family
// adds only what its model alone defines.
import type { EngineTotals } from "../../results/engine-port.ts";
import type {
  EdgeResult,
  EndToEndResult,
  LatencySummary,
  Maybe,
  NodeResult,
} from "../../results/run-result.ts";
import { type Measure, onArm, perRequest, timeAverage } from "./experiment.ts";
import type { Reading } from "./statistics.ts";

export function nodeOf(run: EngineTotals, id: string): NodeResult {
  const node = run.nodes[id];
  if (node === undefined) throw new Error(`The result has no node "${id}".`);
  return node;
}

export function edgeOf(run: EngineTotals, id: string): EdgeResult {
  const edge = run.edges[id];
  if (edge === undefined) throw new Error(`The result has no edge "${id}".`);
  return edge;
}

export function allOf(run: EngineTotals): EndToEndResult {
  const all = run.endToEnd.all;
  if (all === undefined) throw new Error('The result has no end-to-end block "all".');
  return all;
}

/** Length of the measured period in seconds. */
export function periodS(run: EngineTotals): number {
  return run.simulatedS - run.warmupS;
}

/** `mean`, `std`, `p50`, ... of a summary; undefined for a statistic that it does not have. */
function statistic(summary: LatencySummary, name: string): Maybe | undefined {
  if (name === "std") return summary.stdMs;
  const value = (summary as unknown as Readonly<Record<string, Maybe>>)[name];
  return value;
}

/** Statistic of a latency summary over `count` requests. */
export function latency(summary: LatencySummary, name: string, count: number): Reading {
  return perRequest(statistic(summary, name) ?? null, count);
}

/** What the names of a case refer to. */
export interface Naming {
  readonly arm: string;
  /** Station of names without a number, and of number 1. */
  readonly stations: readonly string[];
  /** What `sojourn_..._ms` without a number means. */
  readonly sojourn: "station" | "latency" | "settled";
}

type Rule = (
  match: RegExpExecArray,
  naming: Naming,
) => ((run: EngineTotals) => Reading) | undefined;

const STATISTIC = "(mean|std|p50|p90|p95|p99|p999)";

function stationIn(naming: Naming, digits: string | undefined): string | undefined {
  return naming.stations[digits === undefined || digits === "" ? 0 : Number(digits) - 1];
}

/** A time average of the station that the name's number points at. */
function level(read: (node: NodeResult) => Maybe): Rule {
  return (match, naming) => {
    const station = stationIn(naming, match[1]);
    if (station === undefined) return undefined;
    return (run) => timeAverage(read(nodeOf(run, station)) ?? Number.NaN);
  };
}

/** Those who waited and were served, and those who left the queue. */
function waited({ waitProbability, failed, arrivals }: NodeResult): number {
  const left = failed.queueTimeout ?? 0;
  return (waitProbability ?? Number.NaN) * (arrivals - left) + left;
}

/** A share of the arrivals at the first station. */
function shareOfArrivals(read: (node: NodeResult) => number): Rule {
  return (_match, { stations }) => {
    const station = stations[0] ?? "";
    return (run) => {
      const node = nodeOf(run, station);
      return perRequest(read(node) / node.arrivals, node.arrivals);
    };
  };
}

const sojourn: Rule = (match, naming) => {
  const [, digits = "", name = ""] = match;
  const station = stationIn(naming, digits);
  if (station === undefined) return undefined;
  if (digits === "" && naming.sojourn !== "station") {
    const block = naming.sojourn === "latency" ? "latencyMs" : "settledMs";
    return (run) => latency(allOf(run)[block], name, allOf(run).completed);
  }
  return (run) => {
    const node = nodeOf(run, station);
    return latency(node.latencyMs, name, node.completions);
  };
};

const wait: Rule = (match, naming) => {
  const [, digits = "", name = ""] = match;
  const station = stationIn(naming, digits);
  if (station === undefined) return undefined;
  return (run) => {
    const node = nodeOf(run, station);
    return latency(node.waitMs, name, node.completions);
  };
};

/** Little's law over everyone who arrived, served or not. */
const waitOfAll: Rule = (_match, { stations }) => {
  const station = stations[0] ?? "";
  return (run) => {
    const node = nodeOf(run, station);
    return perRequest((node.queue.mean * periodS(run) * 1000) / node.arrivals, node.arrivals);
  };
};

/** First match wins; group 1 is the number of the station where there is one. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^util(?:ization)?(?:\.n)?(\d*)$/, level((node) => node.utilization)],
  [/^mean_in_system(?:\.n)?(\d*)$/, level((node) => node.inFlight.mean)],
  [/^mean_in_station$/, level((node) => node.inFlight.mean)],
  [/^mean_queue_len$/, level((node) => node.queue.mean)],
  [/^(?:throughput_rps|throughput_per_s)$/, level((node) => node.throughput)],
  [/^(?:(?:erlang_c_|sigma_)?p_wait|p_arrival_waits)$/, shareOfArrivals(waited)],
  [/^p_block$/, shareOfArrivals((node) => node.failed.rejected ?? 0)],
  [/^p_abandon$/, shareOfArrivals((node) => node.failed.queueTimeout ?? 0)],
  [new RegExp(`^sojourn(\\d*)_${STATISTIC}_ms$`), sojourn],
  [new RegExp(`^wait(\\d*)_(?:served_)?${STATISTIC}_ms$`), wait],
  [new RegExp(`^wait()_${STATISTIC}_served_ms$`), wait],
  [/^wait_mean_all_ms$/, waitOfAll],
  [
    /^arrival_rps\.n(\d+)$/,
    (match, naming) => {
      const station = stationIn(naming, match[1]);
      if (station === undefined) return undefined;
      return (run) => timeAverage(nodeOf(run, station).arrivals / periodS(run));
    },
  ],
  [
    /^total_in_network$/,
    (_match, { stations }) =>
      (run) =>
        timeAverage(stations.reduce((sum, id) => sum + nodeOf(run, id).inFlight.mean, 0)),
  ],
];

/** Measures for all of `names` that the table knows. */
export function measuresByName(
  names: readonly string[],
  naming: Naming,
): Readonly<Record<string, Measure>> {
  const found: Record<string, Measure> = {};
  for (const name of names) {
    for (const [pattern, rule] of RULES) {
      const match = pattern.exec(name);
      const read = match === null ? undefined : rule(match, naming);
      if (read === undefined) continue;
      found[name] = onArm(naming.arm, read);
      break;
    }
  }
  return found;
}
