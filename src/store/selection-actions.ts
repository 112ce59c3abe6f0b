import { groupKey } from "./group-membership.ts";
import { isNoteKey, notesOf } from "./note-edits.ts";
import { studio } from "./studio-store.ts";

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

export function selectOnly(ids: readonly string[]): void {
  if (sameIds(studio.getState().selection.ids, ids)) return;
  studio.setState({ selection: { ids } });
}

export function toggleSelected(id: string): void {
  const { ids } = studio.getState().selection;
  selectOnly(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
}

export function selectAll(): void {
  const { document } = studio.getState().document;
  const { nodes, edges, groups = {} } = document;
  const free = Object.keys(notesOf(document)).filter(isNoteKey);
  const ids = [...Object.keys(nodes), ...Object.keys(edges), ...Object.keys(groups).map(groupKey)];
  selectOnly([...ids, ...free]);
}
