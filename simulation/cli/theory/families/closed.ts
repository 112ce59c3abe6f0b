// Closed systems: a fixed number of users who think, ask and wait.
import type { EdgeDocument, NodeDocument } from "../../../scenario/document.ts";
import {
  type Arm,
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  timeAverage,
} from "../experiment.ts";
import type { Family } from "../family.ts";
import { notationIn } from "../kendall.ts";
import { constant, type Law } from "../laws.ts";
import { allOf, latency, measuresByName, nodeOf, presentMeasure, told } from "../measures.ts";
import { lawOf, serviceLaws } from "../named-laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, literalOf, scenario, station } from "../scenarios.ts";
import { serversOf } from "../station-case.ts";
import { scaled } from "../statistics.ts";

const AT_ONCE = constant(0);

function users(count: number, think: Law): NodeDocument {
  return { kind: "client", closed: { users: count, thinkTime: literalOf(think) } };
}

interface Repair {
  readonly population: number;
  readonly think: Law;
  readonly service: Law;
  readonly servers: number;
}

function repairOf(params: Parameters, model: string): Repair {
  const notation = notationIn(model);
  const population =
    params.firstNumber("machines", "users", "customers", "population", "N", "sources") ??
    notation?.population;
  if (population === undefined) throw new Unsupported("the case has no number of users");
  const thinkStem = params.isText("uptime") ? "uptime" : "think";
  const think = lawOf(params, thinkStem, ["mtbf", "mttf", "up_mean", "think_mean", "think"]);
  const serviceStem = params.isText("repair") ? "repair" : "service";
  const means = ["repair_mean", "repair", "mttr", "service_mean", "service"];
  const service = lawOf(params, serviceStem, means, notation?.service);
  const repairers = params.firstNumber("repairers", "crews");
  const servers = repairers ?? serversOf(params, notation) ?? population;
  params.finish();
  return { population, think, service, servers };
}

/**
 * Time share in which all servers are busy. A user who thinks for an exponential time arrives at a
 * constant rate, so the rate of arrivals that have to wait is (users - n) / think summed over the
 * states n >= servers: that gives the share from the counted waits and the mean queue.
 */
function allBusy({ population, think, servers }: Repair): Measure {
  return onArm(MAIN, (run) => {
    const { waitProbability, throughput, queue } = nodeOf(run, "service");
    const waitsPerS = told(waitProbability, "waits") * throughput;
    const thinkS = think.meanMs / 1000;
    return timeAverage((waitsPerS * thinkS + queue.mean) / (population - servers));
  });
}

function machineRepair(params: Parameters, names: readonly string[], model: string): Experiment {
  const repair = repairOf(params, model);
  const { population, think, service, servers } = repair;
  const document = scenario(
    { clients: users(population, think), service: station(service, servers) },
    { "clients->service": call() },
  );
  const [thinkS, serviceS] = [think.meanMs / 1000, service.meanMs / 1000];
  const requestsPerS = Math.min(population / (thinkS + serviceS), servers / serviceS);
  const warmupS = 20 * (thinkS + (population * serviceS) / servers + serviceS);
  const arm: Arm = { document, requestsPerS, warmupS };
  const node = (read: (run: ReturnType<typeof nodeOf>) => number) =>
    onArm(MAIN, (run) => timeAverage(read(nodeOf(run, "service"))));
  const sojournS = onArm(MAIN, (run) => {
    const { latencyMs, completions } = nodeOf(run, "service");
    return scaled(latency(latencyMs, "mean", completions), 1 / 1000);
  });
  const utilization = node((of) => told(of.utilization, "utilization"));
  // With one repairer, nobody is down exactly while the repairer is idle.
  const allUp =
    servers === 1
      ? node((of) => 1 - told(of.utilization, "utilization"))
      : presentMeasure(MAIN, "service", 0);
  const measures: Record<string, Measure> = {
    ...measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "station" }),
    mean_down: node(({ inFlight }) => inFlight.mean),
    mean_up: node(({ inFlight }) => population - inFlight.mean),
    mean_thinking: node(({ inFlight }) => population - inFlight.mean),
    mean_waiting: node(({ queue }) => queue.mean),
    repair_utilization: utilization,
    server_utilization: utilization,
    repair_sojourn_mean_s: sojournS,
    p_all_up: allUp,
    p_all_thinking: allUp,
  };
  if (think.scv === 1 && population > servers) measures.p_all_servers_busy = allBusy(repair);
  return { arms: { [MAIN]: arm }, measures };
}

/** A closed network with one class, for each of several numbers of users. */
interface Network {
  readonly nodes: Readonly<Record<string, NodeDocument>>;
  readonly edges: Readonly<Record<string, EdgeDocument>>;
  readonly stations: readonly string[];
  /** Mean work of a request at each station, ms, and its servers (null: any number). */
  readonly demandsMs: readonly number[];
  readonly servers: readonly (number | null)[];
}

/** The station that a value is named after: by number, or cpu, app, disk2, db ... in their order. */
function stationNamed(word: string, { stations }: Network): string | undefined {
  const number = /^[._]?(?:s|n|station_?)?(\d+)$/.exec(word)?.[1];
  if (number !== undefined) return stations[Number(number) - 1];
  const disk = /^_?disk(\d*)$/.exec(word);
  if (disk !== null) return stations[disk[1] === "" ? 1 : Number(disk[1])];
  const place = ["_cpu", "_app", "_web", "_first"].includes(word) ? 0 : -1;
  return ["_db", "_last"].includes(word) ? stations.at(-1) : stations[place];
}

function ofStation(
  base: string,
  network: Network,
):
  | (((run: ReturnType<typeof nodeOf>) => number) & {
      station: string;
    })
  | undefined {
  const [, level = "", word = ""] =
    /^(utilization|util|mean_in_(?:system|station)|mean_in|mean_number|mean_at|mean_queue|queue_len|L|residence)(.+)$/.exec(
      base,
    ) ?? [];
  const id = stationNamed(word.replace(/_ms$/, ""), network);
  if (id === undefined || level === "residence") return undefined;
  const read = (node: ReturnType<typeof nodeOf>) => {
    if (level.startsWith("util")) return told(node.utilization, base);
    return node.inFlight.mean;
  };
  return Object.assign(read, { station: id });
}

function ofPopulation(base: string, arm: string, network: Network, thinkMs: number) {
  if (/^throughput(_rps|_per_s)?$/.test(base)) {
    return onArm(arm, (run) => timeAverage(allOf(run).throughput));
  }
  const [, what, statistic = "mean", unit] =
    /^(response|sojourn|cycle)(?:_time)?(?:_(mean|std|p\d\d))?_(ms|s)$/.exec(base) ?? [];
  if (what !== undefined) {
    const factor = unit === "s" ? 1 / 1000 : 1;
    const added = what === "cycle" ? thinkMs : 0;
    return onArm(arm, (run) => {
      const { latencyMs, completed } = allOf(run);
      const reading = latency(latencyMs, statistic, completed);
      const whole = "sums" in reading ? reading : { ...reading, value: reading.value + added };
      return scaled(whole, factor);
    });
  }
  const read = ofStation(base, network);
  if (read === undefined) return undefined;
  return onArm(arm, (run) => timeAverage(read(nodeOf(run, read.station))));
}

function populationsOf(params: Parameters): readonly number[] {
  if (params.isList("populations")) return params.numbers("populations");
  const one = params.firstNumber("population", "users", "customers", "N", "clients");
  if (one === undefined) throw new Unsupported("the case has no number of users");
  return [one];
}

/** The bounds of the asymptotes, from the same measured runs as the throughput. */
function asymptotes(populations: readonly number[]): Record<string, Measure> {
  const largest = Math.max(...populations);
  const most = onArm(`n${largest}`, (run) => timeAverage(allOf(run).throughput));
  if (!populations.includes(1)) return { max_throughput_rps: most };
  const saturation: Measure = {
    arms: [`n${largest}`, "n1"],
    read: (runs) => {
      const high = allOf(runs[`n${largest}`]!).throughput;
      return timeAverage(high / allOf(runs.n1!).throughput);
    },
  };
  return { max_throughput_rps: most, saturation_population: saturation };
}

function populated(
  network: Network,
  think: Law,
  populations: readonly number[],
  names: readonly string[],
): Experiment {
  const totalMs = network.demandsMs.reduce((sum, demand) => sum + demand, 0);
  const slowestMs = Math.max(
    ...network.demandsMs.map((demand, i) => demand / (network.servers[i] ?? Infinity)),
  );
  const arms: Record<string, Arm> = {};
  const measures: Record<string, Measure> = asymptotes(populations);
  for (const n of populations) {
    const document = scenario({ clients: users(n, think), ...network.nodes }, network.edges);
    arms[`n${n}`] = {
      document,
      requestsPerS: Math.min((1000 * n) / (think.meanMs + totalMs), 1000 / slowestMs),
      warmupS: (20 * (think.meanMs + totalMs + n * slowestMs)) / 1000,
    };
    for (const name of names) {
      const suffix = `_N${n}`;
      const isOf = name.endsWith(suffix) || (populations.length === 1 && !/_N\d+$/.test(name));
      if (!isOf) continue;
      const base = name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
      const measure = ofPopulation(base, `n${n}`, network, think.meanMs);
      if (measure !== undefined) measures[name] = measure;
    }
  }
  return { arms, measures };
}

function thinkLaw(params: Parameters): Law {
  const hasThink = params.namesLike(/^think|^Z_|^mean_think/).length > 0;
  if (!hasThink) return AT_ONCE;
  const isNone = params.firstNumber("think_mean_s", "think_s", "think_mean_ms", "think_ms") === 0;
  return isNone ? AT_ONCE : lawOf(params, "think", ["think_mean", "think", "mean_think", "Z"]);
}

interface Center {
  readonly law: Law;
  /** Null: a delay without any queue. */
  readonly servers: number | null;
  readonly discipline: string;
}

/** Queueing disciplines of the stations: FIFO unless said otherwise; IS is a delay. */
function disciplines(params: Parameters, count: number): readonly string[] {
  const name = ["disciplines", "discipline", "types"].find((each) => params.has(each));
  if (name === undefined) return Array.from({ length: count }, () => "FIFO");
  const given = params.value(name);
  return Array.from({ length: count }, (_, i) => String(Array.isArray(given) ? given[i] : given));
}

function centersOf(params: Parameters, visits: readonly number[] | undefined): Center[] {
  const demands = params.isList("demands_ms") ? params.numbers("demands_ms") : undefined;
  const stated = params.isList("service_means_ms") ? params.numbers("service_means_ms") : undefined;
  const meansMs = stated ?? demands?.map((demand, i) => demand / (visits?.[i] ?? 1));
  if (meansMs === undefined) throw new Unsupported("the case has no service times");
  const laws = serviceLaws(params, meansMs);
  const kinds = disciplines(params, laws.length);
  const servers = params.isList("servers") ? params.numbers("servers") : laws.map(() => 1);
  return laws.map((law, i) => {
    const isDelay = /^(IS|delay|inf)/i.test(kinds[i]!);
    return { law, servers: isDelay ? null : servers[i]!, discipline: kinds[i]! };
  });
}

function centerNode({ law, servers, discipline }: Center): NodeDocument {
  if (servers === null || /^(FIFO|FCFS)$/i.test(discipline)) return station(law, servers);
  if (/^PS$/i.test(discipline)) return station(law, servers, { discipline: "ps" });
  if (/^(LIFO|LCFS)$/i.test(discipline)) return station(law, servers, { discipline: "lifo" });
  throw new Unsupported(`stations have no "${discipline}" discipline`);
}

/** Stations visited one after another, each once; the user waits for the last. */
function sequence(centers: readonly Center[]): Network {
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  let before = "clients";
  centers.forEach((center, i) => {
    nodes[`s${i + 1}`] = centerNode(center);
    edges[`${before}->s${i + 1}`] = call();
    before = `s${i + 1}`;
  });
  return {
    nodes,
    edges,
    stations: centers.map((_, i) => `s${i + 1}`),
    demandsMs: centers.map(({ law }) => law.meanMs),
    servers: centers.map(({ servers }) => servers),
  };
}

const ROUNDS_TAIL = 1e-14;

/** Number of rounds 0, 1, 2, ... of which each is followed by another with the same probability. */
function roundsLiteral(mean: number) {
  const again = mean / (1 + mean);
  const values: number[] = [];
  const weights: number[] = [];
  for (let n = 0, weight = 1 / (1 + mean); weight > ROUNDS_TAIL; n++, weight *= again) {
    values.push(n);
    weights.push(weight);
  }
  return { type: "empirical", values, weights };
}

/**
 * Stations visited at random: a request makes a geometric number of rounds. Where the visits are
 * those of a central server, each round is a visit there and then to one of the others, and a last
 * visit there ends the request; else each round is a visit to one of all stations.
 */
function wandering(centers: readonly Center[], visits: readonly number[]): Network {
  const [first = 0, ...others] = visits;
  const outside = others.reduce((sum, visit) => sum + visit, 0);
  const isCentral = others.length > 0 && Math.abs(first - 1 - outside) < 1e-6;
  const rounds = isCentral ? outside : first + outside;
  const nodes: Record<string, NodeDocument> = {
    way: station(AT_ONCE, null),
    round: station(AT_ONCE, null),
  };
  const edges: Record<string, EdgeDocument> = {
    "clients->way": call(),
    "way->round": call({ calls: [{ id: "again", stage: 1, count: roundsLiteral(rounds) }] }),
  };
  centers.forEach((center, i) => {
    const id = `s${i + 1}`;
    nodes[id] = centerNode(center);
    const chosen = { id: "next", choice: "route", weight: visits[i]! };
    if (isCentral && i === 0) {
      edges["round->s1"] = call({ calls: [{ id: "center", stage: 1 }] });
      edges["way->s1"] = call({ calls: [{ id: "last", stage: 2 }] });
    } else {
      edges[`round->${id}`] = call({ calls: [{ ...chosen, stage: isCentral ? 2 : 1 }] });
    }
  });
  return {
    nodes,
    edges,
    stations: centers.map((_, i) => `s${i + 1}`),
    demandsMs: centers.map(({ law }, i) => law.meanMs * visits[i]!),
    servers: centers.map(({ servers }) => servers),
  };
}

function closedNetwork(params: Parameters, names: readonly string[]): Experiment {
  const think = thinkLaw(params);
  const populations = populationsOf(params);
  const visits = params.isList("visits") ? params.numbers("visits") : undefined;
  const centers = centersOf(params, visits);
  params.ignore("demands_ms");
  params.finish();
  const visitsOnce = visits?.every((visit) => visit === 1) ?? true;
  const network = visitsOnce ? sequence(centers) : wandering(centers, visits ?? []);
  return populated(network, think, populations, names);
}

export const CLOSED: readonly Family[] = [
  {
    model: /[Mm]achine repair|[Ff]inite[- ]source|[A-Z]\w*\/[A-Z]\w*\/\d+\/\/\d+/,
    express: machineRepair,
  },
  {
    model: /\b[Cc]losed\b(?!.*BCMP)|central[- ]server|[Ii]nteractive|\bMVA\b/,
    express: closedNetwork,
  },
];
