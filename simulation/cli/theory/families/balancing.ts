// One client in front of several servers, each with a queue of its own: what the balancer's rule
// makes of it.
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
import { allOf, latency, measuresByName, nodeOf, periodS } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station, warmupS } from "../scenarios.ts";

interface Pool {
  readonly ratePerS: number;
  readonly servers: number;
  readonly meanMs: number;
  readonly balancing: string;
}

function poolArm({ ratePerS, servers, meanMs, balancing }: Pool): Arm {
  const law = exponential(meanMs);
  const document = scenario(
    { clients: client(ratePerS), service: station(law, 1, { replicas: servers }) },
    { "clients->service": call({ balancing }) },
  );
  return { document, requestsPerS: ratePerS, warmupS: warmupS(law, ratePerS / servers, 1) };
}

function balancingOf(model: string, servers: number): string {
  if (/^Random split/.test(model)) return "random";
  if (/^Round robin/.test(model)) return "roundRobin";
  // Of two servers, the better of two drawn without repetition is the better of all.
  if (/^JSQ/.test(model) && servers === 2) return "leastRequest";
  throw new Unsupported(`no balancing rule of this version does "${model}"`);
}

function equalServers(params: Parameters, names: readonly string[], model: string): Experiment {
  const ratePerS = params.number("lambda_total_rps");
  const servers = params.number("servers");
  const meanMs = params.number("service_mean_ms");
  params.finish();
  const arm = poolArm({ ratePerS, servers, meanMs, balancing: balancingOf(model, servers) });
  const naming = { arm: MAIN, stations: ["service"], sojourn: "station" } as const;
  return { arms: { [MAIN]: arm }, measures: measuresByName(names, naming) };
}

/** The better of d servers, many servers: mean and tail are measured, the occupancy is not. */
function powerOfChoices(params: Parameters): Experiment {
  const choices = params.number("d");
  const loads = params.numbers("lambda_per_server");
  const meanMs = 1000 * params.number("service_mean");
  const servers = params.number("recommended_N");
  params.finish();
  if (choices !== 2) throw new Unsupported(`leastRequest draws two instances, not ${choices}`);
  const arms: Record<string, Arm> = {};
  const measures: Record<string, Measure> = {};
  for (const load of loads) {
    const ratePerS = (1000 * load * servers) / meanMs;
    const arm = `at${load}`;
    // Queues stay short: they settle in a few services over the slack, not over its square.
    const warmup = (10 * meanMs) / (1 - load) / 1000;
    const pool = poolArm({ ratePerS, servers, meanMs, balancing: "leastRequest" });
    arms[arm] = { ...pool, warmupS: warmup };
    for (const name of ["mean", "p99"]) {
      measures[`sojourn_${name}_over_s_at_${load}`] = onArm(arm, (run) => {
        const { latencyMs, completions } = nodeOf(run, "service");
        const reading = latency(latencyMs, name, completions);
        return { ...reading, value: reading.value / meanMs };
      });
    }
  }
  return { arms, measures };
}

/** Different servers, each drawn with its weight: a choice of the caller's among stations. */
function weightedSplit(params: Parameters): Experiment {
  const ratePerS = params.number("lambda_total_rps");
  const meansMs = params.numbers("service_means_ms");
  const weights = params.numbers("weights");
  params.finish();
  const nodes: Record<string, NodeDocument> = {
    clients: client(ratePerS),
    balancer: station(constant(0), null),
  };
  const edges: Record<string, EdgeDocument> = { "clients->balancer": call() };
  const measures: Record<string, Measure> = {};
  let warmup = 0;
  meansMs.forEach((mean, i) => {
    const id = String.fromCharCode("a".charCodeAt(0) + i);
    const weight = weights[i]!;
    nodes[id] = station(exponential(mean), 1);
    edges[`balancer->${id}`] = call({ calls: [{ id: "pick", choice: "server", weight }] });
    warmup = Math.max(warmup, warmupS(exponential(mean), ratePerS * weight, 1));
    measures[`utilization.${id}`] = onArm(MAIN, (run) =>
      timeAverage(nodeOf(run, id).utilization ?? Number.NaN),
    );
  });
  const endToEnd = (name: string) =>
    onArm(MAIN, (run) => latency(allOf(run).latencyMs, name, allOf(run).completed));
  measures.sojourn_mean_ms = endToEnd("mean");
  measures.p99_ms = endToEnd("p99");
  const arm: Arm = { document: scenario(nodes, edges), requestsPerS: ratePerS, warmupS: warmup };
  return { arms: { [MAIN]: arm }, measures };
}

/** Everything deterministic: no wait below saturation, linear growth above. */
function deterministicRoundRobin(params: Parameters): Experiment {
  const gapMs = params.number("interarrival_ms");
  const replicas = params.number("replicas");
  const serviceMs = params.number("service_ms");
  const overloadMs = params.number("overload_service_ms");
  params.finish();
  const cycleS = (gapMs * replicas) / 1000;
  const arm = (meanMs: number, warmup: number, exactS: number): Arm => ({
    document: scenario(
      {
        clients: client(1000 / gapMs, { arrivals: "constant" }),
        service: station(constant(meanMs), 1, { replicas }),
      },
      { "clients->service": call({ balancing: "roundRobin" }) },
    ),
    requestsPerS: 1000 / gapMs,
    warmupS: warmup,
    exactS,
  });
  // Whole cycles of arrivals below, whole cycles of services above saturation.
  const overloadCycleS = (overloadMs * 1000 * cycleS) / 1000;
  return {
    arms: {
      [MAIN]: arm(serviceMs, 1000 * cycleS, 10_000 * cycleS),
      overload: arm(overloadMs, 0, 1000 * overloadCycleS),
      late: arm(overloadMs, 1000 * overloadCycleS, 1000 * overloadCycleS),
    },
    measures: {
      wait_mean_ms: onArm(MAIN, (run) => timeAverage(nodeOf(run, "service").waitMs.mean ?? 0)),
      utilization: onArm(MAIN, (run) => timeAverage(nodeOf(run, "service").utilization ?? 0)),
      overload_wait_growth_ms_per_request_per_replica: onArm("overload", (run) => {
        const { arrivals, inFlightAtEnd, waitMs } = nodeOf(run, "service");
        const startedPerReplica = Math.ceil((arrivals - inFlightAtEnd) / replicas + 1);
        return timeAverage((waitMs.max ?? Number.NaN) / (startedPerReplica - 1));
      }),
      overload_throughput_rps: onArm("late", (run) =>
        timeAverage(nodeOf(run, "service").completions / periodS(run)),
      ),
    },
  };
}

export const BALANCING: readonly Family[] = [
  { model: /^D arrivals, round robin, deterministic service/, express: deterministicRoundRobin },
  { model: /^Weighted random split/, express: weightedSplit },
  { model: /mean field/, express: powerOfChoices },
  { model: /^(Random split|Round robin|JSQ)/, express: equalServers },
];
