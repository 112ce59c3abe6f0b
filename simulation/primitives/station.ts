// Station: instances x slots with a bounded queue. An attempt arrives, waits, is served, makes its
// calls (holding its slot when it blocks), may do work afterwards, and is answered. Cost: two
// events per attempt plus its calls.

import { schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM, VALUE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { record, recordZero } from "../metrics/histogram.ts";
import {
  ARRIVALS,
  HELD_SUM,
  NODE_ENDED,
  NODE_METERS,
  NOT_OK_COMPLETIONS,
  nodeMeter,
  RETRIED_ARRIVALS,
  SERVICE_TIME,
  SOJOURN_SUM,
  VAIN_COMPLETIONS,
  WAITED,
  WASTED_TIME,
} from "../metrics/meters.ts";
import {
  CANCELLED,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  ERROR,
  FIRST_FAILURE,
  OK,
  QUEUE_TIMEOUT,
  REJECTED,
  SHED,
} from "../results/outcomes.ts";
import { answer, forget } from "./answer.ts";
import { PUBLISHED, SERVICE_END, SLOT_FREE, WORK_SERVED } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt, countArrival, touchInstance } from "./instance-load.ts";
import {
  blockedLess,
  blockedMore,
  control,
  enter,
  instances,
  nodeState,
  PERIOD_START,
  workLess,
  workMore,
} from "./node-state.ts";
import { admissions, MAILBOX_BROKER, nodes, operations } from "./parameters.ts";
import {
  attempts,
  CALLED,
  CALLING,
  CANCEL_SEEN,
  calls,
  DISCARDED,
  FROM_RETRY,
  HOLDS_SLOT,
  IN_AFTER,
  IN_SERVICE,
  IN_TRANSIT,
  RESUMING,
  SWALLOWED,
} from "./rows.ts";
import { enqueue, leaveQueue, nextInQueue } from "./station-queue.ts";
import {
  ADMISSION,
  AFTER,
  AFTER_CHOICE,
  ERROR_DRAW,
  ERROR_TIME,
  NODE_STREAMS,
  SERVICE,
} from "./streams.ts";
import { follow } from "./transitions.ts";

const period = control.f64;

/** An attempt has reached its instance. */
export function arrive(attempt: number): void {
  const instance = attempts.instance[attempt];
  const node = attempts.node[attempt];
  attempts.arrivedAt[attempt] = registers[NOW];
  const m = node * NODE_METERS;
  nodeMeter[m + ARRIVALS]++;
  countArrival(instance);
  const flags = attempts.flags[attempt];
  if ((flags & FROM_RETRY) !== 0) nodeMeter[m + RETRIED_ARRIVALS]++;
  attempts.servedMs[attempt] = 0;
  if (instances.up[instance] === 0) {
    meetDeadInstance(attempt, instance);
    return;
  }
  if ((flags & CANCEL_SEEN) !== 0) {
    nodeMeter[m + NODE_ENDED + CANCELLED]++;
    answer(attempt, CANCELLED);
    return;
  }
  if (nodes.ratioCount[node] !== 0 && isShed(node)) {
    nodeMeter[m + NODE_ENDED + SHED]++;
    answer(attempt, SHED);
    return;
  }
  if (nodes.sharedQueue[node] === 1) {
    const free = instanceWithSlot(node);
    if (free >= 0) {
      enter(node);
      attempts.instance[attempt] = free;
      begin(attempt, node, free);
      return;
    }
  } else if (instances.held[instance] < instances.slots[instance]) {
    enter(node);
    begin(attempt, node, instance);
    return;
  }
  const queue = instances.queue[instance];
  if (instances.queued[queue] >= nodes.queueMax[node]) {
    nodeMeter[m + NODE_ENDED + REJECTED]++;
    answer(attempt, REJECTED);
    return;
  }
  enter(node);
  enqueue(attempt, node, queue);
}

/** State-dependent admission: drawn by the number present. */
function isShed(node: number): boolean {
  const last = nodes.ratioCount[node] - 1;
  const ratio =
    admissions.acceptRatio[nodes.firstRatio[node] + Math.min(last, nodeState.present[node])];
  nextUniform(node * NODE_STREAMS + ADMISSION);
  return registers[UNIFORM] >= ratio;
}

/** A crashed process refuses the connection; a black hole swallows what is sent to it. */
function meetDeadInstance(attempt: number, instance: number): void {
  if (instances.blackhole[instance] === 1) {
    nodeMeter[attempts.node[attempt] * NODE_METERS + NODE_ENDED + CONNECTION_LOST]++;
    const call = attempts.call[attempt];
    if (call >= 0) calls.attempt[call] = SWALLOWED;
    forget(attempt);
    return;
  }
  nodeMeter[attempts.node[attempt] * NODE_METERS + NODE_ENDED + CONNECTION_REFUSED]++;
  answer(attempt, CONNECTION_REFUSED);
}

/** An instance that is up and has a free slot, looked for round robin; -1 if there is none. */
function instanceWithSlot(node: number): number {
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  let at = nodeState.pointer[node];
  for (let i = 0; i < count; i++) {
    const instance = first + at;
    at = at + 1 === count ? 0 : at + 1;
    if (instances.up[instance] === 1 && instances.held[instance] < instances.slots[instance]) {
      nodeState.pointer[node] = at;
      return instance;
    }
  }
  return -1;
}

/** The queue timer of a waiting attempt has run out: it leaves without service. */
export function queueTimeout(attempt: number): void {
  attempts.event[attempt] = 0;
  leaveQueue(attempt);
  depart(attempt, QUEUE_TIMEOUT);
}

function takeSlot(attempt: number, instance: number): void {
  touchInstance(instance);
  instances.held[instance]++;
  attempts.flags[attempt] |= HOLDS_SLOT;
  attempts.slotAt[attempt] = registers[NOW];
}

/** Starts the first service of an attempt. */
export function begin(attempt: number, node: number, instance: number): void {
  takeSlot(attempt, instance);
  const wait = registers[NOW] - attempts.arrivedAt[attempt];
  if (wait > 0) {
    nodeMeter[node * NODE_METERS + WAITED]++;
    registers[VALUE] = wait;
    record(2 * node);
  } else {
    recordZero(2 * node);
  }
  attempts.phase[attempt] = IN_SERVICE;
  attempts.outcome[attempt] = OK;
  const operation = attempts.operation[attempt];
  const streams = node * NODE_STREAMS;
  sampleInto(operations.service[operation], streams + SERVICE);
  if (operations.errorRate[operation] > 0 || instances.addedErrorRatio[instance] > 0) {
    drawError(attempt, operation, streams, errorRatio(operation, instance));
  }
  serve(attempt, node, instance);
}

function errorRatio(operation: number, instance: number): number {
  const base = operations.errorRate[operation];
  const added = instances.addedErrorRatio[instance];
  return added === 0 ? base : 1 - (1 - base) * (1 - added);
}

function drawError(attempt: number, operation: number, streams: number, ratio: number): void {
  nextUniform(streams + ERROR_DRAW);
  if (registers[UNIFORM] >= ratio) return;
  attempts.outcome[attempt] = ERROR;
  const errorTime = operations.errorTime[operation];
  if (errorTime >= 0) sampleInto(errorTime, streams + ERROR_TIME);
}

/** Occupies the slot for `registers[SAMPLE]` ms of work at speed 1. */
function serve(attempt: number, node: number, instance: number): void {
  workMore(node);
  attempts.startedAt[attempt] = registers[NOW];
  registers[AT] = registers[NOW] + registers[SAMPLE] * instances.pace[instance];
  attempts.event[attempt] = schedule(SERVICE_END, attempt, 0) + 1;
}

/** Service, or the work after the calls, has ended. */
export function serviceEnd(attempt: number): void {
  const node = attempts.node[attempt];
  attempts.event[attempt] = 0;
  accountService(attempt, node);
  const outcome = attempts.outcome[attempt];
  if (attempts.phase[attempt] === IN_AFTER || outcome === ERROR) {
    finish(attempt, outcome);
    return;
  }
  if (nodes.primitive[node] >= MAILBOX_BROKER) {
    follow(PUBLISHED, attempt, 0);
    return;
  }
  const operation = attempts.operation[attempt];
  if (operations.stageCount[operation] === 0) {
    callsDone(attempt, OK);
    return;
  }
  attempts.phase[attempt] = CALLING;
  if (operations.blocking[operation] === 0) {
    awayMoreAt(node, attempts.instance[attempt]);
    releaseSlot(attempt, node);
  } else {
    blockedMore(node);
  }
  follow(WORK_SERVED, attempt, 0);
}

/** Books the work since `startedAt`, wasted as far as nobody waits for it any more. */
export function accountService(attempt: number, node: number): void {
  workLess(node);
  const started = attempts.startedAt[attempt];
  const spent = registers[NOW] - started;
  const m = node * NODE_METERS;
  nodeMeter[m + SERVICE_TIME] += spent;
  attempts.servedMs[attempt] += spent;
  if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== CALLED) return;
  if ((attempts.flags[attempt] & DISCARDED) !== 0) {
    nodeMeter[m + WASTED_TIME] += attempts.servedMs[attempt];
    attempts.servedMs[attempt] = 0;
    return;
  }
  const orphaned = attempts.orphanedAt[attempt];
  nodeMeter[m + WASTED_TIME] += orphaned > started ? registers[NOW] - orphaned : spent;
}

/** The result of an attempt is thrown away: its service so far was wasted, the rest will be. */
export function discardService(attempt: number): void {
  if (attempts.phase[attempt] === IN_TRANSIT) return;
  nodeMeter[attempts.node[attempt] * NODE_METERS + WASTED_TIME] += attempts.servedMs[attempt];
  attempts.servedMs[attempt] = 0;
}

/** An attempt no longer waits for its calls. */
export function endCalling(attempt: number, node: number): void {
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) blockedLess(node);
  else awayLessAt(node, attempts.instance[attempt]);
}

/** All calls of an attempt's plan have ended; work after them may follow. */
export function callsDone(attempt: number, outcome: number): void {
  const operation = attempts.operation[attempt];
  const after = operations.after[operation];
  const node = attempts.node[attempt];
  if (attempts.phase[attempt] === CALLING) endCalling(attempt, node);
  if (outcome >= FIRST_FAILURE || after < 0 || !worksAfter(attempt, operation)) {
    finish(attempt, outcome);
    return;
  }
  const instance = attempts.instance[attempt];
  attempts.outcome[attempt] = outcome;
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) {
    beginAfter(attempt, node, instance);
  } else if (instances.held[instance] < instances.slots[instance]) {
    takeSlot(attempt, instance);
    beginAfter(attempt, node, instance);
  } else {
    attempts.phase[attempt] = RESUMING;
    awayMoreAt(node, instance);
    attempts.after[attempt] = 0;
    const tail = instances.resumeTail[instance];
    if (tail !== 0) attempts.after[tail - 1] = attempt + 1;
    else instances.resumeHead[instance] = attempt + 1;
    instances.resumeTail[instance] = attempt + 1;
  }
}

function worksAfter(attempt: number, operation: number): boolean {
  if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) return false;
  const probability = operations.afterProbability[operation];
  if (probability >= 1) return true;
  nextUniform(attempts.node[attempt] * NODE_STREAMS + AFTER_CHOICE);
  return registers[UNIFORM] < probability;
}

function beginAfter(attempt: number, node: number, instance: number): void {
  attempts.phase[attempt] = IN_AFTER;
  sampleInto(operations.after[attempts.operation[attempt]], node * NODE_STREAMS + AFTER);
  serve(attempt, node, instance);
}

/** Gives the slot back and starts what waits for it. */
export function releaseSlot(attempt: number, node: number): void {
  const flags = attempts.flags[attempt];
  if ((flags & HOLDS_SLOT) === 0) return;
  attempts.flags[attempt] = flags & ~HOLDS_SLOT;
  const from = Math.max(attempts.slotAt[attempt], period[PERIOD_START]);
  nodeMeter[node * NODE_METERS + HELD_SUM] += registers[NOW] - from;
  const instance = attempts.instance[attempt];
  touchInstance(instance);
  instances.held[instance]--;
  if (instances.up[instance] === 1) fillSlot(instance, node);
}

/** Gives a free slot of an instance to whoever waits: resumed work, the queue, buffered messages. */
export function fillSlot(instance: number, node: number): void {
  while (instances.held[instance] < instances.slots[instance]) {
    const resumed = instances.resumeHead[instance];
    if (resumed !== 0) {
      const attempt = resumed - 1;
      instances.resumeHead[instance] = attempts.after[attempt];
      if (attempts.after[attempt] === 0) instances.resumeTail[instance] = 0;
      awayLessAt(node, instance);
      if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) {
        depart(attempt, CANCELLED);
        continue;
      }
      takeSlot(attempt, instance);
      beginAfter(attempt, node, instance);
      continue;
    }
    const queue = instances.queue[instance];
    const waiting = nextInQueue(queue, node);
    if (waiting === 0) {
      if (instances.firstConsumer[instance] !== 0) follow(SLOT_FREE, instance, 0);
      return;
    }
    const attempt = waiting - 1;
    leaveQueue(attempt);
    if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) {
      depart(attempt, CANCELLED);
      continue;
    }
    attempts.instance[attempt] = instance;
    begin(attempt, node, instance);
  }
}

/** The attempt's work here is done. */
export function finish(attempt: number, outcome: number): void {
  const node = attempts.node[attempt];
  const m = node * NODE_METERS;
  if (outcome !== OK) nodeMeter[m + NOT_OK_COMPLETIONS]++;
  if (outcome >= FIRST_FAILURE || attempts.call[attempt] < 0) nodeMeter[m + VAIN_COMPLETIONS]++;
  registers[VALUE] = registers[NOW] - attempts.arrivedAt[attempt];
  record(2 * node + 1);
  depart(attempt, outcome);
}

/** The attempt leaves the node, served or not. */
export function depart(attempt: number, outcome: number): void {
  const node = attempts.node[attempt];
  const m = node * NODE_METERS;
  nodeState.present[node]--;
  const from = Math.max(attempts.arrivedAt[attempt], period[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  if (outcome !== OK) nodeMeter[m + NODE_ENDED + outcome]++;
  releaseSlot(attempt, node);
  answer(attempt, outcome);
}
