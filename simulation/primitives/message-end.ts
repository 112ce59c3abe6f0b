// How the copy of a message ends for its queue. A dead one (rejected, expired, one too many, or
// returned too often) is published anew where its queue has a dead-letter exchange, else it is gone.
// Its deaths go with it, one entry for each queue and reason, as in RabbitMQ's x-death header.
import { cancel } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { EXPIRIES, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import {
  ACKED,
  backlogs,
  countStay,
  DEAD_LETTERED as DEAD_LETTERED_ENDING,
  DROPPED,
  EXPIRED,
  LOST,
  lowerBacklog,
  REDRIVEN,
  touchBacklog,
} from "./backlog.ts";
import { brokers } from "./consumer-rows.ts";
import { DEAD_LETTERED, DISPATCH, UNBLOCKED } from "./event-kinds.ts";
import { COMPLETED, DEAD as DEAD_FATES, GONE, PURGED_FATE, REDRIVEN_FATE } from "./flow-rows.ts";
import { meetFate } from "./flows.ts";
import { rules } from "./lease-rows.ts";
import {
  DEAD,
  DYING,
  FREED,
  leaveLedger,
  linkReady,
  messages,
  originalPlace,
  queues,
  SETTLED,
} from "./mailbox-rows.ts";
import { flowOfMessage, forgetEffect, noteLoss } from "./message-flow.ts";
import { leaveGroup } from "./message-groups.ts";
import { ENDED_AS, noteDying, noteLate, noteStep } from "./message-log.ts";
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

/** A message copy ends for its queue: acknowledged, dropped by its consumer, or moved on. */
export function endMessage(message: number, ending: number): void {
  meetFate(flowOfMessage(message), fateOf(ending));
  noteStep(message, ENDED_AS + ending, -1);
  leaveQueue(message, ending);
}

/** The same by a settlement that came late, of the work under the row `processed`. */
export function endLate(message: number, processed: number, ending: number): void {
  meetFate(flowOfMessage(message), fateOf(ending));
  noteLate(processed, ending);
  leaveQueue(message, ending);
}

function fateOf(ending: number): number {
  if (ending === ACKED) return COMPLETED;
  if (ending === DROPPED) return GONE;
  return ending === REDRIVEN ? REDRIVEN_FATE : PURGED_FATE;
}

/** A message copy is lost; `cause` is one of the losses of flow-rows.ts. */
export function loseMessage(message: number, cause: number): void {
  noteLoss(message, cause);
  noteStep(message, ENDED_AS + LOST, -1);
  leaveQueue(message, LOST);
}

/** A message is settled as it is delivered: what becomes of it lies with its consumer. */
export function handOver(message: number): void {
  noteStep(message, ENDED_AS + ACKED, -1);
  leaveQueue(message, ACKED);
}

function leaveQueue(message: number, ending: number): void {
  const queue = messages.queue[message];
  const backlog = queues.backlog[queue];
  touchBacklog(backlog);
  lowerBacklog(backlog, ending, 1);
  countStay(backlog, messages.publishedAt[message]);
  leaveLedger(queue, message);
  if (rules.groupCount[queue] > 0) callNextOfGroup(message, queue);
  const node = backlogs.node[backlog];
  if (brokers.stored[node]-- === brokers.storedMax[node]) follow(UNBLOCKED, node, 0);
  messages.flags[message] |= SETTLED;
  const oldest = queues.oldest[queue];
  if (oldest !== 0) backlogs.oldestAt[backlog] = messages.publishedAt[oldest - 1];
}

/** The next message of a group is ready, whatever ended the one before it. */
function callNextOfGroup(message: number, queue: number): void {
  const next = leaveGroup(message, queue);
  if (next < 0) return;
  // Nothing has its place behind what is in the list no more.
  if (queues.returned[queue] === message + 1) queues.returned[queue] = 0;
  linkReady(queue, next, originalPlace(queue, next));
  follow(DISPATCH, queue, 0);
}

/** Nothing refers to a message any more. */
export function retire(message: number): void {
  const request = messages.request[message];
  messages.phase[message] = FREED;
  if (messages.deaths[message] !== 0) forgetDeaths(message);
  if (messages.effect[message] !== 0) forgetEffect(message);
  freeRow(messages.marks, messages.next, message);
  settleTo(request);
  releaseRequest(request);
}

/** Calls off what is on the way from or to the broker for a message. */
export function callOff(message: number): void {
  if (messages.held[message] !== 0) cancel(messages.held[message] - 1);
  messages.held[message] = 0;
}

/**
 * A message dies in its queue, where it is neither ready nor with a consumer any more. A queue that is
 * down moves nothing: it does so when it is led again.
 */
export function die(message: number, reason: number): void {
  const queue = messages.queue[message];
  if (queues.isLed[queue] === 0) {
    messages.phase[message] = DYING;
    messages.held[message] = reason + 1;
    queues.dying[queue]++;
    return;
  }
  leaveQueue(message, endingBy(queue, reason));
  leaveFor(message, reason);
}

/** A queue is led again: what was to die meanwhile does. */
export function buryDying(queue: number): void {
  for (let link = queues.oldest[queue]; link !== 0 && queues.dying[queue] > 0; ) {
    const message = link - 1;
    link = messages.newer[message];
    if (messages.phase[message] !== DYING) continue;
    queues.dying[queue]--;
    const reason = messages.held[message] - 1;
    messages.held[message] = 0;
    die(message, reason);
  }
}

function isRepublished(queue: number, reason: number): boolean {
  if (reason === DIED_EXPIRED && rules.expiredAreGone[queue] === 1) return false;
  return queues.deadLetters[queue] === 1;
}

function endingBy(queue: number, reason: number): number {
  if (isRepublished(queue, reason)) return DEAD_LETTERED_ENDING;
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
  const backlog = queues.backlog[queue];
  backlogs.deaths[backlog * REASONS + reason]++;
  meetFate(flowOfMessage(message), (isRepublished(queue, reason) ? DEAD_FATES : GONE) + reason);
  noteDying(message, endingBy(queue, reason), reason, 1 + countOf(message, queue, reason));
  if (!isRepublished(queue, reason)) {
    retire(message);
    return;
  }
  if (reason === DIED_EXPIRED) nodeMeter[backlogs.node[backlog] * NODE_METERS + EXPIRIES]++;
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
