// Who says to be in which group. In selections and in `layout` and `notes` of the file a group goes
// by its key, `group:ID`, since a node may have the same id.
import type {
  GroupDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { groupsNamedBy, parentOf, withOuter } from "../../simulation/scenario/group-members.ts";

const PREFIX = "group:";

export function groupKey(group: string): string {
  return PREFIX + group;
}

/** Id of the group that a key stands for; null if it is the id of something else. */
export function groupOfKey(key: string): string | null {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
}

export function withGroupDocument(
  document: ScenarioDocument,
  id: string,
  group: GroupDocument,
): ScenarioDocument {
  return { ...document, groups: { ...document.groups, [id]: group } };
}

/** The group with other fields; those set to undefined are left out. */
export function withGroupFields(
  document: ScenarioDocument,
  id: string,
  patch: Readonly<Record<string, string | boolean | undefined>>,
): ScenarioDocument {
  const group = document.groups?.[id];
  if (!group) return document;
  const fields = Object.entries({ ...group, ...patch }).filter(([, value]) => value !== undefined);
  return withGroupDocument(document, id, Object.fromEntries(fields) as unknown as GroupDocument);
}

/** The node naming these groups: one as text, several as a list, none not at all. */
export function withNodeGroups(
  document: ScenarioDocument,
  nodeId: string,
  groups: readonly string[],
): ScenarioDocument {
  const node = document.nodes[nodeId];
  if (!node) return document;
  const before = groupsNamedBy(node);
  if (before.length === groups.length && before.every((id, at) => id === groups[at])) {
    return document;
  }
  const [first] = groups;
  const { kind, name, in: _before, ...rest } = node;
  const named = first === undefined ? {} : { in: groups.length === 1 ? first : groups };
  const next = { kind, ...(name === undefined ? {} : { name }), ...named, ...rest };
  return { ...document, nodes: { ...document.nodes, [nodeId]: next as NodeDocument } };
}

/** Nodes and groups that named these groups, without them; what stood inside stands one further out. */
export function withoutGroups(
  document: ScenarioDocument,
  gone: ReadonlySet<string>,
): ScenarioDocument {
  if (!Object.keys(document.groups ?? {}).some((id) => gone.has(id))) return document;
  const standing = (id: string) => withOuter(document, id).find((outer) => !gone.has(outer));
  let next = document;
  for (const [id, node] of Object.entries(document.nodes)) {
    const groups = groupsNamedBy(node).map(standing);
    const kept = new Set(groups.filter((group) => group !== undefined));
    if (groupsNamedBy(node).some((group) => gone.has(group))) {
      next = withNodeGroups(next, id, [...kept]);
    }
  }
  for (const id of Object.keys(document.groups ?? {})) {
    const parent = parentOf(document, id);
    if (parent !== undefined && gone.has(parent)) {
      next = withGroupFields(next, id, { in: standing(parent) });
    }
  }
  const groups = Object.entries(next.groups ?? {}).filter(([id]) => !gone.has(id));
  const { groups: _before, ...rest } = next;
  return groups.length === 0 ? rest : { ...rest, groups: Object.fromEntries(groups) };
}
