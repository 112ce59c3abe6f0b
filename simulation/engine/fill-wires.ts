// Writes what the messages of edges weigh. Of the caller's part that of a source delays its messages,
// since it has no slots; that of a station is work of the operation that calls, for as many calls as it
// makes on average. Nodes must be filled in.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import { nodes } from "../primitives/parameters.ts";
import { callingWork, ENCODES, wires } from "../primitives/wire-rows.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { costsOfEdges } from "../scenario/edge-costs.ts";
import { failsAt, type WireCosts } from "../scenario/wire-costs.ts";
import type { PlannedCall } from "./operation-graph.ts";
import type { Program } from "./program.ts";

/** Parameters of all edges and of the operations that call over them. Null or the cap that was hit. */
export function fillWires(program: Program): string | null {
  const { edges } = program.scenario;
  const operations = program.graph.operations;
  if (!wires.occupy(edges.length)) return wires.name;
  if (!callingWork.occupy(operations.length)) return callingWork.name;
  const broken = brokenContracts(program);
  const costs = costsOfEdges(program.scenario);
  edges.forEach((edge, row) => {
    const found = costs[row] ?? null;
    fillWire(program, edge, row, found);
    wires.handsOn[row] = handsParcelsOn(program, edge) ? 1 : 0;
    const needsReading = wires.workMs[row] > 0 || wires.refuses[row] === 1 || broken.has(edge.id);
    if (needsReading) nodes.mode[program.index.nodeOf(edge.to)] |= ENCODES;
  });
  operations.forEach(({ node, stages }, row) => {
    const isSource = program.nodes[node]?.descriptor.primitive === "source";
    const calls = isSource ? [] : stages.flatMap((stage) => stage.calls);
    const work = calls.reduce((sum, call) => sum + workOf(program, call, costs), 0);
    callingWork.workMs[row] = work;
    if (work > 0) nodes.mode[node] |= ENCODES;
  });
  return null;
}

/** Whether a leg leads on from a proxy and the drawn edge collects calls: one attempt stands for several. */
function handsParcelsOn({ scenario }: Program, { id, part }: ResolvedEdge): boolean {
  if (part === undefined || part.mesh === "" || part.of === id) return false;
  return scenario.edges.find((edge) => edge.id === part.of)?.values.batch != null;
}

/** Edges whose contract some fault may break. */
function brokenContracts({ scenario }: Program): ReadonlySet<string> {
  const faults = scenario.faults.filter(({ kind }) => kind === "contract-break");
  const targets = faults.flatMap((fault) => fault.targets);
  return new Set(targets.flatMap((target) => ("edge" in target ? [target.edge] : [])));
}

function fillWire(
  { index, nodes: list }: Program,
  edge: ResolvedEdge,
  row: number,
  costs: WireCosts | null,
): void {
  const isSource = list[index.nodeOf(edge.from)]?.descriptor.primitive === "source";
  const isOneWay = edge.values.oneWay === true;
  wires.requestBytes[row] = costs?.requestBytes ?? 0;
  wires.responseBytes[row] = costs?.responseBytes ?? 0;
  wires.requestMs[row] = (costs?.requestMs ?? 0) + (isSource ? (costs?.callerWritesMs ?? 0) : 0);
  wires.responseMs[row] = (costs?.responseMs ?? 0) + (isSource ? (costs?.callerReadsMs ?? 0) : 0);
  wires.readMs[row] = costs?.calleeReadsMs ?? 0;
  wires.workMs[row] =
    wires.readMs[row] + (costs?.resolvesMs ?? 0) + (isOneWay ? 0 : (costs?.calleeWritesMs ?? 0));
  wires.refuses[row] = costs?.refuses ? 1 : 0;
  const fails = failsAt(edge.protocol);
  wires.needsAll[row] = fails.added ? 1 : 0;
  wires.needsKnown[row] = fails.removed ? 1 : 0;
  wires.lossRatio[row] = Number(edge.values.lossRatio ?? 0);
}

/** What a call takes of its caller's slot on average, ms. */
function workOf(
  program: Program,
  planned: PlannedCall,
  costs: readonly (WireCosts | null)[],
): number {
  const wire = costs[planned.edge];
  const resolved = program.scenario.edges[planned.edge];
  if (!wire || !resolved) return 0;
  const reads = resolved.values.oneWay === true ? 0 : wire.callerReadsMs;
  return timesMade(program, planned) * (wire.callerWritesMs + reads);
}

/** How often a planned call is made on average. */
export function timesMade(program: Program, planned: PlannedCall): number {
  const { edge, call, choice, from, upTo } = planned;
  const resolved = program.scenario.edges[edge];
  if (!resolved) return 0;
  const share = choice === 0 ? 1 : Math.min(1, upTo) - from;
  return share * call.probability * countOf(program, resolved, call.count);
}

/** How many calls there are on average. */
function countOf({ nodes: list, index }: Program, edge: ResolvedEdge, count: unknown): number {
  if (count === "all") return list[index.nodeOf(edge.to)]?.instanceCount ?? 1;
  if (typeof count === "number") return count;
  const parsed = parseDistribution(count, "");
  return parsed.ok ? momentsOf(parsed.spec).meanMs : 0;
}
