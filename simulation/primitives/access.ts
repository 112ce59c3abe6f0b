// Access: who shows nothing good is refused, at once where that is seen at once, else after the check.
// Cost: nothing where nobody checks; a check is a service of its own before the work.
import { registers, SAMPLE } from "../core/registers.ts";
import { CANCELLED, FIRST_FAILURE, UNAUTHORIZED } from "../results/outcomes.ts";
import {
  CHECKED,
  CHECKS_LOCALLY,
  checks,
  nodeAccess,
  SHOWN,
  SHOWS_GOOD,
  SHOWS_LIMITED,
  shownOverEdges,
} from "./access-rows.ts";
import { attempts, CANCEL_SEEN } from "./rows.ts";

/** An attempt over an edge that shows something of its own is put on the wire. */
export function showCredential(attempt: number, edge: number): void {
  attempts.flags[attempt] = (attempts.flags[attempt] & ~SHOWN) | shownOverEdges.bits[edge];
}

/** Whether a check that begins is bound to refuse; `registers[SAMPLE]` is then what it takes, ms. */
export function refusesAtOnce(attempt: number): boolean {
  const node = attempts.node[attempt];
  const shown = attempts.flags[attempt] & SHOWN;
  if (shown === 0) registers[SAMPLE] = nodeAccess.refuseMs[node];
  else if (shown === SHOWS_GOOD || nodeAccess.way[node] !== CHECKS_LOCALLY) return false;
  attempts.outcome[attempt] = UNAUTHORIZED;
  countRefusal(attempt, node, registers[SAMPLE]);
  return true;
}

/** True of a refusal where somebody checks: the right answer of a node that is well. */
export function isRefusal(outcome: number, node: number): boolean {
  return outcome === UNAUTHORIZED && nodeAccess.passesOn[node] === 1;
}

function countRefusal(attempt: number, node: number, spentMs: number): void {
  nodeAccess.refusedTime[node] += spentMs;
  if ((attempts.flags[attempt] & SHOWS_LIMITED) !== 0) nodeAccess.forbidden[node]++;
  else nodeAccess.unauthenticated[node]++;
}

/** What a check comes to whose calls, if any, have ended with `outcome`. */
export function verdictOf(attempt: number, node: number, outcome: number): number {
  if (outcome >= FIRST_FAILURE) return outcome;
  const flags = attempts.flags[attempt];
  if ((flags & CANCEL_SEEN) !== 0) return CANCELLED;
  if ((flags & SHOWN) === SHOWS_GOOD) return outcome;
  countRefusal(attempt, node, attempts.servedMs[attempt]);
  return UNAUTHORIZED;
}

/** The caller of an attempt is known: it goes on as the operation that it asked for. */
export function admit(attempt: number, node: number): void {
  attempts.operation[attempt] = checks.goesOnAs[attempts.operation[attempt]] - 1;
  attempts.flags[attempt] |= CHECKED;
  nodeAccess.accepted[node]++;
}
