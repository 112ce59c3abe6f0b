// The order of rows. A column of live values sorts by what they are when its head is pressed: rows
// that changed places five times a second could not be read.
import { edgeLiveOf, type NodeLive, nodeLiveOf } from "../store/live-values.ts";
import { valueInForce } from "../store/param-access.ts";
import { type StudioState, studio } from "../store/studio-store.ts";
import type { Column } from "./columns.ts";

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

type Key = number | string;

function compare(a: Key, b: Key): number {
  if (typeof a === "string" || typeof b === "string") {
    return String(a).localeCompare(String(b), "en", { numeric: true });
  }
  return a - b;
}

/** Rows without a value come last, whichever way the others go. */
function isNothing(key: Key | null): key is null {
  return key === null || (typeof key === "number" && Number.isNaN(key));
}

export function nextSorting(sorting: Sorting | null, column: string): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}

function keyOf<Live>(
  state: StudioState,
  column: Column<Live>,
  id: string,
  live: Live | null,
): Key | null {
  const { document } = state.document;
  switch (column.sort) {
    case "name":
      return document.nodes[id]?.name ?? id;
    case "fixed":
      return column.textOf(document, id);
    case "live":
      return live === null ? null : column.keyOf(live);
    case "edited": {
      const cell = column.cellOf(document, id);
      if (!cell) return null;
      return cell.sortKey(valueInForce(state, cell.path) ?? cell.fallback);
    }
  }
}

export function sortedIds<Live>(
  ids: readonly string[],
  columns: readonly Column<Live>[],
  sorting: Sorting | null,
  liveOf: (state: StudioState, id: string) => Live | null,
): readonly string[] {
  const column = columns.find(({ id }) => id === sorting?.column);
  if (!column || !sorting) return ids;
  const state = studio.getState();
  const way = sorting.descending ? -1 : 1;
  const keyed = ids.map((id) => ({ id, key: keyOf(state, column, id, liveOf(state, id)) }));
  keyed.sort((a, b) => {
    if (isNothing(a.key) || isNothing(b.key))
      return Number(isNothing(a.key)) - Number(isNothing(b.key));
    return way * compare(a.key, b.key);
  });
  return keyed.map(({ id }) => id);
}

export function liveNodeOf(state: StudioState, id: string): NodeLive | null {
  return nodeLiveOf(state.run, id);
}

export function liveEdgeOf(state: StudioState, id: string) {
  return edgeLiveOf(state.run, id);
}
