// Kinds to which a node has one edge at most: what it has asked a registry for, and where its spans
// wait, is kept in one place for each of its instances.
import { edgesFrom } from "./calls.ts";
import type { ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";

const DOES: Readonly<Record<string, string>> = {
  "schema-registry": "asks",
  "tracing-collector": "sends its spans to",
};

/** Why a node has no further edge to a registry or collector; null where it may have one. */
export function whyNoSecond(document: ScenarioDocument, from: string, to: string): string | null {
  const kind = document.nodes[to]?.kind ?? "";
  const does = DOES[kind];
  if (does === undefined) return null;
  for (const id of edgesFrom(document).get(from) ?? []) {
    const other = parseEdgeId(id)?.to ?? "";
    if (document.nodes[other]?.kind !== kind) continue;
    const nameOf = (node: string): string => document.nodes[node]?.name ?? node;
    return `${nameOf(from)} ${does} ${nameOf(other)} already`;
  }
  return null;
}
