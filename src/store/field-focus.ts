// Leads to a field: whatever names a path (a problem, a search) asks here, the inspector goes there.
import { createStore, useStore } from "zustand";
import { selectOnly } from "./selection-actions.ts";
import { setPanelOpen } from "./view-actions.ts";

export interface FieldWish {
  /** Path in the grammar of `--set`; null: nothing was asked for. */
  readonly path: string | null;
  /** Asking twice for the same field leads there twice. */
  readonly count: number;
}

const wishes = createStore<FieldWish>()(() => ({ path: null, count: 0 }));

/** What a path belongs to, as the selection names it; null: the scenario as a whole. */
export function entityOfPath(path: string): string | null {
  const [section, id] = path.split(".");
  if (!id) return null;
  if (section === "nodes" || section === "edges") return id;
  return section === "faults" ? `fault:${id}` : null;
}

/** Selects what the path belongs to and brings its field into view, with the focus in it. */
export function goToField(path: string): void {
  const entity = entityOfPath(path);
  selectOnly(entity === null ? [] : [entity]);
  setPanelOpen("inspector", true);
  wishes.setState(({ count }) => ({ path, count: count + 1 }));
}

export function useFieldWish(): FieldWish {
  return useStore(wishes);
}
