// The keyboard and the pointer on an edge of the canvas.
import type { KeyboardEvent } from "react";
import { remove } from "../store/document-actions.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { ARROWS, edgesAt, focusOnCanvas } from "./canvas-focus.ts";
import { patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { currentPlaces } from "./current-places.ts";
import { refusalsOfReconnecting } from "./refusals.ts";
import { breakIfArmed } from "./use-breaking.ts";
import { keyWhileConnecting, openInInspector } from "./use-node-keys.ts";

function walkFrom(edgeId: string, key: string): void {
  const { from, to } = edgeEnds(edgeId);
  const direction = ARROWS[key];
  if (direction === "right") focusOnCanvas(to);
  else if (direction === "left") focusOnCanvas(from);
  else {
    const { document } = studio.getState().document;
    const siblings = edgesAt(document, currentPlaces(), from, "out");
    const at = siblings.indexOf(edgeId) + (direction === "down" ? 1 : -1);
    const next = siblings[at];
    if (next) focusOnCanvas(next);
  }
}

function removeEdge(id: string): void {
  if (!studio.getState().view.readOnly) remove([id]);
}

/** C leads the edge to another node, Shift C has it begin at another one. */
function beginReconnecting(id: string, reversed: boolean): void {
  if (studio.getState().view.readOnly) return;
  const { from, to } = edgeEnds(id);
  const fixed = reversed ? to : from;
  const refusals = refusalsOfReconnecting(id, fixed, reversed);
  patchCanvasMode({
    connecting: { from: fixed, reversed, refusals, edge: id, candidate: null },
    notice: "Choose the node with the arrow keys, then press Enter.",
  });
}

function keyOnEdge(id: string, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && breakIfArmed(id)) event.preventDefault();
  else if (ARROWS[event.key]) walkFrom(id, event.key);
  else if (event.key === "Enter" || event.key === " ") openInInspector(id);
  else if (event.key === "Delete" || event.key === "Backspace") removeEdge(id);
  else if (event.key.toLowerCase() === "c") beginReconnecting(id, event.shiftKey);
  else if (event.key === "Escape") selectOnly([]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function useEdgeKeys(id: string) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (useCanvasMode.getState().connecting) keyWhileConnecting(event);
      else keyOnEdge(id, event);
    },
    onFocus: () => patchCanvasMode({ focused: id }),
    onPointerEnter: () => {
      if (!useCanvasMode.getState().connecting) patchCanvasMode({ over: id });
    },
    onPointerLeave: () => {
      if (useCanvasMode.getState().over === id) patchCanvasMode({ over: null });
    },
  };
}
