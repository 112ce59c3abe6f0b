// A fault that is armed hits the next node or edge that is clicked; one that is dropped hits what it
// is dropped on.
import { type DragEvent, useEffect } from "react";
import { armFault, breakNow, FAULT_DRAG_TYPE } from "../store/fault-actions.ts";
import { groupOfKey } from "../store/group-membership.ts";
import { useView } from "../store/hooks.ts";
import { studio } from "../store/studio-store.ts";

/** Id of the node or edge under the pointer. */
function idUnder(target: EventTarget): string | null {
  const drawn = target instanceof Element ? target.closest("[data-canvas-id]") : null;
  return drawn?.getAttribute("data-canvas-id") ?? null;
}

/** Faults name a group by its id; on the canvas it goes by its key. */
function targetOf(id: string): string {
  return groupOfKey(id) ?? id;
}

/** Breaks what is clicked if a fault is armed; true if one was. */
export function breakIfArmed(id: string): boolean {
  const { armedFault } = studio.getState().view;
  if (armedFault === null) return false;
  armFault(null);
  void breakNow(armedFault, targetOf(id));
  return true;
}

// The same functions at all times: React Flow draws all nodes anew for another one.
const onNodeClick = (_: unknown, node: { readonly id: string }): void => void breakIfArmed(node.id);
const onEdgeClick = (_: unknown, edge: { readonly id: string }): void => void breakIfArmed(edge.id);

export function useBreaking() {
  const armed = useView((view) => view.armedFault);
  useEffect(() => {
    if (armed === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") armFault(null);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [armed]);
  return { armed, onNodeClick, onEdgeClick };
}

export function faultDropHandlers() {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(FAULT_DRAG_TYPE)) return;
      const isOver = idUnder(event.target) !== null;
      event.preventDefault();
      event.dataTransfer.dropEffect = isOver ? "copy" : "none";
    },
    onDrop: (event: DragEvent) => {
      const kind = event.dataTransfer.getData(FAULT_DRAG_TYPE);
      const id = idUnder(event.target);
      if (kind === "" || id === null) return;
      event.preventDefault();
      event.stopPropagation();
      void breakNow(kind, targetOf(id));
    },
  };
}
