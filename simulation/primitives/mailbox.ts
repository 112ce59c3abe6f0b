// Mailbox: a broker with queues (RabbitMQ). A publish puts a copy into every queue that it is routed
// to; copies go to consumers round robin as far as their prefetch allows and leave when they are settled. Assumes
// that a refusing queue does not keep the other queues from their copies, as RabbitMQ does. Cost:
// two events per delivery besides its processing (one when acknowledged on dispatch).

import { schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import {
  PARTICLE_FAILURE,
  PARTICLE_MESSAGE,
  PARTICLE_RESPONSE,
  PARTICLE_RETRY,
} from "../results/snapshot.ts";
import {
  ACKED,
  backlogs,
  countDelivery,
  countDuplicate,
  DROPPED,
  raiseBacklog,
  touchBacklog,
} from "./backlog.ts";
import { brokers, consumers, DEAD_LETTER, REQUEUE } from "./consumer-rows.ts";
import {
  countDeliveryEnd,
  countDispatch,
  endInHand,
  endPending,
  operationFor,
  receive,
} from "./consumers.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { envelopes } from "./envelope-rows.ts";
import { DELIVERY_ARRIVE, RESEND, SETTLE_ARRIVE } from "./event-kinds.ts";
import { expiryOf, watchHead } from "./expiry.ts";
import { timeoutOf } from "./link-faults.ts";
import {
  ACK,
  DISPATCHED,
  DROP_HEAD,
  enterLedger,
  FROM_RETRIED_PUBLISH,
  linkLast,
  linkReady,
  messages,
  NACK_DEAD_LETTER,
  NACK_DROP,
  NACK_REQUEUE,
  originalPlace,
  queues,
  RECEIVED,
  REFUSE_DEAD,
  SETTLED,
  SETTLING,
  TAKEN_BACK,
  takeReady,
} from "./mailbox-rows.ts";
import {
  DIED_DELIVERY_LIMIT,
  DIED_MAXLEN,
  DIED_REJECTED,
  die,
  endMessage,
  leaveFor,
  retire,
} from "./message-end.ts";
import { CAME_BACK, noteStep, WAS_DELIVERED, WAS_REFUSED, WAS_ROUTED } from "./message-log.ts";
import { sampleDelay } from "./network.ts";
import { holdRequest } from "./request.ts";
import { attempts, FROM_RETRY } from "./rows.ts";

/** Until missed heartbeats break a connection, ms. RabbitMQ documentation (2026-08), heartbeats. */
const HEARTBEAT_MS = 60_000;

/** No more messages may wait, and none could be dispatched either. */
function isFull(queue: number): boolean {
  return queues.ready[queue] >= queues.readyMax[queue] && queues.roomy[queue] === 0;
}

/** A message that is in no queue yet. `flags`: whether the publish was a retry. */
export function newMessage(
  request: number,
  envelope: number,
  number: number,
  flags: number,
): number {
  const message = allocateRow(messages.marks, messages.next, messages.cap);
  holdRequest(request);
  messages.request[message] = request;
  messages.envelope[message] = envelope;
  messages.number[message] = number;
  messages.deaths[message] = 0;
  messages.held[message] = 0;
  messages.returns[message] = 0;
  messages.strikes[message] = 0;
  messages.safeAt[message] = envelopes.transient[envelope] === 1 ? Infinity : 0;
  messages.flags[message] = flags;
  return message;
}

/** A message comes to a queue, which takes it or not: false when it is full and refuses. */
export function offer(queue: number, message: number): boolean {
  messages.queue[message] = queue;
  backlogs.offered[queues.backlog[queue]]++;
  if (queues.overflow[queue] === DROP_HEAD || !isFull(queue)) {
    store(queue, message);
    return true;
  }
  noteStep(message, WAS_REFUSED, -1);
  if (queues.overflow[queue] === REFUSE_DEAD) leaveFor(message, DIED_MAXLEN);
  else retire(message);
  return false;
}

function store(queue: number, message: number): void {
  messages.publishedAt[message] = registers[NOW];
  messages.sequence[message] = ++queues.sequence[queue];
  messages.priority[message] = Math.min(
    envelopes.priority[messages.envelope[message]],
    queues.priorityMax[queue],
  );
  const backlog = queues.backlog[queue];
  touchBacklog(backlog);
  raiseBacklog(backlog);
  brokers.stored[backlogs.node[backlog]]++;
  enterLedger(queue, message);
  noteStep(message, WAS_ROUTED, -1);
  linkLast(queue, message);
  if (queues.expires[queue] !== 0) {
    const own = expiryOf(envelopes.ttlMs[messages.envelope[message]]);
    messages.expiresAt[message] = Math.min(own, expiryOf(queues.ttlMs[queue]));
  }
  dispatchQueue(queue);
}

/** Hands ready messages to consumers with room, then drops from the head what is too much. */
export function dispatchQueue(queue: number): void {
  while (queues.ready[queue] > 0 && queues.roomy[queue] > 0) dispatch(queue, nextConsumer(queue));
  if (queues.overflow[queue] === DROP_HEAD) {
    while (queues.ready[queue] > queues.readyMax[queue]) die(takeReady(queue), DIED_MAXLEN);
  }
  if (queues.expires[queue] !== 0) watchHead(queue);
}

export function hasRoom(consumer: number): boolean {
  if (consumers.connected[consumer] === 0 || consumers.standby[consumer] === 1) return false;
  const prefetch = consumers.prefetch[consumer];
  return prefetch === 0 || consumers.unsettled[consumer] < prefetch;
}

/** The next consumer with room, round robin; there must be one. */
function nextConsumer(queue: number): number {
  const first = queues.firstConsumer[queue];
  const count = queues.consumerCount[queue];
  let at = queues.pointer[queue];
  while (!hasRoom(first + at)) at = at + 1 === count ? 0 : at + 1;
  if (queues.ranked[queue] === 1) at = highestFrom(first, count, at);
  queues.pointer[queue] = at + 1 === count ? 0 : at + 1;
  return first + at;
}

/** Of the consumers with room the first one from `from` on with the highest priority. */
function highestFrom(first: number, count: number, from: number): number {
  let chosen = from;
  for (let step = 1; step < count; step++) {
    const at = (from + step) % count;
    const higher = consumers.priority[first + at] > consumers.priority[first + chosen];
    if (higher && hasRoom(first + at)) chosen = at;
  }
  return chosen;
}

/** Changes how many deliveries of a consumer are unsettled. */
function addUnsettled(queue: number, consumer: number, change: number): void {
  const before = hasRoom(consumer);
  consumers.unsettled[consumer] += change;
  backlogs.inDelivery[queues.backlog[queue]] += change;
  const after = hasRoom(consumer);
  if (before !== after) queues.roomy[queue] += after ? 1 : -1;
}

function dispatch(queue: number, consumer: number): void {
  const message = takeReady(queue);
  const edge = consumers.edge[consumer];
  const again = messages.returns[message] > 0;
  messages.phase[message] = DISPATCHED;
  messages.dispatchedAt[message] = registers[NOW];
  own(consumer, message);
  noteStep(message, WAS_DELIVERED, consumer);
  countDelivery(queues.backlog[queue], again);
  countDispatch(edge, again);
  if (consumers.autoAck[consumer] === 1) endMessage(message, ACKED);
  else addUnsettled(queue, consumer, 1);
  sampleDelay(edge, again ? PARTICLE_RETRY : PARTICLE_MESSAGE);
  travel(message, edge, DELIVERY_ARRIVE, 0, 0);
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

/** Puts a message at the end of its consumer's list. */
export function own(consumer: number, message: number): void {
  const last = consumers.lastOwned[consumer];
  messages.consumer[message] = consumer;
  messages.before[message] = last;
  messages.after[message] = 0;
  if (last !== 0) messages.after[last - 1] = message + 1;
  else consumers.firstOwned[consumer] = message + 1;
  consumers.lastOwned[consumer] = message + 1;
}

/** Takes a message out of its consumer's list, and out of what is unsettled if it still was. */
export function disown(message: number): void {
  const consumer = messages.consumer[message];
  const before = messages.before[message];
  const after = messages.after[message];
  if (before !== 0) messages.after[before - 1] = after;
  else consumers.firstOwned[consumer] = after;
  if (after !== 0) messages.before[after - 1] = before;
  else consumers.lastOwned[consumer] = before;
  endPending(consumers.edge[consumer]);
  if ((messages.flags[message] & SETTLED) === 0)
    addUnsettled(messages.queue[message], consumer, -1);
}

/** A message has reached its consumer. */
export function deliveryArrives(message: number): void {
  const consumer = messages.consumer[message];
  const retried =
    messages.returns[message] > 0 || (messages.flags[message] & FROM_RETRIED_PUBLISH) !== 0;
  const operation = operationFor(consumer, envelopes.operation[messages.envelope[message]]);
  const flags = retried ? FROM_RETRY : 0;
  messages.phase[message] = RECEIVED;
  messages.held[message] =
    receive(consumer, messages.request[message], operation, message, flags) + 1;
}

/** The processing of a message has ended: its settlement travels to the broker. */
export function mailboxEnded(attempt: number, outcome: number): void {
  const message = attempts.message[attempt];
  const consumer = messages.consumer[message];
  const edge = consumers.edge[consumer];
  countDeliveryEnd(edge, outcome);
  endInHand(consumer, attempt);
  if ((messages.flags[message] & SETTLED) !== 0) {
    if ((messages.flags[message] & TAKEN_BACK) !== 0 && outcome < FIRST_FAILURE) {
      countDuplicate(queues.backlog[messages.queue[message]]);
    }
    disown(message);
    retire(message);
    return;
  }
  const failed = outcome >= FIRST_FAILURE;
  messages.phase[message] = SETTLING;
  sampleDelay(edge, failed ? PARTICLE_FAILURE : PARTICLE_RESPONSE);
  travel(message, edge, SETTLE_ARRIVE, failed ? settlementAfterFailure(consumer) : ACK, 0);
}

function settlementAfterFailure(consumer: number): number {
  const onFailure = consumers.onFailure[consumer];
  if (onFailure === REQUEUE) return NACK_REQUEUE;
  return onFailure === DEAD_LETTER ? NACK_DEAD_LETTER : NACK_DROP;
}

/** A settlement has reached the broker. */
export function settleArrives(message: number, how: number): void {
  const queue = messages.queue[message];
  registers[VALUE] = registers[NOW] - messages.dispatchedAt[message];
  record(edgeHistogram(consumers.edge[messages.consumer[message]]));
  disown(message);
  if (how === NACK_REQUEUE) {
    giveBack(queue, message);
  } else if (how === NACK_DEAD_LETTER) {
    die(message, DIED_REJECTED);
  } else {
    endMessage(message, how === ACK ? ACKED : DROPPED);
    retire(message);
  }
  dispatchQueue(queue);
}

/** A consumer gives a message back. */
function giveBack(queue: number, message: number): void {
  noteStep(message, CAME_BACK, -1);
  if (queues.countsGivenBack[queue] === 1 && isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  if (queues.returnsToTail[queue] === 0) {
    linkBack(queue, message);
    return;
  }
  messages.sequence[message] = ++queues.sequence[queue];
  linkLast(queue, message);
}

/** A message that its consumer has lost returns to its place, unless it came back too often. */
export function comeBack(message: number): void {
  const queue = messages.queue[message];
  noteStep(message, CAME_BACK, -1);
  if (isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  linkBack(queue, message);
}

/** Counts a return; one too many ends the message. */
function isOneTooMany(queue: number, message: number): boolean {
  if (++messages.strikes[message] <= queues.returnsMax[queue]) return false;
  die(message, DIED_DELIVERY_LIMIT);
  return true;
}

function linkBack(queue: number, message: number): void {
  linkReady(queue, message, originalPlace(queue, message));
  queues.returned[queue] = message + 1;
}
