// Judges service level objectives on a result. Values are in the units of the parsed expression:
// times (recovery too) in ms, rates per second, shares as ratios, counts plain. What cannot be
// told - a run that ended early, a quantile of nothing, an unknown target - is a missed objective.
import { intervalAt, type KnownInterval } from "../results/intervals.ts";
import type { BrokerResult, Maybe, RunResult, SloResult } from "../results/run-result.ts";
import type { ResolvedSlo } from "../scenario/document.ts";
import {
  isSloProblem,
  operationTargetOf,
  parseSlo,
  type SloExpression,
} from "../scenario/slo-grammar.ts";

export interface SloOptions {
  /** Seconds from the end of the last fault until all was back, null if it is not. */
  readonly recoveryS: Maybe;
  /** Half-width of its 95 % interval, s; none for a single run. */
  readonly recoveryHalfWidthS?: number;
  /** Queues and groups by consumer, as `broker/queue`, for targets that name the consumer. */
  readonly consumes?: Readonly<Record<string, readonly string[]>>;
  /** The whole 95 % interval must be on the right side, where the result has one. */
  readonly strict?: boolean;
}

interface Measured {
  readonly value: Maybe;
  /** Where the value stands in the result, for its interval. */
  readonly path?: readonly string[];
  readonly halfWidth?: number;
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

/** The number at a path of the result; null if there is none. */
export function valueAt(result: RunResult, path: readonly string[]): Maybe {
  return at(result, path).value;
}

function oneMinus(measured: Measured): Measured {
  return measured.value === null ? NOTHING : { ...measured, value: 1 - measured.value };
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

/** A queue of a broker by `broker/queue`. */
function queueAt(result: RunResult, text: string): BrokerResult[] {
  const slash = text.indexOf("/");
  const queue = result.nodes[text.slice(0, slash)]?.queues?.[text.slice(slash + 1)];
  return slash < 0 || queue === undefined ? [] : [queue];
}

/** Queues and groups that a target means: of a broker, of a consumer, or named as the target. */
function queuesOf(result: RunResult, target: string, { consumes }: SloOptions): BrokerResult[] {
  const brokers = Object.values(result.nodes);
  if (target === "all") return brokers.flatMap((node) => Object.values(node.queues ?? {}));
  const own = result.nodes[target]?.queues;
  if (own !== undefined) return Object.values(own);
  const consumed = consumes?.[target];
  if (consumed !== undefined) return consumed.flatMap((name) => queueAt(result, name));
  if (target.includes("/")) return queueAt(result, target);
  return brokers.flatMap(({ queues }) => (queues?.[target] === undefined ? [] : [queues[target]]));
}

function sumOf<T>(list: readonly T[], value: (entry: T) => number): Maybe {
  return list.length === 0 ? null : list.reduce((sum, entry) => sum + value(entry), 0);
}

/** Messages processed again, and calls that took effect more than once. */
function duplicatesOf(result: RunResult, target: string, queues: readonly BrokerResult[]): Maybe {
  const nodes = Object.entries(result.nodes).filter(([id]) => target === "all" || id === target);
  const effects = sumOf(nodes, ([, node]) => node.duplicateEffects);
  const deliveries = sumOf(queues, (queue) => queue.duplicates);
  return effects === null ? deliveries : effects + (deliveries ?? 0);
}

/** The node of which a measure is highest. */
function ofHighest(result: RunResult, measure: "utilization" | "wastedRatio"): Measured {
  let highestYet = NOTHING;
  for (const id of Object.keys(result.nodes)) {
    const measured = at(result, ["nodes", id, measure]);
    if (measured.value !== null && measured.value > (highestYet.value ?? -Infinity)) {
      highestYet = measured;
    }
  }
  return highestYet;
}

/** Measures of nodes and queues that also have a meaning for "all". */
function ofNodes(
  result: RunResult,
  target: string,
  { measure }: SloExpression,
  options: SloOptions,
): Measured {
  const queues = queuesOf(result, target, options);
  switch (measure) {
    case "lag":
      return { value: highest(queues.map((queue) => queue.lagMs.max)) };
    case "backlog":
      return { value: highest(queues.map((queue) => queue.backlog.max)) };
    case "lost":
      return { value: sumOf(queues, (queue) => queue.endings.lost) };
    case "duplicates":
      return { value: duplicatesOf(result, target, queues) };
    case "utilization":
    case "wastedRatio":
      if (target !== "all") return at(result, ["nodes", target, measure]);
      return ofHighest(result, measure);
    default:
      return NOTHING;
  }
}

function ofNode(result: RunResult, id: string, slo: SloExpression, options: SloOptions): Measured {
  const { measure } = slo;
  if (LATENCIES.has(measure)) return at(result, ["nodes", id, "latencyMs", measure]);
  if (measure === "throughput" || measure === "goodput") return at(result, ["nodes", id, measure]);
  if (measure === "errorRate") return at(result, ["nodes", id, "failureRatio"]);
  if (measure === "availability") return oneMinus(at(result, ["nodes", id, "failureRatio"]));
  return ofNodes(result, id, slo, options);
}

function ofEdge(result: RunResult, id: string, { measure }: SloExpression): Measured {
  if (LATENCIES.has(measure)) return at(result, ["edges", id, "latencyMs", measure]);
  if (measure === "errorRate") return at(result, ["edges", id, "failureRatio"]);
  if (measure === "availability") return oneMinus(at(result, ["edges", id, "failureRatio"]));
  if (measure === "throughput" || measure === "goodput") {
    return at(result, ["edges", id, "throughput"]);
  }
  return NOTHING;
}

/** Throughput counts completions, the error rate is that of its callers. */
function ofOperation(
  result: RunResult,
  target: string,
  { measure }: SloExpression,
): Measured | null {
  const named = operationTargetOf(target);
  const operations = named === null ? undefined : result.nodes[named.node]?.operations;
  if (named === null || operations === undefined) return null;
  if (!Object.hasOwn(operations, named.operation)) return null;
  const path = ["nodes", named.node, "operations", named.operation];
  if (LATENCIES.has(measure)) return at(result, [...path, "latencyMs", measure]);
  if (measure === "availability") return oneMinus(at(result, [...path, "errorRate"]));
  if (measure === "errorRate" || measure === "throughput" || measure === "goodput") {
    return at(result, [...path, measure]);
  }
  return null;
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
    const { recoveryS, recoveryHalfWidthS: halfS } = options;
    const value = recoveryS === null ? null : recoveryS * 1000;
    return halfS === undefined ? { value } : { value, halfWidth: halfS * 1000 };
  }
  const operation = ofOperation(result, target.replace(/^node:/, ""), slo);
  if (operation !== null) return operation;
  if (target.startsWith("node:")) return ofNode(result, target.slice(5), slo, options);
  if (target.startsWith("edge:")) {
    const id = edgeId(result, target.slice(5));
    return id === null ? NOTHING : ofEdge(result, id, slo);
  }
  if (Object.hasOwn(result.endToEnd, target)) {
    const type = ofType(result, target, slo);
    if (type.value !== null || target !== "all") return type;
  }
  if (target === "all") return ofNodes(result, target, slo, options);
  if (Object.hasOwn(result.nodes, target)) return ofNode(result, target, slo, options);
  const id = edgeId(result, target);
  return id === null ? ofNodes(result, target, slo, options) : ofEdge(result, id, slo);
}

/** From replications, else from batches of the run; null if there is none. */
function intervalOf(
  result: RunResult,
  { path, halfWidth }: Measured,
): Pick<KnownInterval, "halfWidth" | "reliable"> | null {
  if (halfWidth !== undefined) return { halfWidth, reliable: true };
  return path === undefined ? null : intervalAt(result, path);
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
    const found = measured(result, slo, options);
    const { value } = found;
    const interval = intervalOf(result, found);
    // The true interval is at least as wide as one that is known to be too narrow.
    const margin = options.strict === true ? (interval?.halfWidth ?? 0) : 0;
    const met = value !== null && isMet(value, slo, margin);
    const known = interval?.reliable === true ? { halfWidth: interval.halfWidth } : {};
    return { name, expr, value, met, ...known };
  });
}
