// How an attempt ends for its caller: an answer, its timer, or no instance to send it to. What the
// attempt level holds is given back, then the call tries again or ends. An attempt whose caller has
// given up goes on without one.
import { schedule } from "../core/event-list.ts";
import { freeRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  CALLER_FAILED,
  CONFLICTS_GIVEN_UP,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
} from "../metrics/meters.ts";
import {
  CANCELLED,
  CONFLICT,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  FIRST_FAILURE,
  TIMEOUT,
} from "../results/outcomes.ts";
import { isRefusal } from "./access.ts";
import { forget } from "./answer.ts";
import { drawBackoff, heedAnswer } from "./backoff.ts";
import { blameAttempt, blamePending, keepBlame } from "./blame.ts";
import { noteFound } from "./cache.ts";
import { endCall } from "./call-end.ts";
import { leaveAttemptLevel, probeEnded } from "./call-guards.ts";
import { stopTimer } from "./call-timer.ts";
import { retriesTooLate } from "./deadline.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { EXPORT_ENDED, PARCEL_ENDED, RETRY, WRITE_FOLLOWS } from "./event-kinds.ts";
import { flightAnswered } from "./flight.ts";
import { hasRead } from "./keyed-work.ts";
import { memberAnswered } from "./member-events.ts";
import { pauseMore } from "./network.ts";
import { ATTEMPT_LEVEL, CALL_DEADLINE, edges } from "./parameters.ts";
import { CARRIER } from "./parcel-rows.ts";
import { LINES_UP, pauseInLine } from "./publish-lines.ts";
import { correlations, rowOf, WANTS_REPLY } from "./reply-rows.ts";
import { isPaid, mayRetry } from "./retry.ts";
import {
  attemptExtras,
  attempts,
  calls,
  DISCARDED,
  FOUND,
  KEYED,
  NONE,
  SWALLOWED,
} from "./rows.ts";
import { isAnswerEarly } from "./rpc-stream-flow.ts";
import { STREAMED } from "./rpc-stream-rows.ts";
import { discardService } from "./service.ts";
import { EXPORT } from "./span-rows.ts";
import { follow } from "./transitions.ts";
import { orphanAttempt } from "./wire.ts";

/** The answer to an attempt has reached the caller's side. */
export function response(attempt: number): void {
  const call = attempts.call[attempt];
  if (call < 0) {
    forget(attempt);
    return;
  }
  if (calls.attempt[call] !== attempt) {
    const ended = flightAnswered(call, attempt);
    if (ended >= 0) tryEnded(call, ended);
    return;
  }
  const marks = KEYED | WANTS_REPLY | STREAMED;
  if ((attempts.flags[attempt] & marks) !== 0 && goesOn(call, attempt)) return;
  const outcome = attempts.outcome[attempt];
  if (outcome !== CONNECTION_REFUSED && outcome !== CONNECTION_LOST) {
    registers[VALUE] = registers[NOW] - calls.attemptAt[call];
    record(edgeHistogram(calls.edge[call]));
  }
  if ((attempts.flags[attempt] & FOUND) !== 0) noteFound(call);
  if (outcome >= FIRST_FAILURE) blameAttempt(attempt, outcome);
  calls.attempt[call] = NONE;
  stopTimer(call);
  forget(attempt);
  attemptEnded(call, outcome);
}

/**
 * A read is followed by its write, a publish by the reply to its message, what ends a stream by the
 * messages that are not read yet, if it did well.
 */
function goesOn(call: number, attempt: number): boolean {
  if (attempts.outcome[attempt] >= FIRST_FAILURE) return false;
  if ((attempts.flags[attempt] & WANTS_REPLY) !== 0) return awaitReply(call, attempt);
  if ((attempts.flags[attempt] & STREAMED) !== 0 && isAnswerEarly(attempt)) return true;
  if ((attempts.flags[attempt] & KEYED) === 0 || !hasRead(attempt)) return false;
  follow(WRITE_FOLLOWS, attempt, 0);
  return true;
}

/** Its broker has confirmed a publish; false if the reply has come before. */
function awaitReply(call: number, attempt: number): boolean {
  const early = correlations.early[rowOf(attemptExtras.correlation[attempt])];
  if (early !== 0) {
    attempts.outcome[attempt] = early - 1;
    return false;
  }
  calls.attempt[call] = SWALLOWED;
  forget(attempt);
  return true;
}

/** The attempt's timer has run out: its caller gives up on it, the callee does not know. */
export function attemptTimeout(call: number): void {
  calls.timer[call] = 0;
  blamePending(call);
  if (calls.attempt[call] >= 0) orphan(call, 0);
  calls.attempt[call] = NONE;
  attemptEnded(call, TIMEOUT);
}

/** Parts a call from its attempt, which goes on without a caller. */
export function orphan(call: number, flag: number): void {
  const attempt = calls.attempt[call];
  calls.attempt[call] = NONE;
  orphanAttempt(attempt, flag);
}

/** A probe goes on for its breaker alone; what it was to do for its caller was in vain. */
export function discardProbe(attempt: number): void {
  if (attempt < 0) return;
  attempts.flags[attempt] |= DISCARDED;
  discardService(attempt);
}

/** An attempt has ended for its caller with `outcome`; the call may try again. */
export function attemptEnded(call: number, outcome: number): void {
  const edge = calls.edge[call];
  const guards = edges.guards[edge];
  if (guards !== 0 && calls.parent[call] < 0) {
    if (calls.plan[call] === CARRIER) {
      keepBlame(call);
      follow(PARCEL_ENDED, call, outcome);
      return;
    }
    if (calls.plan[call] === EXPORT) {
      follow(EXPORT_ENDED, call, outcome);
      return;
    }
    probeEnded(call, edge, outcome);
    freeRow(calls.marks, calls.next, call);
    return;
  }
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  if (outcome >= FIRST_FAILURE && outcome !== CANCELLED && outcome !== CONFLICT) {
    const to = edges.to[edge];
    if (!isRefusal(outcome, to)) nodeMeter[to * NODE_METERS + CALLER_FAILED]++;
  }
  memberAnswered(call, outcome, calls.attemptAt[call]);
  tryEnded(call, outcome);
}

/** All that an attempt and its hedges came to; the policies around them learn it. */
export function tryEnded(call: number, outcome: number): void {
  const edge = calls.edge[call];
  if ((edges.guards[edge] & ATTEMPT_LEVEL) !== 0) leaveAttemptLevel(call, edge, outcome);
  if (outcome < FIRST_FAILURE) endCall(call, outcome);
  else retryOrEnd(call, outcome, 1);
}

/**
 * A failed attempt, or one that a policy of the caller refused (`sent` 0), is followed by another or
 * ends the call.
 */
export function retryOrEnd(call: number, outcome: number, sent: number): void {
  keepBlame(call);
  if (!mayRetry(call, outcome)) {
    giveUp(call, outcome);
    return;
  }
  drawBackoff(call);
  if (sent === 1) heedAnswer(calls.edge[call], outcome);
  registers[AT] = registers[NOW] + registers[SAMPLE];
  const late = (edges.guards[calls.edge[call]] & CALL_DEADLINE) !== 0 && isGivenUp(call);
  if (late || !isPaid(call, outcome)) {
    giveUp(call, outcome);
    return;
  }
  calls.outcome[call] = outcome;
  pauseMore(calls.edge[call]);
  if ((edges.guards[calls.edge[call]] & LINES_UP) !== 0) pauseInLine(call);
  calls.timer[call] = schedule(RETRY, call, 0) + 1;
}

/** Whether a retry that starts at `registers[AT]` is not worth its pause. */
function isGivenUp(call: number): boolean {
  return edges.pausesInVain[calls.edge[call]] === 0 && retriesTooLate(call);
}

function giveUp(call: number, outcome: number): void {
  if (outcome === CONFLICT) edgeMeter[calls.edge[call] * EDGE_METERS + CONFLICTS_GIVEN_UP]++;
  endCall(call, outcome);
}
