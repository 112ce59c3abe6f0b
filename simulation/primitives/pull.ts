// Pull: consumers that ask for messages. A consumer asks while one of its workers is free and
// nothing is on its way to it; the answer brings up to a batch. A request that finds nothing waits
// at the broker (long poll), or is answered at once and made again after a pause (short poll). For a
// function the platform asks: with a few pollers at first, of which another joins at a steady rate while
// messages wait, and stands back when it finds nothing. Cost: one event per request that is answered with
// messages, two per empty one, one for each poller that joins.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_REQUEST } from "../results/snapshot.ts";
import { consumers } from "./consumer-rows.ts";
import { DOOR_FUNCTION } from "./environments.ts";
import { POLLER_JOINS, RECEIVE_ARRIVE, RECEIVE_OVER } from "./event-kinds.ts";
import { ASKING, IDLE, pulls, rules, WAITING } from "./lease-rows.ts";
import { queues } from "./mailbox-rows.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";
import { nodes } from "./parameters.ts";

/** Until a request over a cut link is made again, ms. Our assumption. */
const RETRY_MS = 1000;

/** How many more messages a consumer's waiting request may return. */
export function setAsks(consumer: number, asks: number): void {
  const before = pulls.asks[consumer] > 0;
  pulls.asks[consumer] = asks;
  const after = asks > 0;
  if (before !== after) queues.roomy[consumers.home[consumer]] += after ? 1 : -1;
}

/** A consumer that pulls asks for messages if a worker of it is free. */
export function askForMessages(consumer: number): void {
  if (pulls.batch[consumer] === 0 || pulls.state[consumer] !== IDLE) return;
  if (pulls.onWay[consumer] > 0 || consumers.connected[consumer] === 0) return;
  if (consumers.standby[consumer] === 1) return;
  const limit = consumers.concurrency[consumer];
  const workers = limit === 0 ? instances.slots[consumers.instance[consumer]] : limit;
  if (consumers.inHand[consumer] < workers) ask(consumer, 0);
}

/** An instance may have a free worker that it had not before: it was paused, say. Functions have no such. */
export function askAgain(instance: number): void {
  if ((nodes.door[instances.node[instance]] & DOOR_FUNCTION) !== 0) return;
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    askForMessages(consumer);
  }
}

/** Makes the next request `afterMs` from now. */
export function ask(consumer: number, afterMs: number): void {
  sampleDelay(consumers.edge[consumer], PARTICLE_REQUEST);
  const transit = registers[SAMPLE] < 0 ? RETRY_MS : registers[SAMPLE];
  registers[AT] = registers[NOW] + afterMs + transit;
  pulls.state[consumer] = ASKING;
  pulls.timer[consumer] = schedule(RECEIVE_ARRIVE, consumer, 0) + 1;
}

/** A request of a consumer has found nothing at the broker. */
export function waitForMessages(consumer: number): void {
  if (pulls.waitMs[consumer] === 0) {
    receiveOver(consumer);
    return;
  }
  registers[AT] = registers[NOW] + pulls.waitMs[consumer];
  pulls.timer[consumer] = schedule(RECEIVE_OVER, consumer, 0) + 1;
}

/** A request is answered without a message; the next one follows. */
export function receiveOver(consumer: number): void {
  rules.emptyReceives[consumers.home[consumer]]++;
  pulls.timer[consumer] = 0;
  setAsks(consumer, 0);
  if (pulls.invokes[consumer] !== 0 && standsBack(consumer)) return;
  sampleDelay(consumers.edge[consumer], PARTICLE_REQUEST);
  const back = Math.max(0, registers[SAMPLE]);
  ask(consumer, back + pulls.pauseMs[consumer]);
}

/** A waiting request is answered with messages. */
export function answerReceive(consumer: number): void {
  stop(consumer);
  pulls.state[consumer] = IDLE;
}

/** The consumer, or its broker, is gone. */
export function stopAsking(consumer: number): void {
  if (pulls.batch[consumer] === 0) return;
  stop(consumer);
  pulls.state[consumer] = IDLE;
}

function stop(consumer: number): void {
  const timer = pulls.timer[consumer];
  if (timer !== 0) cancel(timer - 1);
  pulls.timer[consumer] = 0;
  setAsks(consumer, 0);
}

/** A request has reached the broker: it may return messages from now on. */
export function openReceive(consumer: number): void {
  pulls.timer[consumer] = 0;
  pulls.state[consumer] = WAITING;
  rules.receives[consumers.home[consumer]]++;
  setAsks(consumer, pulls.batch[consumer]);
}

/** A poller that has found nothing is not needed, beyond those that ask at first. */
function standsBack(consumer: number): boolean {
  const queue = consumers.home[consumer];
  if (rules.pollersNow[queue] <= rules.pollersAtFirst[queue]) return false;
  rules.pollersNow[queue]--;
  consumers.standby[consumer] = 1;
  pulls.state[consumer] = IDLE;
  return true;
}

/** Messages wait for pollers: another one joins soon, unless one is about to or all have. */
export function callPoller(queue: number): void {
  if (rules.joins[queue] === 1 || rules.pollersNow[queue] >= rules.pollers[queue]) return;
  rules.joins[queue] = 1;
  registers[AT] = registers[NOW] + rules.joinEveryMs[queue];
  schedule(POLLER_JOINS, queue, 0);
}

/** A further poller asks, if messages wait still. */
export function pollerJoins(queue: number): void {
  rules.joins[queue] = 0;
  if (queues.ready[queue] === 0 || queues.isLed[queue] === 0) return;
  const consumer = nextPoller(queue);
  if (consumer < 0) return;
  rules.pollersNow[queue]++;
  rules.pollersMost[queue] = Math.max(rules.pollersMost[queue], rules.pollersNow[queue]);
  consumers.standby[consumer] = 0;
  askForMessages(consumer);
  callPoller(queue);
}

function nextPoller(queue: number): number {
  const first = queues.firstConsumer[queue];
  for (let consumer = first; consumer < first + queues.consumerCount[queue]; consumer++) {
    const isOne = pulls.invokes[consumer] !== 0 && consumers.standby[consumer] === 1;
    if (isOne && consumers.connected[consumer] === 1) return consumer;
  }
  return -1;
}
