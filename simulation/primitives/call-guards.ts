// The policies on the caller's side that can hold a call up, at two levels: around the whole call
// with its retries, and around each attempt. Entering a level asks its policies from the outside in;
// the outermost that refuses gives the outcome. Leaving it tells them how it went, from the inside
// out. A policy stands at one level of its edge, and its bit in `edges.guards` says at which.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, BLAME, NOW, registers } from "../core/registers.ts";
import {
  BULKHEAD_FULLS,
  EDGE_METERS,
  edgeMeter,
  GUARD_WAITS,
  RATE_LIMITEDS,
  SHORT_CIRCUITED,
} from "../metrics/meters.ts";
import {
  BULKHEAD_FULL,
  CANCELLED,
  CIRCUIT_OPEN,
  DEADLINE_EXCEEDED,
  RATE_LIMITED,
} from "../results/outcomes.ts";
import { AWAITS_PROBE, askBreaker, HALF_OPEN, PROBE, REFUSED, recordOutcome } from "./breaker.ts";
import { budgetForgets, budgetLearns, budgetSends } from "./call-budget.ts";
import { stopTimer } from "./call-timer.ts";
import { isPastDeadline, stopDeadline } from "./deadline.ts";
import { ATTEMPT_RESUMED, CALL_RESUMED, WAIT_OVER } from "./event-kinds.ts";
import { guardRows, leaveLine, NEVER, policyStates, RESUMING, standInLine } from "./guard-rows.ts";
import { releaseEffect } from "./keyed-work.ts";
import {
  ATTEMPT_BREAKER,
  ATTEMPT_BULKHEAD,
  ATTEMPT_RATE_LIMIT,
  CALL_BREAKER,
  CALL_BULKHEAD,
  CALL_DEADLINE,
  CALL_RATE_LIMIT,
  edges,
  KEEPS_STATE,
  plans,
  RETRY_BUDGET,
} from "./parameters.ts";
import { awaitToken, takeAwaitedToken, takeToken } from "./rate-limit.ts";
import { calls, NONE } from "./rows.ts";
import { follow } from "./transitions.ts";

/** Answers of a level, beside the outcome with which it refuses. */
export const GO_ON = 0;
export const WAITS = -1;

/** By how much the bits of an attempt's policies are shifted against those of a call's. */
const OF_CALL = 0;
const OF_ATTEMPT = 3;
/** Bits of `passed`: what the breaker let pass was a probe. */
const CALL_PROBES = 1 << 9;
const ATTEMPT_PROBES = CALL_PROBES << OF_ATTEMPT;

/** A row for a call that starts. */
export function openGuards(call: number): void {
  const row = allocateRow(guardRows.marks, guardRows.next, guardRows.cap);
  calls.guard[call] = row;
  guardRows.call[row] = call;
  guardRows.passed[row] = 0;
  guardRows.deadlineAt[row] = NEVER;
  guardRows.deadline[row] = 0;
  guardRows.line[row] = 0;
  guardRows.budget[row] = 0;
  guardRows.effect[row] = 0;
}

export function closeGuards(call: number): void {
  const row = calls.guard[call];
  calls.guard[call] = NONE;
  if (guardRows.effect[row] !== 0) releaseEffect(guardRows.effect[row] - 1);
  freeRow(guardRows.marks, guardRows.next, row);
}

/** Row of the caller's breaker, limiter or bulkhead; `stride` is 0 where all callers share one. */
function stateOf(call: number, edge: number, first: number, stride: number): number {
  return first + (calls.row[call] - edges.firstRow[edge]) * stride;
}

function breakerOf(call: number, edge: number): number {
  const first = edges.firstBreaker[edge] + plans.breakerAt[calls.plan[call]];
  return stateOf(call, edge, first, edges.breakerStride[edge]);
}

function limiterOf(call: number, edge: number): number {
  return stateOf(call, edge, edges.firstLimiter[edge], edges.limiterStride[edge]);
}

function bulkheadOf(call: number, edge: number): number {
  return stateOf(call, edge, edges.firstBulkhead[edge], edges.bulkheadStride[edge]);
}

/** Asks the policies around the whole call: GO_ON, WAITS, or the outcome of the one that refuses. */
export function enterCallLevel(call: number, edge: number): number {
  const row = calls.guard[call];
  if ((edges.guards[edge] & CALL_DEADLINE) !== 0 && isPastDeadline(row)) return DEADLINE_EXCEEDED;
  if (guardRows.passed[row] === 0) guardRows.callSince[row] = registers[NOW];
  return enterLevel(call, edge, row, OF_CALL);
}

/** Asks the policies around an attempt. */
export function enterAttemptLevel(call: number, edge: number): number {
  const row = calls.guard[call];
  const passed = guardRows.passed[row] & (ATTEMPT_BREAKER | ATTEMPT_RATE_LIMIT | ATTEMPT_BULKHEAD);
  if (passed === 0) guardRows.attemptSince[row] = registers[NOW];
  if ((edges.guards[edge] & RETRY_BUDGET) !== 0) budgetSends(call, edge);
  return enterLevel(call, edge, row, OF_ATTEMPT);
}

/** Asks those of a level that have not let the call pass yet. */
function enterLevel(call: number, edge: number, row: number, level: number): number {
  const wanted = edges.guards[edge] & ~guardRows.passed[row];
  let answer = GO_ON;
  if ((wanted & (CALL_BREAKER << level)) !== 0) answer = enterBreaker(call, edge, row, level);
  if (answer === GO_ON && (wanted & (CALL_RATE_LIMIT << level)) !== 0) {
    answer = enterLimiter(call, edge, row, level);
  }
  if (answer === GO_ON && (wanted & (CALL_BULKHEAD << level)) !== 0) {
    answer = enterBulkhead(call, edge, row, level);
  }
  return answer;
}

function enterBreaker(call: number, edge: number, row: number, level: number): number {
  const state = breakerOf(call, edge);
  const answer = askBreaker(state, edge);
  if (answer === REFUSED) {
    edgeMeter[edge * EDGE_METERS + SHORT_CIRCUITED]++;
    registers[BLAME] = policyStates.openedBy[state];
    return CIRCUIT_OPEN;
  }
  if (answer === AWAITS_PROBE) return waitAt(row, edge, state);
  guardRows.passed[row] |= CALL_BREAKER << level;
  if (answer === PROBE) guardRows.passed[row] |= CALL_PROBES << level;
  return GO_ON;
}

function enterLimiter(call: number, edge: number, row: number, level: number): number {
  const state = limiterOf(call, edge);
  if (takeToken(state, edge)) {
    guardRows.passed[row] |= CALL_RATE_LIMIT << level;
    return GO_ON;
  }
  if (edges.rateWaits[edge] === 0) {
    edgeMeter[edge * EDGE_METERS + RATE_LIMITEDS]++;
    return RATE_LIMITED;
  }
  waitAt(row, edge, state);
  awaitToken(state, edge);
  return WAITS;
}

function enterBulkhead(call: number, edge: number, row: number, level: number): number {
  const state = bulkheadOf(call, edge);
  if (policyStates.inUse[state] < edges.bulkheadMax[edge]) {
    policyStates.inUse[state]++;
    guardRows.passed[row] |= CALL_BULKHEAD << level;
    return GO_ON;
  }
  const forMs = edges.bulkheadWaitMs[edge];
  if (forMs === 0) return refuseAtBulkhead(edge);
  registers[AT] = registers[NOW] + forMs;
  calls.timer[call] = schedule(WAIT_OVER, call, 0) + 1;
  return waitAt(row, edge, state);
}

function refuseAtBulkhead(edge: number): number {
  edgeMeter[edge * EDGE_METERS + BULKHEAD_FULLS]++;
  return BULKHEAD_FULL;
}

function waitAt(row: number, edge: number, state: number): number {
  edgeMeter[edge * EDGE_METERS + GUARD_WAITS]++;
  standInLine(row, state);
  return WAITS;
}

/** A call has waited for a permit of the bulkhead as long as it may: the outcome of that. */
export function giveUpWaiting(call: number, edge: number): number {
  calls.timer[call] = 0;
  leaveLine(calls.guard[call]);
  return refuseAtBulkhead(edge);
}

/** The next token of a limiter is there for the first in line. */
export function tokenReady(state: number): void {
  const edge = policyStates.edge[state];
  if (takeAwaitedToken(state, edge)) {
    const bit = edges.guards[edge] & (CALL_RATE_LIMIT | ATTEMPT_RATE_LIMIT);
    callUp(policyStates.head[state] - 1, bit, bit === CALL_RATE_LIMIT);
  }
  awaitToken(state, edge);
}

/** Takes a call out of its line; it goes on, past the policy of `granted` if that is not 0. */
function callUp(row: number, granted: number, isCall: boolean): void {
  const call = guardRows.call[row];
  stopTimer(call);
  leaveLine(row);
  guardRows.line[row] = RESUMING;
  guardRows.passed[row] |= granted;
  follow(isCall ? CALL_RESUMED : ATTEMPT_RESUMED, call, 0);
}

/** An attempt has ended, or was refused by a policy further in. */
export function leaveAttemptLevel(call: number, edge: number, outcome: number): void {
  leaveLevel(call, edge, OF_ATTEMPT, outcome);
  if ((edges.guards[edge] & RETRY_BUDGET) !== 0) budgetLearns(call, edge, outcome);
}

/** A call has ended for its caller, and its policies have nothing more to do with it. */
export function leaveCallLevel(call: number, edge: number, guards: number, outcome: number): void {
  if ((guards & KEEPS_STATE) === 0) return;
  leaveLevel(call, edge, OF_CALL, outcome);
  if ((guards & RETRY_BUDGET) !== 0) budgetForgets(call, edge);
  stopDeadline(calls.guard[call]);
  closeGuards(call);
}

/** Tells those that have let the call pass; outcome CANCELLED says nothing about the callee. */
function leaveLevel(call: number, edge: number, level: number, outcome: number): void {
  const row = calls.guard[call];
  const passed = guardRows.passed[row];
  if ((passed & (CALL_BULKHEAD << level)) !== 0) givePermit(bulkheadOf(call, edge), edge, level);
  if ((passed & (CALL_BREAKER << level)) !== 0) tellBreaker(call, edge, level, outcome);
  const bits = CALL_BREAKER | CALL_RATE_LIMIT | CALL_BULKHEAD | CALL_PROBES;
  guardRows.passed[row] &= ~(bits << level);
}

/** A permit is free: the first in line has it at once. */
function givePermit(state: number, edge: number, level: number): void {
  const first = policyStates.head[state];
  if (first === 0 || policyStates.inUse[state] > edges.bulkheadMax[edge]) {
    policyStates.inUse[state]--;
  } else {
    callUp(first - 1, CALL_BULKHEAD << level, level === OF_CALL);
  }
}

function tellBreaker(call: number, edge: number, level: number, outcome: number): void {
  const row = calls.guard[call];
  const state = breakerOf(call, edge);
  const since = level === OF_CALL ? guardRows.callSince[row] : guardRows.attemptSince[row];
  const slowMs = edges.breakerSlowMs[edge];
  const slow = slowMs > 0 && registers[NOW] - since > slowMs;
  const probe = (guardRows.passed[row] & (CALL_PROBES << level)) !== 0;
  recordOutcome(state, edge, outcome, slow, probe);
  if (probe && policyStates.head[state] !== 0) askAgain(state, level);
}

/** The verdict on the probes is there, or a probe may be made: those who wait for it ask again. */
function askAgain(state: number, level: number): void {
  let most = policyStates.waiting[state];
  if (policyStates.circuit[state] === HALF_OPEN) {
    most = Math.min(most, policyStates.probesFree[state]);
  }
  for (let i = 0; i < most; i++) callUp(policyStates.head[state] - 1, 0, level === OF_CALL);
}

/** What is left of a call that nobody waits for any more. */
export const NOTHING_LEFT = 0;
/** A probe on its way: its call goes on for the breaker alone. */
export const PROBE_LEFT = 1;
/** A transition that will come upon it. */
export const RESUMING_LEFT = 2;

/**
 * Nobody waits for a call any more: it gives back what it holds and its policies learn nothing from
 * it, except that a breaker awaits the verdict on a probe that is on its way all the same. (Two calls
 * made at once over one edge, of which one is refused, would otherwise keep a half-open breaker from
 * ever closing: the refusal fails their parent, which abandons the probe.)
 */
export function leaveAbandoned(call: number, edge: number): number {
  const row = calls.guard[call];
  // It has ended for its policies already where only its fallback was still to answer.
  if ((edges.guards[edge] & KEEPS_STATE) === 0 || row === NONE) return NOTHING_LEFT;
  const stood = leaveAnyLine(call, edge, row);
  stopDeadline(row);
  if ((edges.guards[edge] & RETRY_BUDGET) !== 0) budgetForgets(call, edge);
  const probes = guardRows.passed[row] & (CALL_PROBES | ATTEMPT_PROBES);
  if (probes !== 0 && isOnItsWay(call)) {
    keepProbe(call, edge, row);
    return PROBE_LEFT;
  }
  // A call that failed and was to be tried again has a verdict.
  const pausing = !stood && calls.attempt[call] === NONE && calls.timer[call] > 0;
  leaveLevel(call, edge, OF_ATTEMPT, CANCELLED);
  leaveLevel(call, edge, OF_CALL, pausing ? calls.outcome[call] : CANCELLED);
  if (guardRows.line[row] === RESUMING) return RESUMING_LEFT;
  closeGuards(call);
  return NOTHING_LEFT;
}

/** An attempt that will end for its caller, by its answer or by its timer. */
function isOnItsWay(call: number): boolean {
  return calls.attempt[call] >= 0 || (calls.attempt[call] !== NONE && calls.timer[call] > 0);
}

/** Gives back all but the place of a probe. */
function keepProbe(call: number, edge: number, row: number): void {
  const passed = guardRows.passed[row];
  if ((passed & CALL_PROBES) === 0) guardRows.passed[row] &= ~CALL_BREAKER;
  if ((passed & ATTEMPT_PROBES) === 0) guardRows.passed[row] &= ~ATTEMPT_BREAKER;
  if ((passed & CALL_BULKHEAD) !== 0) givePermit(bulkheadOf(call, edge), edge, OF_CALL);
  if ((passed & ATTEMPT_BULKHEAD) !== 0) givePermit(bulkheadOf(call, edge), edge, OF_ATTEMPT);
  guardRows.passed[row] &= ~(CALL_BULKHEAD | ATTEMPT_BULKHEAD);
}

/** A probe that was kept for its breaker has ended. */
export function probeEnded(call: number, edge: number, outcome: number): void {
  leaveLevel(call, edge, OF_ATTEMPT, outcome);
  leaveLevel(call, edge, OF_CALL, outcome);
  closeGuards(call);
}

/** A call that is cut off stands in line no longer. True if it stood in one. */
export function leaveAnyLine(call: number, edge: number, row: number): boolean {
  const line = guardRows.line[row];
  if (line <= 0) return false;
  stopTimer(call);
  leaveLine(row);
  if (policyStates.event[line - 1] !== 0) awaitToken(line - 1, edge);
  return true;
}
