// Dropping a kind of group from the palette onto the drawing.
import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { addEmptyGroup } from "../../store/group-actions.ts";
import { groupKindWords } from "../../store/group-kinds.ts";
import { groupKey } from "../../store/group-membership.ts";
import { focusOnceDrawn } from "../canvas-focus.ts";
import { snapToGrid } from "../node-size.ts";

/** Type of what the palette's shelf of groups puts into a drag. */
export const GROUP_DRAG_TYPE = "application/x-brownout-group";

export function useGroupDrop() {
  const { screenToFlowPosition } = useReactFlow();
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(GROUP_DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      const words = groupKindWords(event.dataTransfer.getData(GROUP_DRAG_TYPE));
      if (!words) return;
      event.preventDefault();
      event.stopPropagation();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const id = addEmptyGroup(words.kind, { x: snapToGrid(x), y: snapToGrid(y) });
      if (id !== null) focusOnceDrawn(groupKey(id));
    },
  };
}
