// Connections in results and in the present: what the pools of an edge were asked for, how full they
// are, and who waits.
import { poolCounts, pooledEdges } from "../primitives/flight-rows.ts";
import { edges, UNLIMITED } from "../primitives/parameters.ts";
import { touchPool } from "../primitives/pool-levels.ts";
import type { PoolResult } from "../results/run-result.ts";

/** What the pools of an edge did in the measured period; null where it has none. */
export function poolResultOf(edge: number, periodMs: number): PoolResult | null {
  if (pooledEdges.pooled[edge] === 0) return null;
  touchPool(edge);
  const counts = poolCounts;
  const waited = counts.waited[edge];
  return {
    acquired: counts.acquired[edge],
    waited,
    timeouts: counts.timeouts[edge],
    opened: counts.opened[edge],
    refused: counts.refused[edge],
    closedIdle: counts.closedIdle[edge],
    closedBroken: counts.closedBroken[edge],
    leaked: counts.leaked[edge],
    ...tlsOf(edge),
    waitMs: {
      mean: counts.acquired[edge] > 0 ? counts.waitSum[edge] / counts.acquired[edge] : null,
      max: counts.waitMax[edge],
    },
    inUse: { mean: counts.inUseTime[edge] / periodMs, max: counts.inUseMax[edge] },
    idle: { mean: counts.idleTime[edge] / periodMs },
    waiting: { mean: counts.waitingTime[edge] / periodMs, max: counts.waitingMax[edge] },
  };
}

function tlsOf(edge: number): Pick<PoolResult, "tls"> {
  const { calleeMs, callerMs, resumes } = pooledEdges;
  if (calleeMs[edge] === 0 && callerMs[edge] === 0 && resumes[edge] === 0) return {};
  const resumed = poolCounts.resumed[edge];
  const full = poolCounts.opened[edge] - poolCounts.refused[edge] - resumed;
  return { tls: { full, resumed, calleeMs: full * calleeMs[edge] } };
}

/** Connections of an edge now, over all callers; NaN where it has no pool. */
export function poolPresentOf(edge: number): {
  readonly poolInUse: number;
  readonly poolIdle: number;
  readonly poolWaiting: number;
  readonly poolMax: number;
} {
  if (pooledEdges.pooled[edge] === 0) {
    const none = Number.NaN;
    return { poolInUse: none, poolIdle: none, poolWaiting: none, poolMax: none };
  }
  const max = pooledEdges.max[edge];
  return {
    poolInUse: poolCounts.inUse[edge],
    poolIdle: poolCounts.idle[edge],
    poolWaiting: poolCounts.waiting[edge],
    poolMax: max === UNLIMITED ? Number.NaN : max * edges.rowCount[edge],
  };
}
