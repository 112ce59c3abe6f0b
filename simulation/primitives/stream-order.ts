// Messages on a shared connection keep their order: TCP hands on nothing behind a lost packet before that
// was sent again (head-of-line blocking, RFC 9113 section 1 against RFC 9114). Kept for edges whose
// connections are shared and that lose packets; nothing else comes here. What is lost is a message,
// and what was sent before it gets through.
import { schedule } from "../core/event-list.ts";
import { reachRow, Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { RETRANSMIT } from "./event-kinds.ts";
import { flightOf, flights } from "./flight-rows.ts";
import { timeoutOf } from "./link-faults.ts";
import { attempts } from "./rows.ts";

class StreamOrder extends Table {
  /** Until when requests, then answers, wait for what is sent again: ms. */
  readonly waitsUntil = this.float64(2);
}

/** By connections. */
export const streamOrder = new StreamOrder("ordered connections", 150_000);

/** A new connection has lost nothing yet. */
export function openInOrder(connection: number): void {
  if (connection >= streamOrder.highWater) return;
  streamOrder.waitsUntil[2 * connection] = 0;
  streamOrder.waitsUntil[2 * connection + 1] = 0;
}

/** The connection that an attempt goes over, -1 if its caller has let it go. */
function connectionOf(attempt: number): number {
  const call = attempts.call[attempt];
  if (call < 0) return -1;
  const flight = flightOf(call, attempt);
  return flight === 0 ? -1 : flights.connection[flight - 1] - 1;
}

/** A message was lost for the `tries`-th time: those behind it wait until it is sent again. */
export function holdBehind(attempt: number, edge: number, tries: number, isAnswer: number): void {
  const connection = connectionOf(attempt);
  if (connection < 0) return;
  reachRow(streamOrder.marks, connection);
  const until = registers[NOW] + timeoutOf(edge, tries);
  const at = 2 * connection + isAnswer;
  if (until > streamOrder.waitsUntil[at]) streamOrder.waitsUntil[at] = until;
}

/** Whether a message stands behind a lost one; if so it is sent on with it. */
export function waitsInOrder(attempt: number, isAnswer: number): boolean {
  const connection = connectionOf(attempt);
  if (connection < 0 || connection >= streamOrder.highWater) return false;
  const until = streamOrder.waitsUntil[2 * connection + isAnswer];
  if (until <= registers[NOW]) return false;
  registers[AT] = until;
  schedule(RETRANSMIT, attempt, BEHIND - isAnswer);
  return true;
}

/** State of a message that was not lost itself: BEHIND, or BEHIND - 1 for an answer. */
export const BEHIND = -1;
