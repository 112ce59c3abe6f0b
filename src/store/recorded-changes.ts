// Taking back single changes that were recorded while a run went on.
import { edit } from "./document-actions.ts";

/** Removes entries of `changes`; the next run goes without them. */
export function removeChanges(ids: readonly string[]): void {
  const gone = new Set(ids);
  edit(ids.length === 1 ? "remove a change" : `remove ${ids.length} changes`, (document) => {
    const { changes = {}, ...rest } = document;
    const kept = Object.entries(changes).filter(([id]) => !gone.has(id));
    if (kept.length === Object.keys(changes).length) return document;
    return kept.length > 0 ? { ...rest, changes: Object.fromEntries(kept) } : rest;
  });
}
