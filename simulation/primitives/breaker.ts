// Circuit breaker: a state machine for each row of state. Its window holds the last N outcomes, the
// sums of N seconds on a grid from 0, or only how many failed in a row. Products differ in what the
// failure rate is a share of, in when it is judged, and in what happens to those who come while it
// probes; each difference is a parameter.
import { Table } from "../core/memory.ts";
import { BLAME, NOW, registers } from "../core/registers.ts";
import { EDGE_METERS, edgeMeter, OPENS } from "../metrics/meters.ts";
import { FIRST_FAILURE, UNAUTHORIZED } from "../results/outcomes.ts";
import { policyStates } from "./guard-rows.ts";
import { changeOpen } from "./network.ts";
import { edges, WINDOW_CONSECUTIVE, WINDOW_COUNT, WINDOW_TIME } from "./parameters.ts";

export const CLOSED = 0;
export const OPEN = 1;
export const HALF_OPEN = 2;

class BreakerCells extends Table {
  /** 1 = failed, 2 = slow, 3 = both. */
  readonly outcome = this.uint8();
}

class BreakerSeconds extends Table {
  readonly started = this.int32();
  readonly ended = this.int32();
  readonly failed = this.int32();
  readonly slow = this.int32();
}

export const breakerCells = new BreakerCells("breaker windows", 4_000_000);
export const breakerSeconds = new BreakerSeconds("breaker seconds", 400_000);

const FAILED = 1;
const SLOW = 2;

/** Answers of `askBreaker`. */
export const REFUSED = 0;
export const ADMITTED = 1;
export const PROBE = 2;
/** All probes are out, and whoever comes meanwhile waits for their verdict. */
export const AWAITS_PROBE = 3;

/** Whether a call may go. An expired open state turns half-open here. */
export function askBreaker(state: number, edge: number): number {
  if (edges.breakerWindow[edge] === WINDOW_TIME) {
    turnSeconds(state, edge);
    policyStates.started[state]++;
    breakerSeconds.started[policyStates.firstCell[state] + policyStates.position[state]]++;
  }
  const circuit = policyStates.circuit[state];
  if (circuit === CLOSED) return ADMITTED;
  if (circuit === OPEN) {
    if (registers[NOW] < policyStates.openUntil[state]) return REFUSED;
    changeOpen(edge, -1);
    policyStates.circuit[state] = HALF_OPEN;
    policyStates.probesFree[state] = edges.breakerProbes[edge];
    policyStates.probesEnded[state] = 0;
    policyStates.probesFailed[state] = 0;
    policyStates.probesSlow[state] = 0;
  }
  if (policyStates.probesFree[state] === 0) {
    return edges.breakerWaits[edge] === 1 ? AWAITS_PROBE : REFUSED;
  }
  policyStates.probesFree[state]--;
  return PROBE;
}

/** A probe has ended without a verdict: another call may take its place. */
function returnProbe(state: number): void {
  if (policyStates.circuit[state] === HALF_OPEN) policyStates.probesFree[state]++;
}

/**
 * Tells the breaker how a call that it admitted has ended. Half-open, only the probes count: an
 * answer to a call from before the breaker opened says nothing about the callee now.
 */
export function recordOutcome(
  state: number,
  edge: number,
  outcome: number,
  slow: boolean,
  probe: boolean,
): void {
  if ((edges.breakerIgnore[edge] & (1 << outcome)) !== 0) {
    if (probe) returnProbe(state);
    return;
  }
  // A caller without permission says nothing about how the callee is.
  const failed = outcome >= FIRST_FAILURE && outcome !== UNAUTHORIZED;
  const circuit = policyStates.circuit[state];
  if (circuit === HALF_OPEN && probe) recordProbe(state, edge, failed, slow);
  else if (circuit === CLOSED) recordClosed(state, edge, failed, slow);
}

function recordClosed(state: number, edge: number, failed: boolean, slow: boolean): void {
  const window = edges.breakerWindow[edge];
  if (window === WINDOW_CONSECUTIVE) {
    policyStates.failed[state] = failed ? policyStates.failed[state] + 1 : 0;
    if (policyStates.failed[state] >= edges.breakerSize[edge]) open(state, edge);
    return;
  }
  if (window === WINDOW_COUNT) putIntoCell(state, edge, failed, slow);
  else putIntoSecond(state, edge, failed, slow);
  if (failed || edges.breakerOnFailure[edge] === 0) judge(state, edge, window);
}

/** Opens the breaker if its window holds enough calls, and too many of them failed or were slow. */
function judge(state: number, edge: number, window: number): void {
  const ended = policyStates.ended[state];
  const of = edges.breakerOfStarted[edge] === 1 ? policyStates.started[state] : ended;
  const size = edges.breakerSize[edge];
  const minimum = edges.breakerMinimum[edge];
  if (of < (window === WINDOW_COUNT ? Math.min(minimum, size) : minimum)) return;
  if (isTooMuch(edge, policyStates.failed[state], policyStates.slow[state], of)) open(state, edge);
}

function putIntoCell(state: number, edge: number, failed: boolean, slow: boolean): void {
  const size = edges.breakerSize[edge];
  const position = policyStates.position[state];
  const cell = policyStates.firstCell[state] + position;
  if (policyStates.ended[state] === size) {
    const old = breakerCells.outcome[cell];
    if ((old & FAILED) !== 0) policyStates.failed[state]--;
    if ((old & SLOW) !== 0) policyStates.slow[state]--;
  } else {
    policyStates.ended[state]++;
  }
  breakerCells.outcome[cell] = (failed ? FAILED : 0) | (slow ? SLOW : 0);
  if (failed) policyStates.failed[state]++;
  if (slow) policyStates.slow[state]++;
  policyStates.position[state] = position + 1 === size ? 0 : position + 1;
}

function putIntoSecond(state: number, edge: number, failed: boolean, slow: boolean): void {
  turnSeconds(state, edge);
  const second = policyStates.firstCell[state] + policyStates.position[state];
  policyStates.ended[state]++;
  breakerSeconds.ended[second]++;
  if (failed) {
    policyStates.failed[state]++;
    breakerSeconds.failed[second]++;
  }
  if (slow) {
    policyStates.slow[state]++;
    breakerSeconds.slow[second]++;
  }
}

/** Brings a window of seconds to the present: what has fallen out of it is taken off its sums. */
function turnSeconds(state: number, edge: number): void {
  const present = Math.floor(registers[NOW] / 1000) | 0;
  const size = edges.breakerSize[edge];
  const passed = Math.min(present - policyStates.second[state], size);
  policyStates.second[state] = present;
  let position = policyStates.position[state];
  for (let i = 0; i < passed; i++) {
    position = position + 1 === size ? 0 : position + 1;
    const second = policyStates.firstCell[state] + position;
    policyStates.started[state] -= breakerSeconds.started[second];
    policyStates.ended[state] -= breakerSeconds.ended[second];
    policyStates.failed[state] -= breakerSeconds.failed[second];
    policyStates.slow[state] -= breakerSeconds.slow[second];
    emptySecond(second);
  }
  policyStates.position[state] = position;
}

function emptySecond(second: number): void {
  breakerSeconds.started[second] = 0;
  breakerSeconds.ended[second] = 0;
  breakerSeconds.failed[second] = 0;
  breakerSeconds.slow[second] = 0;
}

function recordProbe(state: number, edge: number, failed: boolean, slow: boolean): void {
  const ended = ++policyStates.probesEnded[state];
  if (failed) policyStates.probesFailed[state]++;
  if (slow) policyStates.probesSlow[state]++;
  if (ended < edges.breakerProbes[edge]) return;
  const failures = policyStates.probesFailed[state];
  const bad =
    edges.breakerWindow[edge] === WINDOW_CONSECUTIVE
      ? failures > 0
      : isTooMuch(edge, failures, policyStates.probesSlow[state], ended);
  if (bad) {
    open(state, edge);
  } else {
    policyStates.circuit[state] = CLOSED;
    clearWindow(state, edge);
  }
}

/** Whether the share of failed or of slow calls has reached its threshold, or must exceed it. */
function isTooMuch(edge: number, failures: number, slow: number, of: number): boolean {
  const limit = edges.breakerThreshold[edge] * of;
  if (edges.breakerAbove[edge] === 1 ? failures > limit : failures >= limit) return true;
  if (edges.breakerSlowMs[edge] === 0) return false;
  const slowLimit = edges.breakerSlowThreshold[edge] * of;
  return edges.breakerAbove[edge] === 1 ? slow > slowLimit : slow >= slowLimit;
}

function open(state: number, edge: number): void {
  changeOpen(edge, 1);
  edgeMeter[edge * EDGE_METERS + OPENS]++;
  policyStates.circuit[state] = OPEN;
  policyStates.openUntil[state] = registers[NOW] + edges.breakerOpenMs[edge];
  policyStates.openedBy[state] = registers[BLAME] | 0;
  clearWindow(state, edge);
}

/** Closes a breaker that knows nothing any more. */
export function resetBreaker(state: number, edge: number): void {
  if (policyStates.circuit[state] === OPEN) changeOpen(edge, -1);
  policyStates.circuit[state] = CLOSED;
  clearWindow(state, edge);
}

function clearWindow(state: number, edge: number): void {
  if (edges.breakerWindow[edge] === WINDOW_TIME) {
    const first = policyStates.firstCell[state];
    for (let at = 0; at < edges.breakerSize[edge]; at++) emptySecond(first + at);
  }
  policyStates.position[state] = 0;
  policyStates.started[state] = 0;
  policyStates.ended[state] = 0;
  policyStates.failed[state] = 0;
  policyStates.slow[state] = 0;
}
