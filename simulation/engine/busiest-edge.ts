// Which edge was busiest since an earlier look. Costs one pass over the edges for each look; what
// is counted while events are executed is the attempts, deliveries of brokers among them.
import { ATTEMPTS } from "../metrics/meters.ts";
import { edges } from "../primitives/parameters.ts";
import { edgeSum } from "./totals.ts";

/** Attempts and deliveries of each edge so far. */
export function sentByEdges(): Float64Array {
  return Float64Array.from({ length: edges.highWater }, (_, edge) => edgeSum(edge, ATTEMPTS));
}

/**
 * The edge that has sent most since `before`, the first of several; -1 if none has sent at least
 * `fewest`, so that what merely happened at the same time is not taken for it.
 */
export function busiestSince(before: Float64Array, fewest: number): number {
  let busiest = -1;
  let most = fewest - 1;
  sentByEdges().forEach((sent, edge) => {
    const since = sent - (before[edge] ?? 0);
    if (since <= most) return;
    busiest = edge;
    most = since;
  });
  return busiest;
}
