// Edits may make an open broker larger: another queue, another product. What would lie under it then
// moves aside as part of the same step.
import { patchDocument, studio } from "../../store/studio-store.ts";
import { grown } from "./open-actions.ts";

/** Looks after it from now on; gives the way to stop. */
export function keepRoom(): () => void {
  return studio.subscribe(({ document: now, view }, { document: before }) => {
    const isDrawn = now.document.nodes !== before.document.nodes;
    const isWired = now.document.edges !== before.document.edges;
    // What is undone or redone had its room already; another document is as it is.
    const isNew = now.past.length >= before.past.length && now.future.length === 0;
    if (!isNew || now.openings !== before.openings || view.readOnly) return;
    if (!isDrawn && !isWired) return;
    const document = grown(before.document, now.document);
    if (document !== now.document) patchDocument({ document });
  });
}
