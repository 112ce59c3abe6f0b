// The policies on the caller's side that can hold a call up, at two levels: around the whole call
// with its retries, and around each attempt. Entering a level asks its policies from the outside in;
// leaving it tells them the outcome, in the reverse order.
import { allocateRow, freeRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { EDGE_METERS, edgeMeter, SHORT_CIRCUITED } from "../metrics/meters.ts";
import { CIRCUIT_OPEN } from "../results/outcomes.ts";
import { budgetForgets, budgetLearns, budgetSends } from "./call-budget.ts";
import { guardRows } from "./guard-rows.ts";
import { releaseEffect } from "./keyed-work.ts";
import { ATTEMPT_BREAKER, edges, KEEPS_STATE, RETRY_BUDGET } from "./parameters.ts";
import { admit, PROBE, REFUSED, recordOutcome, returnProbe } from "./policy-rows.ts";
import { calls, NONE } from "./rows.ts";

/** Answers of a level, beside the outcome with which it refuses. */
export const GO_ON = 0;
export const WAITS = -1;

/** Bit of `passed`: what the breaker let pass was a probe. */
const ATTEMPT_PROBES = 1 << 30;

/** The call keeps a row for its policies until it ends. */
export function openGuards(call: number): void {
  const row = allocateRow(guardRows.marks, guardRows.next, guardRows.cap);
  calls.guard[call] = row;
  guardRows.passed[row] = 0;
  guardRows.budget[row] = 0;
  guardRows.effect[row] = 0;
}

/** Asks the policies around the whole call. */
export function enterCallLevel(_call: number, _edge: number): number {
  return GO_ON;
}

/** Asks the policies around an attempt: GO_ON, WAITS, or the outcome of the one that refuses. */
export function enterAttemptLevel(call: number, edge: number): number {
  const row = calls.guard[call];
  guardRows.attemptSince[row] = registers[NOW];
  if ((edges.guards[edge] & RETRY_BUDGET) !== 0) budgetSends(call, edge);
  if ((edges.guards[edge] & ATTEMPT_BREAKER) !== 0) {
    const answer = admit(calls.row[call], edge);
    if (answer === REFUSED) {
      edgeMeter[edge * EDGE_METERS + SHORT_CIRCUITED]++;
      return CIRCUIT_OPEN;
    }
    guardRows.passed[row] = ATTEMPT_BREAKER | (answer === PROBE ? ATTEMPT_PROBES : 0);
  }
  return GO_ON;
}

/** An attempt has ended, or was refused by a policy further in. */
export function leaveAttemptLevel(call: number, edge: number, outcome: number): void {
  const row = calls.guard[call];
  const passed = guardRows.passed[row];
  if ((passed & ATTEMPT_BREAKER) !== 0) {
    const slowMs = edges.breakerSlowMs[edge];
    const slow = slowMs > 0 && registers[NOW] - guardRows.attemptSince[row] > slowMs;
    recordOutcome(calls.row[call], edge, outcome, slow, (passed & ATTEMPT_PROBES) !== 0);
  }
  guardRows.passed[row] = 0;
  if ((edges.guards[edge] & RETRY_BUDGET) !== 0) budgetLearns(call, edge, outcome);
}

/** A call has ended for its caller; what it kept for its policies is given back. */
export function leaveCallLevel(call: number, guards: number): void {
  if ((guards & KEEPS_STATE) === 0) return;
  if ((guards & RETRY_BUDGET) !== 0) budgetForgets(call, calls.edge[call]);
  closeGuards(call);
}

function closeGuards(call: number): void {
  const row = calls.guard[call];
  calls.guard[call] = NONE;
  if (guardRows.effect[row] !== 0) releaseEffect(guardRows.effect[row] - 1);
  freeRow(guardRows.marks, guardRows.next, row);
}

/** The same for a call whose end nobody waits for: it tells no policy how it went. */
export function leaveAbandoned(call: number, edge: number): void {
  const guards = edges.guards[edge];
  if ((guards & KEEPS_STATE) === 0) return;
  const row = calls.guard[call];
  // It has ended already, and its fallback was to answer.
  if (row === NONE) return;
  if ((guardRows.passed[row] & ATTEMPT_PROBES) !== 0) returnProbe(calls.row[call]);
  if ((guards & RETRY_BUDGET) !== 0) budgetForgets(call, edge);
  closeGuards(call);
}
