// Retry budgets: how many retries the calls over an edge may add, whatever their number of attempts.
// Four machines of real products; one row each per caller instance, or one for the edge. They are
// told of calls that begin, attempts that are sent and end, and asked before each retry.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { FIRST_FAILURE, RATE_LIMITED, REJECTED, SHED, TIMEOUT } from "../results/outcomes.ts";
import { edges } from "./parameters.ts";

export const BUDGET_NONE = 0;
/**
 * Finagle's and Linkerd's: a call earns `ratio`, a retry takes 1, both are forgotten after a time
 * to live that is counted in tenths on a grid from 0; `minPerS` times that is there from the start.
 */
export const BUDGET_RATIO = 1;
/** Envoy's: retries under way, their pauses included, stay below a share of the attempts under way. */
export const BUDGET_CONCURRENT = 2;
/** gRPC's: a failure that could be retried takes 1, a success adds a part; above half, one may retry. */
export const BUDGET_TOKENS = 3;
/** AWS's: a retry takes its cost and a success gives back the cost of the retry that led to it. */
export const BUDGET_QUOTA = 4;

/** Permits of a call's retry; a quota must know later what the retry has cost. */
export const NO_PERMIT = 0;
const AS_ANY = 1;
const AFTER_TIMEOUT = 2;
const AFTER_REFUSAL = 3;

/** Parts of the time to live after which what happened in them is forgotten together. */
export const SLICES = 10;

class BudgetRows extends Table {
  /** Tokens or quota left; of earned retries the sum of `slices`. */
  readonly balance = this.float64();
  /** Number of the present slice since time 0, and what was earned less what was spent in each. */
  readonly slice = this.float64();
  readonly slices = this.float64(SLICES);
  /** Attempts under way, and calls whose retry is under way. */
  readonly active = this.int32();
  readonly retries = this.int32();
}

export const budgets = new BudgetRows("retry budgets", 50_000);

/** Row of the budget of a caller's row of policy state. */
export function budgetOf(edge: number, row: number): number {
  const first = edges.budgetRow[edge];
  return edges.budgetShared[edge] === 1 ? first : first + row - edges.firstRow[edge];
}

/** Puts a budget at its start: full. */
export function openBudget(budget: number, edge: number): void {
  const kind = edges.budget[edge];
  if (kind === BUDGET_TOKENS || kind === BUDGET_QUOTA) {
    budgets.balance[budget] = edges.budgetMax[edge];
  }
}

/** A call begins. */
export function earn(budget: number, edge: number): void {
  if (edges.budget[edge] !== BUDGET_RATIO) return;
  turnSlices(budget, edge);
  book(budget, edges.budgetRatio[edge]);
}

/** An attempt is sent, or waits to be sent. */
export function attemptBegins(budget: number): void {
  budgets.active[budget]++;
}

/** An attempt is under way no longer, and with it the retry that it may have been. */
export function attemptLeaves(budget: number, permit: number): void {
  budgets.active[budget]--;
  endRetry(budget, permit);
}

/** A retry is under way no longer: it has ended, was refused, or nobody waits for it any more. */
export function endRetry(budget: number, permit: number): void {
  if (permit !== NO_PERMIT) budgets.retries[budget]--;
}

/** How an attempt ended; `permit` is that of the retry that it was. */
export function learn(budget: number, edge: number, outcome: number, permit: number): void {
  const kind = edges.budget[edge];
  const max = edges.budgetMax[edge];
  if (kind === BUDGET_TOKENS) {
    if (outcome < FIRST_FAILURE) {
      budgets.balance[budget] = Math.min(max, budgets.balance[budget] + edges.budgetGain[edge]);
    } else if ((edges.retryMask[edge] & (1 << outcome)) !== 0) {
      budgets.balance[budget] = Math.max(0, budgets.balance[budget] - 1);
    }
  } else if (kind === BUDGET_QUOTA && outcome < FIRST_FAILURE) {
    const gain = permit === NO_PERMIT ? edges.budgetGain[edge] : costOf(edge, permit);
    budgets.balance[budget] = Math.min(max, budgets.balance[budget] + gain);
  }
}

/** The permit for a retry after `outcome`, taken from the budget; NO_PERMIT when there is none. */
export function takePermit(budget: number, edge: number, outcome: number): number {
  switch (edges.budget[edge]) {
    case BUDGET_RATIO:
      turnSlices(budget, edge);
      // Earned parts do not add up exactly: ten times 0.1 must be one retry.
      if (edges.budgetMin[edge] + budgets.balance[budget] < 1 - 1e-9) return NO_PERMIT;
      book(budget, -1);
      break;
    case BUDGET_CONCURRENT: {
      const share = Math.floor(edges.budgetRatio[edge] * budgets.active[budget] + 1e-9);
      if (budgets.retries[budget] >= Math.max(edges.budgetMin[edge], share)) return NO_PERMIT;
      break;
    }
    case BUDGET_TOKENS:
      if (budgets.balance[budget] <= edges.budgetMax[edge] / 2) return NO_PERMIT;
      break;
    default:
      return takeQuota(budget, edge, outcome);
  }
  budgets.retries[budget]++;
  return AS_ANY;
}

function takeQuota(budget: number, edge: number, outcome: number): number {
  const permit = permitAfter(outcome);
  const cost = costOf(edge, permit);
  if (cost > budgets.balance[budget]) return NO_PERMIT;
  budgets.balance[budget] -= cost;
  budgets.retries[budget]++;
  return permit;
}

function permitAfter(outcome: number): number {
  if (outcome === TIMEOUT) return AFTER_TIMEOUT;
  const refused = outcome === REJECTED || outcome === SHED || outcome === RATE_LIMITED;
  return refused ? AFTER_REFUSAL : AS_ANY;
}

function costOf(edge: number, permit: number): number {
  if (permit === AFTER_TIMEOUT) return edges.budgetTimeoutCost[edge];
  return permit === AFTER_REFUSAL ? edges.budgetRefusalCost[edge] : edges.budgetCost[edge];
}

function book(budget: number, amount: number): void {
  const slice = budgets.slice[budget];
  const at = slice - Math.floor(slice / SLICES) * SLICES;
  budgets.slices[budget * SLICES + Math.trunc(at)] += amount;
  budgets.balance[budget] += amount;
}

/** Forgets what lies a time to live back, and adds up the rest anew: no error piles up. */
function turnSlices(budget: number, edge: number): void {
  const present = Math.floor(registers[NOW] / edges.budgetSliceMs[edge]);
  const before = budgets.slice[budget];
  if (present === before) return;
  budgets.slice[budget] = present;
  const first = budget * SLICES;
  const passed = Math.min(present - before, SLICES);
  for (let i = 1; i <= passed; i++) {
    const slice = before + i;
    const at = slice - Math.floor(slice / SLICES) * SLICES;
    budgets.slices[first + Math.trunc(at)] = 0;
  }
  let sum = 0;
  for (let i = 0; i < SLICES; i++) sum += budgets.slices[first + i];
  budgets.balance[budget] = sum;
}
