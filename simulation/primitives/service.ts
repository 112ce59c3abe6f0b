// Service: what happens at a slot from the moment an attempt takes it until its work ends. Most
// stations do no more than that; those with a `mode` share cores, interrupt or pause work as well.
import { cancel, events, schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM, VALUE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { record, recordZero } from "../metrics/histogram.ts";
import { NODE_METERS, nodeMeter, WAITED, WASTED_TIME } from "../metrics/meters.ts";
import { DEGRADED, OK } from "../results/outcomes.ts";
import { admit } from "./access.ts";
import { CHECKED, checks } from "./access-rows.ts";
import { leaveBatch } from "./batches.ts";
import { encode } from "./encoding-work.ts";
import { SERVICE_END } from "./event-kinds.ts";
import { KEEPS_STREAMS } from "./event-store-rows.ts";
import { serveStream } from "./event-streams.ts";
import { UPGRADE } from "./held-rows.ts";
import { awayLessAt, awayMoreAt } from "./instance-load.ts";
import { beginKeyed } from "./keyed-work.ts";
import { leak } from "./leaks.ts";
import { blockedLess, blockedMore, control, instances, workLess, workMore } from "./node-state.ts";
import { LEAKS, nodes, operations, SHARES } from "./parameters.ts";
import { verdicts } from "./proxy-rows.ts";
import { claimRow } from "./row-locks.ts";
import {
  ASIDE,
  attempts,
  CALLING,
  CLAIMS,
  HOLDS_SLOT,
  IN_AFTER,
  IN_BATCH,
  IN_SERVICE,
  IN_SHARING,
  IN_TRANSIT,
  INTERRUPTED,
  KEYED,
  LOCKED_OUT,
  PAUSED,
  TAINTED,
} from "./rows.ts";
import { sampleMessageWork, worksOnMessage } from "./rpc-stream-handler.ts";
import { READS_SCHEMAS } from "./schema-rows.ts";
import { serveSchema } from "./schemas.ts";
import { joinSharing, leaveSharing } from "./sharing.ts";
import { giveUpSlot, holdSlot, takeSlot } from "./slots.ts";
import { workOnSpans } from "./span-recording.ts";
import { HANDLES_SPANS } from "./span-rows.ts";
import { AFTER, ERROR_DRAW, ERROR_TIME, NODE_STREAMS, SERVICE } from "./streams.ts";
import { ENCODES } from "./wire-rows.ts";
import { bookWork } from "./work-account.ts";
import { leaveWork } from "./work-list.ts";

const _period = control.f64;
const eventTime = events.time;

/** Books how long an attempt has waited for its first service. */
export function recordWait(attempt: number, node: number): void {
  const wait = registers[NOW] - attempts.arrivedAt[attempt];
  if (wait > 0) {
    nodeMeter[node * NODE_METERS + WAITED]++;
    registers[VALUE] = wait;
    record(2 * node);
  } else {
    recordZero(2 * node);
  }
}

/** Starts the first service of an attempt; `mode` is its node's. */
export function begin(attempt: number, node: number, instance: number, mode: number): void {
  if (mode !== 0) {
    beginOtherwise(attempt, node, instance);
    return;
  }
  holdSlot(attempt, instance);
  if (drawWork(attempt, node, instance)) {
    work(attempt, node, registers[SAMPLE] * instances.pace[instance]);
  }
}

function beginOtherwise(attempt: number, node: number, instance: number): void {
  takeSlot(attempt, node, instance);
  if (drawWork(attempt, node, instance)) serve(attempt, node, instance);
}

/** Leaves the work of a first service in `registers[SAMPLE]`; false: it waits for its row. */
function drawWork(attempt: number, node: number, instance: number): boolean {
  recordWait(attempt, node);
  attempts.phase[attempt] = IN_SERVICE;
  const operation = attempts.operation[attempt];
  sampleInto(operations.service[operation], node * NODE_STREAMS + SERVICE);
  drawOutcome(attempt, node, instance);
  return (attempts.flags[attempt] & (KEYED | CLAIMS)) === 0 || !waitsForRow(attempt, node);
}

/** Begins work whose effect is followed; true where it has to wait for a row. */
function waitsForRow(attempt: number, node: number): boolean {
  if ((attempts.flags[attempt] & KEYED) !== 0) beginKeyed(attempt);
  // What is on record needs no row.
  const isKnown = attempts.phase[attempt] === IN_AFTER;
  if ((attempts.flags[attempt] & CLAIMS) === 0 || isKnown || claimRow(attempt, node)) return false;
  attempts.phase[attempt] = LOCKED_OUT;
  attempts.startedAt[attempt] = registers[SAMPLE];
  blockedMore(node);
  return true;
}

/** An attempt has the lock that it waited for, unless it is another by now. */
export function lockGranted(attempt: number, generation: number): void {
  const goesOn = attempts.generation[attempt] === generation;
  if (!goesOn || attempts.phase[attempt] !== LOCKED_OUT) return;
  const node = attempts.node[attempt];
  const instance = attempts.instance[attempt];
  stopLockTimer(attempt);
  if ((attempts.flags[attempt] & ASIDE) !== 0) {
    // Its instance has broken down meanwhile: it works once that is mended.
    attempts.phase[attempt] = PAUSED;
    attempts.stage[attempt] = IN_SERVICE;
    attempts.startedAt[attempt] *= instances.pace[instance];
    return;
  }
  endLockWait(attempt, node);
  attempts.phase[attempt] = IN_SERVICE;
  registers[SAMPLE] = attempts.startedAt[attempt];
  serve(attempt, node, instance);
}

function stopLockTimer(attempt: number): void {
  if (attempts.event[attempt] === 0) return;
  cancel(attempts.event[attempt] - 1);
  attempts.event[attempt] = 0;
}

/** An attempt waits for its lock no longer; it is in no level then. */
export function endLockWait(attempt: number, node: number): void {
  stopLockTimer(attempt);
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) blockedLess(node);
  else awayLessAt(node, attempts.instance[attempt]);
}

/** How the service will end; an error may take a time of its own. */
export function drawOutcome(attempt: number, node: number, instance: number): void {
  attempts.outcome[attempt] = OK;
  const operation = attempts.operation[attempt];
  if (operations.errorRate[operation] > 0 || instances.addedErrorRatio[instance] > 0) {
    drawError(attempt, operation, node * NODE_STREAMS, errorRatio(operation, instance));
  }
}

function errorRatio(operation: number, instance: number): number {
  const base = operations.errorRate[operation];
  const added = instances.addedErrorRatio[instance];
  return added === 0 ? base : 1 - (1 - base) * (1 - added);
}

function drawError(attempt: number, operation: number, streams: number, ratio: number): void {
  nextUniform(streams + ERROR_DRAW);
  if (registers[UNIFORM] >= ratio) return;
  attempts.outcome[attempt] = verdicts.failsWith[operation];
  const errorTime = operations.errorTime[operation];
  if (errorTime >= 0) sampleInto(errorTime, streams + ERROR_TIME);
}

/** Occupies the slot for `registers[SAMPLE]` ms of work at speed 1. */
function serve(attempt: number, node: number, instance: number): void {
  const mode = nodes.mode[node];
  if (mode !== 0) {
    if ((mode & KEEPS_STREAMS) !== 0 && attempts.phase[attempt] === IN_SERVICE) {
      serveStream(attempt, node);
    }
    if ((mode & READS_SCHEMAS) !== 0 && attempts.phase[attempt] === IN_SERVICE) {
      serveSchema(attempt, node);
    }
    if ((mode & LEAKS) !== 0 && isFirstWork(attempt)) leak(instance);
    if ((mode & ENCODES) !== 0 && attempts.phase[attempt] === IN_SERVICE) {
      encode(attempt);
    }
    if ((mode & HANDLES_SPANS) !== 0 && attempts.phase[attempt] === IN_SERVICE) {
      workOnSpans(attempt, node);
    }
    if ((mode & SHARES) !== 0) {
      joinSharing(attempt, node, instance, attempts.phase[attempt]);
      return;
    }
    if (instances.broken[instance] !== 0) {
      pause(attempt, node, registers[SAMPLE] * instances.pace[instance]);
      return;
    }
    if (instances.hung[instance] !== 0) {
      hold(attempt, node, registers[SAMPLE] * instances.pace[instance]);
      return;
    }
  }
  work(attempt, node, registers[SAMPLE] * instances.pace[instance]);
}

/** Neither work after calls nor that after a check. */
function isFirstWork(attempt: number): boolean {
  return attempts.phase[attempt] === IN_SERVICE && (attempts.flags[attempt] & CHECKED) === 0;
}

function work(attempt: number, node: number, forMs: number): void {
  workMore(node);
  attempts.startedAt[attempt] = registers[NOW];
  registers[AT] = registers[NOW] + forMs;
  attempts.event[attempt] = schedule(SERVICE_END, attempt, 0) + 1;
}

export function beginAfter(attempt: number, node: number, instance: number): void {
  if (checks.goesOnAs[attempts.operation[attempt]] !== 0) {
    beginChecked(attempt, node, instance);
    return;
  }
  attempts.phase[attempt] = IN_AFTER;
  if (worksOnMessage(attempt)) sampleMessageWork(attempt);
  else sampleInto(operations.after[attempts.operation[attempt]], node * NODE_STREAMS + AFTER);
  serve(attempt, node, instance);
}

/** The work itself begins, after the check of its caller; after an upgrade there is none. */
function beginChecked(attempt: number, node: number, instance: number): void {
  admit(attempt, node);
  if (attempts.origin[attempt] === UPGRADE) {
    attempts.phase[attempt] = IN_AFTER;
    attempts.outcome[attempt] = OK;
    registers[SAMPLE] = 0;
    serve(attempt, node, instance);
    return;
  }
  attempts.phase[attempt] = IN_SERVICE;
  sampleInto(operations.service[attempts.operation[attempt]], node * NODE_STREAMS + SERVICE);
  drawOutcome(attempt, node, instance);
  // An answer that a fallback stands in for degrades all that follows from it.
  const isTainted = (attempts.flags[attempt] & TAINTED) !== 0;
  if (isTainted && attempts.outcome[attempt] === OK) attempts.outcome[attempt] = DEGRADED;
  serve(attempt, node, instance);
}

/** The work of an attempt stops: its level falls, and its time since `startedAt` is booked. */
export function accountService(attempt: number, node: number): void {
  workLess(node);
  bookWork(attempt, node, registers[NOW]);
}

/** The result of an attempt is thrown away: its service so far was wasted, the rest will be. */
export function discardService(attempt: number): void {
  if (attempts.phase[attempt] === IN_TRANSIT) return;
  nodeMeter[attempts.node[attempt] * NODE_METERS + WASTED_TIME] += attempts.servedMs[attempt];
  attempts.servedMs[attempt] = 0;
}

/** Ends the work of an attempt at once, whatever form it has; false if it was not at work. */
export function stopWork(attempt: number, node: number): boolean {
  const phase = attempts.phase[attempt];
  if (phase === IN_SERVICE || phase === IN_AFTER) {
    cancel(attempts.event[attempt] - 1);
    attempts.event[attempt] = 0;
    accountService(attempt, node);
    return true;
  }
  if (phase === PAUSED) endPause(attempt, node);
  else if (phase === IN_SHARING) leaveSharing(attempt, node);
  else if (phase === IN_BATCH) leaveBatch(attempt, node);
  else if (phase === LOCKED_OUT) endLockWait(attempt, node);
  else return false;
  return true;
}

/** Stops the work of an attempt, which keeps what is left of it, ms. */
function halt(attempt: number, node: number): number {
  const event = attempts.event[attempt] - 1;
  const rest = eventTime[event] - registers[NOW];
  cancel(event);
  attempts.event[attempt] = 0;
  accountService(attempt, node);
  attempts.stage[attempt] = attempts.phase[attempt];
  return rest;
}

/** Takes the slot from an attempt at work, which is to go on with its work later. */
export function interruptWork(attempt: number, node: number, instance: number): void {
  // Left is work at speed 1: it may be resumed by a faster or slower instance.
  const rest = halt(attempt, node) * instances.speed[instance];
  attempts.startedAt[attempt] = rest;
  attempts.flags[attempt] |= INTERRUPTED;
  giveUpSlot(attempt, node, instance);
  leaveWork(attempt, instance);
}

/** Interrupted work has a slot again. */
export function resumeWork(attempt: number, node: number, instance: number): void {
  takeSlot(attempt, node, instance);
  attempts.flags[attempt] &= ~INTERRUPTED;
  attempts.phase[attempt] = attempts.stage[attempt];
  work(attempt, node, attempts.startedAt[attempt] / instances.speed[instance]);
}

/** Work stands still with its instance: `restMs` of it are left. */
function pause(attempt: number, node: number, restMs: number): void {
  if (attempts.phase[attempt] !== PAUSED) attempts.stage[attempt] = attempts.phase[attempt];
  attempts.phase[attempt] = PAUSED;
  attempts.startedAt[attempt] = restMs;
  awayMoreAt(node, attempts.instance[attempt]);
}

/** An attempt no longer stands still; it is in no level then. */
export function endPause(attempt: number, node: number): void {
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) blockedLess(node);
  else awayLessAt(node, attempts.instance[attempt]);
}

/** Work does not come to its end though it keeps its slot: `restMs` of it are left. */
function hold(attempt: number, node: number, restMs: number): void {
  attempts.stage[attempt] = attempts.phase[attempt];
  attempts.phase[attempt] = PAUSED;
  attempts.startedAt[attempt] = restMs;
  if ((attempts.flags[attempt] & HOLDS_SLOT) !== 0) blockedMore(node);
  else awayMoreAt(node, attempts.instance[attempt]);
}

/** An attempt with nothing left to do would be answered, but its instance stands still. */
export function standBy(attempt: number, node: number, outcome: number): void {
  attempts.outcome[attempt] = outcome;
  attempts.phase[attempt] = IN_AFTER;
  hold(attempt, node, 0);
}

/** The instance of work in progress hangs. */
export function holdUp(attempt: number, node: number): void {
  hold(attempt, node, halt(attempt, node));
}

/** Work that was held up goes on. */
export function goOn(attempt: number, node: number): void {
  blockedLess(node);
  attempts.phase[attempt] = attempts.stage[attempt];
  work(attempt, node, attempts.startedAt[attempt]);
}

/** The instance of a slot holder has broken down. */
export function setAside(attempt: number, node: number, instance: number): void {
  const phase = attempts.phase[attempt];
  if (phase === CALLING || phase === PAUSED || phase === LOCKED_OUT) {
    blockedLess(node);
    awayMoreAt(node, instance);
  } else {
    pause(attempt, node, halt(attempt, node));
  }
  giveUpSlot(attempt, node, instance);
  attempts.flags[attempt] |= ASIDE;
}

/** The instance of what was set aside is repaired: it has its slot again. */
export function takeUp(attempt: number, node: number, instance: number): void {
  attempts.flags[attempt] = (attempts.flags[attempt] & ~ASIDE) | HOLDS_SLOT;
  attempts.slotAt[attempt] = registers[NOW];
  awayLessAt(node, instance);
  instances.held[instance]++;
  const phase = attempts.phase[attempt];
  if (phase === CALLING || phase === LOCKED_OUT || instances.hung[instance] !== 0) {
    blockedMore(node);
    return;
  }
  attempts.phase[attempt] = attempts.stage[attempt];
  work(attempt, node, attempts.startedAt[attempt]);
}
