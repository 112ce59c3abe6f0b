// Expiry: a message that is older than it may be dies at the head of its queue, and only there: one
// that expires behind another waits for it (RabbitMQ documentation 2026-08, ttl). One timer a queue,
// for its head. Cost: an event per expiry, and one per timer that found another head.
import { cancel, events, schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { EXPIRE } from "./event-kinds.ts";
import { messages, queues, takeReady } from "./mailbox-rows.ts";
import { DIED_EXPIRED, die } from "./message-end.ts";

/** When a message of `ttlMs` expires that comes in now, ms; 0 = never, negative = at once. */
export function expiryOf(ttlMs: number): number {
  if (ttlMs === 0) return Infinity;
  return registers[NOW] + Math.max(0, ttlMs);
}

/** The timer of a queue's head has run out. */
export function expireHead(queue: number): void {
  queues.expiry[queue] = 0;
  watchHead(queue);
}

/** Drops what has expired at the head of a queue and sets the timer for what is there then. */
export function watchHead(queue: number): void {
  while (queues.ready[queue] > 0) {
    const expiresAt = messages.expiresAt[queues.readyHead[queue] - 1];
    if (expiresAt > registers[NOW]) {
      setTimer(queue, expiresAt);
      return;
    }
    die(takeReady(queue), DIED_EXPIRED);
  }
}

/** A timer that comes too early finds out by itself; one that would come too late is set anew. */
function setTimer(queue: number, expiresAt: number): void {
  const timer = queues.expiry[queue];
  if (expiresAt === Infinity || (timer !== 0 && events.time[timer - 1] <= expiresAt)) return;
  if (timer !== 0) cancel(timer - 1);
  registers[AT] = expiresAt;
  queues.expiry[queue] = schedule(EXPIRE, queue, 0) + 1;
}
