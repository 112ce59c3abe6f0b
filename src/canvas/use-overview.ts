// From far away, or with too many nodes in sight, the cards give way to one picture of states.
import { type ReactFlowState, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { patchCanvasMode } from "./canvas-mode.ts";
import { FAR_ZOOM } from "./far-view.ts";

/** More cards than these cost too much to keep up to date, at any zoom. */
const MANY_NODES = 200;
/** It comes back a little later than it went, so that it does not flicker at the limit. */
const BACK = { zoom: 1.1, nodes: 0.9 };

/** Nodes of which any part is in sight. */
export function countVisible({ nodes, transform, width, height }: SeenNodes): number {
  const [left, top, zoom] = transform;
  let count = 0;
  for (const { position, width: w = 0, height: h = 0 } of nodes) {
    const x = position.x * zoom + left;
    const y = position.y * zoom + top;
    if (x < width && y < height && x + w * zoom > 0 && y + h * zoom > 0) count++;
  }
  return count;
}

export interface SeenNodes {
  readonly nodes: readonly {
    readonly position: { readonly x: number; readonly y: number };
    readonly width?: number;
    readonly height?: number;
  }[];
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** `before`: whether the overview was shown until now. */
export function wantsOverview(seen: SeenNodes, before: boolean): boolean {
  const zoom = before ? FAR_ZOOM * BACK.zoom : FAR_ZOOM;
  if (seen.transform[2] < zoom) return true;
  const many = before ? MANY_NODES * BACK.nodes : MANY_NODES;
  return seen.nodes.length > many && countVisible(seen) > many;
}

/** Whether states are drawn in place of cards; cards and lines read it from the canvas' mode. */
export function useOverview(): boolean {
  const before = useRef(false);
  const overview = useStore((state: ReactFlowState) =>
    wantsOverview(state as unknown as SeenNodes, before.current),
  );
  before.current = overview;
  useEffect(() => patchCanvasMode({ overview }), [overview]);
  return overview;
}
