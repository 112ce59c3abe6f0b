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
import { constant, exponential } from "../laws.ts";
import { allOf, latency, measuresByName, nodeOf } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, literalOf, scenario, station } from "../scenarios.ts";

function users(count: number, thinkMs: number): NodeDocument {
  const thinkTime = thinkMs === 0 ? 0 : literalOf(exponential(thinkMs));
  return { kind: "client", closed: { users: count, thinkTime } };
}

interface Repair {
  readonly population: number;
  readonly thinkS: number;
  readonly serviceS: number;
  readonly servers: number;
}

function repairOf(params: Parameters): Repair {
  const repair = params.has("machines")
    ? {
        population: params.number("machines"),
        thinkS: params.number("mtbf_s"),
        serviceS: params.number("repair_mean_s"),
        servers: params.number("repairers"),
      }
    : {
        population: params.number("users"),
        thinkS: params.number("think_mean_s"),
        serviceS: params.number("service_mean_s"),
        servers: params.number("servers"),
      };
  params.finish();
  return repair;
}

/**
 * Time share in which all servers are busy. A user who thinks for an exponential time arrives at a
 * constant rate, so the rate of arrivals that have to wait is (users - n) / think summed over the
 * states n >= servers: that gives the share from the counted waits and the mean queue.
 */
function allBusy({ population, thinkS, servers }: Repair): Measure {
  return onArm(MAIN, (run) => {
    const { waitProbability, throughput, queue } = nodeOf(run, "service");
    const waitsPerS = (waitProbability ?? Number.NaN) * throughput;
    return timeAverage((waitsPerS * thinkS + queue.mean) / (population - servers));
  });
}

function machineRepair(params: Parameters, names: readonly string[]): Experiment {
  const repair = repairOf(params);
  const { population, thinkS, serviceS, servers } = repair;
  const document = scenario(
    {
      clients: users(population, thinkS * 1000),
      service: station(exponential(serviceS * 1000), servers),
    },
    { "clients->service": call() },
  );
  const requestsPerS = Math.min(population / (thinkS + serviceS), servers / serviceS);
  const arm: Arm = { document, requestsPerS, warmupS: 20 * (thinkS + population * serviceS) };
  const node = (read: (run: ReturnType<typeof nodeOf>) => number) =>
    onArm(MAIN, (run) => timeAverage(read(nodeOf(run, "service"))));
  const sojournS = onArm(MAIN, (run) => {
    const { latencyMs, completions } = nodeOf(run, "service");
    return latency(
      { ...latencyMs, mean: (latencyMs.mean ?? Number.NaN) / 1000 },
      "mean",
      completions,
    );
  });
  const measures: Record<string, Measure> = {
    ...measuresByName(names, { arm: MAIN, stations: ["service"], sojourn: "station" }),
    mean_down: node(({ inFlight }) => inFlight.mean),
    mean_up: node(({ inFlight }) => population - inFlight.mean),
    repair_utilization: node(({ utilization }) => utilization ?? Number.NaN),
    repair_sojourn_mean_s: sojournS,
    sojourn_mean_s: sojournS,
    p_all_servers_busy: allBusy(repair),
  };
  // With one repairer, nobody is down exactly while the repairer is idle.
  if (servers === 1) measures.p_all_up = node(({ utilization }) => 1 - (utilization ?? Number.NaN));
  return { arms: { [MAIN]: arm }, measures };
}

/** Measures `throughput_rps_N..` and `response_ms_N..` of the arm of each population. */
function populationMeasures(populations: readonly number[]): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  for (const n of populations) {
    measures[`throughput_rps_N${n}`] = onArm(`n${n}`, (run) => timeAverage(allOf(run).throughput));
    measures[`response_ms_N${n}`] = onArm(`n${n}`, (run) =>
      latency(allOf(run).latencyMs, "mean", allOf(run).completed),
    );
  }
  return measures;
}

/** Stations visited one after another by asynchronous calls; the user waits for the last. */
function interactive(params: Parameters): Experiment {
  const thinkS = params.number("think_mean_s");
  const law = params.textOr("think", "exp");
  if (law !== "exp") throw new Unsupported(`no mapping for the think law "${law}"`);
  const meansMs = params.numbers("service_means_ms");
  const populations = params.numbers("populations");
  params.finish();
  const nodes: Record<string, NodeDocument> = {};
  const edges: Record<string, EdgeDocument> = {};
  let before = "clients";
  meansMs.forEach((mean, i) => {
    nodes[`s${i + 1}`] = station(exponential(mean), 1);
    edges[`${before}->s${i + 1}`] = call();
    before = `s${i + 1}`;
  });
  const totalS = meansMs.reduce((sum, mean) => sum + mean, 0) / 1000;
  const slowestS = Math.max(...meansMs) / 1000;
  const arms: Record<string, Arm> = {};
  for (const n of populations) {
    arms[`n${n}`] = {
      document: scenario({ clients: users(n, thinkS * 1000), ...nodes }, edges),
      requestsPerS: Math.min(n / (thinkS + totalS), 1 / slowestS),
      warmupS: 20 * (thinkS + n * slowestS),
    };
  }
  // The bounds of the asymptotes, from the same measured runs as the throughput.
  const rest: Record<string, Measure> = {};
  const largest = Math.max(...populations);
  const smallest = Math.min(...populations);
  rest.max_throughput_rps = onArm(`n${largest}`, (run) => timeAverage(allOf(run).throughput));
  if (smallest === 1) {
    rest.saturation_population = {
      arms: [`n${largest}`, "n1"],
      read: (runs) => {
        const most = allOf(runs[`n${largest}`]!).throughput;
        return timeAverage(most / allOf(runs.n1!).throughput);
      },
    };
  }
  return { arms, measures: { ...populationMeasures(populations), ...rest } };
}

/**
 * CPU and disks without thinking. After a CPU visit exactly one way is taken: a disk, from which the
 * request returns to the CPU, or out. Calls are nested, so a request with more rounds than the
 * depth limit of calls allows would fail; with a few rounds on average that never shows.
 */
function centralServer(params: Parameters): Experiment {
  const [cpuVisits = 1, ...diskVisits] = params.numbers("visits");
  const [cpuMs = 0, ...disksMs] = params.numbers("service_means_ms");
  const populations = params.numbers("populations");
  params.ignore("demands_ms");
  params.finish();
  const nodes: Record<string, NodeDocument> = {
    cpu: station(exponential(cpuMs), 1),
    out: station(constant(0), null),
  };
  const route = (visits: number) =>
    call({ calls: [{ id: "next", choice: "route", weight: visits / cpuVisits }] });
  const edges: Record<string, EdgeDocument> = { "clients->cpu": call(), "cpu->out": route(1) };
  disksMs.forEach((mean, i) => {
    nodes[`disk${i + 1}`] = station(exponential(mean), 1);
    edges[`cpu->disk${i + 1}`] = route(diskVisits[i]!);
    edges[`disk${i + 1}->cpu`] = call();
  });
  const demands = [cpuVisits * cpuMs, ...disksMs.map((mean, i) => mean * diskVisits[i]!)];
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const arms: Record<string, Arm> = {};
  const measures = populationMeasures(populations);
  for (const n of populations) {
    arms[`n${n}`] = {
      document: scenario({ clients: users(n, 0), ...nodes }, edges),
      requestsPerS: Math.min((1000 * n) / total, 1000 / Math.max(...demands)),
      warmupS: (20 * (total + n * Math.max(...demands))) / 1000,
    };
    measures[`util_cpu_N${n}`] = onArm(`n${n}`, (run) =>
      timeAverage(nodeOf(run, "cpu").utilization ?? Number.NaN),
    );
  }
  return { arms, measures };
}

export const CLOSED: readonly Family[] = [
  { model: /[Mm]achine repair|M\/M\/\d+\/\/\d+/, express: machineRepair },
  { model: /Interactive closed system/, express: interactive },
  { model: /central-server/, express: centralServer },
];
