// Which nodes a name stands for.
import type { ScenarioDocument } from "./document.ts";

/** Ids of the nodes that say they are in a group. */
export function membersOf(document: ScenarioDocument, group: string): readonly string[] {
  return Object.entries(document.nodes)
    .filter(([, node]) => [node.in ?? []].flat().includes(group))
    .map(([id]) => id);
}

/** The node itself, or the members of a group; none for other names. */
export function nodesNamed(document: ScenarioDocument, name: string): readonly string[] {
  if (Object.hasOwn(document.nodes, name)) return [name];
  return Object.hasOwn(document.groups ?? {}, name) ? membersOf(document, name) : [];
}
