// Zones: groups of kind zone. A node that is in several has its instances spread over them in turn.
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { groupsNamedBy, withOuter } from "./group-members.ts";

/**
 * Ids of the zones that a node is in, in the order in which it names them. For a group that is no zone
 * itself the innermost zone around it counts: a host stands in a zone, and so does what runs on it.
 */
export function zoneIdsOf(document: ScenarioDocument, node: NodeDocument): readonly string[] {
  const zones = groupsNamedBy(node)
    .map((named) => withOuter(document, named).find((id) => isZone(document, id)))
    .filter((id) => id !== undefined);
  return [...new Set(zones)];
}

function isZone(document: ScenarioDocument, group: string): boolean {
  return document.groups?.[group]?.kind === "zone";
}

/** The part of a resolved node that says its zones; nothing where it is in none. */
export function zonesOf(
  document: ScenarioDocument,
  node: NodeDocument,
): { readonly zones?: readonly string[] } {
  const zones = zoneIdsOf(document, node);
  return zones.length > 0 ? { zones } : {};
}
