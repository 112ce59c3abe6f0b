// Station: instances x slots with a bounded queue. An attempt arrives, waits, is served, makes its
// calls (holding its slot when it blocks), may do work afterwards, and is answered. Cost: two
// events per attempt plus its calls.

import { NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  NODE_ENDED,
  NODE_METERS,
  NOT_OK_COMPLETIONS,
  nodeMeter,
  SOJOURN_SUM,
  VAIN_COMPLETIONS,
} from "../metrics/meters.ts";
import {
  CANCELLED,
  DEGRADED,
  ERROR,
  FIRST_FAILURE,
  OK,
  QUEUE_TIMEOUT,
  SHED,
} from "../results/outcomes.ts";
import { verdictOnCalls, waitsForInstance, worksAfter } from "./after-calls.ts";
import { answer } from "./answer.ts";
import { addToBatch, launchBatch } from "./batch-service.ts";
import { batches, openBatch } from "./batches.ts";
import { ANSWERED, FOLLOWS, GOES_ON, serveCommand } from "./cache.ts";
import { endWait } from "./cache-fetches.ts";
import { CACHE } from "./cache-rows.ts";
import { endBeforeService } from "./deadline.ts";
import { CALLS_GO_ON, PUBLISHED, SLOT_FREE, WORK_SERVED } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt, touchInstance } from "./instance-load.ts";
import { endKeyed } from "./keyed-work.ts";
import { dropsLate, noneWaits } from "./late-drop.ts";
import {
  awayLess,
  awayMore,
  blockedLess,
  blockedMore,
  control,
  instances,
  nodeState,
  PERIOD_START,
} from "./node-state.ts";
import {
  DROPS_LATE,
  LISTS_WORK,
  MAILBOX_BROKER,
  nodes,
  operations,
  POLLS,
  SERVES_BATCHES,
  SHARES,
  STANDS_STILL,
} from "./parameters.ts";
import { operationWrites, UNDOES } from "./publish-identity.ts";
import { giveUpClaim } from "./row-locks.ts";
import {
  ASIDE,
  attempts,
  CALLING,
  CANCEL_SEEN,
  HAS_DEADLINE,
  HOLDS_SLOT,
  IN_AFTER,
  INTERRUPTED,
  KEYED,
  RESUMING,
  TAINTED,
} from "./rows.ts";
import {
  beginStream,
  messageWorked,
  streamFollows,
  WAITS,
  WORKS,
  worksOnMessage,
} from "./rpc-stream-handler.ts";
import { TAKES_STREAMS } from "./rpc-stream-rows.ts";
import { accountService, begin, beginAfter, endLockWait, resumeWork, standBy } from "./service.ts";
import { fallAsleep } from "./sleep.ts";
import { giveUpSlot, takeSlot } from "./slots.ts";
import { leaveQueue, nextInQueue } from "./station-queue.ts";
import { follow } from "./transitions.ts";
import { GOES_ON as GOING_ON, undo } from "./undo.ts";
import { completeWatched, leaveWatched } from "./watch.ts";
import { leaveWork } from "./work-list.ts";

const period = control.f64;

/** The queue timer of a waiting attempt has run out: it gives up, or is shed by its queue's order. */
export function queueTimeout(attempt: number, isShed: number): void {
  attempts.event[attempt] = 0;
  leaveQueue(attempt);
  depart(attempt, isShed === 1 ? SHED : QUEUE_TIMEOUT);
}

/** Service, or the work after the calls, has ended. */
export function serviceEnd(attempt: number): void {
  const node = attempts.node[attempt];
  attempts.event[attempt] = 0;
  accountService(attempt, node);
  served(attempt, node);
}

/** What follows when the work of an attempt is done and booked. */
export function served(attempt: number, node: number): void {
  const outcome = attempts.outcome[attempt];
  if (attempts.phase[attempt] === IN_AFTER || outcome >= FIRST_FAILURE) {
    if (outcome === ERROR && undoesAfterError(attempt, node)) return;
    const streams = (nodes.mode[node] & TAKES_STREAMS) !== 0;
    if (streams && worksOnMessage(attempt)) move(attempt, node, messageWorked(attempt));
    else finish(attempt, outcome);
    return;
  }
  if (nodes.primitive[node] >= MAILBOX_BROKER && !callsFollow(attempt, node)) return;
  const operation = attempts.operation[attempt];
  if (operations.stageCount[operation] === 0) {
    callsDone(attempt, outcome);
    return;
  }
  awaitCalls(attempt, node, operation);
  follow(WORK_SERVED, attempt, 0);
}

/** An operation has failed by itself, and calls follow from that. */
function undoesAfterError(attempt: number, node: number): boolean {
  const operation = attempts.operation[attempt];
  if ((operationWrites.onFailure[operation] & UNDOES) === 0) return false;
  if (undo(attempt, ERROR) !== GOING_ON) return false;
  awaitCalls(attempt, node, operation);
  follow(CALLS_GO_ON, attempt, 0);
  return true;
}

/** An attempt has waited for its row for as long as it may. */
export function lockTimeout(attempt: number): void {
  attempts.event[attempt] = 0;
  const node = attempts.node[attempt];
  giveUpClaim(attempt, node);
  endLockWait(attempt, node);
  attempts.outcome[attempt] = ERROR;
  finish(attempt, ERROR);
}

/** Of a broker never: it accepts what was published. Of a cache unless it knows or waits for the answer. */
function callsFollow(attempt: number, node: number): boolean {
  if (nodes.primitive[node] !== CACHE) {
    follow(PUBLISHED, attempt, 0);
    return false;
  }
  const way = serveCommand(attempt, node);
  if (way === ANSWERED) callsDone(attempt, OK);
  else if (way === FOLLOWS) awaitCalls(attempt, node, attempts.operation[attempt]);
  return way === GOES_ON;
}

/** What a command waited for has been fetched, or not. */
export function fetched(row: number, outcome: number): void {
  const attempt = endWait(row);
  if (attempt < 0) return;
  callsDone(attempt, (attempts.flags[attempt] & CANCEL_SEEN) === 0 ? outcome : CANCELLED);
}

/** From now on an attempt waits for its calls, with its slot or without. */
function awaitCalls(attempt: number, node: number, operation: number): void {
  attempts.phase[attempt] = CALLING;
  if (operations.blocking[operation] === 0) {
    awayMoreAt(node, attempts.instance[attempt]);
    releaseSlot(attempt, node);
  } else if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) {
    blockedMore(node);
  } else {
    // Cores that are shared are not held while calls are pending.
    waitApart(attempt, node);
  }
}

/** An attempt no longer waits for its calls. */
export function endCalling(attempt: number, node: number): void {
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) blockedLess(node);
  else if (isAmongShared(attempt, node)) awayLess(node);
  else awayLessAt(node, attempts.instance[attempt]);
}

/** True of what is counted by its instance as sharing the cores, at work or not. */
function isAmongShared(attempt: number, node: number): boolean {
  return (attempts.flags[attempt] & ASIDE) !== 0 && (nodes.mode[node] & SHARES) !== 0;
}

function waitApart(attempt: number, node: number): void {
  if (isAmongShared(attempt, node)) awayMore(node);
  else awayMoreAt(node, attempts.instance[attempt]);
}

/** All calls of an attempt's plan have ended; work after them may follow. */
export function callsDone(attempt: number, callsOutcome: number): void {
  const operation = attempts.operation[attempt];
  const node = attempts.node[attempt];
  if (attempts.phase[attempt] === CALLING) endCalling(attempt, node);
  const outcome = verdictOnCalls(attempt, node, operation, callsOutcome);
  const mode = nodes.mode[node];
  if (mode === 0) endPlan(attempt, node, outcome, 0);
  else if ((mode & TAKES_STREAMS) === 0 || !streamFollows(attempt, outcome)) {
    endPlan(attempt, node, outcome, mode & STANDS_STILL);
  } else move(attempt, node, beginStream(attempt));
}

/** What is left to do after the calls and, of a stream, its messages; `still`: instances may be. */
function endPlan(attempt: number, node: number, outcome: number, still: number): void {
  const operation = attempts.operation[attempt];
  const after = operations.after[operation];
  if (outcome < FIRST_FAILURE && after >= 0 && worksAfter(attempt, operation)) {
    attempts.outcome[attempt] = outcome;
    workOn(attempt, node);
  } else if (still !== 0 && waitsForInstance(attempt, node)) standBy(attempt, node, outcome);
  else finish(attempt, outcome);
}

/** The handler of a stream, which has waited, goes on as it says. */
export function handlerMoves(attempt: number, does: number): void {
  const node = attempts.node[attempt];
  endCalling(attempt, node);
  move(attempt, node, does);
}

/** The handler of a stream waits, works on a message, or has seen the last one. */
function move(attempt: number, node: number, does: number): void {
  const flags = attempts.flags[attempt];
  if ((flags & CANCEL_SEEN) !== 0) {
    finish(attempt, CANCELLED);
  } else if (does === WAITS) {
    awaitCalls(attempt, node, attempts.operation[attempt]);
  } else if (does === WORKS) {
    attempts.outcome[attempt] = OK;
    workOn(attempt, node);
  } else {
    const outcome = (flags & TAINTED) !== 0 ? DEGRADED : OK;
    endPlan(attempt, node, outcome, nodes.mode[node] & STANDS_STILL);
  }
}

/** Work that follows the first service begins, once there is a slot for it. */
function workOn(attempt: number, node: number): void {
  const instance = attempts.instance[attempt];
  if ((attempts.flags[attempt] & (HOLDS_SLOT | ASIDE)) !== 0) {
    beginAfter(attempt, node, instance);
  } else if (instances.held[instance] < instances.slots[instance]) {
    takeSlot(attempt, node, instance);
    beginAfter(attempt, node, instance);
  } else {
    attempts.phase[attempt] = RESUMING;
    awayMoreAt(node, instance);
    attempts.next[attempt] = 0;
    const tail = instances.resumeTail[instance];
    if (tail !== 0) attempts.next[tail - 1] = attempt + 1;
    else instances.resumeHead[instance] = attempt + 1;
    instances.resumeTail[instance] = attempt + 1;
  }
}

/** Gives the slot back and starts what waits for it. */
export function releaseSlot(attempt: number, node: number): void {
  const flags = attempts.flags[attempt];
  if ((flags & (HOLDS_SLOT | ASIDE)) === 0) return;
  const instance = attempts.instance[attempt];
  if ((flags & HOLDS_SLOT) === 0) {
    attempts.flags[attempt] = flags & ~ASIDE;
    if ((nodes.mode[node] & SHARES) === 0) {
      if ((nodes.mode[node] & LISTS_WORK) !== 0) leaveWork(attempt, instance);
      return;
    }
    touchInstance(instance);
    instances.held[instance]--;
  } else {
    giveUpSlot(attempt, node, instance);
    if (nodes.mode[node] === 0) {
      if (instances.up[instance] === 1) fillFrom(instance, node, 0);
      return;
    }
    if ((nodes.mode[node] & LISTS_WORK) !== 0) leaveWork(attempt, instance);
  }
  if (instances.up[instance] === 1) fillSlot(instance, node);
}

/** Gives a free slot of an instance to whoever waits: resumed work, the queue, buffered messages. */
export function fillSlot(instance: number, node: number): void {
  fillFrom(instance, node, nodes.mode[node]);
}

function fillFrom(instance: number, node: number, mode: number): void {
  while (instances.held[instance] < instances.slots[instance]) {
    const resumed = instances.resumeHead[instance];
    if (resumed !== 0) {
      const attempt = resumed - 1;
      instances.resumeHead[instance] = attempts.next[attempt];
      if (attempts.next[attempt] === 0) instances.resumeTail[instance] = 0;
      awayLessAt(node, instance);
      if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) {
        depart(attempt, CANCELLED);
        continue;
      }
      takeSlot(attempt, node, instance);
      beginAfter(attempt, node, instance);
      continue;
    }
    const queue = instances.queue[instance];
    const waiting = nextInQueue(queue, node);
    if (
      waiting === 0 ||
      ((mode & SERVES_BATCHES) !== 0 && instances.queued[queue] < nodes.bulkMin[node])
    ) {
      if (instances.firstConsumer[instance] !== 0) follow(SLOT_FREE, instance, 0);
      if (mode !== 0) findNothing(instance, node, queue, mode);
      return;
    }
    if ((mode & SERVES_BATCHES) !== 0) fillBatch(instance, node, queue);
    else callIn(waiting - 1, instance, node, mode);
  }
}

/** The waiting attempt whose turn it is begins or goes on, unless it is cancelled or dropped. */
function callIn(attempt: number, instance: number, node: number, mode: number): void {
  const flags = attempts.flags[attempt];
  const ending = (flags & (CANCEL_SEEN | HAS_DEADLINE)) === 0 ? OK : endBeforeService(attempt);
  const drops = ending === OK && (mode & DROPS_LATE) !== 0;
  const isDropped = drops && dropsLate(attempt, instances.queue[instance], node);
  leaveQueue(attempt);
  if (ending !== OK) {
    depart(attempt, ending);
  } else if (isDropped) {
    depart(attempt, SHED);
  } else {
    attempts.instance[attempt] = instance;
    if ((flags & INTERRUPTED) !== 0) resumeWork(attempt, node, instance);
    else begin(attempt, node, instance, mode);
  }
}

/** A free slot has found nobody to serve. */
function findNothing(instance: number, node: number, queue: number, mode: number): void {
  if ((mode & DROPS_LATE) !== 0) noneWaits(queue);
  if ((mode & POLLS) !== 0) fallAsleep(instance, node);
}

/** A free slot takes those whose turn it is, up to the size of a batch. */
function fillBatch(instance: number, node: number, queue: number): void {
  let batch = -1;
  for (let waiting = nextInQueue(queue, node); waiting !== 0; waiting = nextInQueue(queue, node)) {
    const attempt = waiting - 1;
    leaveQueue(attempt);
    const ending = endBeforeService(attempt);
    if (ending !== OK) {
      depart(attempt, ending);
      continue;
    }
    if (batch < 0) batch = openBatch(instance);
    attempts.instance[attempt] = instance;
    addToBatch(attempt, node, batch);
    if (batches.count[batch] === nodes.bulkMax[node]) break;
  }
  if (batch >= 0) launchBatch(batch, node);
}

/** The attempt's work here is done. */
export function finish(attempt: number, workOutcome: number): void {
  const node = attempts.node[attempt];
  const m = node * NODE_METERS;
  const outcome =
    (attempts.flags[attempt] & KEYED) === 0 ? workOutcome : endKeyed(attempt, workOutcome);
  if (outcome !== OK) nodeMeter[m + NOT_OK_COMPLETIONS]++;
  if (outcome >= FIRST_FAILURE || attempts.call[attempt] < 0) nodeMeter[m + VAIN_COMPLETIONS]++;
  registers[VALUE] = registers[NOW] - attempts.arrivedAt[attempt];
  record(2 * node + 1);
  if (nodes.watch[node] !== 0) completeWatched(attempt, node, outcome);
  leave(attempt, node, outcome);
}

/** The attempt leaves the node without being done. */
export function depart(attempt: number, outcome: number): void {
  const node = attempts.node[attempt];
  if (nodes.watch[node] !== 0) leaveWatched(attempt, node, outcome);
  leave(attempt, node, outcome);
}

function leave(attempt: number, node: number, outcome: number): void {
  const m = node * NODE_METERS;
  nodeState.present[node]--;
  const from = Math.max(attempts.arrivedAt[attempt], period[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  if (outcome !== OK) nodeMeter[m + NODE_ENDED + outcome]++;
  releaseSlot(attempt, node);
  answer(attempt, outcome);
}
