// Mailbox: a broker with queues (RabbitMQ). A publish puts a copy into every queue that it is routed
// to; copies go to consumers round robin as far as their prefetch allows and leave when they are settled. Assumes
// that a refusing queue does not keep the other queues from their copies, as RabbitMQ does. Cost:
// two events per delivery besides its processing (one when acknowledged on dispatch).
import { NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import { CANCELLED, FIRST_FAILURE } from "../results/outcomes.ts";
import {
  PARTICLE_FAILURE,
  PARTICLE_MESSAGE,
  PARTICLE_RESPONSE,
  PARTICLE_RETRY,
} from "../results/snapshot.ts";
import { ACKED, backlogs, countDelivery, DROPPED, raiseBacklog, touchBacklog } from "./backlog.ts";
import { brokers, consumers, LEAVE } from "./consumer-rows.ts";
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
import { countDelivered } from "./flows.ts";
import { receiveFromBroker } from "./hop.ts";
import { inboxes, wasPassedOver } from "./inbox.ts";
import { settlesLate } from "./late-rows.ts";
import { countVoid, isAtLimit, keepInFlight, takeIn } from "./lease-keeping.ts";
import { leases, PUSHES_BLINDLY, pulls, rules } from "./lease-rows.ts";
import { beginLease, endLease } from "./lease-timer.ts";
import {
  ACK,
  DISPATCHED,
  DROP_HEAD,
  enterLedger,
  FROM_RETRIED_PUBLISH,
  linkLast,
  messages,
  NACK_DEAD_LETTER,
  NACK_REQUEUE,
  own,
  queues,
  RECEIVED,
  REFUSE_DEAD,
  SETTLED,
  SETTLING,
  settlementAfterFailure,
  TAKEN_BACK,
  takeFairly,
  takeReady,
} from "./mailbox-rows.ts";
import {
  DIED_MAXLEN,
  DIED_REJECTED,
  die,
  endLate,
  endMessage,
  handOver,
  leaveFor,
  retire,
} from "./message-end.ts";
import {
  endHandedOver,
  flowOfMessage,
  noteApplied,
  noteOffer,
  noteRefusal,
  noteSkipped,
} from "./message-flow.ts";
import { nextOfGroup } from "./message-groups.ts";
import {
  noteStep,
  WAS_APPLIED,
  WAS_DELIVERED,
  WAS_PASSED_OVER,
  WAS_REFUSED,
  WAS_ROUTED,
} from "./message-log.ts";
import { comeBack, giveBack } from "./message-return.ts";
import { endTurn, waitForTurn } from "./message-turns.ts";
import { sampleDelay } from "./network.ts";
import { hasRoom, nextConsumer } from "./next-consumer.ts";
import { answerReceive, askForMessages, callPoller } from "./pull.ts";
import { messageProcessed } from "./reply.ts";
import { requestMessages } from "./reply-rows.ts";
import { attempts, FROM_RETRY } from "./rows.ts";
import { travel } from "./travel.ts";

/** Whether a queue would take one more message now. */
export function wouldTake(queue: number): boolean {
  return queues.isLed[queue] === 1 && (queues.overflow[queue] === DROP_HEAD || !isFull(queue));
}

/** No more messages may wait, and none could be dispatched either. */
function isFull(queue: number): boolean {
  return queues.ready[queue] >= queues.readyMax[queue] && queues.roomy[queue] === 0;
}

/** A message comes to a queue, which takes it or not: false when it is full and refuses. */
export function offer(queue: number, message: number): boolean {
  messages.queue[message] = queue;
  backlogs.offered[queues.backlog[queue]]++;
  noteOffer(message);
  if (queues.overflow[queue] === DROP_HEAD || !isFull(queue)) {
    store(queue, message);
    return true;
  }
  noteStep(message, WAS_REFUSED, -1);
  if (queues.overflow[queue] === REFUSE_DEAD) {
    leaveFor(message, DIED_MAXLEN);
  } else {
    noteRefusal(message);
    retire(message);
  }
  return false;
}

function store(queue: number, message: number): void {
  messages.publishedAt[message] = registers[NOW];
  messages.sequence[message] = ++queues.sequence[queue];
  messages.priority[message] = priorityIn(queue, envelopes.priority[messages.envelope[message]]);
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

/** The priority of a message in its queue, which may have fewer than there are. */
function priorityIn(queue: number, published: number): number {
  if (queues.favors[queue] > 0) return published > queues.highAbove[queue] ? 1 : 0;
  return Math.min(published, queues.priorityMax[queue]);
}

/** Hands ready messages to consumers with room, then drops from the head what is too much. */
export function dispatchQueue(queue: number): void {
  while (queues.ready[queue] > 0 && queues.roomy[queue] > 0) {
    if (isAtLimit(queue)) break;
    const consumer = nextConsumer(queue);
    const message = dispatch(queue, consumer);
    if (pulls.batch[consumer] !== 0) fillAnswer(queue, consumer, message);
  }
  if (queues.overflow[queue] === DROP_HEAD) {
    while (queues.ready[queue] > queues.readyMax[queue]) die(takeReady(queue), DIED_MAXLEN);
  }
  if (queues.expires[queue] !== 0) watchHead(queue);
  if (rules.afterwards[queue] !== 0) goOn(queue);
}

/** The answer to a request brings as many more messages as it may, first those of the same group. */
function fillAnswer(queue: number, consumer: number, first: number): void {
  let last = first;
  for (let asked = pulls.asks[consumer] - 1; asked > 0 && !isAtLimit(queue); asked--) {
    const next = rules.groupBatches[queue] === 1 ? nextOfGroup(last, queue) : -1;
    if (next >= 0) {
      handOut(queue, consumer, next);
      waitForTurn(next, last);
      last = next;
    } else {
      if (queues.ready[queue] === 0) break;
      last = dispatch(queue, consumer);
    }
  }
  answerReceive(consumer);
}

/** Everybody with room has been served. */
function goOn(queue: number): void {
  if (rules.afterwards[queue] === PUSHES_BLINDLY) failPushes(queue);
  else if (queues.ready[queue] > 0) callPoller(queue);
}

/** Pushes to nobody fail, unless the broker itself is down. */
function failPushes(queue: number): void {
  if (rules.listeners[queue] > 0 || queues.isLed[queue] === 0) return;
  while (queues.ready[queue] > 0) {
    const message = takeReady(queue);
    noteStep(message, WAS_DELIVERED, -1);
    countDelivery(queues.backlog[queue], messages.returns[message] > 0);
    countDelivered(flowOfMessage(message), messages.returns[message] > 0);
    comeBack(message);
  }
}

/** Changes how many deliveries of a consumer are unsettled. */
function addUnsettled(queue: number, consumer: number, change: number): void {
  const before = hasRoom(consumer);
  consumers.unsettled[consumer] += change;
  backlogs.inDelivery[queues.backlog[queue]] += change;
  const after = hasRoom(consumer);
  if (before !== after) queues.roomy[queue] += after ? 1 : -1;
}

function dispatch(queue: number, consumer: number): number {
  const message = queues.favors[queue] > 0 ? takeFairly(queue) : takeReady(queue);
  const edge = consumers.edge[consumer];
  handOut(queue, consumer, message);
  if (pulls.batch[consumer] !== 0) pulls.onWay[consumer]++;
  sampleDelay(edge, messages.returns[message] > 0 ? PARTICLE_RETRY : PARTICLE_MESSAGE);
  travel(message, edge, DELIVERY_ARRIVE, 0, 0);
  return message;
}

/** A message is its consumer's from now on. */
function handOut(queue: number, consumer: number, message: number): void {
  const edge = consumers.edge[consumer];
  const again = messages.returns[message] > 0;
  messages.phase[message] = DISPATCHED;
  messages.dispatchedAt[message] = registers[NOW];
  own(consumer, message);
  noteStep(message, WAS_DELIVERED, consumer);
  countDelivery(queues.backlog[queue], again);
  countDelivered(flowOfMessage(message), again);
  countDispatch(edge, again);
  if (consumers.autoAck[consumer] === 1) handOver(message);
  else addUnsettled(queue, consumer, 1);
  if (rules.on[queue] !== 0 && consumers.autoAck[consumer] === 0) beginLease(message, queue);
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

/** A message ends that its consumer still has: what that does with it comes to nothing. */
export function handOverLate(message: number, processed: number, ending: number): void {
  const queue = messages.queue[message];
  addUnsettled(queue, messages.consumer[message], -1);
  endLease(message, queue);
  endLate(message, processed, ending);
  messages.flags[message] |= TAKEN_BACK;
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
  takeInHand(message, consumer);
  if (pulls.batch[consumer] === 0) return;
  pulls.onWay[consumer]--;
  askForMessages(consumer);
}

export function takeInHand(message: number, consumer: number): void {
  const retried =
    messages.returns[message] > 0 || (messages.flags[message] & FROM_RETRIED_PUBLISH) !== 0;
  const operation = operationFor(consumer, envelopes.operation[messages.envelope[message]]);
  const flags = retried ? FROM_RETRY : 0;
  const request = messages.request[message];
  messages.phase[message] = RECEIVED;
  const attempt =
    consumers.forwards[consumer] === 1
      ? receiveFromBroker(consumer, request, operation, message, flags)
      : receive(consumer, request, operation, message, flags);
  messages.held[message] = attempt + 1;
}

/** The processing of a message has ended: its settlement travels to the broker. */
export function mailboxEnded(attempt: number, outcome: number): void {
  const message = attempts.message[attempt];
  const consumer = messages.consumer[message];
  const failed = outcome >= FIRST_FAILURE;
  noteProcessed(attempt, message, consumer, outcome);
  endInHand(consumer, attempt);
  if ((messages.flags[message] & SETTLED) !== 0) {
    endApart(message, consumer, failed);
  } else {
    const isInTurn = rules.groupBatches[messages.queue[message]] === 1;
    const next = isInTurn ? endTurn(message) : -1;
    settle(message, consumer, failed);
    if (next >= 0) callInTurn(next, consumer, failed);
  }
  // It settles first and asks for more then.
  if (pulls.batch[consumer] !== 0) askForMessages(consumer);
}

/** What a delivery came to is counted. */
export function noteProcessed(
  attempt: number,
  message: number,
  consumer: number,
  outcome: number,
): void {
  countDeliveryEnd(consumers.edge[consumer], outcome);
  if (requestMessages.mark[message] !== 0) messageProcessed(attempt, message, outcome);
  if (outcome < FIRST_FAILURE) noteStep(message, doneWith(attempt), consumer);
  if (wasPassedOver(attempt)) noteSkipped(message);
  else if (outcome < FIRST_FAILURE) noteApplied(message);
}

function doneWith(attempt: number): number {
  return wasPassedOver(attempt) ? WAS_PASSED_OVER : WAS_APPLIED;
}

/** Work is done on a message that its queue has settled, or taken back. */
export function endApart(message: number, consumer: number, failed: boolean): void {
  endHandedOver(message, !failed);
  if (settlesLate(message, consumer, failed)) {
    sendSettlement(message, consumer, failed);
    return;
  }
  const isVoid = (messages.flags[message] & TAKEN_BACK) !== 0;
  if (isVoid && !failed && inboxes.on[consumer] === 0) countVoid(messages.queue[message]);
  disown(message);
  retire(message);
}

/** A delivery is settled, or left to the end of its lease. */
function settle(message: number, consumer: number, failed: boolean): void {
  if (failed && consumers.onFailure[consumer] === LEAVE) leaveUnsettled(message);
  else sendSettlement(message, consumer, failed);
}

export function sendSettlement(message: number, consumer: number, failed: boolean): void {
  const edge = consumers.edge[consumer];
  messages.phase[message] = SETTLING;
  sampleDelay(edge, failed ? PARTICLE_FAILURE : PARTICLE_RESPONSE);
  travel(message, edge, SETTLE_ARRIVE, failed ? settlementAfterFailure(consumer) : ACK, 0);
}

/**
 * The next message of a batch of one group begins; after a failure none of them does, since that would
 * break their order: the rest of the batch goes the way of the one that failed.
 */
function callInTurn(first: number, consumer: number, failed: boolean): void {
  if (!failed) {
    takeInHand(first, consumer);
    return;
  }
  for (let next = first; next >= 0; ) {
    const given = next;
    next = endTurn(given);
    countDeliveryEnd(consumers.edge[consumer], CANCELLED);
    settle(given, consumer, true);
  }
}

/** A settlement has reached the broker. */
export function settleArrives(message: number, how: number): void {
  const queue = messages.queue[message];
  if (rules.keeps[queue] === 1 && queues.isLed[queue] === 0) {
    if (how === ACK) countVoid(queue);
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
