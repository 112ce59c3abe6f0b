// Requests that succeeded, but later than their goal: where their time went. Nothing is pending any more
// when such a request has ended, so the question is asked of all that were late in a window at once: from
// the source down the calls on which more is pending than usual, to the node or link that keeps what is
// too much. Costs a walk over the edges of one path for each request type and window with late ones.
// Source: product semantics, decision 97.
import type { FailurePlace, FailureWay } from "../results/failure-place.ts";
import { type Baseline, EDGE_SUM, edgeSum, levelOf, NODE_SUM, nodeSum } from "./baseline.ts";
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
import type { Topology } from "./topology.ts";

export type LatePlace = Pick<FailurePlace, "node" | "edge" | "way">;

/** Late requests of one source, in one window. */
export interface LatePlaces extends FailurePlace {
  /** Node that offered them. */
  readonly source: string;
}

interface Reading {
  readonly window: WindowReadings;
  readonly topology: Topology;
  readonly baseline: Baseline;
}

function excessPending({ window, baseline }: Reading, edge: number): number {
  return (
    ofEdge(window, edge, EDGE_READ.pending) -
    levelOf(baseline, edgeSum(baseline, edge, EDGE_SUM.pending))
  );
}

function excessInside({ window, baseline }: Reading, node: number): number {
  return (
    ofNode(window, node, NODE_READ.inFlight) -
    levelOf(baseline, nodeSum(baseline, node, NODE_SUM.inFlight))
  );
}

/** The outgoing call with most of what is too much; -1 if none has more than usual. */
function heaviest(of: Reading, node: number): number {
  const { nodes, edges } = of.topology;
  const calls = nodes[node].outEdges.filter((edge) => edges[edge].sort !== "deliver");
  const most = calls.reduce(
    (best, edge) => (best < 0 || excessPending(of, edge) > excessPending(of, best) ? edge : best),
    -1,
  );
  return most >= 0 && excessPending(of, most) > 0 ? most : -1;
}

/** Share of the work inside a node that came over the edge. */
function shareOf({ window, topology }: Reading, edge: number): number {
  const callers = topology.nodes[topology.edges[edge].to].inEdges;
  const all = callers.reduce((sum, other) => sum + ofEdge(window, other, EDGE_READ.attempts), 0);
  return all > 0 ? ofEdge(window, edge, EDGE_READ.attempts) / all : 1;
}

function wayInside({ window, baseline }: Reading, node: number, excess: number): FailureWay {
  const usual = levelOf(baseline, nodeSum(baseline, node, NODE_SUM.queueMean));
  const queued = ofNode(window, node, NODE_READ.queueMean) - usual;
  return queued >= LIMITS.carriedShare * excess ? "waiting" : "working";
}

/** Where requests of `source` spend more time than usual in the window; null if nowhere. */
export function placeOfDelay(of: Reading, source: number): LatePlace | null {
  const { nodes, edges } = of.topology;
  const seen = new Set<number>();
  let at = source;
  for (;;) {
    seen.add(at);
    const edge = heaviest(of, at);
    const pending = edge < 0 ? 0 : excessPending(of, edge);
    if (at === source && edge < 0) return null;
    const inside = at === source ? 0 : excessInside(of, at) - pending;
    if (edge < 0 || inside > pending) {
      return { node: nodes[at].id, way: wayInside(of, at, Math.max(inside, 0)) };
    }
    const { to } = edges[edge];
    if (ofEdge(of.window, edge, EDGE_READ.waiting) >= LIMITS.carriedShare * pending) {
      return { node: nodes[to].id, way: "waiting" };
    }
    const there = Math.min(pending, Math.max(0, excessInside(of, to)) * shareOf(of, edge));
    if (pending - there > there) return { edge: edges[edge].id, way: "wire" };
    if (seen.has(to)) return { node: nodes[to].id, way: "working" };
    at = to;
  }
}

interface Place {
  readonly place: LatePlace;
  readonly source: string;
  requests: number;
  readonly windows: (readonly [number, number])[];
}

/** Counts late requests of the measured period by where they were delayed. */
export class LateRequests {
  private readonly found = new Map<string, Place>();
  /** Per source: the last place of a delay, and the window in which it was seen. */
  private readonly last = new Map<number, { readonly place: LatePlace; readonly window: number }>();

  take(of: Reading): void {
    const { window, topology } = of;
    for (const source of topology.sources) {
      const { types, id } = topology.nodes[source];
      let late = 0;
      for (let at = 0; at < types.length; at++) late += lateOf(window, types[at]);
      if (!(late > 0)) continue;
      const place = this.placeIn(of, source);
      const key = `${id} ${place.edge ?? place.node} ${place.way}`;
      const known = this.found.get(key) ?? { place, source: id, requests: 0, windows: [] };
      known.requests += late;
      known.windows.push([window.endMs / 1000, late]);
      this.found.set(key, known);
    }
  }

  places(): LatePlaces[] {
    const all: LatePlaces[] = [];
    for (const { place, source, requests, windows } of this.found.values()) {
      all.push({ ...place, source, requests, windows });
    }
    return all;
  }

  /** What is late now may have been delayed a while ago by what is no longer to be seen. */
  private placeIn(of: Reading, source: number): LatePlace {
    const place = placeOfDelay(of, source);
    const { index } = of.window;
    if (place !== null) {
      this.last.set(source, { place, window: index });
      return place;
    }
    const last = this.last.get(source);
    if (last !== undefined && index - last.window <= LIMITS.originWindows) return last.place;
    return { node: of.topology.nodes[source].id, way: "working" };
  }
}

function lateOf(window: WindowReadings, type: number): number {
  return ofType(window, type, TYPE_READ.ok) - ofType(window, type, TYPE_READ.good);
}
