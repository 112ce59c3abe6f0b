// Policy state: one row per caller instance and edge. Circuit breaker with a count window, and the
// pointers of load balancing.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { EDGE_METERS, edgeMeter, OPENS } from "../metrics/meters.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { changeOpen } from "./network.ts";
import { edges } from "./parameters.ts";

export const CLOSED = 0;
export const OPEN = 1;
export const HALF_OPEN = 2;

class PolicyRows extends Table {
  readonly edge = this.int32();
  readonly state = this.uint8();
  readonly openUntil = this.float64();
  /** Window of the last outcomes: first cell, position, number filled, failures, slow calls. */
  readonly firstCell = this.int32();
  readonly position = this.int32();
  readonly filled = this.int32();
  readonly failures = this.int32();
  readonly slow = this.int32();
  /** Probes of the half-open state: permitted and still free, ended, failed, slow. */
  readonly probesFree = this.int32();
  readonly probesEnded = this.int32();
  readonly probesFailed = this.int32();
  readonly probesSlow = this.int32();
  /** Load balancing: the next or chosen member, + 1 (0 = not chosen yet). */
  readonly pointer = this.int32();
  /** Weighted round robin: deadline of the last pick. */
  readonly turn = this.float64();
  /** Whether there has been a good answer, and when the last one came. */
  readonly answered = this.uint8();
  readonly answeredAt = this.float64();
}

class BreakerCells extends Table {
  /** 1 = failed, 2 = slow, 3 = both. */
  readonly outcome = this.uint8();
}

class BalanceCells extends Table {
  readonly outstanding = this.int32();
  /** Weighted round robin: when it is the member's turn, in picks of weight 1. */
  readonly deadline = this.float64();
}

export const policyRows = new PolicyRows("policy rows", 200_000);
export const breakerCells = new BreakerCells("breaker windows", 4_000_000);
export const balanceCells = new BalanceCells("balanced members", 2_000_000);

const FAILED = 1;
const SLOW = 2;

/** Answers of `admit`. */
export const REFUSED = 0;
export const ADMITTED = 1;
export const PROBE = 2;

/** Asks the breaker whether an attempt may go. An expired open state turns half-open here. */
export function admit(row: number, edge: number): number {
  const state = policyRows.state[row];
  if (state === CLOSED) return ADMITTED;
  if (state === OPEN) {
    if (registers[NOW] < policyRows.openUntil[row]) return REFUSED;
    changeOpen(edge, -1);
    policyRows.state[row] = HALF_OPEN;
    policyRows.probesFree[row] = edges.breakerProbes[edge];
    policyRows.probesEnded[row] = 0;
    policyRows.probesFailed[row] = 0;
    policyRows.probesSlow[row] = 0;
  }
  if (policyRows.probesFree[row] === 0) return REFUSED;
  policyRows.probesFree[row]--;
  return PROBE;
}

/** A probe was abandoned or ended without a verdict: another call may take its place. */
export function returnProbe(row: number): void {
  if (policyRows.state[row] === HALF_OPEN) policyRows.probesFree[row]++;
}

/**
 * Tells the breaker how an attempt that it admitted has ended. Half-open, only the probes count: an
 * answer to an attempt from before the breaker opened says nothing about the callee now.
 */
export function recordOutcome(
  row: number,
  edge: number,
  outcome: number,
  slow: boolean,
  probe: boolean,
): void {
  if ((edges.breakerIgnore[edge] & (1 << outcome)) !== 0) {
    if (probe) returnProbe(row);
    return;
  }
  const failed = outcome >= FIRST_FAILURE;
  const state = policyRows.state[row];
  if (state === HALF_OPEN && probe) recordProbe(row, edge, failed, slow);
  else if (state === CLOSED) recordClosed(row, edge, failed, slow);
}

function recordClosed(row: number, edge: number, failed: boolean, slow: boolean): void {
  const size = edges.breakerSize[edge];
  const position = policyRows.position[row];
  const cell = policyRows.firstCell[row] + position;
  if (policyRows.filled[row] === size) {
    const old = breakerCells.outcome[cell];
    if ((old & FAILED) !== 0) policyRows.failures[row]--;
    if ((old & SLOW) !== 0) policyRows.slow[row]--;
  } else {
    policyRows.filled[row]++;
  }
  breakerCells.outcome[cell] = (failed ? FAILED : 0) | (slow ? SLOW : 0);
  if (failed) policyRows.failures[row]++;
  if (slow) policyRows.slow[row]++;
  policyRows.position[row] = position + 1 === size ? 0 : position + 1;
  const filled = policyRows.filled[row];
  if (filled < Math.min(edges.breakerMinimum[edge], size)) return;
  if (tooMany(edge, policyRows.failures[row], policyRows.slow[row], filled)) open(row, edge);
}

function recordProbe(row: number, edge: number, failed: boolean, slow: boolean): void {
  const ended = ++policyRows.probesEnded[row];
  if (failed) policyRows.probesFailed[row]++;
  if (slow) policyRows.probesSlow[row]++;
  if (ended < edges.breakerProbes[edge]) return;
  if (tooMany(edge, policyRows.probesFailed[row], policyRows.probesSlow[row], ended)) {
    open(row, edge);
  } else {
    policyRows.state[row] = CLOSED;
    clearWindow(row);
  }
}

function tooMany(edge: number, failures: number, slow: number, of: number): boolean {
  if (failures >= edges.breakerThreshold[edge] * of) return true;
  return edges.breakerSlowMs[edge] > 0 && slow >= edges.breakerSlowThreshold[edge] * of;
}

function open(row: number, edge: number): void {
  changeOpen(edge, 1);
  edgeMeter[edge * EDGE_METERS + OPENS]++;
  policyRows.state[row] = OPEN;
  policyRows.openUntil[row] = registers[NOW] + edges.breakerOpenMs[edge];
  clearWindow(row);
}

function clearWindow(row: number): void {
  policyRows.position[row] = 0;
  policyRows.filled[row] = 0;
  policyRows.failures[row] = 0;
  policyRows.slow[row] = 0;
}
