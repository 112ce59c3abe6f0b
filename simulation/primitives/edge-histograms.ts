// Where the latency histograms of edges begin.
import { reserveInt32 } from "../core/memory.ts";

const shape = reserveInt32("edge histograms", 1);

/** Number of the first edge's latency histogram. */
export function placeEdgeHistograms(first: number): void {
  shape[0] = first;
}

export function edgeHistogram(edge: number): number {
  return shape[0] + edge;
}
