// Who sends what arrives again: the caller whose own retries make up most of them, found by walking up
// the calls. Costs a walk over the edges of one path.
import { LIMITS } from "./constants.ts";
import {
  EDGE_READ,
  NODE_READ,
  ofEdge,
  ofNode,
  type PlaceIn,
  type WindowReadings,
} from "./readings.ts";
import type { Topology } from "./topology.ts";

/** The caller upstream whose own retries make up the retried arrivals of the window; -1 if nobody's do. */
export function retrierIn(topology: Topology, window: WindowReadings, node: number): number {
  const seen = new Set<number>();
  let at = node;
  while (!seen.has(at)) {
    seen.add(at);
    const edges = topology.nodes[at].inEdges.filter((edge) => topology.edges[edge].sort === "call");
    const retried =
      ofNode(window, at, NODE_READ.arrivals) - ofNode(window, at, NODE_READ.firstArrivals);
    const most = (place: PlaceIn<typeof EDGE_READ>): number =>
      edges.reduce((best, edge) => {
        return best < 0 || ofEdge(window, edge, place) > ofEdge(window, best, place) ? edge : best;
      }, -1);
    const busiest = most(EDGE_READ.retries);
    if (busiest < 0) return -1;
    const own = ofEdge(window, busiest, EDGE_READ.retries);
    if (own > 0 && own >= LIMITS.carriedShare * retried) return topology.edges[busiest].from;
    at = topology.edges[most(EDGE_READ.attempts)].from;
  }
  return -1;
}
