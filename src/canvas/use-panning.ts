import { useMemo } from "react";
import type { useStayFitted } from "./use-stay-fitted.ts";

type MoveEvent = MouseEvent | TouchEvent | null;

/**
 * Marks the canvas while the pointer pans it: nothing in it is pointed at then, and the browser need
 * not look through all cards and lines for what is under the pointer (canvas.css).
 */
export function usePanning({ region, noteMove }: ReturnType<typeof useStayFitted>) {
  return useMemo(
    () => ({
      // Not from the press on: a click that moves nothing belongs to what it falls on.
      onMove: (event: MoveEvent) => {
        noteMove(event);
        if (event?.type === "mousemove") region.current?.toggleAttribute("data-panning", true);
      },
      onMoveEnd: () => region.current?.removeAttribute("data-panning"),
    }),
    [region, noteMove],
  );
}
