// MEASURE[(TARGET)] OP VALUE, as in "p99(checkout) < 1500ms" or "availability > 99.5%".
import type { Problem } from "./document.ts";
import { listOf, nearestNames } from "./nearest-names.ts";
import { parseQuantity } from "./quantity.ts";

export const SLO_MEASURES = [
  "p50",
  "p90",
  "p95",
  "p99",
  "p999",
  "mean",
  "max",
  "errorRate",
  "availability",
  "throughput",
  "goodput",
  "lag",
  "backlog",
  "recovery",
  "duplicates",
  "lost",
  "wastedRatio",
  "utilization",
] as const;

export type SloMeasure = (typeof SLO_MEASURES)[number];
export type SloOperator = "<" | "<=" | ">" | ">=";

export interface SloExpression {
  readonly measure: SloMeasure;
  /** A request type, node, `node/operation` or edge, `node:ID` or `edge:ID` to say which; "all" if left out. */
  readonly target: string;
  readonly op: SloOperator;
  /** Times in ms (recovery too), rates per second, shares as ratios, counts plain. */
  readonly value: number;
}

const EXPRESSION =
  /^\s*([A-Za-z0-9]+)\s*(?:\(\s*([^()\s]+)\s*\))?\s*(<=|>=|<|>)\s*(\S(?:.*\S)?)\s*$/;

const UNITS: Readonly<Record<"time" | "ratio" | "rate" | "count", RegExp>> = {
  time: /(us|µs|ms|s|min|h|d)$/,
  ratio: /(%|\d)$/,
  rate: /(\/s|k|\d)$/,
  count: /(k|\d)$/,
};

const MEASURED_IN: Readonly<Record<SloMeasure, keyof typeof UNITS>> = {
  p50: "time",
  p90: "time",
  p95: "time",
  p99: "time",
  p999: "time",
  mean: "time",
  max: "time",
  lag: "time",
  recovery: "time",
  errorRate: "ratio",
  availability: "ratio",
  wastedRatio: "ratio",
  utilization: "ratio",
  throughput: "rate",
  goodput: "rate",
  backlog: "count",
  duplicates: "count",
  lost: "count",
};

const EXAMPLES = { time: "300ms", ratio: "99.5%", rate: "200/s", count: "1000" };

function problem(expr: string, message: string, allowed: string, fix?: string): Problem {
  const base = { code: "slo", path: "", message, severity: "error", found: expr, allowed } as const;
  return fix === undefined ? base : { ...base, fix };
}

/** Reads an SLO expression; a Problem (without path) if it is none. */
export function parseSlo(expr: string): SloExpression | Problem {
  const match = EXPRESSION.exec(expr);
  if (match === null) {
    const allowed = "MEASURE(TARGET) OP VALUE, as in p99(checkout) < 300ms";
    return problem(expr, "is not an SLO expression", allowed);
  }
  const [, name, target = "all", op, text] = match;
  const measure = SLO_MEASURES.find((known) => known === name);
  if (measure === undefined) {
    const near = nearestNames(name, SLO_MEASURES);
    const fix = near.length > 0 ? `Did you mean ${listOf(near)}?` : undefined;
    return problem(expr, `unknown measure "${name}"`, listOf(SLO_MEASURES), fix);
  }
  const unit = MEASURED_IN[measure];
  const value = UNITS[unit].test(text) ? (parseQuantity(text) ?? Number(text)) : Number.NaN;
  if (value - value !== 0) {
    const allowed = `a value such as ${EXAMPLES[unit]}`;
    return problem(expr, `${measure} cannot be compared with "${text}"`, allowed);
  }
  return { measure, target, op: op as SloOperator, value };
}

/** What is measured of an operation of a node. */
export const OPERATION_MEASURES: readonly SloMeasure[] = [
  ...(["p50", "p90", "p95", "p99", "p999", "mean", "max"] as const),
  ...(["errorRate", "availability", "throughput", "goodput"] as const),
];

/** The operation of a node that a target `node/operation` names; null for another target. */
export function operationTargetOf(
  target: string,
): { readonly node: string; readonly operation: string } | null {
  const slash = target.indexOf("/");
  if (slash <= 0) return null;
  return { node: target.slice(0, slash), operation: target.slice(slash + 1) };
}

/** Whether `parseSlo` found a defect. */
export function isSloProblem(result: SloExpression | Problem): result is Problem {
  return "code" in result;
}
