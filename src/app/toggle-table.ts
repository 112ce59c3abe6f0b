import { focusOnceDrawn } from "../canvas/canvas-focus.ts";
import { studio } from "../store/studio-store.ts";
import { setAsTable } from "../store/view-actions.ts";

/** Tables instead of the drawing and back; the keyboard stays on what is selected. */
export function toggleTable(): void {
  const { view, selection } = studio.getState();
  setAsTable(!view.asTable);
  const [id] = selection.ids;
  if (!view.asTable || id === undefined) return;
  focusOnceDrawn(id, { ifLost: true });
}
