// What people do with groups. Each action is one undo step.
import { edit } from "./document-actions.ts";
import { type Point, withPlaces } from "./graph-edits.ts";
import {
  freeGroupId,
  type Membership,
  withEmptyGroup,
  withGroupAround,
  withGroupKind,
  withMemberships,
  withMeshPreset,
} from "./group-edits.ts";
import type { GroupKind } from "./group-kinds.ts";
import { groupKey, groupOfKey, withGroupFields, withNodeGroups } from "./group-membership.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

function isDrawn(item: string): boolean {
  const { nodes, groups = {} } = studio.getState().document.document;
  const group = groupOfKey(item);
  return group === null ? item in nodes : group in groups;
}

/** Nodes and groups (by key) among the selected. */
export function groupableSelection(): readonly string[] {
  return studio.getState().selection.ids.filter(isDrawn);
}

/** A group around the selected nodes and groups; null if there are none. */
export function groupSelected(kind: GroupKind): string | null {
  const { document, view } = studio.getState();
  const items = groupableSelection();
  if (items.length === 0 || view.readOnly) return null;
  const id = freeGroupId(document.document, kind);
  edit(`group ${items.length === 1 ? items[0] : `${items.length} nodes`}`, (current) =>
    withGroupAround(current, id, kind, items),
  );
  selectOnly([groupKey(id)]);
  return id;
}

/** A group that waits for members; `at` is its upper left corner, px. */
export function addEmptyGroup(kind: GroupKind, at: Point): string | null {
  if (studio.getState().view.readOnly) return null;
  const id = freeGroupId(studio.getState().document.document, kind);
  edit(`add ${id}`, (document) => withEmptyGroup(document, id, kind, at));
  selectOnly([groupKey(id)]);
  return id;
}

export function setCollapsed(id: string, collapsed: boolean): void {
  edit(`${collapsed ? "collapse" : "expand"} ${id}`, (document) => {
    if ((document.groups?.[id]?.collapsed ?? false) === collapsed) return document;
    return withGroupFields(document, id, { collapsed: collapsed || undefined });
  });
}

export function toggleCollapsed(id: string): void {
  setCollapsed(id, !studio.getState().document.document.groups?.[id]?.collapsed);
}

export function collapseAll(collapsed: boolean): void {
  edit(collapsed ? "collapse all groups" : "expand all groups", (document) =>
    Object.entries(document.groups ?? {})
      .filter(([, group]) => (group.collapsed ?? false) !== collapsed)
      .reduce(
        (next, [id]) => withGroupFields(next, id, { collapsed: collapsed || undefined }),
        document,
      ),
  );
}

export function renameGroup(id: string, name: string): void {
  const trimmed = name.trim();
  edit(`rename ${id}`, (document) => {
    const group = document.groups?.[id];
    if (!group || trimmed === "" || trimmed === (group.name ?? id)) return document;
    return withGroupFields(document, id, { name: trimmed });
  });
}

export function setGroupKind(id: string, kind: GroupKind): void {
  edit(`make ${id} a ${kind}`, (document) => withGroupKind(document, id, kind));
}

/** A mesh that is off is drawn and nothing else. */
export function setMeshOn(id: string, isOn: boolean): void {
  edit(`switch ${id} ${isOn ? "on" : "off"}`, (document) =>
    withGroupFields(document, id, { enabled: isOn ? undefined : false }),
  );
}

/** A preset is chosen to get its values: fields that say otherwise would hide them. */
export function setMeshPreset(id: string, preset: string | null): void {
  edit(`set the product of ${id}`, (document) => withMeshPreset(document, id, preset));
}

export function setNodeGroups(nodeId: string, groups: readonly string[]): void {
  edit(`change the groups of ${nodeId}`, (document) => withNodeGroups(document, nodeId, groups));
}

/** Where things were dropped, and what they joined and left by that: one step. */
export function dropAt(
  places: Readonly<Record<string, Point>>,
  changes: readonly Membership[],
  gesture: string,
): void {
  edit(
    "move",
    (document) => withMemberships(withPlaces(document, places), changes),
    `move ${gesture}`,
  );
}
