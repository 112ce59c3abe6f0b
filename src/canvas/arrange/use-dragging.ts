import { type EdgeChange, type NodeChange, useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Point } from "../../store/graph-edits.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { studio } from "../../store/studio-store.ts";
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

/** What React Flow says of dragging and selecting, taken over. */
export function useDragging() {
  const { getZoom } = useReactFlow();
  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      const places: Record<string, Point> = {};
      for (const change of changes) {
        if (change.type === "position" && change.position) places[change.id] = change.position;
      }
      if (Object.keys(places).length > 0) dragTo(places, getZoom());
      takeSelection(changes);
    },
    [getZoom],
  );
  return {
    onNodesChange,
    onEdgesChange: takeSelection,
    onNodeDragStop: endDrag,
    onSelectionDragStop: endDrag,
  };
}
