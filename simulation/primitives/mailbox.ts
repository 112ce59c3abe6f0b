// Mailbox: a broker with queues (RabbitMQ). A publish puts a copy into every queue that it is routed
// to; copies go to consumers round robin as far as their prefetch allows and leave when they are settled. Assumes
// that a refusing queue does not keep the other queues from their copies, as RabbitMQ does. Cost:
// two events per delivery besides its processing (one when acknowledged on dispatch).

import { allocateRow } from "../core/memory.ts";
import { nextIndex } from "../core/random.ts";
import { NOW, registers, VALUE } from "../core/registers.ts";
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
import { brokers, consumers, DEAD_LETTER, LEAVE, REQUEUE } from "./consumer-rows.ts";
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
import { DELIVERY_ARRIVE, SETTLE_ARRIVE } from "./event-kinds.ts";
import { expiryOf, watchHead } from "./expiry.ts";
import { isAtLimit, isHeldBack, keepInFlight, leaveBehind, takeIn } from "./lease-keeping.ts";
import { leases, pulls, rules } from "./lease-rows.ts";
import { beginLease, endLease } from "./lease-timer.ts";
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
  own,
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
import { edgeStream, sampleDelay } from "./network.ts";
import { answerReceive, askForMessages } from "./pull.ts";
import { holdRequest } from "./request.ts";
import { attempts, FROM_RETRY } from "./rows.ts";
import { BALANCE } from "./streams.ts";
import { travel } from "./travel.ts";

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
  if (rules.on[queue] === 0) linkLast(queue, message);
  if (queues.expires[queue] !== 0) {
    const own = expiryOf(envelopes.ttlMs[messages.envelope[message]]);
    messages.expiresAt[message] = Math.min(own, expiryOf(queues.ttlMs[queue]));
  }
  if (rules.on[queue] !== 0) takeIn(queue, message);
  dispatchQueue(queue);
}

/** Hands ready messages to consumers with room, then drops from the head what is too much. */
export function dispatchQueue(queue: number): void {
  while (queues.ready[queue] > 0 && queues.roomy[queue] > 0) {
    if (isAtLimit(queue)) break;
    const consumer = nextConsumer(queue);
    dispatch(queue, consumer);
    if (pulls.batch[consumer] !== 0) fillAnswer(queue, consumer);
  }
  if (queues.overflow[queue] === DROP_HEAD) {
    while (queues.ready[queue] > queues.readyMax[queue]) die(takeReady(queue), DIED_MAXLEN);
  }
  if (queues.expires[queue] !== 0) watchHead(queue);
  if (rules.pushesBlindly[queue] === 1) failPushes(queue);
}

/** The answer to a request brings as many more messages as it may. */
function fillAnswer(queue: number, consumer: number): void {
  let asked = pulls.asks[consumer] - 1;
  while (asked-- > 0 && queues.ready[queue] > 0 && !isAtLimit(queue)) dispatch(queue, consumer);
  answerReceive(consumer);
}

/** Pushes to nobody fail, unless the broker itself is down. */
function failPushes(queue: number): void {
  if (rules.listeners[queue] > 0 || queues.isLed[queue] === 0) return;
  while (queues.ready[queue] > 0) {
    const message = takeReady(queue);
    countDelivery(queues.backlog[queue], messages.returns[message] > 0);
    comeBack(message);
  }
}

export function hasRoom(consumer: number): boolean {
  if (consumers.connected[consumer] === 0 || consumers.standby[consumer] === 1) return false;
  if (pulls.batch[consumer] !== 0) return pulls.asks[consumer] > 0;
  const prefetch = consumers.prefetch[consumer];
  return prefetch === 0 || consumers.unsettled[consumer] < prefetch;
}

/** The next consumer with room, round robin; there must be one. */
function nextConsumer(queue: number): number {
  const first = queues.firstConsumer[queue];
  const count = queues.consumerCount[queue];
  if (rules.drawsConsumer[queue] === 1) return drawConsumer(queue, first);
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

/** One of the consumers with room, each as likely as the others. */
function drawConsumer(queue: number, first: number): number {
  const stream = edgeStream(consumers.edge[first], BALANCE);
  let left = nextIndex(stream, queues.roomy[queue]);
  let consumer = first;
  while (left > 0 || !hasRoom(consumer)) {
    if (hasRoom(consumer)) left--;
    consumer++;
  }
  return consumer;
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
  if (rules.on[queue] !== 0 && consumers.autoAck[consumer] === 0) beginLease(message, queue);
  if (pulls.batch[consumer] !== 0) pulls.onWay[consumer]++;
  sampleDelay(edge, again ? PARTICLE_RETRY : PARTICLE_MESSAGE);
  travel(message, edge, DELIVERY_ARRIVE, 0, 0);
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
  if ((messages.flags[message] & SETTLED) === 0) {
    const queue = messages.queue[message];
    addUnsettled(queue, consumer, -1);
    if (rules.on[queue] !== 0) endLease(message, queue);
  }
  if (messages.phase[message] === DISPATCHED && pulls.batch[consumer] !== 0) {
    pulls.onWay[consumer]--;
    askForMessages(consumer);
  }
}

/** A message is left as it is by its consumer: only the end of its lease brings it back. */
export function leaveUnsettled(message: number): void {
  const timer = leases.timer[message];
  leases.timer[message] = 0;
  disown(message);
  keepInFlight(message, timer);
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
  if (pulls.batch[consumer] === 0) return;
  pulls.onWay[consumer]--;
  askForMessages(consumer);
}

/** The processing of a message has ended: its settlement travels to the broker. */
export function mailboxEnded(attempt: number, outcome: number): void {
  const message = attempts.message[attempt];
  const consumer = messages.consumer[message];
  const edge = consumers.edge[consumer];
  countDeliveryEnd(edge, outcome);
  endInHand(consumer, attempt);
  if (pulls.batch[consumer] !== 0) askForMessages(consumer);
  if ((messages.flags[message] & SETTLED) !== 0) {
    if ((messages.flags[message] & TAKEN_BACK) !== 0 && outcome < FIRST_FAILURE) {
      countDuplicate(queues.backlog[messages.queue[message]]);
    }
    disown(message);
    retire(message);
    return;
  }
  const failed = outcome >= FIRST_FAILURE;
  if (failed && consumers.onFailure[consumer] === LEAVE) {
    leaveUnsettled(message);
    return;
  }
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
  if (rules.keeps[queue] === 1 && queues.isLed[queue] === 0) {
    leaveUnsettled(message);
    return;
  }
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
  if (rules.on[queue] !== 0) {
    returnByRules(queue, message);
    return;
  }
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
  if (rules.on[queue] !== 0) {
    returnByRules(queue, message);
    return;
  }
  if (isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  linkBack(queue, message);
}

/** Whatever brought a message back, it counts and may have to pause. */
function returnByRules(queue: number, message: number): void {
  if (isOneTooMany(queue, message)) return;
  messages.returns[message]++;
  if (isHeldBack(message, queue)) return;
  if (queues.returnsToTail[queue] === 0) {
    linkBack(queue, message);
    return;
  }
  messages.sequence[message] = ++queues.sequence[queue];
  linkLast(queue, message);
}

/** Counts a return; one too many ends the message. */
function isOneTooMany(queue: number, message: number): boolean {
  if (++messages.strikes[message] <= queues.returnsMax[queue]) return false;
  if (rules.leavesBehind[queue] === 1) leaveBehind(message, queue);
  die(message, DIED_DELIVERY_LIMIT);
  return true;
}

function linkBack(queue: number, message: number): void {
  linkReady(queue, message, originalPlace(queue, message));
  queues.returned[queue] = message + 1;
}
