// Zones: groups of kind zone. A node that is in several has its instances spread over them in turn.
import type { NodeDocument, ScenarioDocument } from "./document.ts";

/** Ids of the zones that a node is in, in the order in which it names them. */
export function zoneIdsOf(document: ScenarioDocument, node: NodeDocument): readonly string[] {
  return [node.in ?? []].flat().filter((id) => document.groups?.[id]?.kind === "zone");
}

/** The part of a resolved node that says its zones; nothing where it is in none. */
export function zonesOf(
  document: ScenarioDocument,
  node: NodeDocument,
): { readonly zones?: readonly string[] } {
  const zones = zoneIdsOf(document, node);
  return zones.length > 0 ? { zones } : {};
}
