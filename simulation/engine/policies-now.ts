// Present of the caller's policies of an edge, summed over their rows of state, for the page.
import { HALF_OPEN } from "../primitives/breaker.ts";
import { poolCounts, pooledEdges } from "../primitives/flight-rows.ts";
import { policyStates } from "../primitives/guard-rows.ts";
import {
  ATTEMPT_BULKHEAD,
  ATTEMPT_RATE_LIMIT,
  CALL_BULKHEAD,
  CALL_RATE_LIMIT,
  edges,
} from "../primitives/parameters.ts";
import { tokensNow } from "../primitives/rate-limit.ts";

export interface PoliciesNow {
  /** Share of the breakers that are half-open. */
  readonly halfOpenRatio: number;
  /** Permits of bulkheads that are out, and tokens in buckets; NaN where there are none. */
  readonly inUse: number;
  readonly tokens: number;
  /** Calls in line at any of them. */
  readonly waiting: number;
}

function sumOver(first: number, count: number, value: (state: number) => number): number {
  let sum = 0;
  for (let state = first; state < first + count; state++) sum += value(state);
  return sum;
}

export function policiesNow(edge: number): PoliciesNow {
  const guards = edges.guards[edge];
  const breakers = edges.breakerRows[edge];
  const first = edges.firstBreaker[edge];
  const isHalfOpen = (state: number): number => (policyStates.circuit[state] === HALF_OPEN ? 1 : 0);
  const waiting = (state: number): number => policyStates.waiting[state];
  const limited = (guards & (CALL_RATE_LIMIT | ATTEMPT_RATE_LIMIT)) !== 0;
  const limiters = limited ? rowsOf(edge, edges.limiterStride[edge]) : 0;
  const separated = (guards & (CALL_BULKHEAD | ATTEMPT_BULKHEAD)) !== 0;
  const bulkheads = separated ? rowsOf(edge, edges.bulkheadStride[edge]) : 0;
  const firstLimiter = edges.firstLimiter[edge];
  const firstBulkhead = edges.firstBulkhead[edge];
  return {
    halfOpenRatio: breakers > 0 ? sumOver(first, breakers, isHalfOpen) / breakers : 0,
    inUse: separated
      ? sumOver(firstBulkhead, bulkheads, (state) => policyStates.inUse[state])
      : Number.NaN,
    tokens: limited
      ? sumOver(firstLimiter, limiters, (state) => tokensNow(state, edge))
      : Number.NaN,
    waiting:
      sumOver(first, breakers, waiting) +
      sumOver(firstLimiter, limiters, waiting) +
      sumOver(firstBulkhead, bulkheads, waiting),
  };
}

/** Calls of an edge that wait for a connection of a pool or a permit of a bulkhead, now. */
export function waitingOn(edge: number): number {
  let sum = edge < pooledEdges.highWater ? poolCounts.waiting[edge] : 0;
  if ((edges.guards[edge] & (CALL_BULKHEAD | ATTEMPT_BULKHEAD)) !== 0) {
    const bulkheads = rowsOf(edge, edges.bulkheadStride[edge]);
    sum += sumOver(edges.firstBulkhead[edge], bulkheads, (state) => policyStates.waiting[state]);
  }
  return sum;
}

function rowsOf(edge: number, stride: number): number {
  return stride === 0 ? 1 : stride * edges.rowCount[edge];
}
