// What is gathered of a node from the first window on in which it is, or may be, out of health: how much
// more failed, arrived, was held and pending than usual. One row per node and edge.
import type { SeriesLayout } from "../results/series.ts";
import { LIMITS } from "./constants.ts";
import {
  EDGE_READ,
  NODE_READ,
  ofEdge,
  ofNode,
  ofType,
  TYPE_READ,
  type WindowReadings,
} from "./readings.ts";
import { retrierIn } from "./retriers.ts";
import type { Topology } from "./topology.ts";

const column = (rows: number): Float64Array => new Float64Array(rows);

function nodeSums(rows: number) {
  return {
    ended: column(rows),
    failed: column(rows),
    arrivals: column(rows),
    firstArrivals: column(rows),
    held: column(rows),
    turnedAway: column(rows),
  };
}

/** Evidence of the present or last departure of each node. */
export interface Evidence {
  /** First window of what it is gathered of. */
  readonly since: Int32Array;
  readonly windows: Float64Array;
  /** Windows in which its slots were as good as gone. */
  readonly fullWindows: Float64Array;
  readonly spanMs: Float64Array;
  readonly offered: Float64Array;
  /** Retried arrivals of the window with most of them, and the caller who made them; -1 if nobody. */
  readonly retried: Float64Array;
  readonly retrier: Int32Array;
  readonly node: Readonly<ReturnType<typeof nodeSums>>;
  /** Of an edge, since the departure of its caller. */
  readonly out: { readonly failed: Float64Array; readonly pending: Float64Array };
}

export function emptyEvidence(layout: SeriesLayout): Evidence {
  const nodes = layout.nodeIds.length;
  return {
    since: new Int32Array(nodes).fill(-1),
    windows: new Float64Array(nodes),
    fullWindows: new Float64Array(nodes),
    spanMs: new Float64Array(nodes),
    offered: new Float64Array(nodes),
    retried: new Float64Array(nodes),
    retrier: new Int32Array(nodes).fill(-1),
    node: nodeSums(nodes),
    out: { failed: column(layout.edgeIds.length), pending: column(layout.edgeIds.length) },
  };
}

export function restart(evidence: Evidence, node: number, edges: readonly number[]): void {
  evidence.windows[node] = 0;
  evidence.fullWindows[node] = 0;
  evidence.spanMs[node] = 0;
  evidence.offered[node] = 0;
  evidence.retried[node] = 0;
  evidence.retrier[node] = -1;
  const { node: sums, out } = evidence;
  sums.ended[node] = 0;
  sums.failed[node] = 0;
  sums.arrivals[node] = 0;
  sums.firstArrivals[node] = 0;
  sums.held[node] = 0;
  sums.turnedAway[node] = 0;
  for (const edge of edges) {
    out.failed[edge] = 0;
    out.pending[edge] = 0;
  }
}

export function gather(
  evidence: Evidence,
  window: WindowReadings,
  node: number,
  topology: Topology,
): void {
  const edges = topology.nodes[node].outEdges;
  evidence.windows[node] += 1;
  if (ofNode(window, node, NODE_READ.utilization) >= LIMITS.saturatedUtilization) {
    evidence.fullWindows[node] += 1;
  }
  evidence.spanMs[node] += window.spanMs;
  evidence.offered[node] += ofType(window, 0, TYPE_READ.offered);
  const { node: sums, out } = evidence;
  const arrivals = ofNode(window, node, NODE_READ.arrivals);
  const firstArrivals = ofNode(window, node, NODE_READ.firstArrivals);
  const held = ofNode(window, node, NODE_READ.held);
  sums.ended[node] += ofNode(window, node, NODE_READ.ended);
  sums.failed[node] += ofNode(window, node, NODE_READ.failed);
  sums.arrivals[node] += arrivals;
  sums.firstArrivals[node] += firstArrivals;
  // Unknown of a source.
  if (!Number.isNaN(held)) sums.held[node] += held;
  sums.turnedAway[node] += ofNode(window, node, NODE_READ.turnedAway);
  for (const edge of edges) {
    out.failed[edge] += ofEdge(window, edge, EDGE_READ.failed);
    out.pending[edge] += ofEdge(window, edge, EDGE_READ.pending);
  }
  // Retries after equal pauses come in a wave: a window later nobody retries any more.
  const retried = arrivals - firstArrivals;
  const retrier = retried > evidence.retried[node] ? retrierIn(topology, window, node) : -1;
  if (retrier < 0) return;
  evidence.retried[node] = retried;
  evidence.retrier[node] = retrier;
}
