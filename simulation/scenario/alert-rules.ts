// What an alert watches: a measure of the series that a run keeps, or how fast an objective's error
// budget is spent. "errorRate(checkout) > 5%", "burnRate(available) > 14.4".
import type { Problem } from "./document.ts";
import { listOf } from "./nearest-names.ts";
import { isSloProblem, parseSlo, type SloExpression, type SloMeasure } from "./slo-grammar.ts";

export interface AlertExpression {
  /** What is watched; of a burn rate the objective whose budget it is about. */
  readonly watched: SloExpression;
  /** Id of that objective; null: the measure itself is watched. */
  readonly burns: string | null;
  /** Share of bad requests that the objective allows; 1 where no budget is meant. */
  readonly budget: number;
  readonly op: SloExpression["op"];
  readonly value: number;
}

/** Whose measure it is, and which. */
export interface Signal {
  readonly on: "type" | "node" | "edge";
  readonly id: string;
  readonly measure: SloMeasure;
}

interface Known {
  readonly types: readonly string[];
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/** Measures that the series hold. */
const MEASURES: Readonly<Record<Signal["on"], readonly SloMeasure[]>> = {
  type: ["errorRate", "availability", "throughput", "goodput", "mean", "p50", "p90", "p95", "p99"],
  node: [
    ...(["errorRate", "availability", "throughput", "utilization", "wastedRatio"] as const),
    ...(["backlog", "lag", "p50", "p95", "p99"] as const),
  ],
  edge: ["errorRate", "availability", "throughput", "mean", "p50", "p99"],
};

const BURN = /^\s*burnRate\(\s*([^()\s]+)\s*\)\s*(<=|>=|<|>)\s*([0-9]+(?:\.[0-9]+)?)\s*$/;

function problem(expr: string, message: string, allowed?: string): Problem {
  const base = { code: "alert", path: "", message, severity: "error", found: expr } as const;
  return allowed === undefined ? base : { ...base, allowed };
}

/** Reads an alert's expression; a Problem (without path) if it is none. `slos`: the file's, by id. */
export function parseAlert(
  expr: string,
  slos: Readonly<Record<string, { readonly expr: string }>>,
): AlertExpression | Problem {
  const burn = BURN.exec(expr);
  if (burn === null) {
    if (/^\s*burnRate\b/.test(expr)) {
      return problem(expr, "is no burn rate", "burnRate(OBJECTIVE) > NUMBER");
    }
    const watched = parseSlo(expr);
    if (isSloProblem(watched)) return watched;
    return { watched, burns: null, budget: 1, op: watched.op, value: watched.value };
  }
  const [, id, op, value] = burn;
  const slo = Object.hasOwn(slos, id) ? slos[id] : undefined;
  if (slo === undefined) {
    return problem(expr, `there is no objective "${id}"`, listOf(Object.keys(slos)));
  }
  const watched = parseSlo(slo.expr);
  const budget = isSloProblem(watched) ? null : budgetOf(watched);
  if (isSloProblem(watched) || budget === null) {
    const allowed = "an objective such as availability > 99.9% or errorRate < 0.1%";
    return problem(expr, `"${id}" has no error budget`, allowed);
  }
  return { watched, burns: id, budget, op: op as SloExpression["op"], value: Number(value) };
}

/** Share of bad requests that an objective allows; null where it is about something else. */
function budgetOf({ measure, value, op }: SloExpression): number | null {
  const isBelow = op === "<" || op === "<=";
  const budget = measure === "availability" && !isBelow ? 1 - value : null;
  const allowed = measure === "errorRate" && isBelow ? value : budget;
  return allowed !== null && allowed > 0 ? allowed : null;
}

/** The signal that an expression is about, or why there is none. */
export function signalOf({ watched }: AlertExpression, known: Known): Signal | string {
  const { target, measure } = watched;
  const found = entityOf(target, known);
  if (found === null) return `there is no request type, node or edge "${target}"`;
  if (MEASURES[found.on].includes(measure)) return { ...found, measure };
  const words = { type: "a request type", node: "a node", edge: "an edge" }[found.on];
  return `an alert cannot watch ${measure} of ${words}, but ${listOf(MEASURES[found.on])}`;
}

/** A request type wins a clash of names; `node:ID` and `edge:ID` say which is meant. */
function entityOf(
  target: string,
  { types, nodes, edges }: Known,
): Pick<Signal, "on" | "id"> | null {
  const node = target.startsWith("node:") ? target.slice("node:".length) : target;
  if (node === target && (target === "all" || types.includes(target))) {
    return { on: "type", id: target };
  }
  if (nodes.includes(node)) return { on: "node", id: node };
  const text = target.startsWith("edge:") ? target.slice("edge:".length) : target;
  const edge = text.includes("->") ? text : text.replace(":", "->");
  return edges.includes(edge) ? { on: "edge", id: edge } : null;
}

/** Whether `parseAlert` found a defect. */
export function isAlertProblem(result: AlertExpression | Problem): result is Problem {
  return "code" in result;
}
