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
  const { outEdges } = nodes[node];
  let most = 0;
  let found = -1;
  for (let index = 0; index < outEdges.length; index++) {
    const edge = outEdges[index];
    if (edges[edge].sort === "deliver") continue;
    const pending = excessPending(of, edge);
    if (!(pending > most)) continue;
    most = pending;
    found = edge;
  }
  return found;
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
  const seen: number[] = [];
  let at = source;
  for (;;) {
    seen.push(at);
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
    if (seen.includes(to)) return { node: nodes[to].id, way: "working" };
    at = to;
  }
}

interface Place extends LatePlaces {
  requests: number;
  readonly windows: (readonly [number, number])[];
}

/** Where requests of a source were delayed last, and the window in which it was seen. */
interface Last {
  known: Place;
  window: number;
}

/** Counts late requests of the measured period by where they were delayed. */
export class LateRequests {
  private readonly found: Place[] = [];
  /** By source. */
  private readonly last = new Map<number, Last>();

  take(of: Reading): void {
    const { window, topology } = of;
    for (const source of topology.sources) {
      const { types } = topology.nodes[source];
      let late = 0;
      for (let at = 0; at < types.length; at++) late += lateOf(window, types[at]);
      if (!(late > 0)) continue;
      const known = this.knownIn(of, source);
      known.requests += late;
      known.windows.push([window.endMs / 1000, late]);
    }
  }

  places(): readonly LatePlaces[] {
    return this.found;
  }

  /** What is late now may have been delayed a while ago by what is no longer to be seen. */
  private knownIn(of: Reading, source: number): Place {
    const place = placeOfDelay(of, source);
    const { index } = of.window;
    const { id } = of.topology.nodes[source];
    const last = this.last.get(source);
    if (place === null) {
      if (last !== undefined && index - last.window <= LIMITS.originWindows) return last.known;
      return this.placeFor({ node: id, way: "working" }, id);
    }
    if (last !== undefined && isSame(last.known, place)) {
      last.window = index;
      return last.known;
    }
    const known = this.placeFor(place, id);
    this.last.set(source, { known, window: index });
    return known;
  }

  private placeFor(place: LatePlace, source: string): Place {
    const known = this.found.find((other) => other.source === source && isSame(other, place));
    if (known !== undefined) return known;
    const made: Place = { ...place, source, requests: 0, windows: [] };
    this.found.push(made);
    return made;
  }
}

function isSame(one: LatePlace, other: LatePlace): boolean {
  return one.way === other.way && one.node === other.node && one.edge === other.edge;
}

function lateOf(window: WindowReadings, type: number): number {
  return ofType(window, type, TYPE_READ.ok) - ofType(window, type, TYPE_READ.good);
}
