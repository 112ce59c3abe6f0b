// What a context menu was asked for: the node, edge or fault under the pointer, or the drawing itself.
import { create } from "zustand";
import type { Point } from "../store/graph-edits.ts";
import { groupOfKey } from "../store/group-membership.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";

export type TargetSort = "node" | "edge" | "group" | "fault" | "canvas";

export interface ContextTarget {
  readonly sort: TargetSort;
  /** As in the selection; empty for the drawing. */
  readonly id: string;
  /** Where the menu opens, px of the window. */
  readonly screen: Point;
  /** What had the keyboard's focus; it comes back when the menu closes. */
  readonly origin: Element | null;
}

export const useContextTarget = create<{ readonly target: ContextTarget | null }>()(() => ({
  target: null,
}));

export function closeContextMenu(): void {
  useContextTarget.setState({ target: null });
}

function sortOf(id: string): TargetSort | null {
  const { nodes, edges, groups = {} } = studio.getState().document.document;
  const group = groupOfKey(id);
  if (group !== null && group in groups) return "group";
  if (id in nodes) return "node";
  if (id in edges) return "edge";
  return id.startsWith("fault:") ? "fault" : null;
}

/** Elements carry the id of what they stand for: cards and lines, rows of tables, bars of faults. */
function idOf(element: Element): string | null {
  const own = element.closest("[data-canvas-id], [data-entity-id]");
  return own?.getAttribute("data-canvas-id") ?? own?.getAttribute("data-entity-id") ?? null;
}

/** Opens the menu for what lies there; false where the browser's own menu is the right one. */
export function openContextMenu(element: Element, screen: Point): boolean {
  if (element.closest("input, textarea, select, [role=dialog], [role=menu]")) return false;
  const id = idOf(element);
  const sort = id === null ? null : sortOf(id);
  const isOnCanvas = element.closest(".canvas, .table-view") !== null;
  if (sort === null && !isOnCanvas) return false;
  if (id !== null && sort !== null && !studio.getState().selection.ids.includes(id)) {
    selectOnly([id]);
  }
  const origin = document.activeElement;
  const target = { sort: sort ?? "canvas", id: sort === null ? "" : (id ?? ""), screen, origin };
  useContextTarget.setState({ target });
  return true;
}
