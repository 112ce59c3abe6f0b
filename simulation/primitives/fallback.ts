// Fallback: what a call that has failed for good is answered with instead. Static and stale answers
// are the caller's own and count as degraded; an ignored failure counts as success; another call is
// made over another edge, with all policies of that edge, and its outcome is the call's.
import { freeRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { NOW, registers, UNIFORM } from "../core/registers.ts";
import { EDGE_METERS, edgeMeter, FALLBACKS } from "../metrics/meters.ts";
import { DEGRADED, FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { CALL_INSTEAD } from "./event-kinds.ts";
import { edgeStream, pendingLess } from "./network.ts";
import { edges, plans } from "./parameters.ts";
import { policyRows } from "./policy-rows.ts";
import { calls, ENDED } from "./rows.ts";
import { STALE } from "./streams.ts";
import { follow } from "./transitions.ts";

const STATIC = 1;
const CACHE = 2;
const IGNORE = 3;
const CALL = 4;
export const FALLBACK_KINDS = { static: STATIC, cache: CACHE, ignore: IGNORE, call: CALL } as const;

/** What a fallback does about a failed call. */
export const STAYS_FAILED = 0;
/** Its outcome is replaced, after the time that this takes. */
export const ANSWERS = 1;
/** It is made anew, over another edge. */
export const CALLS_INSTEAD = 2;

/** Notes a good answer, which a later failure may fall back on. */
export function keepAnswer(call: number, edge: number, outcome: number): void {
  if (edges.fallback[edge] !== CACHE || outcome >= FIRST_FAILURE) return;
  const row = calls.row[call];
  policyRows.answeredAt[row] = registers[NOW];
  policyRows.answered[row] = 1;
}

/** Decides about a failed call; with ANSWERS its new outcome stands in its row. */
export function fallBack(call: number, edge: number): number {
  const kind = edges.fallback[edge];
  if (kind === CALL) {
    if (plans.fallback[calls.plan[call]] === 0) return STAYS_FAILED;
    edgeMeter[edge * EDGE_METERS + FALLBACKS]++;
    pendingLess(edge);
    calls.timer[call] = ENDED;
    follow(CALL_INSTEAD, call, 0);
    return CALLS_INSTEAD;
  }
  if (kind === CACHE && !isKnown(call, edge)) return STAYS_FAILED;
  edgeMeter[edge * EDGE_METERS + FALLBACKS]++;
  calls.outcome[call] = kind === IGNORE ? OK : DEGRADED;
  return ANSWERS;
}

/** The caller has an answer from before that is not too old. */
function isKnown(call: number, edge: number): boolean {
  const row = calls.row[call];
  if (policyRows.answered[row] === 0) return false;
  const maxAge = edges.fallbackMaxAgeMs[edge];
  if (maxAge >= 0 && registers[NOW] - policyRows.answeredAt[row] > maxAge) return false;
  const ratio = edges.fallbackHitRatio[edge];
  if (ratio >= 1) return true;
  nextUniform(edgeStream(edge, STALE));
  return registers[UNIFORM] < ratio;
}

/**
 * The plan that a failed call goes on with, -1 when its parent has given it up meanwhile. Between the
 * two it is a call that has ended.
 */
export function planInstead(call: number): number {
  if (calls.parent[call] >= 0) return plans.fallback[calls.plan[call]] - 1;
  freeRow(calls.marks, calls.next, call);
  return -1;
}
