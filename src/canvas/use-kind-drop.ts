// Dropping a kind from the palette onto the drawing.
import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import { addNode } from "../store/document-actions.ts";
import { focusOnceDrawn } from "./canvas-focus.ts";
import { nodeSize, snapToGrid } from "./node-size.ts";

/** Type of what the palette puts into a drag. */
export const KIND_DRAG_TYPE = "application/x-brownout-kind";

export function useKindDrop() {
  const { screenToFlowPosition } = useReactFlow();
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND_DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      const kind = kindOf(event.dataTransfer.getData(KIND_DRAG_TYPE));
      if (!kind) return;
      event.preventDefault();
      event.stopPropagation();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const { width, height } = nodeSize(kind.family, kind.id);
      const at = { x: snapToGrid(x - width / 2), y: snapToGrid(y - height / 2) };
      const id = addNode(kind.id, at);
      focusOnceDrawn(id);
    },
  };
}
