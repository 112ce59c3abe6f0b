// Call: the caller's side of one use of an edge. Policies in their order: fallback > retry >
// breaker per attempt > load balancing > attempt timeout. A call ends once; its attempts may go on
// as zombies after that.

import { cancel, schedule, scheduleInLane } from "../core/event-list.ts";
import { allocateRow, freeRow, reserveInt32 } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  ABANDONED,
  ATTEMPTS,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  FALLBACKS,
  NODE_METERS,
  nodeMeter,
  RETRIES,
  SHORT_CIRCUITED,
  TOO_DEEP,
  TYPE_ATTEMPTS,
  TYPE_METERS,
  TYPE_RETRIES,
  TYPE_UNSENT,
  typeMeter,
  UNSENT,
} from "../metrics/meters.ts";
import {
  CANCELLED,
  CIRCUIT_OPEN,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  DEGRADED,
  ERROR,
  FIRST_FAILURE,
  OK,
  TIMEOUT,
} from "../results/outcomes.ts";
import { PARTICLE_MESSAGE, PARTICLE_REQUEST, PARTICLE_RETRY } from "../results/snapshot.ts";
import { forget } from "./answer.ts";
import { AVOIDS, balances } from "./balance-rows.ts";
import { pickInstance } from "./balancer.ts";
import {
  ARRIVE,
  ARRIVE_NOW,
  ATTEMPT_TIMEOUT,
  CALL_ENDED,
  CANCEL_ARRIVE,
  FALLBACK_READY,
  RETRY,
} from "./event-kinds.ts";
import { memberAnswered, memberFreed, memberPicked } from "./member-events.ts";
import { pendingLess, pendingMore, sampleDelay } from "./network.ts";
import { CANCEL_NONE, edges, nodes, plans, SORT_PUBLISH, types } from "./parameters.ts";
import { admit, PROBE, REFUSED, recordOutcome, returnProbe } from "./policy-rows.ts";
import { holdRequest } from "./request.ts";
import { drawBackoff, mayRetry } from "./retry.ts";
import {
  attempts,
  CALLED,
  calls,
  DISCARDED,
  ENDED,
  FROM_RETRY,
  IN_SHARING,
  IN_TRANSIT,
  NONE,
  ONE_WAY,
  ROOT,
  requests,
} from "./rows.ts";
import { discardService } from "./service.ts";
import { orphanShared } from "./sharing.ts";
import { follow } from "./transitions.ts";
import { forgetTried } from "./tried-members.ts";

/** Most calls nested in each other. Source: product semantics, decision 35. */
export const CALLS_NESTED_MAX = 64;

const shape = reserveInt32("edge histograms", 1);

/** Number of the first edge's latency histogram. */
export function placeEdgeHistograms(first: number): void {
  shape[0] = first;
}

export function edgeHistogram(edge: number): number {
  return shape[0] + edge;
}

/**
 * Starts a call of a plan for an attempt; `remaining` further ones follow it one by one. `pinned`
 * is the position of the instance it must go to, + 1, or 0.
 */
export function startCall(plan: number, parent: number, remaining: number, pinned: number): void {
  const call = allocateRow(calls.marks, calls.next, calls.cap);
  const edge = plans.edge[plan];
  calls.plan[call] = plan;
  calls.edge[call] = edge;
  calls.parent[call] = parent;
  calls.attempt[call] = NONE;
  calls.timer[call] = 0;
  calls.tries[call] = 0;
  calls.remaining[call] = remaining;
  calls.pinned[call] = pinned;
  calls.row[call] =
    edges.firstRow[edge] + attempts.instance[parent] - nodes.firstInstance[edges.from[edge]];
  linkTo(parent, call);
  pendingMore(edge);
  if (attempts.depth[parent] < CALLS_NESTED_MAX) sendAttempt(call);
  else refuseDepth(call, parent);
}

/** The first attempt of a call was refused before it was sent. */
function countUnsent(call: number, edge: number): void {
  edgeMeter[edge * EDGE_METERS + UNSENT]++;
  const parent = calls.parent[call];
  if (attempts.origin[parent] === ROOT) countForType(attempts.request[parent], TYPE_UNSENT);
}

function countForType(request: number, field: number): void {
  typeMeter[types.reported[requests.type[request]] * TYPE_METERS + field]++;
}

/** A call nested too deep is never sent, and its request fails. */
function refuseDepth(call: number, parent: number): void {
  const edge = calls.edge[call];
  edgeMeter[edge * EDGE_METERS + TOO_DEEP]++;
  countUnsent(call, edge);
  requests.tooDeep[attempts.request[parent]] = 1;
  endCall(call, edges.oneWay[edge] === 1 ? OK : ERROR);
}

function linkTo(parent: number, call: number): void {
  const first = attempts.firstCall[parent];
  calls.nextCall[call] = first;
  calls.previousCall[call] = 0;
  if (first !== 0) calls.previousCall[first - 1] = call + 1;
  attempts.firstCall[parent] = call + 1;
}

/** Takes a call out of its parent's list. */
export function unlinkCall(call: number): void {
  const next = calls.nextCall[call];
  const previous = calls.previousCall[call];
  if (previous !== 0) calls.nextCall[previous - 1] = next;
  else attempts.firstCall[calls.parent[call]] = next;
  if (next !== 0) calls.previousCall[next - 1] = previous;
}

/** Makes the next attempt of a call. */
export function sendAttempt(call: number): void {
  const edge = calls.edge[call];
  const row = calls.row[call];
  const tries = calls.tries[call] + 1;
  calls.timer[call] = 0;
  calls.tries[call] = tries;
  if (edges.breaker[edge] === 1) {
    const answer = admit(row, edge);
    if (answer === REFUSED) {
      edgeMeter[edge * EDGE_METERS + SHORT_CIRCUITED]++;
      if (tries === 1) countUnsent(call, edge);
      retryOrEnd(call, CIRCUIT_OPEN);
      return;
    }
    calls.probe[call] = answer === PROBE ? 1 : 0;
  }
  countAttempt(call, edge, tries);
  calls.attemptAt[call] = registers[NOW];
  const pinned = calls.pinned[call];
  const instance =
    pinned === 0 ? pickInstance(edge, row, call) : nodes.firstInstance[edges.to[edge]] + pinned - 1;
  if (instance < 0) {
    attemptEnded(call, CONNECTION_REFUSED);
    return;
  }
  if (balances.watch[edge] !== 0) {
    memberPicked(call, edge, row, instance - nodes.firstInstance[edges.to[edge]]);
  }
  transmit(call, edge, instance);
}

function countAttempt(call: number, edge: number, tries: number): void {
  const m = edge * EDGE_METERS;
  edgeMeter[m + ATTEMPTS]++;
  if (tries > 1) edgeMeter[m + RETRIES]++;
  const parent = calls.parent[call];
  if (attempts.origin[parent] !== ROOT) return;
  const request = attempts.request[parent];
  countForType(request, TYPE_ATTEMPTS);
  if (tries > 1) countForType(request, TYPE_RETRIES);
}

/** Puts an attempt on the wire and starts its timer (which therefore wins a tie). */
function transmit(call: number, edge: number, instance: number): void {
  const parent = calls.parent[call];
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  const isRetry = calls.tries[call] > 1;
  attempts.node[attempt] = edges.to[edge];
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = plans.operation[calls.plan[call]];
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = attempts.request[parent];
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] = (attempts.flags[parent] & FROM_RETRY) | (isRetry ? FROM_RETRY : 0);
  attempts.depth[attempt] = attempts.depth[parent] + 1;
  holdRequest(attempts.request[parent]);
  if (edges.oneWay[edge] === 1) {
    attempts.call[attempt] = -1;
    attempts.origin[attempt] = ONE_WAY;
    travel(attempt, edge, PARTICLE_MESSAGE);
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + OK]++;
    noteSent(call, edge);
    endCall(call, OK);
    return;
  }
  attempts.call[attempt] = call;
  attempts.origin[attempt] = CALLED;
  calls.attempt[call] = attempt;
  const timeout = edges.timeoutMs[edge];
  if (timeout > 0) {
    registers[AT] = registers[NOW] + timeout;
    calls.timer[call] = scheduleInLane(edge, ATTEMPT_TIMEOUT, call) + 1;
  }
  const message = edges.sort[edge] === SORT_PUBLISH;
  travel(attempt, edge, isRetry ? PARTICLE_RETRY : message ? PARTICLE_MESSAGE : PARTICLE_REQUEST);
}

/** For its caller's policies a one-way call has succeeded once it is sent. */
function noteSent(call: number, edge: number): void {
  memberAnswered(call, OK, 0);
  if (edges.breaker[edge] === 0) return;
  recordOutcome(calls.row[call], edge, OK, false, calls.probe[call] === 1);
  calls.probe[call] = 0;
}

function travel(attempt: number, edge: number, kind: number): void {
  sampleDelay(edge, kind);
  const delay = registers[SAMPLE];
  if (delay > 0) {
    registers[AT] = registers[NOW] + delay;
    schedule(ARRIVE, attempt, 0);
  } else {
    follow(ARRIVE_NOW, attempt, 0);
  }
}

/** The answer to an attempt has reached the caller's side. */
export function response(attempt: number): void {
  const call = attempts.call[attempt];
  if (call < 0) {
    forget(attempt);
    return;
  }
  const outcome = attempts.outcome[attempt];
  if (outcome !== CONNECTION_REFUSED && outcome !== CONNECTION_LOST) {
    registers[VALUE] = registers[NOW] - calls.attemptAt[call];
    record(shape[0] + calls.edge[call]);
  }
  calls.attempt[call] = NONE;
  stopTimer(call);
  forget(attempt);
  attemptEnded(call, outcome);
}

function stopTimer(call: number): void {
  const timer = calls.timer[call];
  if (timer > 0) {
    cancel(timer - 1);
    calls.timer[call] = 0;
  }
}

/** The attempt's timer has run out: its caller gives up on it, the callee does not know. */
export function attemptTimeout(call: number): void {
  calls.timer[call] = 0;
  if (calls.attempt[call] >= 0) orphan(call, 0);
  calls.attempt[call] = NONE;
  attemptEnded(call, TIMEOUT);
}

/** Parts a call from its attempt, which goes on without a caller. */
function orphan(call: number, flag: number): void {
  const attempt = calls.attempt[call];
  calls.attempt[call] = NONE;
  attempts.call[attempt] = -1;
  attempts.orphanedAt[attempt] = registers[NOW];
  if (attempts.phase[attempt] === IN_SHARING) orphanShared(attempt);
  attempts.flags[attempt] |= flag;
  if (flag === DISCARDED) discardService(attempt);
  sendCancel(attempt);
}

/** Tells the callee, over the wire, that nobody waits any more, if the edge's policy does so. */
export function sendCancel(attempt: number): void {
  const edge = attempts.edge[attempt];
  if (edges.cancel[edge] === CANCEL_NONE) return;
  sampleDelay(edge, PARTICLE_REQUEST);
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(CANCEL_ARRIVE, attempt, attempts.generation[attempt]);
}

/** An attempt has ended for its caller with `outcome`; the call may try again. */
export function attemptEnded(call: number, outcome: number): void {
  const edge = calls.edge[call];
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  if (outcome >= FIRST_FAILURE && outcome !== CANCELLED) {
    nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
  }
  memberAnswered(call, outcome, registers[NOW] - calls.attemptAt[call]);
  if (edges.breaker[edge] === 1) {
    const slowMs = edges.breakerSlowMs[edge];
    const slow = slowMs > 0 && registers[NOW] - calls.attemptAt[call] > slowMs;
    recordOutcome(calls.row[call], edge, outcome, slow, calls.probe[call] === 1);
    calls.probe[call] = 0;
  }
  if (outcome < FIRST_FAILURE) endCall(call, outcome);
  else retryOrEnd(call, outcome);
}

/** A failed attempt, or one that the breaker refused, is followed by another or ends the call. */
function retryOrEnd(call: number, outcome: number): void {
  if (!mayRetry(call, outcome)) {
    endCall(call, outcome);
    return;
  }
  drawBackoff(call);
  registers[AT] = registers[NOW] + registers[SAMPLE];
  calls.timer[call] = schedule(RETRY, call, 0) + 1;
}

/** The call is decided, unless a fallback answers instead. */
function endCall(call: number, outcome: number): void {
  const edge = calls.edge[call];
  if (outcome >= FIRST_FAILURE && edges.fallback[edge] === 1) {
    edgeMeter[edge * EDGE_METERS + FALLBACKS]++;
    calls.outcome[call] = DEGRADED;
    const delay = edges.fallbackMs[edge];
    if (delay > 0) {
      registers[AT] = registers[NOW] + delay;
      calls.timer[call] = schedule(FALLBACK_READY, call, 0) + 1;
      return;
    }
  } else {
    calls.outcome[call] = outcome;
  }
  concludeCall(call);
}

/** Hands the end of a call to its parent's plan. */
export function concludeCall(call: number): void {
  const edge = calls.edge[call];
  pendingLess(edge);
  if ((balances.watch[edge] & AVOIDS) !== 0) forgetTried(call);
  calls.timer[call] = ENDED;
  follow(CALL_ENDED, call, 0);
}

/** The parent no longer waits for this call: whatever it does is discarded. */
export function abandonCall(call: number): void {
  unlinkCall(call);
  calls.parent[call] = -1;
  if (calls.timer[call] === ENDED) return;
  const edge = calls.edge[call];
  stopTimer(call);
  if (calls.probe[call] === 1) {
    returnProbe(calls.row[call]);
    calls.probe[call] = 0;
  }
  const attempt = calls.attempt[call];
  if (attempt !== NONE) {
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + CANCELLED]++;
    edgeMeter[edge * EDGE_METERS + ABANDONED]++;
  }
  if (attempt >= 0) orphan(call, DISCARDED);
  memberFreed(call);
  if ((balances.watch[edge] & AVOIDS) !== 0) forgetTried(call);
  pendingLess(edge);
  freeRow(calls.marks, calls.next, call);
}
