// Hedged requests without queues, alone and behind a wide fan-out; and the shape of a tail that a
// fan-out makes long and a quorum short again.
import type { Json } from "../../../scenario/document.ts";
import { type Arm, type Experiment, MAIN, type Measure, onArm, perRequest } from "../experiment.ts";
import type { Family, Outcome } from "../family.ts";
import type { Metric } from "../judge.ts";
import { constant, exponential, hyperexponential, type Law, lognormal } from "../laws.ts";
import { allOf, edgeOf, latency, nodeOf } from "../measures.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { firstSeedOf, replicate } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import type { TheoryCase } from "../theory-case.ts";

const RATE_PER_S = 100;
/** Leaf calls of one arm, all replications together: what a case of a wide fan-out may cost. */
const LEAVES_MAX = 5e7;

/** Calls to instances without limits, each hedged once after a delay; the edge that hedges. */
interface Hedged {
  readonly arm: Arm;
  readonly edge: string;
}

function warmupS(law: Law): number {
  return Math.max(0.1, (50 * law.meanMs) / 1000);
}

function hedgedCall(law: Law, hedge: Json): Hedged {
  const nodes = { clients: client(1000), service: station(law, null) };
  const document = scenario(nodes, { "clients->service": call({ hedge }) });
  return {
    arm: { document, requestsPerS: 1000, warmupS: warmupS(law) },
    edge: "clients->service",
  };
}

function hedgedFanOut(law: Law, count: number, hedge: Json): Hedged {
  const nodes = {
    clients: client(RATE_PER_S),
    root: station(constant(0), null),
    leaves: station(law, null),
  };
  const document = scenario(nodes, {
    "clients->root": call(),
    "root->leaves": call({ count, parallel: true, hedge }),
  });
  const arm = { document, requestsPerS: RATE_PER_S, warmupS: warmupS(law) };
  return { arm: { ...arm, requests: Math.floor(LEAVES_MAX / count) }, edge: "root->leaves" };
}

/** `mean_ms`, `hedged_p99_9_ms`, ... of the whole request. */
function latencies(names: readonly string[], prefix: string): Record<string, Measure> {
  const found: Record<string, Measure> = {};
  for (const name of names) {
    const [, statistic] = new RegExp(`^${prefix}(mean|p\\d\\d(?:[._]\\d+)?)_ms$`).exec(name) ?? [];
    if (statistic === undefined) continue;
    found[name] = onArm(MAIN, (run) =>
      latency(allOf(run).latencyMs, statistic, allOf(run).completed),
    );
  }
  return found;
}

function extraCalls(edge: string): Measure {
  return onArm(
    MAIN,
    (run) => {
      const { calls, hedges } = edgeOf(run, edge);
      return perRequest(hedges / calls, calls);
    },
    "proportion",
  );
}

function leafLaw(params: Parameters): Law {
  if (params.isNumber("service_mean_ms")) return exponential(params.number("service_mean_ms"));
  const kind = params.text("leaf");
  if (kind === "exponential") return exponential(params.number("leaf_mean_ms"));
  if (!kind.startsWith("hyperexp")) throw new Unsupported(`no mapping for a leaf law "${kind}"`);
  return hyperexponential(params.numbers("weights"), params.numbers("means_ms"));
}

function hedging(params: Parameters, names: readonly string[]): Experiment {
  const law = leafLaw(params);
  const hedge = { delayMs: params.number("hedge_delay_ms"), max: params.numberOr("hedges", 1) };
  const count = params.firstNumber("fanout", "leaves");
  params.finish();
  const { arm, edge } =
    count === undefined ? hedgedCall(law, hedge) : hedgedFanOut(law, count, hedge);
  const measures = {
    ...latencies(names, count === undefined ? "" : "hedged_"),
    extra_calls_fraction: extraCalls(edge),
  };
  const few = arm.requests !== undefined;
  const remark = `${LEAVES_MAX} leaf calls at most, fewer requests than the rule asks for`;
  return few ? { arms: { [MAIN]: arm }, measures, remark } : { arms: { [MAIN]: arm }, measures };
}

const TABLE_LEAVES = 1000;
const TABLE_REQUESTS = 10_000;
const TABLE_SEEDS = 4;
/** The 99th percentile of the standard normal law. */
const NORMAL_P99 = 2.3263478740408408;
/** Values of the table are printed with one or two digits. */
const TABLE_ROUNDING = 0.05;

function numbersOf(theory: TheoryCase, name: string): readonly number[] {
  const value = theory.expected[name];
  if (!Array.isArray(value) || value.length !== 3) {
    throw new Unsupported(`the case has no median, p95 and p99 "${name}"`);
  }
  return value.map(Number);
}

/** p99 of requests that wait for so many of the leaves, and the leaves' own latencies, ms. */
function waitFor(needed: number, law: Law, firstSeed: number) {
  const nodes = {
    clients: client(RATE_PER_S),
    root: station(constant(0), null, { requires: { 1: needed } }),
    leaves: station(law, null),
  };
  const document = scenario(nodes, {
    "clients->root": call(),
    "root->leaves": call({ count: TABLE_LEAVES, parallel: true }),
  });
  const durationS = TABLE_REQUESTS / TABLE_SEEDS / RATE_PER_S;
  const runs = replicate(document, { warmupS: 1, durationS, seeds: TABLE_SEEDS, firstSeed });
  const mean = (of: (run: (typeof runs)[number]) => number | null): number =>
    runs.reduce((sum, run) => sum + (of(run) ?? Number.NaN), 0) / runs.length;
  return {
    p99: mean((run) => allOf(run).latencyMs.p99),
    leaf: (["p50", "p95", "p99"] as const).map((p) =>
      mean((run) => nodeOf(run, "leaves").latencyMs[p]),
    ),
  };
}

function shape(name: string, reference: number, estimate: number, pass: boolean): Metric {
  const metric = { name, reference, estimate, se: null, z: null, pass };
  return pass ? metric : { ...metric, why: "another shape than the table's" };
}

/**
 * Only the shape is judged: independent leaves, lognormal through the median and p99 of one, are
 * those of the table; the slowest of many is far slower; without the slowest 5 % that halves.
 */
function tailTable(theory: TheoryCase, params: Parameters): Outcome {
  if (params.text("fanout") !== "large") throw new Unsupported("the fan-out is not called large");
  params.finish();
  const one = numbersOf(theory, "one_leaf_p50_p95_p99_ms");
  const most = numbersOf(theory, "p95_of_leaves_ms");
  const all = numbersOf(theory, "all_leaves_ms");
  const [median = 0, , slow = 0] = one;
  const sigma = Math.log(slow / median) / NORMAL_P99;
  const law = lognormal(median * Math.exp(sigma ** 2 / 2), sigma);
  const whole = waitFor(TABLE_LEAVES, law, firstSeedOf(theory));
  const quorum = waitFor(0.95 * TABLE_LEAVES, law, firstSeedOf(theory));
  const tail = whole.p99 / whole.leaf[2]!;
  const halved = whole.p99 / quorum.p99;
  const metrics = one.map((reference, i) => {
    const estimate = whole.leaf[i]!;
    const near = Math.abs(estimate - reference) <= TABLE_ROUNDING * reference;
    return shape(`one_leaf_${["p50", "p95", "p99"][i]}_ms`, reference, estimate, near);
  });
  metrics.push(shape("all_leaves_p99_over_one", all[2]! / slow, tail, tail > 3));
  metrics.push(shape("all_leaves_p99_over_95_percent", all[2]! / most[2]!, halved, halved >= 2));
  return { metrics, missing: [] };
}

export const HEDGING: readonly Family[] = [
  { model: /^Tail at Scale Table 1/, check: tailTable },
  { model: /[Hh]edg/, express: hedging },
];
