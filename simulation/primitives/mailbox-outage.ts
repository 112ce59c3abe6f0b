// Outages of a mailbox broker and of its consumers. A lost connection gives every unsettled
// delivery back at once, for crashed and for black-holed instances alike: the time until missed
// heartbeats are noticed is not modeled. Processing that a crash of the broker has orphaned goes on
// and takes effect twice.

import { events, schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { PARTICLE_RESPONSE, PARTICLE_RETRY } from "../results/snapshot.ts";
import { countDuplicate, LOST } from "./backlog.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { beginPending, countDeliveryEnd, loseInHand } from "./consumers.ts";
import { DELIVERY_ARRIVE, DISPATCH, SETTLE_ARRIVE } from "./event-kinds.ts";
import { isParted } from "./link-faults.ts";
import { comeBack, disown, hasRoom, own, travel } from "./mailbox.ts";
import {
  ACK,
  clearReady,
  DISPATCHED,
  messages,
  queues,
  READY,
  RECEIVED,
  SETTLED,
  SETTLING,
  TAKEN_BACK,
} from "./mailbox-rows.ts";
import { callOff, endMessage, retire } from "./message-end.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";
import { holdRequest } from "./request.ts";
import { attempts } from "./rows.ts";
import { follow } from "./transitions.ts";

/** Bits of an event's payload that hold the settlement on its way. */
const SETTLEMENT = 7;

function connect(consumer: number, connected: 0 | 1): void {
  const before = hasRoom(consumer);
  consumers.connected[consumer] = connected;
  const after = hasRoom(consumer);
  if (before !== after) queues.roomy[consumers.home[consumer]] += after ? 1 : -1;
}

/** The instance of a consumer has crashed, its station's work included. */
export function queueConsumerCrashed(consumer: number): void {
  connect(consumer, 0);
  for (let link = consumers.firstOwned[consumer]; link !== 0; ) {
    const message = link - 1;
    link = messages.after[message];
    // A settlement that was sent before the crash still arrives.
    if (messages.phase[message] === SETTLING) continue;
    if (messages.phase[message] === DISPATCHED) callOff(message);
    else loseInHand(consumer, messages.held[message] - 1);
    countDeliveryEnd(consumers.edge[consumer], CONNECTION_LOST);
    disown(message);
    if ((messages.flags[message] & SETTLED) !== 0) retire(message);
    else comeBack(message, false);
  }
  follow(DISPATCH, consumers.home[consumer], 0);
}

/** The instance of a consumer is back and connects, if its broker is there. */
export function queueConsumerRestarted(consumer: number, brokerUp: boolean): void {
  if (!brokerUp || isParted(consumers.edge[consumer])) return;
  connect(consumer, 1);
  follow(DISPATCH, consumers.home[consumer], 0);
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
      takeBack(messages.queue[message], message);
    } else if (messages.phase[message] === DISPATCHED) {
      callOff(message);
      countDeliveryEnd(consumers.edge[consumer], CONNECTION_LOST);
      disown(message);
      retire(message);
    }
  }
  follow(DISPATCH, consumers.home[consumer], 0);
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

/** The link between a broker and a consumer is cut, or whole again; both may be down besides. */
export function queueConsumerParted(consumer: number, refuses: boolean, brokerUp: boolean): void {
  const isThere = instances.up[consumers.instance[consumer]] === 1;
  if (refuses) {
    if (consumers.connected[consumer] === 1) loseConnection(consumer);
  } else if (isThere && consumers.connected[consumer] === 0) {
    queueConsumerRestarted(consumer, brokerUp);
  }
}

/** A mailbox broker has crashed: connections are lost, and queues that are not durable. */
export function mailboxCrashed(node: number): void {
  const first = brokers.firstQueue[node];
  for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
    const from = queues.firstConsumer[queue];
    for (let at = 0; at < queues.consumerCount[queue]; at++) connect(from + at, 0);
    for (let link = queues.oldest[queue]; link !== 0; ) {
      const message = link - 1;
      link = messages.newer[message];
      if (messages.phase[message] !== READY) takeBack(queue, message);
    }
    if (queues.durable[queue] === 0) loseAll(queue);
  }
}

/** Ends the delivery of a message that its consumer still has, and returns it to the ready list. */
function takeBack(queue: number, message: number): void {
  const consumer = messages.consumer[message];
  const edge = consumers.edge[consumer];
  const phase = messages.phase[message];
  if (phase === SETTLING) {
    const acked = (events.b[messages.held[message] - 1] & SETTLEMENT) === ACK;
    if (acked && queues.durable[queue] === 1) countDuplicate(queues.backlog[queue]);
  }
  if (phase === DISPATCHED) countDeliveryEnd(edge, CONNECTION_LOST);
  if (phase === RECEIVED) leaveToConsumer(queue, message);
  else callOff(message);
  disown(message);
  comeBack(message, false);
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
  messages.held[processed] = attempt + 1;
  messages.phase[processed] = RECEIVED;
  messages.flags[processed] = queues.durable[queue] === 1 ? SETTLED | TAKEN_BACK : SETTLED;
  attempts.message[attempt] = processed;
  own(consumer, processed);
  beginPending(consumers.edge[consumer]);
}

function loseAll(queue: number): void {
  for (let link = queues.oldest[queue]; link !== 0; ) {
    const message = link - 1;
    link = messages.newer[message];
    endMessage(message, LOST);
    retire(message);
  }
  clearReady(queue);
}

/** A mailbox broker is back: consumers connect and get what is stored. */
export function mailboxRestarted(node: number): void {
  const first = brokers.firstQueue[node];
  for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
    const from = queues.firstConsumer[queue];
    for (let at = 0; at < queues.consumerCount[queue]; at++) {
      const consumer = from + at;
      const isThere = instances.up[consumers.instance[consumer]] === 1;
      if (isThere && !isParted(consumers.edge[consumer])) connect(consumer, 1);
    }
    follow(DISPATCH, queue, 0);
  }
}
