// What commands can do to the drawing without standing in it. The drawing hands itself in while it
// is on the page; without it the commands have nothing to act on and are not offered.
import { edit } from "../store/document-actions.ts";
import { withPlaces } from "../store/graph-edits.ts";
import { studio } from "../store/studio-store.ts";
import { automaticPlaces } from "./auto-layout.ts";
import { drawingOf } from "./flow-elements.ts";
import { nodeSize } from "./node-size.ts";

export interface CanvasHandle {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly showAll: () => void;
  readonly addKind: (kindId: string) => void;
}

let handle: CanvasHandle | null = null;

/** Gives the way to take it back. */
export function attachCanvas(canvas: CanvasHandle): () => void {
  handle = canvas;
  return () => {
    if (handle === canvas) handle = null;
  };
}

export function canvasHandle(): CanvasHandle | null {
  return handle;
}

/** All nodes in layers along the calls, as one step. */
export function arrangeDrawing(): void {
  const { document } = studio.getState().document;
  const sizes = new Map(drawingOf(document, {}).nodes.map(({ id, data }) => [id, data.size]));
  const size = (id: string) => sizes.get(id) ?? nodeSize("compute", document.nodes[id]?.name ?? id);
  const places = automaticPlaces(document, size);
  edit("arrange the drawing", (current) => withPlaces(current, places));
  handle?.showAll();
}
