// Random retries with budgets and every jitter, and fallbacks, for the random scenarios.
import fc from "fast-check";
import type { Json } from "../../simulation/scenario/document.ts";

type Params = Record<string, Json>;

const budget = fc.oneof(
  fc.record({
    type: fc.constant("ratio"),
    ratio: fc.constantFrom(0, 0.2, 1),
    minPerS: fc.constantFrom(0, 5),
    ttlMs: fc.constantFrom(50, 1000),
  }),
  fc.record({
    type: fc.constant("concurrent"),
    ratio: fc.constantFrom(0, 0.5),
    minConcurrent: fc.constantFrom(0, 2),
    scope: fc.constantFrom("perCaller", "shared"),
  }),
  fc.record({ type: fc.constant("tokens"), maxTokens: fc.constantFrom(2, 10) }),
  fc.record({
    type: fc.constant("quota"),
    quota: fc.constantFrom(20, 100),
    timeoutCost: fc.constantFrom(null, 20),
    scope: fc.constantFrom("perCaller", "shared"),
  }),
);

export const randomRetry = fc.record(
  {
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    backoff: fc.record({
      type: fc.constantFrom("none", "constant", "linear", "exponential"),
      baseMs: fc.constantFrom(0, 5, 50),
      jitter: fc.constantFrom(
        "none",
        "full",
        "equal",
        "decorrelated",
        "smooth",
        "multiplicative",
        "exponentialRandom",
        "added",
      ),
    }),
    retryNonIdempotent: fc.boolean(),
    pastDeadline: fc.constantFrom("giveUp", "wait"),
    budget,
  },
  { requiredKeys: [] },
);

/** Those that stand alone; one that calls another edge needs to know which there is. */
export const randomFallback = fc.constantFrom(
  { type: "static", latencyMs: 0 },
  { type: "static", latencyMs: 7 },
  { type: "ignore" },
  { type: "cache", latencyMs: 3, hitRatio: 0.7, maxAgeMs: 400 },
);

/** The first edge of two falls back on the second, unless that has a fallback of its own. */
export function addStandby(
  edges: Record<string, Params>,
  from: string,
  [first, second]: readonly string[],
): void {
  const edge = edges[`${from}->${first}`];
  if (edge?.fallback !== undefined || second === undefined || edge === undefined) return;
  edge.fallback = { type: "call", edge: `${from}->${second}` };
}

/** A database of few rows that conditional writes compete for. */
export function addRows(
  nodes: Record<string, Params & { kind: string }>,
  edges: Record<string, Params>,
  caller: string,
  { networkMs = 1, timeoutMs = null, cancel = "none", retry = null, oneWay = false }: Params,
): void {
  nodes.rows = {
    kind: "database",
    keyCount: 3,
    keySkew: 1,
    serviceTime: { type: "exponential", meanMs: 2 },
    operations: {
      urgent: { conditional: true, readOperation: "look" },
      idle: { conditional: true },
      request: { conditional: true },
      look: { serviceTime: 1 },
    },
  };
  edges[`${caller}->rows`] = { protocol: "sql", networkMs, timeoutMs, cancel, retry, oneWay };
}
