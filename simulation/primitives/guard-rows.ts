// What the policies on the caller's side keep: a row of state for each caller instance (or one for the
// edge, or one for each operation), and a row for each call in progress over an edge that has such
// policies, so that plain calls neither pay for it nor carry it. Calls that must wait stand in line
// at a row of state, first come first served.
import { Table } from "../core/memory.ts";

/** Stands for "no deadline", ms. */
export const NEVER = 1e300;

class PolicyStates extends Table {
  readonly edge = this.int32();
  /** Calls in line, row + 1, and how many. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly waiting = this.int32();
  /** Breaker. */
  readonly circuit = this.uint8();
  readonly openUntil = this.float64();
  /** What the failure that opened it was due to (blame-rows.ts). */
  readonly openedBy = this.int32();
  /** Its window: first cell or bucket, the present one, and what all of them hold together. */
  readonly firstCell = this.int32();
  readonly position = this.int32();
  readonly started = this.int32();
  readonly ended = this.int32();
  readonly failed = this.int32();
  readonly slow = this.int32();
  /** Time window: number of the present second. */
  readonly second = this.int32();
  /** Probes of the half-open state: permitted and still free, ended, failed, slow. */
  readonly probesFree = this.int32();
  readonly probesEnded = this.int32();
  readonly probesFailed = this.int32();
  readonly probesSlow = this.int32();
  /** Bulkhead: permits that are out. */
  readonly inUse = this.int32();
  /** Rate limiter: tokens, and when there were that many, ms; and the event of the next for the line. */
  readonly level = this.float64();
  readonly levelAt = this.float64();
  readonly event = this.int32();
}

class GuardRows extends Table {
  readonly call = this.int32();
  /** Bits of the policies that have let it pass and have not heard of its end. */
  readonly passed = this.int32();
  /** When the call, or its present attempt, came to the policies around it, ms. */
  readonly callSince = this.float64();
  readonly attemptSince = this.float64();
  /** When it is cut off, ms; NEVER = not at all. The event, + 1. */
  readonly deadlineAt = this.float64();
  readonly deadline = this.int32();
  /** Row of state at which it stands in line, + 1; 0 = in none, RESUMING = called up. */
  readonly line = this.int32();
  readonly ahead = this.int32();
  readonly behind = this.int32();
  /** What its retry budget knows of it: a permit, and whether an attempt is under way. */
  readonly budget = this.uint8();
  /** Its row of effects, + 1; 0 = none. */
  readonly effect = this.int32();
}

/** `line` of a call that goes on by a transition which is on its way. */
export const RESUMING = -1;

export const policyStates = new PolicyStates("policy states", 200_000);
export const guardRows = new GuardRows("guarded calls", 500_000);

/** Puts a call at the end of the line before a row of state. */
export function standInLine(row: number, state: number): void {
  const last = policyStates.tail[state];
  guardRows.line[row] = state + 1;
  guardRows.ahead[row] = last;
  guardRows.behind[row] = 0;
  if (last === 0) policyStates.head[state] = row + 1;
  else guardRows.behind[last - 1] = row + 1;
  policyStates.tail[state] = row + 1;
  policyStates.waiting[state]++;
}

/** Takes a call out of the line it stands in. */
export function leaveLine(row: number): void {
  const state = guardRows.line[row] - 1;
  const ahead = guardRows.ahead[row];
  const behind = guardRows.behind[row];
  if (ahead === 0) policyStates.head[state] = behind;
  else guardRows.behind[ahead - 1] = behind;
  if (behind === 0) policyStates.tail[state] = ahead;
  else guardRows.ahead[behind - 1] = ahead;
  policyStates.waiting[state]--;
  guardRows.line[row] = 0;
}
