// Which share of the executions of each operation fails when one node is down and all else is well,
// from the drawing alone: series multiply, quorums and fallbacks forgive, what nobody waits for
// does not count. Chances of different calls are taken as independent.
import { processOf } from "../engine/hosts.ts";
import type { PlannedCall, PlannedOperation, PlannedStage } from "../engine/operation-graph.ts";
import { callsMade, type FlowGraph, instancesOf, isBroker, missShare } from "./flow-links.ts";

/** Calls may form loops; shares settle in as many rounds as the engine nests calls. */
const ROUNDS_MAX = 64;

interface Down {
  readonly flow: FlowGraph;
  /** The node that is down, and those that live in its process. */
  readonly nodes: ReadonlySet<number>;
  /** By operation, as far as it is known. */
  readonly failing: readonly number[];
}

/** Whether the caller goes on without an answer. */
export function isUnwaited(flow: FlowGraph, { edge }: PlannedCall): boolean {
  return flow.scenario.edges[edge]?.values.oneWay === true;
}

/** What is left of a failure once the edge's fallback had its turn. */
function afterFallback(down: Down, planned: PlannedCall, failed: number): number {
  const fallback = down.flow.scenario.edges[planned.edge]?.values.fallback as
    | { readonly type: string; readonly hitRatio?: number }
    | null
    | undefined;
  if (!fallback) return failed;
  if (fallback.type === "call") {
    return planned.instead === null ? failed : failed * callFails(down, planned.instead);
  }
  return fallback.type === "cache" ? failed * (1 - (fallback.hitRatio ?? 1)) : 0;
}

/** A request over a broker waits for one of its consumers to answer. */
function replyFails({ flow, failing }: Down, broker: number): number {
  const consumers = flow.links.filter(({ from, weight }) => from === broker && weight > 0);
  if (consumers.length === 0) return 0;
  return consumers.reduce((share, { to }) => share * (failing[to] ?? 0), 1);
}

function callFails(down: Down, planned: PlannedCall): number {
  const { flow, failing } = down;
  if (isUnwaited(flow, planned)) return 0;
  const survives = 1 - (failing[planned.target] ?? 0);
  const read = planned.read === null ? 1 : 1 - (failing[planned.read] ?? 0);
  const waitsForReply = flow.scenario.edges[planned.edge]?.values.replyTo === true;
  const reply = waitsForReply ? 1 - replyFails(down, planned.target) : 1;
  return afterFallback(down, planned, 1 - survives * read * reply);
}

/** Whether an operation goes well though its calls fail: it is answered before, or by what has expired. */
function hidesFailures({ descriptors }: FlowGraph, { node, work }: PlannedOperation): boolean {
  const at = descriptors[node];
  if (at?.primitive !== "cache") return false;
  const access = work?.access ?? "read";
  if (access === "write") return at.cache.flushMs !== undefined;
  return access === "read" && (at.cache.points?.staleIfErrorMs ?? 0) > 0;
}

/** The chance that a stage loses this call: that it is made, however often, and fails. */
function lossBy(down: Down, operation: PlannedOperation, planned: PlannedCall): number {
  const { flow } = down;
  if (hidesFailures(flow, operation)) return 0;
  const callee = flow.graph.operations[planned.target]?.node ?? 0;
  const made =
    callsMade(planned, instancesOf(flow.descriptors[callee])) * missShare(flow, operation, planned);
  const fails = callFails(down, planned);
  // Made less than once on average it is made with that chance, else all of its repetitions count.
  if (made < 1) return made * fails;
  let survives = 1;
  for (let left = Math.floor(made); left > 0 && survives > 0; left--) survives *= 1 - fails;
  return 1 - survives;
}

/** The chance that fewer than `requires` of independent calls succeed. */
function quorumFails(losses: readonly number[], requires: number): number {
  // After each call: the chances of 0, 1, ... successes so far.
  let chances = [1];
  for (const loss of losses) {
    chances = Array.from(
      { length: chances.length + 1 },
      (_, k) => (chances[k] ?? 0) * loss + (chances[k - 1] ?? 0) * (1 - loss),
    );
  }
  return chances.slice(0, requires).reduce((sum, chance) => sum + chance, 0);
}

function stageFails(down: Down, operation: PlannedOperation, stage: PlannedStage): number {
  const { calls, requires } = stage;
  if (requires > 0) {
    const losses = calls.map((planned) => lossBy(down, operation, planned));
    return quorumFails(losses, Math.min(requires, losses.length));
  }
  const needed = calls.filter(({ call }) => !call.optional);
  const chosen = new Map<number, number>();
  let survives = 1;
  for (const planned of needed) {
    const loss = lossBy(down, operation, planned);
    if (planned.choice === 0) survives *= 1 - loss;
    else chosen.set(planned.choice, (chosen.get(planned.choice) ?? 0) + loss);
  }
  for (const loss of chosen.values()) survives *= 1 - Math.min(1, loss);
  return 1 - survives;
}

function operationFails(down: Down, operation: PlannedOperation): number {
  const { flow, nodes } = down;
  if (nodes.has(operation.node)) return 1;
  if (isBroker(flow.descriptors[operation.node])) return 0;
  const { goesOnAs, stages } = operation;
  const work = goesOnAs === null ? 0 : (down.failing[goesOnAs] ?? 0);
  return (
    1 - stages.reduce((share, stage) => share * (1 - stageFails(down, operation, stage)), 1 - work)
  );
}

/** By operation: the operations whose end depends on it. */
export function dependentsOf(flow: FlowGraph): readonly (readonly number[])[] {
  const dependents: number[][] = flow.graph.operations.map(() => []);
  const depend = (row: number, planned: PlannedCall): void => {
    dependents[planned.target]?.push(row);
    if (planned.read !== null) dependents[planned.read]?.push(row);
    if (planned.instead !== null) depend(row, planned.instead);
    const { node } = flow.graph.operations[planned.target];
    if (!isBroker(flow.descriptors[node])) return;
    // A reply comes from behind the broker.
    for (const { from, to } of flow.links) if (from === planned.target) dependents[to]?.push(row);
  };
  for (const [row, { stages, node, goesOnAs }] of flow.graph.operations.entries()) {
    if (goesOnAs !== null) dependents[goesOnAs]?.push(row);
    if (isBroker(flow.descriptors[node])) continue;
    for (const { calls } of stages) for (const planned of calls) depend(row, planned);
  }
  return dependents;
}

/** Rows of the nodes in the process of a node, itself among them. */
export function processOfNode({ scenario }: FlowGraph, node: number): ReadonlySet<number> {
  const together = new Set(processOf(scenario, scenario.nodes[node]?.id ?? ""));
  return new Set(scenario.nodes.flatMap(({ id }, row) => (together.has(id) ? [row] : [])));
}

/**
 * By operation: the share of its executions that fails when `node` is down, 0 .. 1. `dependents` as
 * `dependentsOf` gives them; only what leads to the node is looked at.
 */
export function failingWithout(
  flow: FlowGraph,
  node: number,
  dependents: readonly (readonly number[])[],
): number[] {
  // A cache that is down finds nothing.
  const misses = new Map(flow.misses);
  misses.delete(node);
  const { operations } = flow.graph;
  const nodes = processOfNode(flow, node);
  const failing: number[] = operations.map((operation) => (nodes.has(operation.node) ? 1 : 0));
  const down = { flow: { ...flow, misses }, nodes, failing };
  let open = new Set(
    operations.flatMap((operation, row) => (nodes.has(operation.node) ? [row] : [])),
  );
  for (let round = 0; round < ROUNDS_MAX && open.size > 0; round++) {
    const next = new Set<number>();
    for (const row of new Set([...open].flatMap((callee) => dependents[callee] ?? []))) {
      const share = operationFails(down, operations[row]);
      if (share === failing[row]) continue;
      failing[row] = share;
      next.add(row);
    }
    open = next;
  }
  return failing;
}
