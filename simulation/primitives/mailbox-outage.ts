// Outages of a mailbox broker and of its consumers. A lost connection gives every unsettled
// delivery back at once, for crashed and for black-holed instances alike: the time until missed
// heartbeats are noticed is not modeled. Processing that a crash of the broker has orphaned goes on
// and takes effect twice.

import { events, schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { PARTICLE_RESPONSE, PARTICLE_RETRY } from "../results/snapshot.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { beginPending, countDeliveryEnd, loseInHand } from "./consumers.ts";
import { leaveWithBatch } from "./environments.ts";
import { DELIVERY_ARRIVE, DISPATCH, ELECTED, SETTLE_ARRIVE } from "./event-kinds.ts";
import { LOST_BROKER } from "./flow-rows.ts";
import { inboxes } from "./inbox.ts";
import { loseKept } from "./invocations.ts";
import { rememberOriginal } from "./late-rows.ts";
import { countListener, countVoid, forgetLease } from "./lease-keeping.ts";
import { NEVER, pulls, rules } from "./lease-rows.ts";
import { isParted } from "./link-faults.ts";
import { disown, leaveUnsettled } from "./mailbox.ts";
import {
  ACK,
  ACKNOWLEDGED,
  APPLIED,
  clearReady,
  DISPATCHED,
  IN_TURN,
  messages,
  own,
  queues,
  READY,
  RECEIVED,
  SETTLED,
  SETTLING,
  TAKEN_BACK,
  unlinkReady,
} from "./mailbox-rows.ts";
import { buryDying, callOff, loseMessage, retire } from "./message-end.ts";
import { endHandedOver, shareEffect } from "./message-flow.ts";
import { comeBack } from "./message-return.ts";
import { sampleDelay } from "./network.ts";
import { hasRoom } from "./next-consumer.ts";
import { instances } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { askForMessages, stopAsking } from "./pull.ts";
import { rememberCopy } from "./reply-rows.ts";
import { holdRequest } from "./request.ts";
import { attempts } from "./rows.ts";
import { follow } from "./transitions.ts";
import { forgetOrder, travel } from "./travel.ts";

/** Bits of an event's payload that hold the settlement on its way. */
const SETTLEMENT = 7;

/** A consumer connects to its queue, or its connection is gone. */
export function connect(consumer: number, connected: 0 | 1): void {
  const queue = consumers.home[consumer];
  if (consumers.connected[consumer] !== connected && rules.on[queue] !== 0) {
    countListener(queue, connected === 1 ? 1 : -1);
  }
  if (connected === 0) stopAsking(consumer);
  else forgetOrder(consumer);
  if (connected === 0 && pulls.invokes[consumer] !== 0) loseKept(consumer);
  const before = hasRoom(consumer);
  consumers.connected[consumer] = connected;
  if (connected === 1) consumers.registered[consumer] = ++queues.connections[queue];
  if (queues.singleActive[queue] === 1) chooseActive(queue, consumer);
  const after = hasRoom(consumer);
  if (before !== after) queues.roomy[queue] += after ? 1 : -1;
  askForMessages(consumer);
}

/** Of a queue with a single active consumer the one that has been connected longest is it. */
function chooseActive(queue: number, changed: number): void {
  const first = queues.firstConsumer[queue];
  let active = -1;
  for (let consumer = first; consumer < first + queues.consumerCount[queue]; consumer++) {
    if (consumers.connected[consumer] === 0) continue;
    const earlier = active < 0 || consumers.registered[consumer] < consumers.registered[active];
    if (earlier) active = consumer;
  }
  for (let consumer = first; consumer < first + queues.consumerCount[queue]; consumer++) {
    const before = hasRoom(consumer);
    consumers.standby[consumer] = consumer === active ? 0 : 1;
    const after = hasRoom(consumer);
    if (consumer !== changed && before !== after) queues.roomy[queue] += after ? 1 : -1;
  }
}

/** The instance of a consumer has crashed, its station's work included. */
export function queueConsumerCrashed(consumer: number): void {
  connect(consumer, 0);
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    // A settlement that was sent before the crash still arrives.
    if (messages.phase[message] === SETTLING) continue;
    if (messages.phase[message] !== RECEIVED) callOff(message);
    else loseInHand(consumer, messages.held[message] - 1);
    countDeliveryEnd(consumers.edge[consumer], CONNECTION_LOST);
    const settled = (messages.flags[message] & SETTLED) !== 0;
    if (!settled && rules.keeps[messages.queue[message]] === 1) {
      leaveUnsettled(message);
      continue;
    }
    disown(message);
    if (settled) {
      endHandedOver(message, false);
      retire(message);
    } else {
      comeBack(message);
    }
  }
  leaveWithBatch(consumer, instances.node[consumers.instance[consumer]]);
  follow(DISPATCH, consumers.home[consumer], 0);
}

/** The instance of a consumer is back and connects, if its queue is there. */
export function queueConsumerRestarted(consumer: number): void {
  const queue = consumers.home[consumer];
  if (queues.isLed[queue] === 0 || isParted(consumers.edge[consumer])) return;
  connect(consumer, 1);
  follow(DISPATCH, queue, 0);
}

/**
 * The connection of a consumer is lost while both ends live: what it has not settled goes back to
 * the queue, what it has received it works on, for a second time in effect.
 */
function loseConnection(consumer: number): void {
  connect(consumer, 0);
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    if ((messages.flags[message] & SETTLED) === 0) {
      giveUp(messages.queue[message], message);
    } else if (messages.phase[message] === DISPATCHED) {
      callOff(message);
      countDeliveryEnd(consumers.edge[consumer], CONNECTION_LOST);
      endHandedOver(message, false);
      disown(message);
      retire(message);
    } else if (messages.phase[message] === SETTLING) {
      loseLateSettlement(message);
    }
  }
  follow(DISPATCH, consumers.home[consumer], 0);
}

/** A settlement that came after the end of its lease is lost on its way. */
function loseLateSettlement(message: number): void {
  const queue = messages.queue[message];
  const acked = (events.b[messages.held[message] - 1] & SETTLEMENT) === ACK;
  if (acked && inboxes.on[messages.consumer[message]] === 0) countVoid(queue);
  callOff(message);
  disown(message);
  retire(message);
}

/** The broker goes down before settlements of a queue reach it that came late anyway. */
function loseLateSettlements(consumer: number): void {
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    const isLate = (messages.flags[message] & SETTLED) !== 0;
    if (isLate && messages.phase[message] === SETTLING) loseLateSettlement(message);
  }
}

/** TCP sends a delivery or its settlement again. `state`: 8 x how often it was lost + settlement. */
export function resend(message: number, state: number): void {
  const consumer = messages.consumer[message];
  const edge = consumers.edge[consumer];
  const settles = messages.phase[message] === SETTLING;
  messages.held[message] = 0;
  sampleDelay(edge, settles ? PARTICLE_RESPONSE : PARTICLE_RETRY);
  const arrival = settles ? SETTLE_ARRIVE : DELIVERY_ARRIVE;
  const settlement = state & SETTLEMENT;
  if (travel(message, edge, arrival, settlement, (state >> 3) + 1)) return;
  // Whoever ends its connection finds a timer to stop, as if it were still on its way.
  registers[AT] = registers[NOW];
  messages.held[message] = schedule(arrival, message, settlement) + 1;
  loseConnection(consumer);
}

/** Links are cut: all connections over them are lost before anybody gives up what it has. */
export function beginParting(consumer: number): void {
  if (consumers.connected[consumer] === 0) return;
  connect(consumer, 0);
  consumers.parting[consumer] = 1;
}

/** The link between a broker and a consumer is cut, or whole again; both may be down besides. */
export function queueConsumerParted(consumer: number, refuses: boolean): void {
  const isThere = instances.up[consumers.instance[consumer]] === 1;
  if (refuses) {
    if (consumers.parting[consumer] === 1) loseConnection(consumer);
    consumers.parting[consumer] = 0;
  } else if (isThere && consumers.connected[consumer] === 0) {
    queueConsumerRestarted(consumer);
  }
}

/** An instance of a mailbox broker has crashed: the queues that it led have no leader. */
export function mailboxCrashed(node: number, instance: number): void {
  const first = brokers.firstQueue[node];
  for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
    const led = queues.isLed[queue] === 1;
    if (led && (queues.leader[queue] === instance || !hasQuorum(queue, node))) loseLeader(queue);
    if (queues.isLed[queue] === 0) planElection(queue, node);
  }
}

/** Connections are lost, and of a queue that only its leader has what was not safe. */
function loseLeader(queue: number): void {
  queues.isLed[queue] = 0;
  queues.downAt[queue] = registers[NOW];
  const from = queues.firstConsumer[queue];
  for (let at = 0; at < queues.consumerCount[queue]; at++) {
    if (consumers.connected[from + at] === 1) connect(from + at, 0);
    if (rules.late[queue] !== NEVER) loseLateSettlements(from + at);
  }
  for (let link = queues.oldest[queue]; link !== 0; ) {
    const message = link - 1;
    link = messages.newer[message];
    if (rules.forgets[queue] === 1) messages.strikes[message] = 0;
    if (!isWithConsumer(message)) continue;
    // What a queue keeps in flight is gone with it, where it is not durable.
    if (queues.durable[queue] === 1) giveUp(queue, message);
    else endDelivery(queue, message);
  }
  if (queues.replicated[queue] === 1) return;
  if (queues.durable[queue] === 0) loseAll(queue);
  else loseUnsafe(queue);
}

/** True when most of the instances that keep a queue are up. */
function hasQuorum(queue: number, node: number): boolean {
  const count = queues.memberCount[queue];
  let up = 0;
  for (let at = 0; at < count; at++) up += instances.up[memberOf(queue, node, at)];
  return 2 * up > count;
}

/** Instances that keep a queue: from the first on, in a ring. */
function memberOf(queue: number, node: number, at: number): number {
  const first = nodes.firstInstance[node];
  const position = queues.firstMember[queue] - first + at;
  return first + (position % nodes.instanceCount[node]);
}

function planElection(queue: number, node: number): void {
  if (queues.replicated[queue] === 0 || queues.memberCount[queue] === 1) return;
  if (!hasQuorum(queue, node)) return;
  registers[AT] = registers[NOW] + brokers.failoverMs[node];
  schedule(ELECTED, queue, 0);
}

/** The members of a queue without a leader have elected the next of them that is up. */
export function elected(queue: number): void {
  const node = instances.node[queues.leader[queue]];
  if (queues.isLed[queue] === 1 || !hasQuorum(queue, node)) return;
  let at = 0;
  while (instances.up[memberOf(queue, node, at)] === 0) at++;
  queues.leader[queue] = memberOf(queue, node, at);
  findLeader(queue);
}

function isWithConsumer(message: number): boolean {
  const phase = messages.phase[message];
  return phase === RECEIVED || phase === SETTLING || isNotBegun(phase);
}

/** With its consumer or on the way to it, which has not worked on it yet. */
function isNotBegun(phase: number): boolean {
  return phase === DISPATCHED || phase === IN_TURN;
}

/** Queue and consumer of a message lose each other: it comes back, or its lease runs on. */
function giveUp(queue: number, message: number): void {
  if (rules.keeps[queue] === 0) {
    takeBack(queue, message);
    return;
  }
  const phase = messages.phase[message];
  // What is worked on will be settled later.
  if (phase === RECEIVED) return;
  if (phase === SETTLING) countVoidAck(queue, message);
  callOff(message);
  if (isNotBegun(phase)) {
    countDeliveryEnd(consumers.edge[messages.consumer[message]], CONNECTION_LOST);
  }
  leaveUnsettled(message);
}

/** Ends the delivery of a message that its consumer still has, and returns it to the ready list. */
export function takeBack(queue: number, message: number): void {
  endDelivery(queue, message);
  comeBack(message);
}

function endDelivery(queue: number, message: number): void {
  const consumer = messages.consumer[message];
  const edge = consumers.edge[consumer];
  const phase = messages.phase[message];
  if (phase === SETTLING) countVoidAck(queue, message);
  if (isNotBegun(phase)) countDeliveryEnd(edge, CONNECTION_LOST);
  if (phase === RECEIVED) leaveToConsumer(queue, message);
  else callOff(message);
  disown(message);
}

/** The settlement on its way is lost: what was acknowledged will take effect once more. */
function countVoidAck(queue: number, message: number): void {
  const acked = (events.b[messages.held[message] - 1] & SETTLEMENT) === ACK;
  if (acked && givesOutAgain(queue, message)) countVoid(queue);
}

/** Whether a queue keeps what it takes back: it is safe from a crash, and somebody listens. */
function givesOutAgain(queue: number, message: number): boolean {
  if (queues.isLed[queue] === 0 && queues.replicated[queue] === 0) {
    if (queues.durable[queue] === 0 || messages.safeAt[message] > registers[NOW]) return false;
  }
  return rules.needsListener[queue] === 0 || rules.listeners[queue] > 0;
}

/** Gives the processing of a message a row of its own: the consumer works on, the queue takes back. */
function leaveToConsumer(queue: number, message: number): void {
  const processed = allocateRow(messages.marks, messages.next, messages.cap);
  const consumer = messages.consumer[message];
  const attempt = messages.held[message] - 1;
  holdRequest(messages.request[message]);
  messages.queue[processed] = queue;
  messages.request[processed] = messages.request[message];
  messages.envelope[processed] = messages.envelope[message];
  messages.number[processed] = messages.number[message];
  messages.deaths[processed] = 0;
  messages.returns[processed] = messages.returns[message];
  messages.held[processed] = attempt + 1;
  messages.phase[processed] = RECEIVED;
  const known = messages.flags[message] & (ACKNOWLEDGED | APPLIED);
  messages.flags[processed] =
    known | (givesOutAgain(queue, message) ? SETTLED | TAKEN_BACK : SETTLED);
  messages.publishedAt[processed] = messages.publishedAt[message];
  shareEffect(message, processed);
  if (rules.on[queue] !== 0) rememberOriginal(message, processed);
  rememberCopy(message, processed, messages.number[message]);
  attempts.message[attempt] = processed;
  own(consumer, processed);
  beginPending(consumers.edge[consumer]);
}

function loseAll(queue: number): void {
  for (let link = queues.oldest[queue]; link !== 0; ) {
    const message = link - 1;
    link = messages.newer[message];
    if (rules.on[queue] !== 0) forgetLease(message, queue);
    loseMessage(message, LOST_BROKER);
    retire(message);
  }
  clearReady(queue);
}

/** Messages that are not on disk yet, or never will be, are gone. */
function loseUnsafe(queue: number): void {
  for (let link = queues.oldest[queue]; link !== 0; ) {
    const message = link - 1;
    link = messages.newer[message];
    if (messages.safeAt[message] <= registers[NOW] || messages.phase[message] !== READY) continue;
    unlinkReady(queue, message);
    loseMessage(message, LOST_BROKER);
    retire(message);
  }
}

/** An instance of a mailbox broker is back, and with it the queues that it leads. */
export function mailboxRestarted(node: number, instance: number): void {
  const first = brokers.firstQueue[node];
  for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
    if (queues.isLed[queue] === 1) continue;
    const leads = queues.leader[queue] === instance && hasQuorum(queue, node);
    if (leads) findLeader(queue);
    else planElection(queue, node);
  }
}

/** A queue has a leader: consumers connect and get what is stored. */
function findLeader(queue: number): void {
  queues.isLed[queue] = 1;
  if (queues.dying[queue] > 0) buryDying(queue);
  const from = queues.firstConsumer[queue];
  for (let at = 0; at < queues.consumerCount[queue]; at++) {
    const consumer = from + at;
    const isThere = instances.up[consumers.instance[consumer]] === 1;
    if (isThere && !isParted(consumers.edge[consumer])) connect(consumer, 1);
  }
  follow(DISPATCH, queue, 0);
}
