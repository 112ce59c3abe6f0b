// Judges service level objectives on a result. Values are in the units of the parsed expression:
// times (recovery too) in ms, rates per second, shares as ratios, counts plain. What cannot be
// told - a run that ended early, a quantile of nothing, an unknown target - is a missed objective.
import type {
  BrokerResult,
  Failures,
  Maybe,
  NodeResult,
  RunResult,
  SloResult,
} from "../results/run-result.ts";
import type { ResolvedSlo } from "../scenario/document.ts";
import { isSloProblem, parseSlo, type SloExpression } from "../scenario/slo-grammar.ts";

export interface SloOptions {
  /** Seconds from the end of the last fault until all was back, null if it is not. */
  readonly recoveryS: Maybe;
  /** The whole 95 % interval must be on the right side, where the result has one. */
  readonly strict?: boolean;
}

interface Measured {
  readonly value: Maybe;
  /** Where the value stands in the result, for its interval in `ci95`. */
  readonly path?: readonly string[];
}

const NOTHING: Measured = { value: null };

const LATENCIES = new Set(["p50", "p90", "p95", "p99", "p999", "mean", "max"]);

/** The value at a path of the result; null if there is none. */
function at(result: unknown, path: readonly string[]): Measured {
  let value = result;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return NOTHING;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return typeof value === "number" ? { value, path } : NOTHING;
}

function oneMinus(measured: Measured): Measured {
  return measured.value === null ? NOTHING : { ...measured, value: 1 - measured.value };
}

function failuresOf(failed: Failures): number {
  let sum = 0;
  for (const [outcome, count] of Object.entries(failed)) {
    if (outcome !== "cancelled") sum += count;
  }
  return sum;
}

/** Failed attempts over ended ones on these edges: what their callers saw. */
function failureRatioOf(result: RunResult, edges: readonly string[]): Maybe {
  let failed = 0;
  let ended = 0;
  for (const id of edges) {
    const edge = result.edges[id];
    failed += failuresOf(edge.failed);
    ended += edge.ok + failuresOf(edge.failed);
  }
  return ended > 0 ? failed / ended : null;
}

function ofType(result: RunResult, type: string, { measure }: SloExpression): Measured {
  if (LATENCIES.has(measure)) return at(result, ["endToEnd", type, "latencyMs", measure]);
  if (measure === "availability") return oneMinus(at(result, ["endToEnd", type, "errorRate"]));
  if (measure === "errorRate" || measure === "throughput" || measure === "goodput") {
    return at(result, ["endToEnd", type, measure]);
  }
  return NOTHING;
}

function highest(values: readonly Maybe[]): Maybe {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value));
}

/** Queues and groups that a target means: those of a broker, or those named as the target. */
function queuesOf(result: RunResult, target: string): BrokerResult[] {
  const brokers = Object.values(result.nodes);
  if (target === "all") return brokers.flatMap((node) => Object.values(node.queues ?? {}));
  const own = result.nodes[target]?.queues;
  if (own !== undefined) return Object.values(own);
  return brokers.flatMap(({ queues }) => (queues?.[target] === undefined ? [] : [queues[target]]));
}

function sumOf<T>(list: readonly T[], value: (entry: T) => number): Maybe {
  return list.length === 0 ? null : list.reduce((sum, entry) => sum + value(entry), 0);
}

/** Measures of nodes and queues that also have a meaning for "all". */
function ofNodes(result: RunResult, target: string, { measure }: SloExpression): Measured {
  const nodes: readonly NodeResult[] =
    target === "all"
      ? Object.values(result.nodes)
      : Object.hasOwn(result.nodes, target)
        ? [result.nodes[target]]
        : [];
  const queues = queuesOf(result, target);
  switch (measure) {
    case "lag":
      return { value: highest(queues.map((queue) => queue.lagMs.max)) };
    case "backlog":
      return { value: highest(queues.map((queue) => queue.backlog.max)) };
    case "lost":
      return { value: sumOf(queues, (queue) => queue.endings.lost) };
    case "duplicates":
      return { value: sumOf(queues, (queue) => queue.duplicates) };
    case "utilization":
    case "wastedRatio":
      if (target !== "all") return at(result, ["nodes", target, measure]);
      return { value: highest(nodes.map((node) => node[measure])) };
    default:
      return NOTHING;
  }
}

function ofNode(result: RunResult, id: string, slo: SloExpression): Measured {
  const { measure } = slo;
  if (LATENCIES.has(measure)) return at(result, ["nodes", id, "latencyMs", measure]);
  if (measure === "throughput" || measure === "goodput") return at(result, ["nodes", id, measure]);
  if (measure === "errorRate" || measure === "availability") {
    const into = Object.keys(result.edges).filter((edge) => targetOf(edge) === id);
    const ratio: Measured = { value: failureRatioOf(result, into) };
    return measure === "errorRate" ? ratio : oneMinus(ratio);
  }
  return ofNodes(result, id, slo);
}

/** Node that an edge id (`from->to#2`) leads to. */
function targetOf(edge: string): string {
  return edge.slice(edge.indexOf("->") + 2).replace(/#\d+$/, "");
}

function ofEdge(result: RunResult, id: string, { measure }: SloExpression): Measured {
  if (LATENCIES.has(measure)) return at(result, ["edges", id, "latencyMs", measure]);
  if (measure === "errorRate") return { value: failureRatioOf(result, [id]) };
  if (measure === "availability") return oneMinus({ value: failureRatioOf(result, [id]) });
  if (measure === "throughput" || measure === "goodput") {
    const seconds = (result.simulatedS - result.warmupS) * result.replications;
    return seconds > 0 ? { value: result.edges[id].ok / seconds } : NOTHING;
  }
  return NOTHING;
}

/** `a:b` is another way to write `a->b`. */
function edgeId(result: RunResult, text: string): string | null {
  const id = text.includes("->") ? text : text.replace(":", "->");
  return Object.hasOwn(result.edges, id) ? id : null;
}

/** A request type wins a clash of names; `node:ID` and `edge:ID` say which is meant. */
function measured(result: RunResult, slo: SloExpression, options: SloOptions): Measured {
  const { target } = slo;
  if (slo.measure === "recovery") {
    return { value: options.recoveryS === null ? null : options.recoveryS * 1000 };
  }
  if (target.startsWith("node:")) return ofNode(result, target.slice(5), slo);
  if (target.startsWith("edge:")) {
    const id = edgeId(result, target.slice(5));
    return id === null ? NOTHING : ofEdge(result, id, slo);
  }
  if (Object.hasOwn(result.endToEnd, target)) {
    const type = ofType(result, target, slo);
    if (type.value !== null || target !== "all") return type;
  }
  if (target === "all") return ofNodes(result, target, slo);
  if (Object.hasOwn(result.nodes, target)) return ofNode(result, target, slo);
  const id = edgeId(result, target);
  return id === null ? ofNodes(result, target, slo) : ofEdge(result, id, slo);
}

function halfWidthOf(result: RunResult, path: readonly string[] | undefined): number {
  return path === undefined ? 0 : (at(result.ci95, [...path, "halfWidth"]).value ?? 0);
}

function isMet(value: number, slo: SloExpression, halfWidth: number): boolean {
  switch (slo.op) {
    case "<":
      return value + halfWidth < slo.value;
    case "<=":
      return value + halfWidth <= slo.value;
    case ">":
      return value - halfWidth > slo.value;
    case ">=":
      return value - halfWidth >= slo.value;
  }
}

/** Judges each objective; the order is kept. */
export function judgeSlos(
  result: RunResult,
  slos: readonly ResolvedSlo[],
  options: SloOptions,
): SloResult[] {
  return slos.map(({ name, expr }) => {
    const slo = parseSlo(expr);
    if (isSloProblem(slo) || result.endedEarly !== null) {
      return { name, expr, value: null, met: false };
    }
    const { value, path } = measured(result, slo, options);
    const halfWidth = options.strict === true ? halfWidthOf(result, path) : 0;
    return { name, expr, value, met: value !== null && isMet(value, slo, halfWidth) };
  });
}
