// Where a request's time went. The critical path is walked back from the end: whatever a span waited
// for last is what kept it, and the parts of the spans on that way add up to the latency exactly.
import type { PartKind, Span, Trace } from "./traces.ts";

/** A stretch of the critical path: one part of one span, or of a span the moment between children. */
export interface PathStep {
  readonly span: Span;
  readonly kind: PartKind;
  readonly startMs: number;
  readonly endMs: number;
}

/** Time on the critical path by what it was spent on and where. */
export interface TimeShare {
  readonly kind: PartKind;
  /** Id of the node, or of the edge for what happens between two nodes. */
  readonly place: string;
  readonly onEdge: boolean;
  /** Mean over the traces, ms a request; those that never were there count as 0. */
  readonly meanMs: number;
  /** Of the mean latency, 0 to 1. */
  readonly share: number;
  /** Traces whose path goes through it. */
  readonly traces: number;
}

/** Parts that belong to the way between two nodes, or to the caller's handling of it. */
const ON_EDGE: ReadonlySet<PartKind> = new Set([
  "backoff",
  "policyWait",
  "poolWait",
  "connect",
  "batching",
  "fallback",
  "network",
  "noAnswer",
]);

/** Spans by parent, in the order of the trace. */
function childrenOf(trace: Trace): ReadonlyMap<string, readonly Span[]> {
  const children = new Map<string, Span[]>();
  for (const span of trace.spans) {
    if (span.parent === null) continue;
    const siblings = children.get(span.parent);
    if (siblings) siblings.push(span);
    else children.set(span.parent, [span]);
  }
  return children;
}

/**
 * The critical path, in order of time: steps without gaps from the request's start to its end. Where
 * nothing below a span was under way, its waiting is a step of kind "children" of its own.
 */
export function criticalPath(trace: Trace): readonly PathStep[] {
  const children = childrenOf(trace);
  const steps: PathStep[] = [];
  const walk = (span: Span, fromMs: number, untilMs: number): void => {
    for (let at = span.parts.length - 1; at >= 0; at--) {
      const part = span.parts[at];
      const startMs = Math.max(part.startMs, fromMs);
      const endMs = Math.min(part.endMs, untilMs);
      if (startMs >= endMs) continue;
      if (part.kind === "children") descend(span, startMs, endMs);
      else steps.push({ span, kind: part.kind, startMs, endMs });
    }
  };
  const descend = (span: Span, fromMs: number, untilMs: number): void => {
    let at = untilMs;
    while (at > fromMs) {
      const last = lastBefore(children.get(span.id) ?? [], fromMs, at);
      const reachedMs = last === null ? fromMs : Math.min(heldUntil(last), at);
      if (reachedMs < at) steps.push({ span, kind: "children", startMs: reachedMs, endMs: at });
      if (last === null) return;
      const startMs = Math.max(last.startMs, fromMs);
      walk(last, startMs, reachedMs);
      at = startMs;
    }
  };
  const root = trace.spans[0];
  if (root) walk(root, root.startMs, root.endMs);
  return steps.reverse();
}

/** Until when a span can have kept its parent. */
function heldUntil(span: Span): number {
  return span.zombieFromMs ?? span.endMs;
}

/** Of the spans that somebody waited for between two times, the one that ended last. */
function lastBefore(spans: readonly Span[], fromMs: number, untilMs: number): Span | null {
  let last: Span | null = null;
  for (const span of spans) {
    const began = span.startMs < untilMs && heldUntil(span) > fromMs;
    if (!began || span.outlives === "asynchronous" || heldUntil(span) <= span.startMs) continue;
    if (last === null || isLater(span, last, untilMs)) last = span;
  }
  return last;
}

/** Of two that ended together, one was what decided and the other was given up for it. */
function isLater(span: Span, other: Span, untilMs: number): boolean {
  const difference = Math.min(heldUntil(span), untilMs) - Math.min(heldUntil(other), untilMs);
  return difference > 0 || (difference === 0 && other.outcome === "cancelled");
}

interface Spent {
  readonly kind: PartKind;
  readonly place: string;
  readonly onEdge: boolean;
  totalMs: number;
  readonly traces: Set<string>;
}

/** Name under which two steps count as the same. */
export function placeOfStep(step: PathStep): { readonly place: string; readonly onEdge: boolean } {
  const onEdge = ON_EDGE.has(step.kind) && step.span.edge !== null;
  return { place: onEdge ? (step.span.edge ?? "") : step.span.node, onEdge };
}

function addPath(spent: Map<string, Spent>, trace: Trace): void {
  for (const step of criticalPath(trace)) {
    const where = placeOfStep(step);
    const key = `${step.kind} ${where.place}`;
    let entry = spent.get(key);
    if (!entry) {
      entry = { kind: step.kind, ...where, totalMs: 0, traces: new Set() };
      spent.set(key, entry);
    }
    entry.totalMs += step.endMs - step.startMs;
    entry.traces.add(trace.id);
  }
}

/** Where the time of these requests went, largest first; shares add up to 1. */
export function whereTimeWent(traces: readonly Trace[]): readonly TimeShare[] {
  const spent = new Map<string, Spent>();
  let totalMs = 0;
  for (const trace of traces) {
    totalMs += trace.latencyMs;
    addPath(spent, trace);
  }
  return [...spent.values()]
    .map(({ kind, place, onEdge, totalMs: sum, traces: seen }) => ({
      kind,
      place,
      onEdge,
      meanMs: sum / traces.length,
      share: totalMs > 0 ? sum / totalMs : 0,
      traces: seen.size,
    }))
    .sort((a, b) => b.meanMs - a.meanMs || compareText(a.place, b.place));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
