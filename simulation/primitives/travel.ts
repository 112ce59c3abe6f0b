// A message on its way between a mailbox and a consumer, over a connection that may be cut and that
// keeps deliveries in their order: a later one waits for an earlier one, and for one that is sent
// again. Pushes are requests of their own and may overtake each other.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { consumers } from "./consumer-rows.ts";
import { DELIVERY_ARRIVE, RESEND } from "./event-kinds.ts";
import { PUSHES_BLINDLY, rules } from "./lease-rows.ts";
import { timeoutOf } from "./link-faults.ts";
import { messages } from "./mailbox-rows.ts";

/** Until missed heartbeats break a connection, ms. RabbitMQ documentation (2026-08), heartbeats. */
const HEARTBEAT_MS = 60_000;

/** A consumer has a new connection, on which nothing is under way. */
export function forgetOrder(consumer: number): void {
  consumers.arrivesAt[consumer] = 0;
  consumers.resentAt[consumer] = 0;
}

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
  const consumer = messages.consumer[message];
  const keepsOrder =
    arrival === DELIVERY_ARRIVE && rules.afterwards[messages.queue[message]] !== PUSHES_BLINDLY;
  if (keepsOrder && consumers.resentAt[consumer] > registers[NOW]) {
    registers[AT] = consumers.resentAt[consumer];
    // Sent again with the one before it, though it was not lost itself.
    messages.held[message] = schedule(RESEND, message, 8 * (tries - 1) + settlement) + 1;
    return true;
  }
  if (delay >= 0) {
    registers[AT] = registers[NOW] + delay;
    if (keepsOrder) {
      registers[AT] = Math.max(registers[AT], consumers.arrivesAt[consumer]);
      consumers.arrivesAt[consumer] = registers[AT];
    }
    messages.held[message] = schedule(arrival, message, settlement) + 1;
    return true;
  }
  let waited = 0;
  for (let at = 0; at < tries; at++) waited += timeoutOf(edge, at);
  if (waited >= HEARTBEAT_MS) return false;
  registers[AT] = registers[NOW] + Math.min(timeoutOf(edge, tries), HEARTBEAT_MS - waited);
  if (keepsOrder) consumers.resentAt[consumer] = registers[AT];
  messages.held[message] = schedule(RESEND, message, 8 * tries + settlement) + 1;
  return true;
}
