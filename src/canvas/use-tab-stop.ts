// One node of the drawing is always within reach of Tab; arrows go on from there.
import { useEffect } from "react";
import { patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";

/** Leads Tab to the first node as long as none that is drawn had the keyboard. */
export function useTabStop(nodes: readonly { readonly id: string }[]): void {
  useEffect(() => {
    const { tabStop } = useCanvasMode.getState();
    if (nodes.some(({ id }) => id === tabStop)) return;
    patchCanvasMode({ tabStop: nodes[0]?.id ?? null });
  }, [nodes]);
}
