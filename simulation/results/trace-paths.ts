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
  "reply",
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

/** All that a span led to, asynchronous or not, in the order of the trace. */
function descendantsOf(span: Span, children: ReadonlyMap<string, readonly Span[]>): Span[] {
  return (children.get(span.id) ?? []).flatMap((child) => [
    child,
    ...descendantsOf(child, children),
  ]);
}

class Walk {
  readonly steps: PathStep[] = [];
  private readonly children: ReadonlyMap<string, readonly Span[]>;

  constructor(children: ReadonlyMap<string, readonly Span[]>) {
    this.children = children;
  }

  /** Goes back through a span between two times. */
  through(span: Span, fromMs: number, untilMs: number): void {
    for (let at = span.parts.length - 1; at >= 0; at--) {
      const part = span.parts[at];
      if (part === undefined) continue;
      const startMs = Math.max(part.startMs, fromMs);
      const endMs = Math.min(part.endMs, untilMs);
      if (startMs >= endMs) continue;
      if (part.kind === "children") this.below(span, startMs, endMs);
      else if (part.kind === "reply") this.toReply(span, startMs, endMs);
      else this.steps.push({ span, kind: part.kind, startMs, endMs });
    }
  }

  /** What a span waited for, of the spans right below it. */
  private below(span: Span, fromMs: number, untilMs: number): void {
    const waitedFor = (this.children.get(span.id) ?? []).filter(isWaitedFor);
    this.along(span, "children", waitedFor, fromMs, untilMs, (next, startMs, endMs) =>
      this.through(next, startMs, endMs),
    );
  }

  /** A reply comes by way of messages, for which nobody waits as such: any span below may be on it. */
  private toReply(span: Span, fromMs: number, untilMs: number): void {
    const all = descendantsOf(span, this.children);
    this.along(span, "reply", all, fromMs, untilMs, (next, startMs, endMs) => {
      for (const part of [...next.parts].reverse()) {
        const from = Math.max(part.startMs, startMs);
        const until = Math.min(part.endMs, endMs);
        const kind = part.kind === "children" ? "reply" : part.kind;
        if (from < until) this.steps.push({ span: next, kind, startMs: from, endMs: until });
      }
    });
  }

  /** Back from one span to the one before it; where none was under way, it is the waiting itself. */
  private along(
    span: Span,
    kind: PartKind,
    spans: readonly Span[],
    fromMs: number,
    untilMs: number,
    visit: (span: Span, startMs: number, endMs: number) => void,
  ): void {
    let at = untilMs;
    while (at > fromMs) {
      const last = lastBefore(spans, fromMs, at);
      const reachedMs = last === null ? fromMs : Math.min(heldUntil(last), at);
      if (reachedMs < at) this.steps.push({ span, kind, startMs: reachedMs, endMs: at });
      if (last === null) return;
      const startMs = Math.max(last.startMs, fromMs);
      visit(last, startMs, reachedMs);
      at = startMs;
    }
  }
}

/**
 * The critical path, in order of time: steps without gaps from the request's start to its end. Where
 * nothing below a span was under way, its waiting is a step of kind "children" of its own.
 */
export function criticalPath(trace: Trace): readonly PathStep[] {
  const [root] = trace.spans;
  if (root === undefined) return [];
  const walk = new Walk(childrenOf(trace));
  walk.through(root, root.startMs, root.endMs);
  return walk.steps.reverse();
}

/** Until when a span can have kept its parent. */
function heldUntil(span: Span): number {
  return span.zombieFromMs ?? span.endMs;
}

function isWaitedFor(span: Span): boolean {
  return span.outlives !== "asynchronous" && heldUntil(span) > span.startMs;
}

/** Of the spans under way between two times, the one that ended last. */
function lastBefore(spans: readonly Span[], fromMs: number, untilMs: number): Span | null {
  let last: Span | null = null;
  for (const span of spans) {
    if (span.startMs >= untilMs || heldUntil(span) <= Math.max(fromMs, span.startMs)) continue;
    if (last === null || isLater(span, last, untilMs)) last = span;
  }
  return last;
}

/**
 * Of two that ended together one was what decided and the other was given up for it; or the one that
 * began later lies within the other.
 */
function isLater(span: Span, other: Span, untilMs: number): boolean {
  const difference = Math.min(heldUntil(span), untilMs) - Math.min(heldUntil(other), untilMs);
  if (difference !== 0) return difference > 0;
  if ((other.outcome === "cancelled") !== (span.outcome === "cancelled")) {
    return other.outcome === "cancelled";
  }
  return span.startMs > other.startMs;
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
