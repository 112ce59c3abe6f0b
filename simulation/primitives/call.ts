// Call: the caller's side of one use of an edge. A call ends once; its attempts may go on as zombies
// after that. Where each policy stands, from the outside in (product semantics, decision 43):
//
//   fallback                          call-end.ts      endCall, after everything else has failed
//   deadline                          call-guards.ts   from startCall to endCall
//   breaker, rate limiter, bulkhead   call-guards.ts   enterCallLevel / leaveCallLevel
//   retry and its budget              retry.ts         mayRetry, asked by attempt-end.ts
//   breaker, rate limiter, bulkhead   call-guards.ts   enterAttemptLevel / leaveAttemptLevel
//   hedge                             flight.ts        launchTry, instead of the plain way
//   balancing                         balancer.ts      pickInstance; told of the end in attemptEnded
//   pool                              pool.ts          acquire, asked by flight.ts
//   timeout                           attempt.ts       transmit; attempt-end.ts attemptTimeout
//
// `edges.guards` has a bit for each policy that a plain edge lacks, and is read before anything else
// about them. A policy lets a call pass, refuses it with an outcome, or makes it wait; what waits is
// resumed by an event or a transition and asks on from where it stopped. Whatever a call holds is
// given back where its attempt ends (attemptEnded), where it ends (endCall), and where its parent or
// its whole instance no longer cares (abandonCall).
import { allocateRow, freeRow } from "../core/memory.ts";
import {
  ABANDONED,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
  PAST_DEADLINE,
  TOO_DEEP,
} from "../metrics/meters.ts";
import { CANCELLED, DEADLINE_EXCEEDED, ERROR, OK } from "../results/outcomes.ts";
import { askAttemptLevel, refuseAttempt, sendAttempt } from "./attempt.ts";
import { discardProbe, orphan } from "./attempt-end.ts";
import { AVOIDS, balances } from "./balance-rows.ts";
import { blamePending, blameRefusal, keepBlame } from "./blame.ts";
import { countUnsent, endCall } from "./call-end.ts";
import {
  closeGuards,
  enterCallLevel,
  GO_ON,
  giveUpWaiting,
  leaveAbandoned,
  leaveAnyLine,
  leaveAttemptLevel,
  leaveCallLevel,
  NOTHING_LEFT,
  openGuards,
  PROBE_LEFT,
  WAITS,
} from "./call-guards.ts";
import { stopTimer } from "./call-timer.ts";
import { startDeadline } from "./deadline.ts";
import { planInstead } from "./fallback.ts";
import { cutFlights, dropFlights } from "./flight.ts";
import { newestFlight } from "./flight-rows.ts";
import { guardRows, RESUMING } from "./guard-rows.ts";
import { memberAnswered, memberFreed } from "./member-events.ts";
import { pendingLess, pendingMore } from "./network.ts";
import {
  CALL_BULKHEAD,
  CALL_DEADLINE,
  CALL_LEVEL,
  edges,
  KEEPS_STATE,
  nodes,
  plans,
} from "./parameters.ts";
import { leaveParcel } from "./parcel-rows.ts";
import { NUMBERS_PUBLISHES, numberCall } from "./publish-identity.ts";
import { LINES_UP, leaveLine } from "./publish-lines.ts";
import { endPause } from "./retry.ts";
import { attempts, calls, DISCARDED, ENDED, IN_PARCEL, NONE, requests } from "./rows.ts";
import { forgetTried } from "./tried-members.ts";

/** Most calls nested in each other. Source: product semantics, decision 35. */
export const CALLS_NESTED_MAX = 64;

/**
 * Starts a call of a plan for an attempt; `remaining` further ones follow it one by one. `pinned`
 * is the position of the instance it must go to, + 1, or 0.
 */
export function startCall(plan: number, parent: number, remaining: number, pinned: number): void {
  const call = allocateRow(calls.marks, calls.next, calls.cap);
  calls.parent[call] = parent;
  calls.remaining[call] = remaining;
  calls.pinned[call] = pinned;
  linkTo(parent, call);
  beginCall(call, plan, parent);
}

/** A failed call is made anew over another edge: its fallback. */
export function callInstead(call: number): void {
  const plan = planInstead(call);
  if (plan < 0) return;
  calls.pinned[call] = 0;
  beginCall(call, plan, calls.parent[call]);
}

function beginCall(call: number, plan: number, parent: number): void {
  const edge = plans.edge[plan];
  calls.plan[call] = plan;
  calls.edge[call] = edge;
  calls.attempt[call] = NONE;
  calls.timer[call] = 0;
  calls.tries[call] = 0;
  calls.row[call] =
    edges.firstRow[edge] + attempts.instance[parent] - nodes.firstInstance[edges.from[edge]];
  pendingMore(edge);
  const guards = edges.guards[edge];
  if ((guards & (KEEPS_STATE | NUMBERS_PUBLISHES)) !== 0) {
    if ((guards & KEEPS_STATE) !== 0) openGuards(call);
    if ((guards & CALL_DEADLINE) !== 0) startDeadline(call, edge, parent);
    if ((guards & NUMBERS_PUBLISHES) !== 0) numberCall(call);
  }
  if (attempts.depth[parent] >= CALLS_NESTED_MAX) refuseDepth(call, parent);
  else if ((guards & CALL_LEVEL) === 0) sendAttempt(call);
  else askCallLevel(call, edge);
}

/** Asks the policies around the whole call, those that have agreed already not again. */
function askCallLevel(call: number, edge: number): void {
  const answer = enterCallLevel(call, edge);
  if (answer === GO_ON) sendAttempt(call);
  else if (answer !== WAITS) refuseCall(call, edge, answer);
}

/** A policy around the whole call has refused it. */
function refuseCall(call: number, edge: number, outcome: number): void {
  if (outcome === DEADLINE_EXCEEDED) edgeMeter[edge * EDGE_METERS + PAST_DEADLINE]++;
  countUnsent(call, edge);
  blameRefusal(edge, outcome);
  keepBlame(call);
  endCall(call, outcome);
}

/** A call that waited for a policy around it goes on. */
export function callResumed(call: number): void {
  if (isGone(call)) return;
  guardRows.line[calls.guard[call]] = 0;
  askCallLevel(call, calls.edge[call]);
}

/** A call that waited for a policy around its attempt goes on. */
export function attemptResumed(call: number): void {
  if (isGone(call)) return;
  guardRows.line[calls.guard[call]] = 0;
  askAttemptLevel(call, calls.edge[call]);
}

/** Whether a call was abandoned on its way out of a line; nothing is left of it then. */
function isGone(call: number): boolean {
  if (calls.parent[call] >= 0) return false;
  closeGuards(call);
  freeRow(calls.marks, calls.next, call);
  return true;
}

/** A call has waited for a permit of its bulkhead as long as it may. */
export function waitOver(call: number): void {
  const edge = calls.edge[call];
  const outcome = giveUpWaiting(call, edge);
  if ((edges.guards[edge] & CALL_BULKHEAD) !== 0) refuseCall(call, edge, outcome);
  else refuseAttempt(call, edge, outcome);
}

/** A call is of no use any more: its deadline has come. */
export function deadlineReached(call: number): void {
  guardRows.deadline[calls.guard[call]] = 0;
  blamePending(call);
  keepBlame(call);
  cutOff(call, calls.edge[call]);
  endCall(call, DEADLINE_EXCEEDED);
}

/** Ends whatever a call is about; its policies learn of it as they would from a late answer. */
function cutOff(call: number, edge: number): void {
  const m = edge * EDGE_METERS;
  if (leaveAnyLine(call, edge, calls.guard[call])) {
    edgeMeter[m + PAST_DEADLINE]++;
    if (calls.tries[call] <= 1) countUnsent(call, edge);
  }
  const pauses = calls.timer[call] > 0 && endPause(call, calls.timer[call]);
  stopTimer(call);
  if (newestFlight(call) !== 0) cutFlights(call, edge);
  if (calls.attempt[call] !== NONE) {
    edgeMeter[m + EDGE_ENDED + DEADLINE_EXCEEDED]++;
    nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
    if (calls.attempt[call] >= 0) orphan(call, 0);
    else if (calls.attempt[call] <= IN_PARCEL) leaveParcel(calls.attempt[call]);
    calls.attempt[call] = NONE;
    memberAnswered(call, DEADLINE_EXCEEDED, calls.attemptAt[call]);
  }
  // Before a retry the attempt level has heard of the last failure already.
  if (calls.tries[call] > 0 && !pauses) leaveAttemptLevel(call, edge, DEADLINE_EXCEEDED);
}

/** The deadline of a whole request has come: all calls of its root are cut off, to be abandoned. */
export function cutOffCalls(root: number): void {
  for (let link = attempts.firstCall[root]; link !== 0; link = calls.next[link - 1]) {
    const call = link - 1;
    const edge = calls.edge[call];
    const guards = edges.guards[edge];
    if ((guards & KEEPS_STATE) === 0 || calls.timer[call] === ENDED) continue;
    const row = calls.guard[call];
    if (row === NONE || guardRows.line[row] === RESUMING) continue;
    cutOff(call, edge);
    leaveCallLevel(call, edge, guards, DEADLINE_EXCEEDED);
  }
}

/** A call nested too deep is never sent, and its request fails. */
function refuseDepth(call: number, parent: number): void {
  const edge = calls.edge[call];
  edgeMeter[edge * EDGE_METERS + TOO_DEEP]++;
  countUnsent(call, edge);
  requests.tooDeep[attempts.request[parent]] = 1;
  blameRefusal(edge, ERROR);
  keepBlame(call);
  endCall(call, edges.oneWay[edge] === 1 ? OK : ERROR);
}

function linkTo(parent: number, call: number): void {
  const first = attempts.firstCall[parent];
  calls.next[call] = first;
  calls.previousCall[call] = 0;
  if (first !== 0) calls.previousCall[first - 1] = call + 1;
  attempts.firstCall[parent] = call + 1;
}

/** Takes a call out of its parent's list. */
export function unlinkCall(call: number): void {
  const next = calls.next[call];
  const previous = calls.previousCall[call];
  if (previous !== 0) calls.next[previous - 1] = next;
  else attempts.firstCall[calls.parent[call]] = next;
  if (next !== 0) calls.previousCall[next - 1] = previous;
}

/** The parent no longer waits for this call: whatever it does is discarded. */
export function abandonCall(call: number): void {
  unlinkCall(call);
  const edge = calls.edge[call];
  const isEnded = calls.timer[call] === ENDED;
  if (!isEnded && newestFlight(call) !== 0) {
    dropFlights(call, edge);
    stopTimer(call);
  }
  calls.parent[call] = -1;
  if (isEnded) return;
  if (calls.timer[call] > 0) endPause(call, calls.timer[call]);
  if ((edges.guards[edge] & LINES_UP) !== 0) leaveLine(call, edge);
  const left = edges.guards[edge] === 0 ? NOTHING_LEFT : leaveAbandoned(call, edge);
  const attempt = calls.attempt[call];
  if (attempt !== NONE) {
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + CANCELLED]++;
    edgeMeter[edge * EDGE_METERS + ABANDONED]++;
  }
  memberFreed(call);
  if ((balances.watch[edge] & AVOIDS) !== 0) forgetTried(call);
  pendingLess(edge);
  if (left === PROBE_LEFT) {
    discardProbe(attempt);
    return;
  }
  stopTimer(call);
  if (attempt >= 0) orphan(call, DISCARDED);
  else if (attempt <= IN_PARCEL) leaveParcel(attempt);
  calls.attempt[call] = NONE;
  if (left === NOTHING_LEFT) freeRow(calls.marks, calls.next, call);
}
