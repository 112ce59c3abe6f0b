import { moveNodes } from "../store/document-actions.ts";
import { studio } from "../store/studio-store.ts";
import { automaticPlaces } from "./auto-layout.ts";
import { showWholeDrawing } from "./canvas-mode.ts";
import { drawingOf } from "./flow-elements.ts";
import { nodeSize } from "./node-size.ts";

let layouts = 0;

/** Lays all nodes out anew, in layers along the calls; one step to undo. */
export function layOutAll(): void {
  const { document } = studio.getState().document;
  const sizes = new Map(drawingOf(document, {}).nodes.map(({ id, data }) => [id, data.size]));
  if (sizes.size === 0) return;
  layouts += 1;
  moveNodes(
    automaticPlaces(document, (id) => sizes.get(id) ?? nodeSize("compute", id)),
    `layout ${layouts}`,
  );
  showWholeDrawing();
}
