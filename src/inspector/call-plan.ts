// The calls that a node makes, in the order of its stages, and who calls it.

import { isAsked } from "../../simulation/scenario/access/asked.ts";
import { callsOf, standbyEdges } from "../../simulation/scenario/calls.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseEdgeId } from "../../simulation/scenario/ids.ts";

export interface PlannedCall {
  readonly edgeId: string;
  /** Id or number of the call on its edge. */
  readonly call: string;
  readonly to: string;
  readonly stage: number;
  readonly when: string;
  readonly operation: string;
  readonly probability: number;
  readonly count: string;
}

function wordOf(value: unknown, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === "object" && !Array.isArray(value)) return "drawn";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The edge is called only where another one falls back on it. */
export function isStandby(document: ScenarioDocument, edgeId: string): boolean {
  return standbyEdges(document).has(edgeId);
}

/** Calls on one edge that is not out of a broker. */
export function callsOnEdge(
  document: ScenarioDocument,
  edgeId: string,
  standby = standbyEdges(document),
): PlannedCall[] {
  const edge = document.edges[edgeId];
  if (!edge || standby.has(edgeId) || isAsked(document, edgeId)) return [];
  return callsOf(edge).map((call, index) => ({
    edgeId,
    call: call.id ?? String(index),
    to: parseEdgeId(edgeId)?.to ?? "",
    stage: call.stage ?? 1,
    when: wordOf(call.when, "always"),
    operation: wordOf(call.operation, "same"),
    probability: typeof call.probability === "number" ? call.probability : 1,
    count: wordOf(call.count, "1"),
  }));
}

export function edgesOf(document: ScenarioDocument, end: "from" | "to", nodeId: string): string[] {
  return Object.keys(document.edges).filter((id) => parseEdgeId(id)?.[end] === nodeId);
}

export function callPlan(document: ScenarioDocument, nodeId: string): PlannedCall[] {
  const standby = standbyEdges(document);
  return edgesOf(document, "from", nodeId)
    .flatMap((edgeId) => callsOnEdge(document, edgeId, standby))
    .sort((a, b) => a.stage - b.stage || a.to.localeCompare(b.to));
}
