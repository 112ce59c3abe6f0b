// What all formats say of a span, in the names of the OpenTelemetry semantic conventions (1.37: service,
// error, messaging, peer); what these have no name for stands under "brownout.".
import { OUTCOMES, type Outcome } from "../../results/outcomes.ts";
import type { Span } from "../../results/traces.ts";

/**
 * Simulated time 0 in exported traces: 2026-01-01 00:00 UTC, in ms. The formats want a date, and the
 * same run is to give the same file.
 */
export const EPOCH_MS = 1_767_225_600_000;

export type Fact = string | number | boolean;

/** Whether a number is a whole one by its nature: one key keeps one type in all spans. */
export function isWhole(key: string): boolean {
  return !key.endsWith("_ms");
}

const SUCCEEDED: ReadonlySet<Outcome | null> = new Set<Outcome | null>([
  ...OUTCOMES.slice(0, 2),
  // Nobody knows yet.
  null,
]);

/** What a span failed with, null where it did not. */
export function failureOf({ outcome }: Span): Outcome | null {
  return SUCCEEDED.has(outcome) ? null : outcome;
}

/** Nodes at both ends of an edge. */
function endsOf(edge: string): { readonly from: string; readonly to: string } {
  const at = edge.indexOf("->");
  return { from: edge.slice(0, at), to: edge.slice(at + 2).replace(/#\d+$/, "") };
}

/** The node at the other end of the span's edge, null where there is none. */
export function peerOf({ edge, node, kind }: Span): string | null {
  if (edge === null || kind === "internal") return null;
  const { from, to } = endsOf(edge);
  return node === from ? to : from;
}

const MESSAGING: Readonly<Partial<Record<Span["kind"], string>>> = {
  producer: "send",
  consumer: "process",
};

function messaging(span: Span): Record<string, Fact> {
  const type = MESSAGING[span.kind];
  if (type === undefined) {
    return span.role === "message" ? { "messaging.destination.name": span.name } : {};
  }
  const broker = span.edge === null ? span.node : brokerOf(span, span.edge);
  return { "messaging.operation.type": type, "messaging.destination.name": broker };
}

function brokerOf({ kind }: Span, edge: string): string {
  return kind === "producer" ? endsOf(edge).to : endsOf(edge).from;
}

function partTimes(span: Span): Record<string, Fact> {
  const times: Record<string, number> = {};
  for (const { kind, startMs, endMs } of span.parts) {
    const name = `brownout.${kind}_ms`;
    times[name] = (times[name] ?? 0) + (endMs - startMs);
  }
  return times;
}

/** Attributes of a span, in a fixed order. */
export function factsOf(span: Span): Readonly<Record<string, Fact>> {
  const peer = peerOf(span);
  const failure = failureOf(span);
  return {
    ...(peer === null ? {} : { "peer.service": peer }),
    ...(failure === null ? {} : { "error.type": failure }),
    ...messaging(span),
    "brownout.role": span.role,
    ...(span.edge === null ? {} : { "brownout.edge": span.edge }),
    ...(span.operation === null ? {} : { "brownout.operation": span.operation }),
    ...(span.outcome === null
      ? { "brownout.unfinished": true }
      : { "brownout.outcome": span.outcome }),
    ...(span.ending === null ? {} : { "brownout.message_ending": span.ending }),
    ...(span.attempt > 1 ? { "brownout.attempt": span.attempt } : {}),
    ...(span.hedge ? { "brownout.hedge": true } : {}),
    ...(span.degraded ? { "brownout.degraded": true } : {}),
    ...(span.zombieFromMs === null
      ? {}
      : { "brownout.zombie": true, "brownout.zombie_ms": span.endMs - span.zombieFromMs }),
    ...(span.outlives === "asynchronous" ? { "brownout.asynchronous": true } : {}),
    ...partTimes(span),
  };
}

/** Whole units since the epoch of 1970; `perMs` units make a millisecond. Keeps the order of times. */
export function unixTime(atMs: number, perMs: number): bigint {
  return BigInt(EPOCH_MS) * BigInt(perMs) + BigInt(Math.floor(atMs * perMs + 0.5));
}

/** The instance as a name of its own. */
export function instanceOf({ node, instance }: Span): string {
  return instance === null ? node : `${node}-${instance}`;
}
