// The traffic equations of a scenario: how many times each operation is executed for one execution of
// another, as a sparse matrix over the operations that calls and deliveries lead to.

import { housed } from "../engine/hosts.ts";
import { queuesReached } from "../engine/message-routes.ts";
import {
  OperationGraph,
  type PlannedCall,
  type PlannedOperation,
} from "../engine/operation-graph.ts";
import type { NodeDescriptor } from "../kinds/descriptors.ts";
import { describeNode } from "../kinds/models.ts";
import type { ResolvedEdge, ResolvedScenario } from "../scenario/document.ts";
import { meanOf } from "./source-load.ts";

/**
 * Each execution of operation `from` leads to `weight` of operation `to`, over `edge`; -1: at the same
 * node, after the check of its caller.
 */
export interface FlowLink {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly edge: number;
}

export interface FlowGraph {
  readonly scenario: ResolvedScenario;
  readonly descriptors: readonly NodeDescriptor[];
  readonly graph: OperationGraph;
  readonly links: readonly FlowLink[];
  /** Share of the reads of a cache that miss, by node; empty: all do. */
  readonly misses: ReadonlyMap<number, number>;
  /** Share of the writes that a cache makes, of those that it makes later; empty: all. */
  readonly made: ReadonlyMap<number, number>;
}

export function instancesOf(descriptor: NodeDescriptor | undefined): number {
  return descriptor === undefined || descriptor.primitive === "source"
    ? 1
    : descriptor.station.instances;
}

/** How often a call is made per execution of its caller, failures left out. */
export function callsMade(planned: PlannedCall, calleeInstances: number): number {
  const { call, choice, from, upTo } = planned;
  const share = choice === 0 ? 1 : Math.min(1, upTo) - from;
  const count = call.count === "all" ? calleeInstances : meanOf(call.count, "");
  return call.probability * share * count;
}

/** The share of a node's operation that misses what it asks for, where a call depends on that. */
export function missShare(
  {
    descriptors,
    misses,
    made,
    scenario,
  }: Pick<FlowGraph, "descriptors" | "misses" | "made" | "scenario">,
  operation: PlannedOperation,
  { call }: PlannedCall,
): number {
  let share = 1;
  const access = operation.work?.access ?? "read";
  const at = descriptors[operation.node];
  if (at?.primitive === "cache") {
    // A purge is the business of the points alone.
    if (access === "remove" && at.cache.points !== undefined) return 0;
    if (access === "read") share *= misses.get(operation.node) ?? 1;
    if (access === "write") share *= made.get(operation.node) ?? 1;
  }
  // Everybody is who he says, as far as is known.
  if (call.ifShown === "bad") return 0;
  if (call.whenMiss === null) return share;
  return share * (misses.get(scenario.nodes.findIndex(({ id }) => id === call.whenMiss)) ?? 1);
}

interface Draft extends Omit<FlowGraph, "links"> {
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly links: FlowLink[];
}

/** Calls of one operation, and the reads before conditional writes. */
function addCalls(draft: Draft, from: number): void {
  const { graph, links, scenario, descriptors, nodeIndex } = draft;
  const operation = graph.operations[from];
  if (operation === undefined) return;
  if (operation.phase === "check" && operation.goesOnAs !== null) {
    links.push({ from, to: operation.goesOnAs, weight: 1, edge: -1 });
  }
  if (operation.phase === "refuse") return;
  // An execution that ends in an error makes no calls.
  const succeeds = 1 - (operation.work?.errorRate ?? 0);
  // What a registry is asked for once is no load.
  const stages = operation.stages.filter(({ number }) => number !== 0);
  for (const planned of stages.flatMap(({ calls }) => calls)) {
    const callee = nodeIndex.get(scenario.edges[planned.edge]?.to ?? "") ?? 0;
    const made = callsMade(planned, instancesOf(descriptors[callee]));
    const weight = succeeds * made * missShare(draft, operation, planned);
    const { edge } = planned;
    links.push({ from, to: planned.target, weight, edge });
    if (planned.read !== null) links.push({ from, to: planned.read, weight, edge });
  }
}

/** Queue or group that an edge takes from. */
function storeOf(edge: ResolvedEdge): string {
  return String(edge.values.queue ?? edge.values.group ?? edge.to);
}

/** A copy for each queue and group; its consumers share it in proportion to their instances. */
function addDeliveries(draft: Draft, from: number): void {
  const { graph, links, scenario, descriptors, nodeIndex } = draft;
  const operation = graph.operations[from];
  const broker = descriptors[operation?.node ?? 0];
  const id = scenario.nodes[operation?.node ?? 0]?.id;
  if (!operation || !broker || operation.work?.access === "read") return;
  const stores = new Map<string, { edge: ResolvedEdge; index: number; instances: number }[]>();
  scenario.edges.forEach((edge, index) => {
    if (edge.sort !== "deliver" || edge.from !== id) return;
    const instances = instancesOf(descriptors[nodeIndex.get(edge.to) ?? 0]);
    const name = storeOf(edge);
    stores.set(name, [...(stores.get(name) ?? []), { edge, index, instances }]);
  });
  const reached =
    broker.primitive === "mailbox" ? queuesReached(scenario, id, broker.mailbox, operation) : null;
  for (const [name, consumers] of stores) {
    if (reached !== null && !reached.includes(name)) continue;
    const all = consumers.reduce((sum, { instances }) => sum + instances, 0);
    for (const { edge, index, instances } of consumers) {
      const to = graph.find(nodeIndex.get(edge.to) ?? 0, operation.name);
      links.push({ from, to, weight: instances / all, edge: index });
    }
  }
}

/** Whether a node hands messages on instead of calling. */
export function isBroker(descriptor: NodeDescriptor | undefined): boolean {
  return descriptor?.primitive === "mailbox" || descriptor?.primitive === "log";
}

export function flowGraphOf(
  scenario: ResolvedScenario,
  misses: ReadonlyMap<number, number> = new Map(),
  made: ReadonlyMap<number, number> = new Map(),
): FlowGraph {
  const nodeIndex = new Map(scenario.nodes.map(({ id }, index) => [id, index]));
  const described = scenario.nodes.map((node) => {
    const descriptor = describeNode(node.kind, node);
    if (descriptor === undefined) throw new Error(`no model of kind ${node.kind}`);
    return descriptor;
  });
  // What lives in a process has no slots and instances of its own.
  const descriptors = housed(scenario, described);
  const graph = new OperationGraph(scenario, descriptors, nodeIndex);
  const draft: Draft = { scenario, descriptors, graph, nodeIndex, links: [], misses, made };
  for (const [row, { node }] of graph.operations.entries()) {
    if (isBroker(descriptors[node])) addDeliveries(draft, row);
    else addCalls(draft, row);
  }
  return draft;
}

/** Rounds of the iteration; loops that need more multiply what enters them (almost) without end. */
const ROUNDS_MAX = 5000;
const SETTLED = 1e-12;

/**
 * Executions of each operation per unit of time: x = entering + links x, by Gauss-Seidel iteration,
 * which is exact after one round per call of the longest chain without loops. A loop whose gain is 1
 * or more has no solution: its operations get Infinity.
 */
export function solveFlows(entering: readonly number[], links: readonly FlowLink[]): number[] {
  const incoming: FlowLink[][] = entering.map(() => []);
  for (const link of links) incoming[link.to]?.push(link);
  const flows = entering.slice();
  const moved = new Set<number>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    moved.clear();
    for (const [row, base] of entering.entries()) {
      let sum = base;
      for (const { from, weight } of incoming[row] ?? []) {
        if (weight > 0) sum += weight * (flows[from] ?? 0);
      }
      if (!(Math.abs(sum - (flows[row] ?? 0)) <= SETTLED * sum)) moved.add(row);
      flows[row] = sum;
    }
    if (moved.size === 0) return flows;
  }
  return flows.map((flow, row) => (moved.has(row) ? Infinity : flow));
}
