// Making groups, and who joins and leaves them, as functions from document to document.
import type { GroupDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { groupsNamedBy, parentOf, withOuter } from "../../simulation/scenario/group-members.ts";
import { freeId, type Point } from "./graph-edits.ts";
import type { GroupKind } from "./group-kinds.ts";
import {
  groupKey,
  groupOfKey,
  withGroupDocument,
  withGroupFields,
  withNodeGroups,
} from "./group-membership.ts";

/** Groups that name this one as where they stand. */
export function groupsWithin(document: ScenarioDocument, group: string): readonly string[] {
  return Object.keys(document.groups ?? {}).filter((id) => parentOf(document, id) === group);
}

/** An id for a new group: free among groups and nodes, so that a fault's target says one thing. */
export function freeGroupId(document: ScenarioDocument, wish: string): string {
  return freeId({ ...document.nodes, ...document.groups }, wish);
}

/** Groups that all items (nodes by id, groups by key) stand in, first named first. */
function commonGroups(document: ScenarioDocument, items: readonly string[]): readonly string[] {
  const around = items.map((item) => {
    const group = groupOfKey(item);
    if (group === null) return groupsNamedBy(document.nodes[item]);
    return [parentOf(document, group)].filter((id) => id !== undefined);
  });
  const [first = [], ...others] = around;
  return first.filter((id) => others.every((list) => list.includes(id)));
}

/** The product whose settings a new mesh has. */
const FIRST_MESH = "istio@2026-11";

/** What a group of the kind says of itself when it is new. */
export function newGroup(kind: GroupKind): GroupDocument {
  return kind === "mesh" ? { kind, preset: FIRST_MESH } : { kind };
}

/** A group of another kind: what a mesh said of its proxies goes with it. */
export function withGroupKind(
  document: ScenarioDocument,
  id: string,
  kind: GroupKind,
): ScenarioDocument {
  const group = document.groups?.[id];
  if (!group || group.kind === kind) return document;
  const { name, in: outer, collapsed } = group;
  const kept = Object.entries({ name, in: outer, collapsed }).filter(([, at]) => at !== undefined);
  const { kind: sort, ...rest } = newGroup(kind);
  const next = { kind: sort, ...Object.fromEntries(kept), ...rest };
  return withGroupDocument(document, id, next as GroupDocument);
}

/** A mesh with the settings of a product, and none of its own. */
export function withMeshPreset(
  document: ScenarioDocument,
  id: string,
  preset: string | null,
): ScenarioDocument {
  const group = document.groups?.[id];
  if (group?.kind !== "mesh") return document;
  const { kind, name, in: outer, collapsed, enabled } = group;
  const said = Object.entries({ name, in: outer, enabled, preset, collapsed });
  const kept = said.filter(([, value]) => value !== undefined && value !== null);
  return withGroupDocument(document, id, { kind, ...Object.fromEntries(kept) } as GroupDocument);
}

/**
 * A new group around items (nodes by id, groups by key). Where all of them stand in a group already,
 * the new one comes between.
 */
export function withGroupAround(
  document: ScenarioDocument,
  id: string,
  kind: GroupKind,
  items: readonly string[],
): ScenarioDocument {
  const [outer] = commonGroups(document, items);
  const { kind: name, ...rest } = newGroup(kind);
  const group = { kind: name, ...(outer === undefined ? {} : { in: outer }), ...rest };
  let next = withGroupDocument(document, id, group);
  for (const item of items) {
    const inner = groupOfKey(item);
    if (inner !== null) next = withGroupFields(next, inner, { in: id });
    else {
      const others = groupsNamedBy(next.nodes[item]).filter((each) => each !== outer);
      next = withNodeGroups(next, item, [...others, id]);
    }
  }
  return next;
}

/** A new group with nobody in it, at a place. */
export function withEmptyGroup(
  document: ScenarioDocument,
  id: string,
  kind: GroupKind,
  at: Point,
): ScenarioDocument {
  const next = withGroupDocument(document, id, newGroup(kind));
  return { ...next, layout: { ...next.layout, [groupKey(id)]: [at.x, at.y] } };
}

/** Which groups an item (node by id, group by key) leaves and joins. */
export interface Membership {
  readonly item: string;
  readonly leave: readonly string[];
  readonly join: readonly string[];
}

function withMembership(
  document: ScenarioDocument,
  { item, leave, join }: Membership,
): ScenarioDocument {
  const inner = groupOfKey(item);
  if (inner === null) {
    const kept = groupsNamedBy(document.nodes[item]).filter((id) => !leave.includes(id));
    const joined = join.filter((id) => !kept.includes(id));
    return withNodeGroups(document, item, [...kept, ...joined]);
  }
  const [outer] = join;
  if (outer === undefined) return withGroupFields(document, inner, { in: undefined });
  if (withOuter(document, outer).includes(inner)) return document;
  return withGroupFields(document, inner, { in: outer });
}

export function withMemberships(
  document: ScenarioDocument,
  changes: readonly Membership[],
): ScenarioDocument {
  return changes.reduce(withMembership, document);
}
