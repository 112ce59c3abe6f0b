// Redrive: what stands in the dead-letter queues of a broker when it begins goes back, one by one, to the
// queue it died in, as new messages of the same requests: returns and deaths are forgotten. What a
// consumer of dead letters holds at that time stays. Cost: an event for each message.
import { schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { REDRIVEN } from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { REDRIVE } from "./event-kinds.ts";
import { offer } from "./mailbox.ts";
import { ACKNOWLEDGED, messages, queues, takeReady } from "./mailbox-rows.ts";
import { deaths, endMessage, retire } from "./message-end.ts";
import { newMessage } from "./new-message.ts";

class Redrives extends Table {
  /** Messages still to be moved, and the time from one to the next, ms. */
  readonly left = this.int32();
  readonly everyMs = this.float64();
}

/** By queue. */
export const redrives = new Redrives("redrives", 10_000);

/** Begins to move the dead letters of a broker; what is under way goes on at the new rate. */
export function redrive(node: number, ratePerS: number): void {
  const first = brokers.firstQueue[node];
  redrives.occupy(queues.highWater);
  for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
    const head = queues.readyHead[queue];
    if (head === 0 || sourceOf(head - 1) < 0) continue;
    const begins = redrives.left[queue] === 0;
    redrives.left[queue] = waitingIn(queue);
    redrives.everyMs[queue] = 1000 / ratePerS;
    if (begins) planNext(queue);
  }
}

/** Messages of a queue that nobody holds. */
function waitingIn(queue: number): number {
  let count = 0;
  for (let link = queues.oldest[queue]; link !== 0; link = messages.newer[link - 1]) count++;
  const first = queues.firstConsumer[queue];
  for (let consumer = first; consumer < first + queues.consumerCount[queue]; consumer++) {
    count -= consumers.unsettled[consumer];
  }
  return count;
}

function planNext(queue: number): void {
  registers[AT] = registers[NOW] + redrives.everyMs[queue];
  schedule(REDRIVE, queue, 0);
}

/** The queue that a message died in last, -1 = it never has. */
function sourceOf(message: number): number {
  const death = messages.deaths[message];
  return death === 0 ? -1 : deaths.queue[death - 1];
}

/** It is the turn of the oldest dead letter of a queue. */
export function redriveNext(queue: number): void {
  if (queues.isLed[queue] === 0) {
    planNext(queue);
    return;
  }
  const head = queues.readyHead[queue];
  const source = head === 0 ? -1 : sourceOf(head - 1);
  if (source < 0) {
    redrives.left[queue] = 0;
    return;
  }
  const message = takeReady(queue);
  endMessage(message, REDRIVEN);
  const request = messages.request[message];
  const known = messages.flags[message] & ACKNOWLEDGED;
  offer(source, newMessage(request, messages.envelope[message], messages.number[message], known));
  retire(message);
  if (--redrives.left[queue] > 0) planNext(queue);
}
