import { type EdgeChange, type NodeChange, useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Point } from "../../store/graph-edits.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { studio } from "../../store/studio-store.ts";
import { useCanvasMode } from "../canvas-mode.ts";
import type { DrawnNode } from "../flow-elements.ts";
import { edgesOfLine, type LineEdge } from "../line-elements.ts";
import { dragTo, endDrag } from "./dragging.ts";

/** Lines that stand for several edges choose all of them. */
export function takeSelection(changes: (NodeChange<DrawnNode> | EdgeChange<LineEdge>)[]): void {
  const chosen = new Set(studio.getState().selection.ids);
  for (const change of changes) {
    if (change.type !== "select") continue;
    for (const id of edgesOfLine(change.id)) {
      if (change.selected) chosen.add(id);
      else chosen.delete(id);
    }
  }
  selectOnly([...chosen]);
}

/** The first move of a drag, not drawn yet. */
let first: { places: Readonly<Record<string, Point>>; zoom: number } | null = null;

function drawFirst(): void {
  if (!first) return;
  const { places, zoom } = first;
  first = null;
  dragTo(places, zoom);
}

/** A drag begins by choosing what is dragged; where it goes is drawn in a task of its own. */
function moveTo(places: Readonly<Record<string, Point>>, zoom: number): void {
  const isUnderWay = Object.keys(useCanvasMode.getState().dragged).length > 0;
  if (isUnderWay) {
    dragTo(places, zoom);
    return;
  }
  if (!first) setTimeout(drawFirst);
  first = { places: { ...first?.places, ...places }, zoom };
}

function stopDragging(): void {
  drawFirst();
  endDrag();
}

/** What React Flow says of dragging and selecting, taken over. */
export function useDragging() {
  const { getZoom } = useReactFlow();
  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      const places: Record<string, Point> = {};
      for (const change of changes) {
        if (change.type === "position" && change.position) places[change.id] = change.position;
      }
      if (Object.keys(places).length > 0) moveTo(places, getZoom());
      takeSelection(changes);
    },
    [getZoom],
  );
  return {
    onNodesChange,
    onEdgesChange: takeSelection,
    onNodeDragStop: stopDragging,
    onSelectionDragStop: stopDragging,
  };
}
