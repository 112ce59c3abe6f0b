// How the copy of a message ends for its queue. A dead one (rejected, expired, one too many, or
// returned too often) is published anew where its queue has a dead-letter exchange, else it is gone.
// Its deaths go with it, one entry for each queue and reason, as in RabbitMQ's x-death header.
import { cancel } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import {
  backlogs,
  countStay,
  DEAD_LETTERED as DEAD_LETTERED_ENDING,
  DROPPED,
  EXPIRED,
  lowerBacklog,
  touchBacklog,
} from "./backlog.ts";
import { brokers } from "./consumer-rows.ts";
import { DEAD_LETTERED, UNBLOCKED } from "./event-kinds.ts";
import { DEAD, FREED, leaveLedger, messages, queues, SETTLED } from "./mailbox-rows.ts";
import { ENDED_AS, noteDying, noteStep } from "./message-log.ts";
import { releaseRequest, settleTo } from "./request.ts";
import { follow } from "./transitions.ts";

/** Why a message died, in the order of DEATH_REASONS. */
export const DIED_REJECTED = 0;
export const DIED_EXPIRED = 1;
export const DIED_MAXLEN = 2;
export const DIED_DELIVERY_LIMIT = 3;
const REASONS = 4;

const DEATHS = 500_000;

class Deaths extends Table {
  readonly queue = this.int32();
  readonly reason = this.uint8();
  readonly count = this.int32();
}

/** Linked by `next`, row + 1. */
export const deaths = new Deaths("deaths of messages", DEATHS);

/** A message copy ends for its queue. */
export function endMessage(message: number, ending: number): void {
  noteStep(message, ENDED_AS + ending, -1);
  leaveQueue(message, ending);
}

function leaveQueue(message: number, ending: number): void {
  const queue = messages.queue[message];
  const backlog = queues.backlog[queue];
  touchBacklog(backlog);
  lowerBacklog(backlog, ending, 1);
  countStay(backlog, messages.publishedAt[message]);
  leaveLedger(queue, message);
  const node = backlogs.node[backlog];
  if (brokers.stored[node]-- === brokers.storedMax[node]) follow(UNBLOCKED, node, 0);
  messages.flags[message] |= SETTLED;
  const oldest = queues.oldest[queue];
  if (oldest !== 0) backlogs.oldestAt[backlog] = messages.publishedAt[oldest - 1];
}

/** Nothing refers to a message any more. */
export function retire(message: number): void {
  const request = messages.request[message];
  messages.phase[message] = FREED;
  if (messages.deaths[message] !== 0) forgetDeaths(message);
  freeRow(messages.marks, messages.next, message);
  settleTo(request);
  releaseRequest(request);
}

/** Calls off what is on the way from or to the broker for a message. */
export function callOff(message: number): void {
  cancel(messages.held[message] - 1);
  messages.held[message] = 0;
}

/** A message dies in its queue, where it is neither ready nor with a consumer any more. */
export function die(message: number, reason: number): void {
  const queue = messages.queue[message];
  leaveQueue(message, endingBy(queue, reason));
  leaveFor(message, reason);
}

function endingBy(queue: number, reason: number): number {
  if (queues.deadLetters[queue] === 1) return DEAD_LETTERED_ENDING;
  return reason === DIED_EXPIRED ? EXPIRED : DROPPED;
}

/** How often a message has died of a reason in a queue before. */
function countOf(message: number, queue: number, reason: number): number {
  for (let link = messages.deaths[message]; link !== 0; link = deaths.next[link - 1]) {
    const same = deaths.queue[link - 1] === queue && deaths.reason[link - 1] === reason;
    if (same) return deaths.count[link - 1];
  }
  return 0;
}

/** What a message that is not in its queue any more, or was not let in, dies of is counted. */
export function leaveFor(message: number, reason: number): void {
  const queue = messages.queue[message];
  backlogs.deaths[queues.backlog[queue] * REASONS + reason]++;
  noteDying(message, endingBy(queue, reason), reason, 1 + countOf(message, queue, reason));
  if (queues.deadLetters[queue] === 0) {
    retire(message);
    return;
  }
  messages.phase[message] = DEAD;
  follow(DEAD_LETTERED, message, reason);
}

/** Notes a death as the latest of a message. */
export function noteDeath(message: number, queue: number, reason: number): void {
  let before = 0;
  let link = messages.deaths[message];
  while (link !== 0 && (deaths.queue[link - 1] !== queue || deaths.reason[link - 1] !== reason)) {
    before = link;
    link = deaths.next[link - 1];
  }
  if (link === 0) {
    addDeath(message, queue, reason, 1);
    return;
  }
  deaths.count[link - 1]++;
  if (before === 0) return;
  deaths.next[before - 1] = deaths.next[link - 1];
  deaths.next[link - 1] = messages.deaths[message];
  messages.deaths[message] = link;
}

function addDeath(message: number, queue: number, reason: number, count: number): void {
  const death = allocateRow(deaths.marks, deaths.next, deaths.cap);
  deaths.queue[death] = queue;
  deaths.reason[death] = reason;
  deaths.count[death] = count;
  deaths.next[death] = messages.deaths[message];
  messages.deaths[message] = death + 1;
}

/** Gives a copy of a message the deaths of the original. */
export function copyDeaths(message: number, copy: number): void {
  let last = 0;
  for (let link = messages.deaths[message]; link !== 0; link = deaths.next[link - 1]) {
    const death = allocateRow(deaths.marks, deaths.next, deaths.cap);
    deaths.queue[death] = deaths.queue[link - 1];
    deaths.reason[death] = deaths.reason[link - 1];
    deaths.count[death] = deaths.count[link - 1];
    deaths.next[death] = 0;
    if (last === 0) messages.deaths[copy] = death + 1;
    else deaths.next[last - 1] = death + 1;
    last = death + 1;
  }
}

function forgetDeaths(message: number): void {
  let link = messages.deaths[message];
  messages.deaths[message] = 0;
  while (link !== 0) {
    const death = link - 1;
    link = deaths.next[death];
    freeRow(deaths.marks, deaths.next, death);
  }
}

/**
 * True when a dead message would come back to a queue that it was in before, and nobody has rejected
 * it since: RabbitMQ drops it there (documentation 2026-08, dlx: automatic cycles).
 */
export function isAutomaticCycle(message: number, queue: number): boolean {
  for (let link = messages.deaths[message]; link !== 0; link = deaths.next[link - 1]) {
    if (deaths.reason[link - 1] === DIED_REJECTED) return false;
    if (deaths.queue[link - 1] === queue) return true;
  }
  return false;
}
