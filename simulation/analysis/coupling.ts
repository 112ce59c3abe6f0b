// How tightly journeys are coupled, from the drawing alone: how many calls wait for each other, who
// waits for how many, which share fails without each node, and how available that leaves a journey.
import type { PlannedCall } from "../engine/operation-graph.ts";
import type { StationDescriptor } from "../kinds/descriptors.ts";
import type { Coupling, Fan, JourneyCoupling } from "../results/coupling.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { IN_PROCESS } from "../scenario/edge-sorts.ts";
import { type FlowGraph, flowGraphOf, solveFlows } from "./flow-links.ts";
import { dependentsOf, failingWithout, isUnwaited, processOfNode } from "./node-needs.ts";
import { behindCaches, entering } from "./offered-load.ts";
import { meanOf } from "./source-load.ts";

/**
 * Availability of a node that says nothing of breakdowns. Assumption: "three nines" is no property of
 * any product; it makes designs comparable and can be set.
 */
export const NODE_AVAILABILITY = 0.999;

/** Longest chain that is followed; loops of calls would have none. */
const DEEPEST = 64;

interface Waits {
  readonly from: number;
  readonly to: number;
  /** Calls that leave the process: 1, else 0. */
  readonly trips: number;
}

/** Calls between operations whose caller waits for the answer. */
function waitsOf(flow: FlowGraph): Waits[] {
  const isCall = (planned: PlannedCall): boolean =>
    flow.scenario.edges[planned.edge]?.sort === "call" && !isUnwaited(flow, planned);
  return flow.graph.operations.flatMap(({ stages, goesOnAs }, from) => [
    ...stages
      .flatMap(({ calls }) => calls)
      .flatMap((planned) => {
        const tried = planned.instead === null ? [planned] : [planned, planned.instead];
        return tried.filter(isCall).map(({ target, edge }) => ({
          from,
          to: target,
          trips: flow.scenario.edges[edge]?.protocol === IN_PROCESS ? 0 : 1,
        }));
      }),
    ...(goesOnAs === null ? [] : [{ from, to: goesOnAs, trips: 0 }]),
  ]);
}

/** Row of the node that an operation is of; what a node keeps beside itself is a part of it. */
function nodeOf({ graph, scenario }: FlowGraph, row: number): number {
  const { node } = graph.operations[row];
  const proxy = scenario.nodes[node]?.proxy;
  return proxy?.mesh === "" ? scenario.nodes.findIndex(({ id }) => id === proxy.of) : node;
}

function isKept({ scenario }: FlowGraph, node: number): boolean {
  return scenario.nodes[node]?.proxy?.mesh === "";
}

/** Operations that can be reached from `row`, itself included. */
function reachedFrom(row: number, arrows: readonly Waits[]): Set<number> {
  const reached = new Set([row]);
  // A set hands out what is added to it while it is walked.
  for (const at of reached) {
    for (const { from, to } of arrows) if (from === at) reached.add(to);
  }
  return reached;
}

interface Chain {
  readonly nodes: readonly number[];
  readonly trips: number;
}

/** The chain of operations that wait for each other over most trips; no node twice. */
function longestChain(
  flow: FlowGraph,
  row: number,
  waits: readonly Waits[],
  known: Map<number, Chain>,
  passed: readonly number[] = [],
): Chain {
  const before = known.get(row);
  if (before !== undefined) return before;
  const node = nodeOf(flow, row);
  let longest: Chain = { nodes: [], trips: 0 };
  for (const { from, to, trips } of waits) {
    if (from !== row || passed.length > DEEPEST) continue;
    const next = nodeOf(flow, to);
    const isSame = next === node && isPartOf(flow, row, to);
    if ((next === node && !isSame) || passed.includes(next)) continue;
    const after = longestChain(flow, to, waits, known, isSame ? passed : [...passed, node]);
    const nodes = after.nodes[0] === node ? after.nodes.slice(1) : after.nodes;
    const chain = { nodes, trips: (isSame ? 0 : trips) + after.trips };
    if (isLonger(chain, longest)) longest = chain;
  }
  const chain = { nodes: [node, ...longest.nodes], trips: longest.trips };
  known.set(row, chain);
  return chain;
}

function isLonger(one: Chain, other: Chain): boolean {
  if (one.trips !== other.trips) return one.trips > other.trips;
  return one.nodes.length > other.nodes.length;
}

/** Two operations of a node of which one is the check before the other, or what is kept for it. */
function isPartOf(flow: FlowGraph, row: number, to: number): boolean {
  const { operations } = flow.graph;
  return operations[row].goesOnAs === to || isKept(flow, operations[to].node);
}

/** Pairs of nodes of which the first waits for the second. */
function pairsOf(flow: FlowGraph, waits: readonly Waits[], among?: ReadonlySet<number>): string[] {
  const pairs = waits
    .filter(({ from, trips }) => trips > 0 && (among === undefined || among.has(from)))
    .map(({ from, to }) => [nodeOf(flow, from), nodeOf(flow, to)] as const)
    .filter(([caller, callee]) => caller !== callee);
  return [...new Set(pairs.map((pair) => pair.join(" ")))];
}

function fanOf(pairs: readonly string[], side: 0 | 1): Map<number, number> {
  const counts = new Map<number, number>();
  for (const pair of pairs) {
    const node = Number(pair.split(" ")[side]);
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

function widest(flow: FlowGraph, counts: ReadonlyMap<number, number>): Fan | null {
  let best: Fan | null = null;
  for (const [node, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (count > (best?.count ?? 0)) best = { node: flow.scenario.nodes[node]?.id ?? "", count };
  }
  return best;
}

/** Share of time with an instance up, where a node says how often they break down. */
function upShare(station: StationDescriptor): number | null {
  const { breakdowns, instances } = station;
  if (breakdowns === null) return null;
  const upMs = meanOf(breakdowns.every, "ms");
  const downMs = meanOf(breakdowns.for, "ms");
  let allDown = 1;
  for (let left = instances; left > 0; left--) allDown *= downMs / (upMs + downMs);
  return 1 - allDown;
}

function availabilityOf(flow: FlowGraph, node: number, assumed: number): number {
  const descriptor = flow.descriptors[node];
  if (descriptor === undefined || descriptor.primitive === "source") return 1;
  return upShare(descriptor.station) ?? assumed;
}

interface Journey {
  readonly name: string;
  /** Operations of sources, and how many of its requests begin at each. */
  readonly starts: readonly { readonly row: number; readonly weight: number }[];
}

/** Request types by name; sources may have the same ones. */
function journeysOf(flow: FlowGraph): Journey[] {
  const rates = entering(flow, false);
  const starts = new Map<string, { row: number; weight: number }[]>();
  for (const [node, descriptor] of flow.descriptors.entries()) {
    if (descriptor.primitive !== "source") continue;
    for (const name of Object.keys(descriptor.source.requests)) {
      const row = flow.graph.find(node, name);
      const weight = rates[row] === Infinity ? 1 : (rates[row] ?? 0);
      starts.set(name, [...(starts.get(name) ?? []), { row, weight }]);
    }
  }
  return [...starts]
    .map(([name, all]) => {
      const total = all.reduce((sum, { weight }) => sum + weight, 0);
      const share = (weight: number): number => (total > 0 ? weight / total : 1 / all.length);
      return { name, starts: all.map(({ row, weight }) => ({ row, weight: share(weight) })) };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

interface Drawn {
  readonly flow: FlowGraph;
  readonly waits: readonly Waits[];
  /** By node, then by operation. */
  readonly failing: readonly (readonly number[])[];
  readonly assumed: number;
}

function journeyCoupling(
  { flow, waits, failing, assumed }: Drawn,
  journey: Journey,
): JourneyCoupling {
  const { starts, name } = journey;
  const ids = flow.scenario.nodes.map(({ id }) => id);
  const known = new Map<number, Chain>();
  const chain = starts
    .map(({ row }) => longestChain(flow, row, waits, known))
    .reduce((longest, other) => (isLonger(other, longest) ? other : longest));
  const awaited = new Set(starts.flatMap(({ row }) => [...reachedFrom(row, waits)]));
  const pairs = pairsOf(flow, waits, awaited);
  const needs: Record<string, number> = {};
  const counted = new Set<number>();
  let availability = 1;
  for (const [node, id] of ids.entries()) {
    if (flow.descriptors[node]?.primitive === "source" || isKept(flow, node)) continue;
    const share = starts.reduce((sum, { row, weight }) => sum + weight * failing[node][row], 0);
    if (!(share > 0)) continue;
    needs[id] = share;
    // What lives in one process is down together.
    const isCounted = [...processOfNode(flow, node)].some((other) => counted.has(other));
    counted.add(node);
    if (!isCounted) availability *= 1 - share * (1 - availabilityOf(flow, node, assumed));
  }
  return {
    journey: name,
    depth: chain.trips,
    longest: chain.nodes.map((node) => ids[node] ?? ""),
    fanOut: widest(flow, fanOf(pairs, 0)),
    fanIn: widest(flow, fanOf(pairs, 1)),
    needs,
    later: laterOf(flow, journey, awaited).filter((id) => needs[id] === undefined),
    availability,
  };
}

/** Nodes that its work flows to, but that nothing of it waits for. */
function laterOf(flow: FlowGraph, { starts }: Journey, awaited: ReadonlySet<number>): string[] {
  const { operations } = flow.graph;
  const first = operations.map((_, row) => (starts.some((start) => start.row === row) ? 1 : 0));
  const flows = solveFlows(first, flow.links);
  const waited = new Set([...awaited].map((row) => operations[row].node));
  const reached = new Set(
    operations.flatMap(({ node }, row) => ((flows[row] ?? 0) > 0 ? [node] : [])),
  );
  return flow.scenario.nodes.flatMap(({ id }, node) =>
    reached.has(node) && !waited.has(node) ? [id] : [],
  );
}

/** Coupling of every journey; `nodeAvailability`, 0 .. 1, is assumed of nodes that do not say. */
export function couplingOf(
  scenario: ResolvedScenario,
  nodeAvailability = NODE_AVAILABILITY,
): Coupling {
  const flow = behindCaches(flowGraphOf(scenario));
  const waits = waitsOf(flow);
  const dependents = dependentsOf(flow);
  const failing = scenario.nodes.map((_, node) => failingWithout(flow, node, dependents));
  const drawn = { flow, waits, failing, assumed: nodeAvailability };
  const pairs = pairsOf(flow, waits);
  const out = fanOf(pairs, 0);
  const into = fanOf(pairs, 1);
  const nodes = Object.fromEntries(
    scenario.nodes.flatMap(({ id }, node) =>
      flow.descriptors[node]?.primitive === "source" || isKept(flow, node)
        ? []
        : [[id, { fanIn: into.get(node) ?? 0, fanOut: out.get(node) ?? 0 }] as const],
    ),
  );
  return {
    nodeAvailability,
    journeys: journeysOf(flow).map((journey) => journeyCoupling(drawn, journey)),
    nodes,
  };
}
