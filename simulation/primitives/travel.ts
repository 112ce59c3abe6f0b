// A message on its way between a mailbox and a consumer, over a connection that may be cut.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { RESEND } from "./event-kinds.ts";
import { timeoutOf } from "./link-faults.ts";
import { messages } from "./mailbox-rows.ts";

/** Until missed heartbeats break a connection, ms. RabbitMQ documentation (2026-08), heartbeats. */
const HEARTBEAT_MS = 60_000;

/**
 * A delivery or its settlement is on the wire for `registers[SAMPLE]`; where the link is cut (that
 * is negative) TCP sends it again. `tries` times it was lost before. False when it has been on its
 * way for so long that missed heartbeats have broken the connection.
 */
export function travel(
  message: number,
  edge: number,
  arrival: number,
  settlement: number,
  tries: number,
): boolean {
  const delay = registers[SAMPLE];
  if (delay >= 0) {
    registers[AT] = registers[NOW] + delay;
    messages.held[message] = schedule(arrival, message, settlement) + 1;
    return true;
  }
  let waited = 0;
  for (let at = 0; at < tries; at++) waited += timeoutOf(edge, at);
  if (waited >= HEARTBEAT_MS) return false;
  registers[AT] = registers[NOW] + Math.min(timeoutOf(edge, tries), HEARTBEAT_MS - waited);
  messages.held[message] = schedule(RESEND, message, 8 * tries + settlement) + 1;
  return true;
}
