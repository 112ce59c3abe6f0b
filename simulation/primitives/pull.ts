// Pull: consumers that ask for messages. A consumer asks while one of its workers is free and
// nothing is on its way to it; the answer brings up to a batch. A request that finds nothing waits
// at the broker (long poll), or is answered at once and made again after a pause (short poll). Cost:
// one event per request that is answered with messages, two per empty one.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_REQUEST } from "../results/snapshot.ts";
import { consumers } from "./consumer-rows.ts";
import { RECEIVE_ARRIVE, RECEIVE_OVER } from "./event-kinds.ts";
import { ASKING, IDLE, pulls, rules, WAITING } from "./lease-rows.ts";
import { queues } from "./mailbox-rows.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";

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

/** An instance may have a free worker that it had not before: it was paused, say. */
export function askAgain(instance: number): void {
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
