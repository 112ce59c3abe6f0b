// What commands can do to the drawing without standing in it. The drawing hands itself in while it
// is on the page; without it the commands have nothing to act on and are not offered.

import type { View } from "./fit-around.ts";

export interface CanvasHandle {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly addKind: (kindId: string) => void;
  readonly view: () => View;
  /** Goes there within a moment, at once for those who want less motion. */
  readonly goTo: (view: View) => void;
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
