// Writes the retry, the retry budget and the fallback of an edge into their columns.

import { FALLBACK_KINDS } from "../primitives/fallback.ts";
import {
  BACKOFF_CONSTANT,
  BACKOFF_EXPONENTIAL,
  BACKOFF_LINEAR,
  BACKOFF_NONE,
  edges,
  JITTER_ADDED,
  JITTER_DECORRELATED,
  JITTER_EQUAL,
  JITTER_EXPONENTIAL,
  JITTER_FULL,
  JITTER_MULTIPLICATIVE,
  JITTER_NONE,
  JITTER_SMOOTH,
  RETRY_AFTER_AT_LEAST,
  RETRY_AFTER_FOLLOWED,
  RETRY_AFTER_IGNORED,
  UNLIMITED,
} from "../primitives/parameters.ts";
import {
  BUDGET_CONCURRENT,
  BUDGET_NONE,
  BUDGET_QUOTA,
  BUDGET_RATIO,
  BUDGET_TOKENS,
  budgets,
  openBudget,
  SLICES,
} from "../primitives/retry-budget.ts";
import { OUTCOMES } from "../results/outcomes.ts";
import { maskOf } from "./fill-nodes.ts";

const BACKOFFS = {
  none: BACKOFF_NONE,
  constant: BACKOFF_CONSTANT,
  linear: BACKOFF_LINEAR,
  exponential: BACKOFF_EXPONENTIAL,
} as const;
const JITTERS = {
  none: JITTER_NONE,
  full: JITTER_FULL,
  equal: JITTER_EQUAL,
  decorrelated: JITTER_DECORRELATED,
  smooth: JITTER_SMOOTH,
  multiplicative: JITTER_MULTIPLICATIVE,
  exponentialRandom: JITTER_EXPONENTIAL,
  added: JITTER_ADDED,
} as const;
const RETRY_AFTER = {
  ignore: RETRY_AFTER_IGNORED,
  follow: RETRY_AFTER_FOLLOWED,
  atLeast: RETRY_AFTER_AT_LEAST,
} as const;
const BUDGETS = {
  ratio: BUDGET_RATIO,
  concurrent: BUDGET_CONCURRENT,
  tokens: BUDGET_TOKENS,
  quota: BUDGET_QUOTA,
} as const;

export interface BudgetValues {
  readonly type: keyof typeof BUDGETS;
  readonly scope: "perCaller" | "shared";
  readonly ratio: number;
  readonly minPerS: number;
  readonly ttlMs: number;
  readonly minConcurrent: number;
  readonly maxTokens: number;
  readonly tokenRatio: number;
  readonly quota: number;
  readonly retryCost: number;
  readonly timeoutCost: number | null;
  readonly throttledCost: number;
  readonly successRefund: number;
}

export interface RetryValues {
  readonly maxAttempts: number | null;
  readonly attemptsCap: number | null;
  readonly avoidTried?: boolean | null;
  readonly backoff: {
    readonly type: keyof typeof BACKOFFS;
    readonly baseMs: number;
    readonly factor: number;
    readonly capMs: number;
    readonly jitter: keyof typeof JITTERS;
    readonly jitterRatio: number;
    readonly jitterMs: number;
  };
  readonly retryOn: readonly string[];
  readonly retryNonIdempotent?: boolean;
  readonly retryAfter?: keyof typeof RETRY_AFTER;
  readonly pastDeadline: "giveUp" | "wait";
  readonly budget: BudgetValues | null;
}

export interface FallbackValues {
  readonly type: keyof typeof FALLBACK_KINDS;
  readonly latencyMs: number;
  readonly hitRatio: number;
  readonly maxAgeMs: number | null;
  readonly edge: string | null;
}

export function fillRetry(edge: number, retry: RetryValues | null): void {
  fillBudget(edge, retry?.budget ?? null);
  if (!retry) {
    edges.maxAttempts[edge] = 1;
    return;
  }
  const { backoff } = retry;
  edges.maxAttempts[edge] = Math.min(
    retry.maxAttempts ?? UNLIMITED,
    retry.attemptsCap ?? UNLIMITED,
  );
  edges.retryMask[edge] = maskOf(retry.retryOn, OUTCOMES);
  edges.retryNonIdempotent[edge] = retry.retryNonIdempotent ? 1 : 0;
  edges.backoff[edge] = BACKOFFS[backoff.type];
  edges.backoffBaseMs[edge] = backoff.baseMs;
  edges.backoffFactor[edge] = backoff.factor;
  edges.backoffCapMs[edge] = backoff.capMs;
  edges.jitter[edge] = JITTERS[backoff.jitter];
  edges.jitterRatio[edge] = backoff.jitterRatio;
  edges.jitterMs[edge] = backoff.jitterMs;
  edges.retryAfter[edge] = RETRY_AFTER[retry.retryAfter ?? "ignore"];
  edges.pausesInVain[edge] = retry.pastDeadline === "wait" ? 1 : 0;
}

function fillBudget(edge: number, budget: BudgetValues | null): void {
  edges.budget[edge] = budget ? BUDGETS[budget.type] : BUDGET_NONE;
  if (!budget) return;
  const { type, retryCost } = budget;
  edges.budgetShared[edge] = budget.scope === "shared" ? 1 : 0;
  edges.budgetRatio[edge] = budget.ratio;
  const reserve = (budget.minPerS * budget.ttlMs) / 1000;
  edges.budgetMin[edge] = type === "ratio" ? reserve : budget.minConcurrent;
  edges.budgetMax[edge] = type === "quota" ? budget.quota : budget.maxTokens;
  edges.budgetGain[edge] = type === "quota" ? budget.successRefund : budget.tokenRatio;
  edges.budgetSliceMs[edge] = budget.ttlMs / SLICES;
  edges.budgetCost[edge] = retryCost;
  edges.budgetTimeoutCost[edge] = budget.timeoutCost ?? retryCost;
  edges.budgetRefusalCost[edge] = budget.throttledCost;
}

/**
 * Places the budgets of an edge with `callers` caller instances behind the `first` rows that are
 * taken, and with `fresh` fills them. Returns the first free row after them, -1 when there is none.
 */
export function placeBudgets(edge: number, callers: number, first: number, fresh: boolean): number {
  if (edges.budget[edge] === BUDGET_NONE || callers === 0) return first;
  const last = first + (edges.budgetShared[edge] === 1 ? 1 : callers);
  edges.budgetRow[edge] = first;
  if (!fresh) return last;
  if (!budgets.occupy(last)) return -1;
  for (let budget = first; budget < last; budget++) openBudget(budget, edge);
  return last;
}

export function fillFallback(edge: number, fallback: FallbackValues | null): void {
  edges.fallback[edge] = fallback ? FALLBACK_KINDS[fallback.type] : 0;
  const own = fallback?.type === "static" || fallback?.type === "cache";
  edges.fallbackMs[edge] = own ? fallback.latencyMs : 0;
  edges.fallbackHitRatio[edge] = fallback?.hitRatio ?? 1;
  edges.fallbackMaxAgeMs[edge] = fallback?.maxAgeMs ?? -1;
}
