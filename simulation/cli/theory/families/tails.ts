// Fan-out without queues: the slowest (or first) of many leaves decides.
import type { EdgeDocument, NodeDocument } from "../../../scenario/document.ts";
import { type Arm, type Experiment, MAIN, type Measure, onArm, perRequest } from "../experiment.ts";
import type { Family } from "../family.ts";
import { constant, exponential, type Law, twoPoint, weibull } from "../laws.ts";
import { allOf, latency } from "../measures.ts";
import { lawOf } from "../named-laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { call, client, scenario, station } from "../scenarios.ts";

const RATE_PER_S = 100;
const AT_ONCE = constant(0);
/** Leaf attempts of one arm, all replications together: what a case of a wide fan-out may cost. */
const LEAVES_MAX = 5e7;

interface Leaves {
  readonly law: Law;
  readonly count: number;
}

/** A root that asks all leaves at once. `requires` 0: waits for all of them. */
function fanOut(groups: readonly Leaves[], requires = 0): Arm {
  const root = requires === 0 ? {} : { requires: { 1: requires } };
  const nodes: Record<string, NodeDocument> = {
    clients: client(RATE_PER_S),
    root: station(AT_ONCE, null, root),
  };
  const edges: Record<string, EdgeDocument> = { "clients->root": call() };
  const present = groups.filter(({ count }) => count > 0);
  present.forEach(({ law, count }, i) => {
    nodes[`leaves${i + 1}`] = station(law, null);
    edges[`root->leaves${i + 1}`] = call({ count, parallel: true });
  });
  const longest = Math.max(...present.map(({ law }) => law.meanMs));
  return {
    document: scenario(nodes, edges),
    requestsPerS: RATE_PER_S,
    warmupS: Math.max(0.1, (50 * longest) / 1000),
  };
}

const SHORT_NAMES = ["mean", "std", "p50", "p95", "p99"] as const;

/** `prefix_mean_ms`, `prefix_p99_ms`, ... of the whole request. */
function latencies(arm: string, prefix: string): Record<string, Measure> {
  return Object.fromEntries(
    SHORT_NAMES.map((name) => [
      `${prefix}${name}_ms`,
      onArm(arm, (run) => latency(allOf(run).latencyMs, name, allOf(run).completed)),
    ]),
  );
}

function leafLaw(params: Parameters): Law {
  const hasMean = params.isNumber("leaf_mean_ms");
  if (hasMean) return lawOf(params, "leaf", ["leaf_mean"]);
  return lawOf(params, "leaf", ["service_mean"]);
}

/** All leaves must answer, or the first k of them. */
function equalLeaves(params: Parameters): Experiment {
  const count = params.firstNumber("n", "leaves", "fanout", "branches");
  if (count === undefined) throw new Unsupported("the case has no number of leaves");
  const needed = params.firstNumber("k", "wait_for", "required", "quorum") ?? count;
  const law = leafLaw(params);
  params.finish();
  const arm = fanOut([{ law, count }], needed === count ? 0 : needed);
  return { arms: { [MAIN]: arm }, measures: latencies(MAIN, "") };
}

/** A fixed share of the leaves is slower by a factor. */
function slowShare(params: Parameters): Experiment {
  const meanMs = params.number("leaf_mean_ms");
  const factor = params.number("slow_factor");
  const cases = params.list("cases") as readonly (readonly [number, number])[];
  params.finish();
  const arms: Record<string, Arm> = {};
  let measures: Record<string, Measure> = {};
  for (const [n, share] of cases) {
    const slow = Math.round(n * share);
    const name = `n${n}_slow${share}`;
    arms[name] = fanOut([
      { law: exponential(meanMs), count: n - slow },
      { law: exponential(meanMs * factor), count: slow },
    ]);
    measures = { ...measures, ...latencies(name, `${name}_`) };
  }
  return { arms, measures };
}

/** Share of requests later than `limitMs`: those that a time-out at the client catches. */
function lateShare(arm: string): Measure {
  return onArm(
    arm,
    (run) => {
      const { failed, completed } = allOf(run);
      return perRequest((failed.timeout ?? 0) / completed, completed);
    },
    "proportion",
  );
}

/** The client gives up between the two values that a request can take. */
function withTimeout(arm: Arm, timeoutMs: number): Arm {
  const edges = { ...arm.document.edges };
  edges["clients->root"] = call({ timeoutMs });
  return { ...arm, document: { ...arm.document, edges } };
}

function limited(arm: Arm, leavesPerRequest: number, wanted: number): Arm {
  const affordable = Math.floor(LEAVES_MAX / leavesPerRequest);
  return affordable < wanted ? { ...arm, requests: affordable } : arm;
}

function slowLeaf(params: Parameters, names: readonly string[]): Experiment {
  const count = params.number("fanout");
  const slowRatio = params.number("slow_p");
  const fastMs = params.number("fast_ms");
  const slowMs = params.number("slow_ms");
  params.finish();
  const timeoutMs = (fastMs + slowMs) / 2;
  const arm = (leaves: number, ratio: number) => {
    const group = { law: twoPoint(fastMs, 1 - ratio, slowMs), count: leaves };
    return limited(withTimeout(fanOut([group]), timeoutMs), leaves, 1e6);
  };
  const arms: Record<string, Arm> = { [MAIN]: arm(count, slowRatio) };
  const measures: Record<string, Measure> = { p_request_slow: lateShare(MAIN) };
  // Names such as p_slow_fanout_2000_p1e4 ask for another fan-out, slow with probability 10^-4.
  for (const name of names) {
    const [, leaves, power] = /^p_slow_fanout_(\d+)_p1e(\d+)$/.exec(name) ?? [];
    if (leaves === undefined || power === undefined) continue;
    arms[name] = arm(Number(leaves), 10 ** -Number(power));
    measures[name] = lateShare(name);
  }
  const few = Object.values(arms).some(({ requests }) => requests !== undefined);
  const remark = `arms with more than ${LEAVES_MAX} leaf calls are cut there`;
  return few ? { arms, measures, remark } : { arms, measures };
}

/** Aggregators, each slow at times, that ask leaves, each slow at times. */
function twoLevels(params: Parameters): Experiment {
  const aggregators = params.number("aggregators");
  const leaves = params.number("leaves_each");
  const leafSlow = params.number("leaf_slow_p");
  const aggregatorSlow = params.number("agg_slow_p");
  params.finish();
  const fastMs = 1;
  const slowMs = 1000;
  const base = fanOut([{ law: twoPoint(fastMs, 1 - aggregatorSlow, slowMs), count: aggregators }]);
  const nodes = {
    ...base.document.nodes,
    leaves: station(twoPoint(fastMs, 1 - leafSlow, slowMs), null),
  };
  const edges = {
    ...base.document.edges,
    "leaves1->leaves": call({ count: leaves, parallel: true }),
  };
  const arm = withTimeout({ ...base, document: scenario(nodes, edges) }, slowMs / 2);
  return { arms: { [MAIN]: arm }, measures: { p_request_slow: lateShare(MAIN) } };
}

/** The first of several copies answers; the others work on for nobody. */
function firstOfCopies(params: Parameters): Experiment {
  const law = weibull(params.number("shape"), params.number("scale_ms"));
  const count = params.number("copies");
  params.finish();
  return { arms: { [MAIN]: fanOut([{ law, count }], 1) }, measures: latencies(MAIN, "") };
}

export const TAILS: readonly Family[] = [
  { model: /^Fan-out to \d+|[Ff]ork-join.*no queue/, express: equalLeaves },
  { model: /^uqSim|^As P0\d with exp/, express: slowShare },
  { model: /^Tail at scale: \d+-way fan-out/, express: slowLeaf },
  { model: /^Two-level fan-out/, express: twoLevels },
  { model: /^Send to \d+ replicas, take the first/, express: firstOfCopies },
];
