// Cases of the parameters of retries, their budgets, fallbacks, effects and conditional writes.
import type { Json } from "../../simulation/scenario/document.ts";

type Settings = Readonly<Record<string, Json>>;

interface Case {
  readonly given?: Settings;
  readonly to?: Json;
}

export interface RetryPlace {
  /** Path of the edge and id of its caller. */
  readonly edge: string;
  readonly caller: string;
  /** What makes its attempts fail, and what makes them fail late or be turned away. */
  readonly failing: Settings;
  readonly late: Settings;
  readonly refused: Settings;
  /** Two other edges of the caller. */
  readonly others: readonly [string, string];
}

export function retryCases({
  edge,
  caller,
  failing,
  late,
  refused,
  others,
}: RetryPlace): Record<string, Case> {
  const backoff = { baseMs: 4, capMs: 50 };
  const paused = (more: Record<string, Json>): Settings => ({
    ...failing,
    [`${edge}.retry`]: { maxAttempts: 5, backoff: { ...backoff, ...more } },
  });
  const small = { minPerS: 0, minConcurrent: 1, maxTokens: 4, quota: 60 };
  const budget = (more: Record<string, Json>, by: Settings = failing): Settings => ({
    ...by,
    [`${edge}.retry`]: { maxAttempts: 5, backoff, budget: { ...small, ...more } },
  });
  const fallback = (more: Record<string, Json>): Settings => ({
    ...failing,
    [`${edge}.fallback`]: more,
  });
  const [first, second] = others;
  return {
    "retry.backoff.jitterRatio": { given: paused({ jitter: "multiplicative" }), to: 0.5 },
    "retry.backoff.jitterMs": { given: paused({ jitter: "added", jitterMs: 5 }), to: 9 },
    "retry.attemptsCap": { given: paused({}), to: 2 },
    "retry.pastDeadline": {
      given: { ...paused({ baseMs: 20 }), [`${edge}.deadlineMs`]: 30 },
      to: "wait",
    },
    "retry.budget": { given: paused({}), to: { ...small } },
    "retry.budget.type": { given: budget({}) },
    "retry.budget.scope": { given: { ...budget({ ratio: 0.3 }), [`nodes.${caller}.replicas`]: 3 } },
    "retry.budget.ratio": { given: budget({}), to: 0.6 },
    "retry.budget.minPerS": { given: budget({ ttlMs: 500 }), to: 20 },
    "retry.budget.ttlMs": { given: budget({ ratio: 0.5 }), to: 40 },
    "retry.budget.minConcurrent": { given: budget({ type: "concurrent" }), to: 0 },
    "retry.budget.maxTokens": { given: budget({ type: "tokens" }), to: 9 },
    "retry.budget.tokenRatio": { given: budget({ type: "tokens" }), to: 0.7 },
    "retry.budget.quota": { given: budget({ type: "quota" }), to: 30 },
    "retry.budget.retryCost": { given: budget({ type: "quota" }, late), to: 3 },
    "retry.budget.timeoutCost": { given: budget({ type: "quota" }, late), to: 30 },
    "retry.budget.throttledCost": { given: budget({ type: "quota" }, refused), to: 20 },
    "retry.budget.successRefund": { given: budget({ type: "quota" }), to: 9 },
    "fallback.type": { given: fallback({ type: "static", hitRatio: 0.5, edge: first }) },
    "fallback.hitRatio": { given: fallback({ type: "cache" }), to: 0.3 },
    "fallback.maxAgeMs": { given: fallback({ type: "cache" }), to: 5 },
    "fallback.edge": { given: fallback({ type: "call", edge: first }), to: second },
  };
}

/** Keys that stop an operation from being executed twice; `failing` includes retries of it. */
export function keyCases(edge: string, failing: Settings): Record<string, Case> {
  return {
    idempotencyKey: { given: failing, to: true },
    idempotencyLookupMs: { given: { ...failing, [`${edge}.idempotencyKey`]: true }, to: 9 },
  };
}

const CONDITIONAL: Settings = { "nodes.db.operations.request.conditional": true };

export const VERSION_CASES: Readonly<Record<string, Case>> = {
  keyCount: { given: CONDITIONAL, to: 1 },
  keySkew: { given: CONDITIONAL, to: 3 },
};

export const CONDITION_CASES: Readonly<Record<string, Case>> = {
  conditional: { to: true },
  readOperation: {
    given: { ...CONDITIONAL, "nodes.db.operations.look.serviceTime": 9 },
    to: "look",
  },
};
