// What the present state of the engine's rows means in the words of a trace.
import { events } from "../../core/event-list.ts";
import * as happen from "../../primitives/event-kinds.ts";
import { CONNECTS, flights, SENT, WAITS } from "../../primitives/flight-rows.ts";
import { guardRows } from "../../primitives/guard-rows.ts";
import * as letters from "../../primitives/mailbox-rows.ts";
import { edges, LOG_BROKER, nodes } from "../../primitives/parameters.ts";
import { WAITS_FOR_REPLY } from "../../primitives/reply-rows.ts";
import * as rows from "../../primitives/rows.ts";
import { isStillRead } from "../../primitives/rpc-stream-flow.ts";
import { awaitsStream } from "../../primitives/rpc-stream-handler.ts";
import * as outcomes from "../../results/outcomes.ts";
import type { PartKind } from "../../results/traces.ts";

const { attempts, calls } = rows;

const OF_PHASE: Readonly<Record<number, PartKind>> = {
  [rows.QUEUED]: "queue",
  [rows.IN_SERVICE]: "service",
  [rows.CALLING]: "children",
  [rows.RESUMING]: "resumeWait",
  [rows.IN_AFTER]: "service",
  [rows.BUFFERED]: "buffer",
  [rows.PAUSED]: "standstill",
  [rows.IN_SHARING]: "service",
  [rows.IN_BATCH]: "service",
  [rows.AT_GATE]: "rateLimitWait",
  [rows.STORING]: "storing",
};

/** What an attempt's time at its node is spent on. */
export function partOfWork(attempt: number): PartKind {
  const phase = attempts.phase[attempt];
  if (phase === rows.CALLING && awaitsStream(attempt)) return "stream";
  const waitsForReplicas =
    phase === rows.CALLING && nodes.primitive[attempts.node[attempt]] === LOG_BROKER;
  return waitsForReplicas ? "storing" : (OF_PHASE[phase] ?? "children");
}

/** The same, as its caller sees it. */
export function partOfWay(attempt: number): PartKind {
  const phase = attempts.phase[attempt];
  // Its answer has come before its caller has read what precedes it.
  if (phase === rows.ANSWERING && isStillRead(attempt)) return "stream";
  return phase === rows.IN_TRANSIT || phase === rows.ANSWERING ? "network" : "children";
}

/** What a wire attempt over an edge with connections or hedges is at. */
export function partOfFlight(flight: number): PartKind {
  const state = flights.state[flight];
  if (state === WAITS) return "poolWait";
  if (state === CONNECTS) return "connect";
  const attempt = flights.attempt[flight];
  if (state !== SENT || attempt < 0) return "noAnswer";
  return partOfWay(attempt);
}

/** What a call that has no attempt under way waits for. */
export function partOfCall(call: number): PartKind {
  const timer = calls.timer[call];
  if (timer > 0) {
    const kind = events.kind[timer - 1];
    if (kind === happen.RETRY) return "backoff";
    if (kind === happen.FALLBACK_READY) return "fallback";
  }
  const guard = calls.guard[call];
  const waits = edges.guards[calls.edge[call]] !== 0 && guard >= 0 && guardRows.line[guard] !== 0;
  return waits ? "policyWait" : "noAnswer";
}

/** What a call waits for whose attempt has vanished or was confirmed. */
export function partWithoutAnswer(call: number): PartKind {
  return (edges.guards[calls.edge[call]] & WAITS_FOR_REPLY) !== 0 ? "reply" : "noAnswer";
}

/** Where a copy of a message is. */
export function partOfMessage(message: number): PartKind {
  const phase = letters.messages.phase[message];
  if (phase === letters.DISPATCHED) return "delivery";
  if (phase === letters.RECEIVED) return "children";
  return phase === letters.SETTLING || phase === letters.KEPT ? "settling" : "stored";
}

/** The outcome for a caller that let go of an attempt during an event; `sent`: it had been sent. */
export function outcomeOfLetGo(kind: number, b: number, sent: boolean): number {
  if (kind === happen.ATTEMPT_TIMEOUT) return outcomes.TIMEOUT;
  if (kind === happen.FLIGHT_TIMEOUT) return sent ? outcomes.TIMEOUT : outcomes.POOL_TIMEOUT;
  if (kind === happen.DEADLINE) return outcomes.DEADLINE_EXCEEDED;
  if (kind === happen.PATIENCE_END) return outcomes.ABANDONED;
  if (kind === happen.FLIGHT_ENDED && b > 0) return b;
  if (kind === happen.PARCEL_ENDED) return b;
  if (kind === happen.PARCEL_DUE || kind === happen.PARCEL_TICK) return outcomes.OK;
  if (kind === happen.REPLY_ARRIVE) return outcomes.OK;
  return outcomes.CANCELLED;
}
