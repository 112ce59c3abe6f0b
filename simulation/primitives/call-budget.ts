// What a call tells the retry budget of its edge, and what it keeps of it: a permit for the retry in
// hand, and whether an attempt is under way.
import { guardRows } from "./guard-rows.ts";
import {
  attemptBegins,
  attemptLeaves,
  budgetOf,
  earn,
  endRetry,
  learn,
  NO_PERMIT,
  takePermit,
} from "./retry-budget.ts";
import { calls } from "./rows.ts";

/** Bits of a guarded call's `budget`: the permit below, and this. */
const PERMITS = 3;
const UNDER_WAY = 4;

/** An attempt comes to the policies around it; asked again after a wait, it is under way already. */
export function budgetSends(call: number, edge: number): void {
  const guard = calls.guard[call];
  const known = guardRows.budget[guard];
  if ((known & UNDER_WAY) !== 0) return;
  const budget = budgetOf(edge, calls.row[call]);
  if (calls.tries[call] === 1) earn(budget, edge);
  attemptBegins(budget);
  guardRows.budget[guard] = known | UNDER_WAY;
}

/** An attempt has ended with `outcome`, or was refused by a policy further in. */
export function budgetLearns(call: number, edge: number, outcome: number): void {
  const budget = budgetOf(edge, calls.row[call]);
  const permit = guardRows.budget[calls.guard[call]] & PERMITS;
  learn(budget, edge, outcome, permit);
  attemptLeaves(budget, permit);
  guardRows.budget[calls.guard[call]] = NO_PERMIT;
}

/** Nobody waits for the call any more, whatever it was doing. */
export function budgetForgets(call: number, edge: number): void {
  const known = guardRows.budget[calls.guard[call]];
  const budget = budgetOf(edge, calls.row[call]);
  if ((known & UNDER_WAY) !== 0) attemptLeaves(budget, known & PERMITS);
  else endRetry(budget, known & PERMITS);
}

/** Takes a permit for the retry after `outcome`; true when there is none. */
export function budgetDenies(call: number, edge: number, outcome: number): boolean {
  const permit = takePermit(budgetOf(edge, calls.row[call]), edge, outcome);
  guardRows.budget[calls.guard[call]] = permit;
  return permit === NO_PERMIT;
}
