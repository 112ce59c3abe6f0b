// Which nodes a name stands for. A group may stand in another one; its members are in both.
import type { NodeDocument, ScenarioDocument } from "./document.ts";

/** The group that a group is in; undefined at the outermost. */
export function parentOf(document: ScenarioDocument, group: string): string | undefined {
  const parent = document.groups?.[group]?.in;
  return typeof parent === "string" ? parent : undefined;
}

/** The group itself and those around it, the innermost first. Ends where it would go in circles. */
export function withOuter(document: ScenarioDocument, group: string): readonly string[] {
  const path: string[] = [];
  let at: string | undefined = group;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = parentOf(document, at);
  }
  return path;
}

/** The groups that a node names itself, in its order. */
export function groupsNamedBy(node: NodeDocument | undefined): readonly string[] {
  return [node?.in ?? []].flat();
}

/** Ids of the nodes that are in a group, or in a group in it. */
export function membersOf(document: ScenarioDocument, group: string): readonly string[] {
  return Object.entries(document.nodes)
    .filter(([, node]) =>
      groupsNamedBy(node).some((named) => withOuter(document, named).includes(group)),
    )
    .map(([id]) => id);
}

/** The node itself, or the members of a group; none for other names. */
export function nodesNamed(document: ScenarioDocument, name: string): readonly string[] {
  if (Object.hasOwn(document.nodes, name)) return [name];
  return Object.hasOwn(document.groups ?? {}, name) ? membersOf(document, name) : [];
}
