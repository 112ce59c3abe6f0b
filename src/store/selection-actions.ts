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
  const { nodes, edges } = studio.getState().document.document;
  selectOnly([...Object.keys(nodes), ...Object.keys(edges)]);
}
