// Writes what the messages of edges weigh. Of the caller's part that of a source delays its messages,
// since it has no slots; that of a station is work of the operation that calls, for as many calls as it
// makes on average. Nodes must be filled in.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import { nodes } from "../primitives/parameters.ts";
import { callingWork, ENCODES, wires } from "../primitives/wire-rows.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import { type WireCosts, type WireValues, wireCostsOf } from "../scenario/wire-costs.ts";
import type { PlannedCall } from "./operation-graph.ts";
import type { Program } from "./program.ts";

/** What the messages of an edge weigh; null where it does not say. */
export function costsOf(edge: ResolvedEdge): WireCosts | null {
  return edge.sort === "call" ? wireCostsOf(edge.protocol, edge.values as WireValues) : null;
}

/** Parameters of all edges and of the operations that call over them. Null or the cap that was hit. */
export function fillWires(program: Program): string | null {
  const { edges } = program.scenario;
  const operations = program.graph.operations;
  if (!wires.occupy(edges.length)) return wires.name;
  if (!callingWork.occupy(operations.length)) return callingWork.name;
  const costs = edges.map((edge, row) => fillWire(program, edge, row));
  operations.forEach(({ node, stages }, row) => {
    const isSource = program.nodes[node]?.descriptor.primitive === "source";
    const calls = isSource ? [] : stages.flatMap((stage) => stage.calls);
    const work = calls.reduce((sum, call) => sum + workOf(program, call, costs), 0);
    callingWork.workMs[row] = work;
    if (work > 0) nodes.mode[node] |= ENCODES;
  });
  return null;
}

function fillWire(program: Program, edge: ResolvedEdge, row: number): WireCosts | null {
  const { index, nodes: list } = program;
  const costs = costsOf(edge);
  const isSource = list[index.nodeOf(edge.from)]?.descriptor.primitive === "source";
  const { callerWritesMs = 0, callerReadsMs = 0, requestMs = 0, responseMs = 0 } = costs ?? {};
  wires.requestBytes[row] = costs?.requestBytes ?? 0;
  wires.responseBytes[row] = costs?.responseBytes ?? 0;
  wires.requestMs[row] = requestMs + (isSource ? callerWritesMs : 0);
  wires.responseMs[row] = responseMs + (isSource ? callerReadsMs : 0);
  const answers = edge.values.oneWay === true ? 0 : (costs?.calleeWritesMs ?? 0);
  wires.workMs[row] = (costs?.calleeReadsMs ?? 0) + answers;
  wires.lossRatio[row] = Number(edge.values.lossRatio ?? 0);
  if (wires.workMs[row] > 0) nodes.mode[index.nodeOf(edge.to)] |= ENCODES;
  return costs;
}

/** What a call takes of its caller's slot on average, ms. */
function workOf(
  program: Program,
  { edge, call, choice, from, upTo }: PlannedCall,
  costs: readonly (WireCosts | null)[],
): number {
  const wire = costs[edge];
  const resolved = program.scenario.edges[edge];
  if (!wire || !resolved) return 0;
  const share = choice === 0 ? 1 : Math.min(1, upTo) - from;
  const reads = resolved.values.oneWay === true ? 0 : wire.callerReadsMs;
  return (
    share *
    call.probability *
    countOf(program, resolved, call.count) *
    (wire.callerWritesMs + reads)
  );
}

/** How many calls there are on average. */
function countOf({ nodes: list, index }: Program, edge: ResolvedEdge, count: unknown): number {
  if (count === "all") return list[index.nodeOf(edge.to)]?.instanceCount ?? 1;
  if (typeof count === "number") return count;
  const parsed = parseDistribution(count, "");
  return parsed.ok ? momentsOf(parsed.spec).meanMs : 0;
}
