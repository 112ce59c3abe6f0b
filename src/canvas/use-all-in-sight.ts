import { useStore } from "@xyflow/react";
import type { SeenNodes } from "./use-overview.ts";

/** Whether no part of any node is out of sight. */
export function isAllInSight({ nodes, transform, width, height }: SeenNodes): boolean {
  const [left, top, zoom] = transform;
  // Before the canvas knows its size there is nothing to say.
  if (width === 0) return true;
  return nodes.every(({ position, width: w = 0, height: h = 0 }) => {
    const [x, y] = [position.x * zoom + left, position.y * zoom + top];
    return x >= 0 && y >= 0 && x + w * zoom <= width && y + h * zoom <= height;
  });
}

export function useAllInSight(): boolean {
  return useStore((state) => isAllInSight(state as unknown as SeenNodes));
}
