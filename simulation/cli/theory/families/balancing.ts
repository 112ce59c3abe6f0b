// One client in front of several servers, each with a queue of its own: what the balancer's rule
// makes of it.
import type { EdgeDocument, Json, NodeDocument } from "../../../scenario/document.ts";
import {
  type Arm,
  type Experiment,
  MAIN,
  type Measure,
  onArm,
  timeAverage,
} from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, exponential, type Law } from "../laws.ts";
import { allOf, atLeastMeasure, latency, measuresByName, nodeOf, periodS } from "../measures.ts";
import { serviceLaw, serviceLaws } from "../named-laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station, warmupS } from "../scenarios.ts";
import { scaled } from "../statistics.ts";

type Rule = Readonly<Record<string, Json>>;

interface Pool {
  readonly ratePerS: number;
  readonly servers: number;
  readonly law: Law;
  readonly rule: Rule;
}

function poolArm({ ratePerS, servers, law, rule }: Pool): Arm {
  const document = scenario(
    { clients: client(ratePerS), service: station(law, 1, { replicas: servers }) },
    { "clients->service": call(rule) },
  );
  return { document, requestsPerS: ratePerS, warmupS: warmupS(law, ratePerS / servers, 1) };
}

/** Total rate in 1/s, from the total or from the rate of one server. */
function totalRate(params: Parameters, servers: number): number {
  const total = params.firstNumber("lambda_total_rps", "lambda_rps", "lambda_total_per_s");
  if (total !== undefined) return total;
  const each = params.firstNumber("lambda_per_server_rps", "lambda_each_rps");
  if (each === undefined) throw new Unsupported("the case has no rate of arrivals");
  return each * servers;
}

function serverCount(params: Parameters): number {
  const count = params.firstNumber("servers", "replicas", "n", "N", "k");
  if (count === undefined) throw new Unsupported("the case has no number of servers");
  return count;
}

/** How many servers are compared, in the parameters or in the model's name; undefined: neither. */
function choicesOf(params: Parameters, model: string): number | undefined {
  const named = /(?:JSQ|power of|least of|SQ)\s*\(?(\d+)\)?(?! servers)/i.exec(model)?.[1];
  const stated = params.firstNumber("d", "choices", "choice_count", "copies");
  return stated ?? (named === undefined ? undefined : Number(named));
}

function leastOf(choices: number): Rule {
  return { balancing: "leastRequest", choiceCount: choices };
}

function ruleOf(params: Parameters, model: string, servers: number): Rule {
  const policy = params.textOr("policy", params.textOr("balancing", model));
  if (/round[- ]?robin|^RR\b|cyclic/i.test(policy)) return { balancing: "roundRobin" };
  if (
    /JSQ|shortest queue|power of|least[- ](outstanding|request|loaded|connections)/i.test(policy)
  ) {
    return leastOf(Math.min(servers, choicesOf(params, model) ?? servers));
  }
  if (/random/i.test(policy)) return { balancing: "random" };
  throw new Unsupported(`no balancing rule does "${policy}"`);
}

/** Shares of servers with at least so many requests, `frac_servers_ge2`, on one arm. */
function occupancies(names: readonly string[], arm: string, suffix: string) {
  const measures: Record<string, Measure> = {};
  for (const name of names) {
    const least = /^frac_servers_ge_?(\d+)/.exec(name)?.[1];
    if (least === undefined || !name.endsWith(suffix)) continue;
    measures[name] = atLeastMeasure(arm, "service", Number(least));
  }
  return measures;
}

function equalServers(params: Parameters, names: readonly string[], model: string): Experiment {
  const servers = serverCount(params);
  const ratePerS = totalRate(params, servers);
  const law = serviceLaw(params);
  const rule = ruleOf(params, model, servers);
  params.finish();
  const arm = poolArm({ ratePerS, servers, law, rule });
  const naming = { arm: MAIN, stations: ["service"], sojourn: "station" } as const;
  const measures = { ...measuresByName(names, naming), ...occupancies(names, MAIN, "") };
  return { arms: { [MAIN]: arm }, measures };
}

/** Long warm-ups of very many servers: no more runs than the rule asks for. */
const POOL_SEEDS = 20;
/** What the warm-up of a run may cost in requests, for the sake of more servers. */
const POOL_WARMUP_REQUESTS = 300_000;
const POOL_MAX = 5000;
/** Where a case says nothing of the number that stands for infinitely many. */
const POOL_DEFAULT = 1000;

/**
 * A limit of infinitely many servers is approached with an error of order 1/N, which for many
 * choices is large in small shares: with d 5 and load 0.8 the share of servers with 3 requests is
 * 13 % above the limit for N 1000. So N is as large as the warm-up allows, unless the case fixes it.
 */
function poolSize(params: Parameters, warmupServices: number, load: number): number {
  const fixed = params.firstNumber("servers", "replicas", "n", "N");
  const recommended = params.firstNumber("recommended_N") ?? POOL_DEFAULT;
  const affordable = Math.floor(POOL_WARMUP_REQUESTS / (warmupServices * load));
  return fixed ?? Math.max(recommended, Math.min(POOL_MAX, affordable));
}

/** The best of d of very many servers. */
function powerOfChoices(params: Parameters, names: readonly string[], model: string): Experiment {
  const choices = choicesOf(params, model);
  if (choices === undefined) throw new Unsupported("the case has no number of choices");
  const loads = params.isList("lambda_per_server")
    ? params.numbers("lambda_per_server")
    : [params.number("lambda_per_server")];
  const meanMs = params.durationMs("service_mean") ?? 1000 * params.number("service_mean");
  const arms: Record<string, Arm> = {};
  let measures: Record<string, Measure> = {};
  for (const load of loads) {
    const arm = `at${load}`;
    const suffix =
      loads.length === 1 && !names.some((name) => name.endsWith(`_at_${load}`))
        ? ""
        : `_at_${load}`;
    // The slowest mode of the mean-field equations near their fixed point, in service times, is
    // below this for 2 to 10 choices and loads up to 0.99 (by its eigenvalues).
    const relaxation = (0.4 + 2.1 / choices) / (1 - load);
    const warmupServices = 10 * Math.max(relaxation, 2);
    const servers = poolSize(params, warmupServices, load);
    const ratePerS = (1000 * load * servers) / meanMs;
    const pool = poolArm({ ratePerS, servers, law: exponential(meanMs), rule: leastOf(choices) });
    arms[arm] = { ...pool, warmupS: (warmupServices * meanMs) / 1000, seeds: POOL_SEEDS };
    for (const name of ["mean", "std", "p50", "p95", "p99"]) {
      measures[`sojourn_${name}_over_s${suffix}`] = onArm(arm, (run) => {
        const { latencyMs, completions } = nodeOf(run, "service");
        return scaled(latency(latencyMs, name, completions), 1 / meanMs);
      });
    }
    measures = { ...measures, ...occupancies(names, arm, suffix) };
    if (suffix !== "") continue;
    const naming = { arm, stations: ["service"], sojourn: "station" } as const;
    measures = { ...measuresByName(names, naming), ...measures };
  }
  params.finish();
  return { arms, measures };
}

/** Sum of the weights that a case gives, which need not be 1. */
function sharesOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Different servers, each drawn with its weight: a choice of the caller's among stations. */
function weightedSplit(params: Parameters, names: readonly string[]): Experiment {
  const meansMs = params.numbers("service_means_ms");
  const ratePerS = totalRate(params, meansMs.length);
  const shares = sharesOf(
    params.has("weights") ? params.numbers("weights") : meansMs.map((mean) => 1 / mean),
  );
  const servers = params.isList("servers") ? params.numbers("servers") : meansMs.map(() => 1);
  const laws = serviceLaws(params, meansMs);
  params.finish();
  const nodes: Record<string, NodeDocument> = {
    clients: client(ratePerS),
    balancer: station(constant(0), null),
  };
  const edges: Record<string, EdgeDocument> = { "clients->balancer": call() };
  let warmup = 0;
  const ids = laws.map((_, i) => `server${i + 1}`);
  laws.forEach((law, i) => {
    const weight = shares[i]!;
    nodes[ids[i]!] = station(law, servers[i]!);
    edges[`balancer->${ids[i]}`] = call({ calls: [{ id: "pick", choice: "server", weight }] });
    warmup = Math.max(warmup, warmupS(law, ratePerS * weight, servers[i]!));
  });
  const measures: Record<string, Measure> = {
    ...measuresByName(names, { arm: MAIN, stations: ids, sojourn: "latency" }),
  };
  for (const name of ["mean", "std", "p50", "p95", "p99"]) {
    measures[`${name}_ms`] = onArm(MAIN, (run) =>
      latency(allOf(run).latencyMs, name, allOf(run).completed),
    );
  }
  const arm: Arm = { document: scenario(nodes, edges), requestsPerS: ratePerS, warmupS: warmup };
  return { arms: { [MAIN]: arm }, measures };
}

/**
 * Every request is sent to d servers drawn at random; the first copy that is done answers, and the
 * others are taken away at once, from the queue or out of service.
 */
function redundancy(params: Parameters, names: readonly string[], model: string): Experiment {
  if (/cancel[- ]on[- ]start|no cancel/i.test(model)) {
    throw new Unsupported("copies are cancelled when the first one is done");
  }
  const copies = choicesOf(params, model);
  if (copies === undefined) throw new Unsupported("the case has no number of copies");
  const servers = serverCount(params);
  const ratePerS = totalRate(params, servers);
  const law = serviceLaw(params);
  params.finish();
  const document = scenario(
    {
      clients: client(ratePerS),
      dispatcher: station(constant(0), null, { requires: { 1: 1 } }),
      service: station(law, 1, { replicas: servers }),
    },
    {
      "clients->dispatcher": call(),
      "dispatcher->service": call({
        balancing: "random",
        cancel: "interrupt",
        calls: [{ id: "copy", count: copies, parallel: true, distinct: true }],
      }),
    },
  );
  // Copies that are cancelled in time are no load: at worst each request is served by one server.
  const warmup = 2 * warmupS(law, ratePerS / servers, 1);
  const naming = { arm: MAIN, stations: ["service"], sojourn: "latency" } as const;
  const measures: Record<string, Measure> = { ...measuresByName(names, naming) };
  for (const name of ["mean", "std", "p50", "p95", "p99"]) {
    measures[`${name}_ms`] = onArm(MAIN, (run) =>
      latency(allOf(run).latencyMs, name, allOf(run).completed),
    );
  }
  return { arms: { [MAIN]: { document, requestsPerS: ratePerS, warmupS: warmup } }, measures };
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
  { model: /^Weighted/, express: weightedSplit },
  { model: /[Rr]edundancy|[Rr]eplicat(?:ed|ion) to \d+ servers/, express: redundancy },
  { model: /mean[- ]field|N->inf/, express: powerOfChoices },
  {
    model: /^(Random split|Round robin|JSQ|Join the shortest|Least|SQ\(|Power of|Uniform random)/i,
    express: equalServers,
  },
];
