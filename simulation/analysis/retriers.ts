// Who sends what arrives again: the caller whose own retries make up most of them, found by walking up
// the calls. Costs a walk over the edges of one path.
import { LIMITS } from "./constants.ts";
import type { Topology } from "./topology.ts";
import type { WindowReadings } from "./window-readings.ts";

/** The caller upstream whose own retries make up the retried arrivals of the window; -1 if nobody's do. */
export function retrierIn(topology: Topology, window: WindowReadings, node: number): number {
  const seen = new Set<number>();
  let at = node;
  while (!seen.has(at)) {
    seen.add(at);
    const edges = topology.nodes[at].inEdges.filter((edge) => topology.edges[edge].sort === "call");
    const retried = window.node.arrivals[at] - window.node.firstArrivals[at];
    const most = (column: Float64Array): number =>
      edges.reduce((best, edge) => (best < 0 || column[edge] > column[best] ? edge : best), -1);
    const busiest = most(window.edge.retries);
    if (busiest < 0) return -1;
    const own = window.edge.retries[busiest];
    if (own > 0 && own >= LIMITS.carriedShare * retried) return topology.edges[busiest].from;
    at = topology.edges[most(window.edge.attempts)].from;
  }
  return -1;
}
