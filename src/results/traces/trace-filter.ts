// Which of the listed requests are shown.
import type { Trace, TraceSummary } from "../../../simulation/results/traces.ts";

export interface TraceFilter {
  /** `slow`, `failed`, `sampled`, or every one. */
  readonly reason: string;
  /** Of the outcomes; empty: any. */
  readonly outcome: string;
  /** Request type; empty: any. */
  readonly type: string;
  /** Passed through; empty: any. Only requests traced in full are known to. */
  readonly node: string;
  readonly leastMs: number;
  readonly order: "slowest" | "time";
}

export const EVERY_TRACE: TraceFilter = {
  reason: "",
  outcome: "",
  type: "",
  node: "",
  leastMs: 0,
  order: "slowest",
};

/** Under way within half a window of an instant; an instant of null leaves all in. */
function isAt(
  { startMs, latencyMs }: TraceSummary,
  atMs: number | null,
  windowMs: number,
): boolean {
  if (atMs === null) return true;
  return startMs <= atMs + windowMs / 2 && startMs + latencyMs >= atMs - windowMs / 2;
}

export interface Instant {
  readonly atMs: number | null;
  readonly windowMs: number;
}

export function shownTraces(
  list: readonly TraceSummary[],
  filter: TraceFilter,
  { atMs, windowMs }: Instant,
  known: Readonly<Record<string, Trace>>,
): TraceSummary[] {
  const { reason, outcome, type, node, leastMs, order } = filter;
  const passes = ({ id }: TraceSummary): boolean =>
    node === "" || (known[id]?.spans.some((span) => span.node === node) ?? false);
  const shown = list.filter(
    (trace) =>
      (reason === "" || trace.reasons.some((own) => own === reason)) &&
      (outcome === "" || trace.outcome === outcome) &&
      (type === "" || trace.type === type) &&
      trace.latencyMs >= leastMs &&
      isAt(trace, atMs, windowMs) &&
      passes(trace),
  );
  return order === "time"
    ? shown
    : shown.sort((a, b) => b.latencyMs - a.latencyMs || a.startMs - b.startMs);
}

/** Short enough to be read, long enough to tell a few hundred apart. */
export function shortId(id: string): string {
  return id.slice(0, 6);
}
