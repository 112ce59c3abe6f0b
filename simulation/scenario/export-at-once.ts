// Spans that are exported at once: an edge to a collector becomes a call, the last that each piece of work
// makes, which waits for it and ignores how it ends.
import { CALL_EDGE_PARAMS, CALL_MESSAGE_PARAMS, CALL_PARAMS } from "../policies/catalog.ts";
import { callsOf, edgesFrom } from "./calls.ts";
import type { ResolvedCall, ResolvedEdge, ScenarioDocument } from "./document.ts";
import type { JsonObject } from "./json-shape.ts";
import { resolveValues } from "./resolve-values.ts";

interface Exporter {
  readonly processor: "batch" | "simple";
  readonly timeoutMs: number;
}

function exporterOf(edge: ResolvedEdge): Exporter {
  return edge.values.exporter as Exporter;
}

export function exportsAtOnce(edge: ResolvedEdge): boolean {
  return exporterOf(edge).processor === "simple";
}

/** The call that an edge to a collector is where spans are exported at once. */
export function atOnce(document: ScenarioDocument, edge: ResolvedEdge): ResolvedEdge {
  const { mesh: _, ...simulated } = CALL_EDGE_PARAMS;
  const usual = resolveValues(simulated, {}, "", new Map());
  const { timeoutMs } = exporterOf(edge);
  const ratio = document.nodes[edge.to]?.sampleRatio;
  const own = {
    stage: lastStage(document, edge.from) + 1,
    optional: true,
    probability: typeof ratio === "number" ? ratio : 1,
  };
  const params = { ...CALL_PARAMS, ...CALL_MESSAGE_PARAMS };
  const call = resolveValues(params, own as JsonObject, "", new Map());
  return {
    ...edge,
    sort: "call",
    values: { ...usual, ...edge.values, timeoutMs },
    calls: [{ id: "spans", ...call } as unknown as ResolvedCall],
  };
}

function lastStage(document: ScenarioDocument, from: string): number {
  const edges = edgesFrom(document).get(from) ?? [];
  const stages = edges.flatMap((id) =>
    callsOf(document.edges[id] ?? {}).map((call) => call.stage ?? 1),
  );
  return Math.max(0, ...stages);
}
