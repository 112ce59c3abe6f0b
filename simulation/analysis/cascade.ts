// The cascade as it is reported: departures in order of time with their causes, origin first where
// several nodes departed in one window. Ordinary departures, which nothing explains and which are
// no more than the node's usual failures, are told apart here.
import { type CascadeStep, NODE_STATES } from "../results/story.ts";
import type { Baseline } from "./baseline.ts";
import { rootOf } from "./cause-chains.ts";
import type { Cause, Departure, DepartureLog } from "./departures.ts";
import type { Disturbances } from "./disturbances.ts";
import { DOWN, FAILING, isUsual } from "./node-states.ts";
import { causeOf, type OriginInputs } from "./origins.ts";
import type { Topology } from "./topology.ts";

/** `fault:ID`, `change:ID`, `load`, `node:ID/MECHANISM`, `capacity` or `unexplained`. */
export function becauseOf(cause: Cause, topology: Topology): string {
  if (cause.kind === "node") return `node:${topology.nodes[cause.node].id}/${cause.mechanism}`;
  return "id" in cause ? `${cause.kind}:${cause.id}` : cause.kind;
}

/** Marks a departure of a node that failed as much before anything was compared. */
export function settleUsual(departure: Departure, log: DepartureLog, baseline: Baseline): void {
  if (departure.onlyNoise || log.suspectedFrom(departure.node) !== departure.window) return;
  if (departure.state !== FAILING && departure.state !== DOWN) return;
  const { failed, ended } = log.evidence.node;
  const { node } = departure;
  if (isUsual(baseline, node, failed[node], ended[node])) departure.onlyNoise = true;
}

/** Whether the departure, or the one it comes from, is no more than a node's usual failures. */
export function isOrdinary(departure: Departure, log: DepartureLog): boolean {
  const root = rootOf(log, departure);
  return root.onlyNoise && root.cause.kind === "unexplained";
}

/** Hops to the start of the chain of causes within the same window. */
function depthOf(departure: Departure, byNode: ReadonlyMap<number, Departure>): number {
  const seen = new Set<Departure>();
  let at = departure;
  while (!seen.has(at)) {
    seen.add(at);
    const next = at.cause.kind === "node" ? byNode.get(at.cause.node) : undefined;
    if (next === undefined || next.window !== departure.window) break;
    at = next;
  }
  return seen.size;
}

/** Hops of each node from the nearest source; 0 where none leads to it. */
function distancesOf({ nodes, edges, sources }: Topology): readonly number[] {
  const hops = nodes.map(() => 0);
  const reached = [...sources];
  for (let at = 0; at < reached.length; at++) {
    for (const edge of nodes[reached[at]].outEdges) {
      const { to } = edges[edge];
      if (reached.includes(to)) continue;
      hops[to] = hops[reached[at]] + 1;
      reached.push(to);
    }
  }
  return hops;
}

/** 0: something was done to the node itself; 2: it is a source, which only shows what others do. */
function rankOf({ node, cause }: Departure, { faults, changes }: Disturbances, topology: Topology) {
  if (topology.nodes[node].source) return 2;
  if (!("id" in cause)) return 1;
  const done =
    cause.kind === "fault"
      ? faults.some(({ fault, nodes }) => fault.id === cause.id && nodes.includes(node))
      : changes.some(({ id, nodes }) => id === cause.id && nodes.includes(node));
  return done ? 0 : 1;
}

/**
 * Departures in order of time, then origin first, then those to which something was done, of which those
 * further from the sources come first: what acts on a link shows at its far end. Then by id.
 */
export function orderedDepartures(
  reported: readonly Departure[],
  topology: Topology,
  disturbances: Disturbances,
): Departure[] {
  if (reported.length === 0) return [];
  const byWindow = new Map<number, Map<number, Departure>>();
  for (const departure of reported) {
    const peers = byWindow.get(departure.window) ?? new Map<number, Departure>();
    byWindow.set(departure.window, peers.set(departure.node, departure));
  }
  const hops = distancesOf(topology);
  const none = new Map<number, Departure>();
  const keyed = reported.map((departure) => ({
    departure,
    depth: depthOf(departure, byWindow.get(departure.window) ?? none),
    rank: rankOf(departure, disturbances, topology),
    hops: hops[departure.node],
    id: topology.nodes[departure.node].id,
  }));
  keyed.sort(
    (a, b) =>
      a.departure.window - b.departure.window ||
      a.depth - b.depth ||
      a.rank - b.rank ||
      (a.rank === 0 ? b.hops - a.hops : 0) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  return keyed.map(({ departure }) => departure);
}

/** `cause`: what the departure is told to be due to. */
export function cascadeStep(departure: Departure, cause: Cause, topology: Topology): CascadeStep {
  return {
    atS: departure.atMs / 1000,
    node: topology.nodes[departure.node].id,
    state: NODE_STATES[departure.state],
    stateAtS: departure.stateMs / 1000,
    because: becauseOf(cause, topology),
  };
}

/** Finds the causes of departures, of each as long as what it is due to may still show up. */
export function settleCauses(inputs: OriginInputs, window: number): void {
  const { topology, log, baseline } = inputs;
  if (log.all.length === 0) return;
  // What others departed for is asked anew once the new ones have a cause.
  for (const onlyNew of [true, false]) {
    for (let node = 0; node < topology.nodes.length; node++) {
      const departure = log.latestOf(node);
      if (departure === null || (onlyNew && departure.explored)) continue;
      if (departure.explored && departure.endWindow < Infinity) continue;
      const age = window - departure.window;
      if (age < log.horizonOf(node, departure.spanMs) || !departure.explored) {
        departure.cause = causeOf(inputs, departure);
        departure.explored = true;
      }
      settleUsual(departure, log, baseline);
    }
  }
}
