// What becomes of a message that did not get through: sent again by TCP while somebody cares,
// refused, or told that its connection is gone.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { CONNECTION_LOST, CONNECTION_REFUSED } from "../results/outcomes.ts";
import { PARTICLE_RESPONSE, PARTICLE_RETRY } from "../results/snapshot.ts";
import { answer, forget } from "./answer.ts";
import { ARRIVE, ARRIVE_NOW, RESPONSE, RESPONSE_NOW } from "./event-kinds.ts";
import {
  ASK_CALLER,
  BROKEN,
  callerWays,
  IN_ORDER,
  linkFaults,
  losesRequest,
  REFUSED,
  RETRANSMISSIONS_MAX,
  sendAgainLater,
} from "./link-faults.ts";
import { edgeStream, sampleDelay } from "./network.ts";
import { attempts, CALLED, calls } from "./rows.ts";
import { BEHIND, holdBehind, waitsInOrder } from "./stream-order.ts";
import { follow } from "./transitions.ts";

/** A request did not get through at first; `call` is its caller's. */
export function detour(attempt: number, edge: number, call: number): void {
  const obstacle = linkFaults.obstacle[edge];
  if (obstacle === IN_ORDER) {
    if (!waitsInOrder(attempt, 0)) deliver(attempt, linkFaults.delayMs[edge]);
    return;
  }
  if (obstacle === REFUSED) {
    endAtCaller(attempt, CONNECTION_REFUSED, 0);
    return;
  }
  if (obstacle === ASK_CALLER) {
    const row = calls.row[call];
    if (callerWays.lostAt[row] <= registers[NOW]) {
      endAtCaller(attempt, CONNECTION_REFUSED, callerWays.trips[row] * linkFaults.delayMs[edge]);
      return;
    }
    if (!losesRequest(edge, edgeStream(edge, 0))) {
      deliver(attempt, linkFaults.delayMs[edge]);
      return;
    }
  }
  loseAt(attempt, edge, 0, 0);
}

/** A message is lost: it is sent again, and what is behind it on its connection waits. */
function loseAt(attempt: number, edge: number, tries: number, isAnswer: number): void {
  if (linkFaults.ordered[edge] === 1) holdBehind(attempt, edge, tries, isAnswer);
  sendAgainLater(attempt, edge, tries, isAnswer);
}

/** The caller learns of the end of an attempt that never arrived, or whose answer did not. */
function endAtCaller(attempt: number, outcome: number, delayMs: number): void {
  if (attempts.origin[attempt] !== CALLED) {
    answer(attempt, outcome);
    return;
  }
  attempts.outcome[attempt] = outcome;
  if (delayMs > 0) {
    registers[AT] = registers[NOW] + delayMs;
    schedule(RESPONSE, attempt, 0);
  } else {
    follow(RESPONSE_NOW, attempt, 0);
  }
}

function deliver(attempt: number, delayMs: number): void {
  if (delayMs > 0) {
    registers[AT] = registers[NOW] + delayMs;
    schedule(ARRIVE, attempt, 0);
  } else {
    follow(ARRIVE_NOW, attempt, 0);
  }
}

/**
 * TCP sends a message again. `state`: 2 x how often it was lost, + 1 for an answer; below 0 what it
 * was behind is sent again.
 */
export function retransmit(attempt: number, state: number): void {
  if (attempts.origin[attempt] === CALLED && attempts.call[attempt] < 0) {
    // Its caller has closed the connection.
    forget(attempt);
    return;
  }
  if (state < 0) {
    goOnInOrder(attempt, BEHIND - state);
    return;
  }
  const isAnswer = state & 1;
  const tries = (state >> 1) + 1;
  if (tries > RETRANSMISSIONS_MAX) {
    endAtCaller(attempt, CONNECTION_LOST, 0);
    return;
  }
  const edge = attempts.edge[attempt];
  sampleDelay(edge, isAnswer === 1 ? PARTICLE_RESPONSE : PARTICLE_RETRY);
  const delay = registers[SAMPLE];
  if (delay < 0) meetAgain(attempt, edge, tries, isAnswer);
  else if (isAnswer === 1) endAtCaller(attempt, attempts.outcome[attempt], delay);
  else deliver(attempt, delay);
}

/** What a message was behind has been sent again, or is lost once more. */
function goOnInOrder(attempt: number, isAnswer: number): void {
  if (waitsInOrder(attempt, isAnswer)) return;
  const edge = attempts.edge[attempt];
  sampleDelay(edge, isAnswer === 1 ? PARTICLE_RESPONSE : PARTICLE_RETRY);
  const met = registers[SAMPLE] < 0;
  if (met && linkFaults.cuts[edge] !== 0) {
    meetAgain(attempt, edge, 0, isAnswer);
    return;
  }
  // It was on its way before and is not lost itself.
  const delay = met ? linkFaults.delayMs[edge] : registers[SAMPLE];
  if (isAnswer === 1) endAtCaller(attempt, attempts.outcome[attempt], delay);
  else deliver(attempt, delay);
}

/** A retransmission met an obstacle; its connection stands, so nobody need be asked for a new one. */
function meetAgain(attempt: number, edge: number, tries: number, isAnswer: number): void {
  const obstacle = linkFaults.obstacle[edge];
  if (obstacle === REFUSED || obstacle === BROKEN) {
    endAtCaller(attempt, CONNECTION_LOST, 0);
  } else if (obstacle === IN_ORDER) {
    const delay = linkFaults.delayMs[edge];
    if (isAnswer === 1) endAtCaller(attempt, attempts.outcome[attempt], delay);
    else deliver(attempt, delay);
  } else if (obstacle === ASK_CALLER && !losesRequest(edge, edgeStream(edge, 0))) {
    deliver(attempt, linkFaults.delayMs[edge]);
  } else {
    loseAt(attempt, edge, tries, isAnswer);
  }
}
