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
import { type Measure, NotTold, onArm, perRequest, timeAverage } from "./experiment.ts";
import { pooledDeviation, pooledQuantile } from "./pooled.ts";
import { type Reading, scaled } from "./statistics.ts";

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

/** Request type `id`, or all of them. */
export function allOf(run: EngineTotals, id = "all"): EndToEndResult {
  const all = run.endToEnd[id];
  if (all === undefined) throw new Error(`The result has no end-to-end block "${id}".`);
  return all;
}

/** Length of the measured period in seconds. */
export function periodS(run: EngineTotals): number {
  return run.simulatedS - run.warmupS;
}

/** A value that the result may lack. */
export function told(value: Maybe | undefined, name: string): number {
  if (value === undefined || value === null || Number.isNaN(value)) throw new NotTold(name);
  return value;
}

/** The probability that `p95`, `p999` or `p99.9` names; undefined for other names. */
function probabilityOf(name: string): number | undefined {
  const [, whole, rest = ""] = /^p(\d\d)[._]?(\d*)$/.exec(name) ?? [];
  return whole === undefined ? undefined : Number(`0.${whole}${rest}`);
}

/** `mean`, `std`, `p50`, ... of a latency summary over `count` requests. */
export function latency(summary: LatencySummary, name: string, count: number): Reading {
  if (count === 0) return perRequest(null, 0);
  if (name === "mean") return perRequest(summary.mean, count);
  if (name === "std") return pooledDeviation(summary, count);
  const p = probabilityOf(name);
  const pooled = p === undefined ? undefined : pooledQuantile(summary, p, count);
  if (pooled === undefined) throw new NotTold(name);
  return pooled;
}

/** What the names of a case refer to. */
export interface Naming {
  readonly arm: string;
  /** Station of names without a number, and of number 1. */
  readonly stations: readonly string[];
  /** What `sojourn_..._ms` without a number means. */
  readonly sojourn: "station" | "latency" | "settled";
}

type Read = (run: EngineTotals) => Reading;
type Rule = (match: RegExpExecArray, naming: Naming) => Read | undefined;

const STATISTIC = "(mean|std|p\\d\\d(?:[._]?\\d+)?)";

function stationIn(naming: Naming, digits: string | undefined): string | undefined {
  return naming.stations[digits === undefined || digits === "" ? 0 : Number(digits) - 1];
}

/** A time average of the station that the name's number points at. */
function level(read: (node: NodeResult, run: EngineTotals) => Maybe): Rule {
  return (match, naming) => {
    const station = stationIn(naming, match[1]);
    if (station === undefined) return undefined;
    return (run) => timeAverage(told(read(nodeOf(run, station), run), match[0]));
  };
}

/** Those who waited and were served, and those who left the queue. */
function waited({ waitProbability, failed, arrivals }: NodeResult): number {
  const left = failed.queueTimeout ?? 0;
  const turnedAway = (failed.rejected ?? 0) + (failed.shed ?? 0);
  return (waitProbability ?? Number.NaN) * (arrivals - left - turnedAway) + left;
}

/** A share of the arrivals at the station that the name's number points at. */
function shareOfArrivals(read: (node: NodeResult) => number): Rule {
  return (match, naming) => {
    const station = stationIn(naming, match[1]);
    if (station === undefined) return undefined;
    return (run) => {
      const node = nodeOf(run, station);
      return perRequest(told(read(node) / node.arrivals, match[0]), node.arrivals);
    };
  };
}

/** Times in results are milliseconds. */
function inUnit(reading: Reading, unit: string | undefined): Reading {
  return unit === "s" ? scaled(reading, 1 / 1000) : reading;
}

const sojourn: Rule = (match, naming) => {
  const [, digits = "", name = "", unit] = match;
  const station = stationIn(naming, digits);
  if (station === undefined) return undefined;
  if (digits === "" && naming.sojourn !== "station") {
    const block = naming.sojourn === "latency" ? "latencyMs" : "settledMs";
    return (run) => inUnit(latency(allOf(run)[block], name, allOf(run).completed), unit);
  }
  return (run) => {
    const node = nodeOf(run, station);
    return inUnit(latency(node.latencyMs, name, node.completions), unit);
  };
};

const wait: Rule = (match, naming) => {
  const [, digits = "", name = "", unit] = match;
  const station = stationIn(naming, digits);
  if (station === undefined) return undefined;
  return (run) => {
    const node = nodeOf(run, station);
    return inUnit(latency(node.waitMs, name, node.completions), unit);
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

/** Time share in which an instance has fewer than `count` requests, averaged over the instances. */
function shareBelow(node: NodeResult, count: number): number {
  const { instanceLoad } = node as NodeResult & {
    readonly instanceLoad?: { readonly distribution: readonly number[] };
  };
  if (instanceLoad === undefined) throw new NotTold("the number present at an instance");
  return instanceLoad.distribution.slice(0, count).reduce((sum, share) => sum + share, 0);
}

/** Time share in which an instance of a station has exactly `count` requests. */
export function presentMeasure(arm: string, station: string, count: number): Measure {
  const read = (run: EngineTotals) => {
    const node = nodeOf(run, station);
    return timeAverage(shareBelow(node, count + 1) - shareBelow(node, count));
  };
  return { ...onArm(arm, read), detail: true };
}

/** Time share in which an instance of a station has `count` requests or more. */
export function atLeastMeasure(arm: string, station: string, count: number): Measure {
  const read = (run: EngineTotals) => timeAverage(1 - shareBelow(nodeOf(run, station), count));
  return { ...onArm(arm, read), detail: true };
}

const totalPresent: Rule =
  (_match, { stations }) =>
  (run) =>
    timeAverage(stations.reduce((sum, id) => sum + nodeOf(run, id).inFlight.mean, 0));

const NUMBER = "(?:\\.?[ns]|_)?(\\d*)";
const named = (words: string) => new RegExp(`^(?:${words})${NUMBER}$`);

/** First match wins; group 1 is the number of the station where there is one. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [named("util|utilization|rho|consumer_utilization"), level((node) => node.utilization)],
  [/^mean_(?:number_)?in_(?:system|station)(?:[._]?[ns])?(\d*)$/, level((n) => n.inFlight.mean)],
  [named("mean_in_flight|L"), level((node) => node.inFlight.mean)],
  [named("mean_queue_len(?:gth)?|mean_in_queue|mean_lag|Lq"), level((node) => node.queue.mean)],
  [/^throughput()_(?:rps|per_s)$/, level((node) => node.throughput)],
  [/^throughput(?:[._]?[ns])?(\d+)_(?:rps|per_s)$/, level((node) => node.throughput)],
  [
    /^(?:(?:erlang_c_|sigma_)?p_wait|p_(?:arrival_waits|delay)|prob_wait|erlang_c)(\d*)$/,
    shareOfArrivals(waited),
  ],
  [
    /^(?:p_(?:block|reject|loss|blocking)|blocking_probability|loss_fraction|reject_fraction)(\d*)$/,
    shareOfArrivals((node) => node.failed.rejected ?? 0),
  ],
  [
    /^(?:p_abandon|p_renege|abandon_fraction)(\d*)$/,
    shareOfArrivals((node) => node.failed.queueTimeout ?? 0),
  ],
  [/^(?:balk_fraction|p_balk|p_shed)()$/, shareOfArrivals((node) => node.failed.shed ?? 0)],
  [new RegExp(`^(?:sojourn|response)${NUMBER}_${STATISTIC}_(ms|s)$`), sojourn],
  [new RegExp(`^wait${NUMBER}_(?:served_)?${STATISTIC}_(ms|s)$`), wait],
  [new RegExp(`^wait()_${STATISTIC}_served_(ms|s)$`), wait],
  [/^wait_mean_all_ms$/, waitOfAll],
  [/^mean_arrival()_rps$/, level((node, run) => node.arrivals / periodS(run))],
  [/^arrival_rps(?:\.n)?(\d*)$/, level((node, run) => node.arrivals / periodS(run))],
  [/^(?:total_in_network|mean_in_network)$/, totalPresent],
];

/** Number of the station that a nested value is of: `.n2`, `.s2`, `.b`, or `.1` in a list. */
function stationNumber(key: string): number {
  if (/^\d+$/.test(key)) return Number(key) + 1;
  if (/^[a-z]$/.test(key)) return key.charCodeAt(0) - "a".charCodeAt(0) + 1;
  return Number(key.slice(1));
}

/** `utilization.b` as `utilization2`, `sojourn_mean_ms.n1` as `sojourn1_mean_ms`. */
function spellings(name: string): readonly string[] {
  const [, stem, key] = /^(\w+)\.(\d+|[a-z]|[ns]\d+)$/.exec(name) ?? [];
  if (stem === undefined || key === undefined) return [name];
  const number = stationNumber(key);
  return [name, stem.replace(/(?=_(?:mean|std|p\d+|rps)\b|$|_(?:mean|std|p\d+)_)/, `${number}`)];
}

function readOf(name: string, naming: Naming): Read | undefined {
  for (const spelling of spellings(name)) {
    for (const [pattern, rule] of RULES) {
      const match = pattern.exec(spelling);
      const read = match === null ? undefined : rule(match, naming);
      if (read !== undefined) return read;
    }
  }
  return undefined;
}

/** Measures for all of `names` that the table knows. */
export function measuresByName(
  names: readonly string[],
  naming: Naming,
): Readonly<Record<string, Measure>> {
  const found: Record<string, Measure> = {};
  for (const name of names) {
    const read = readOf(name, naming);
    if (read !== undefined) found[name] = onArm(naming.arm, read);
    else if (/^p_(empty|idle|0)$/.test(name)) {
      found[name] = presentMeasure(naming.arm, naming.stations[0] ?? "", 0);
    }
  }
  return found;
}
