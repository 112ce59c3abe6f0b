// Where on the canvas the pointer is, for what is pasted or added by the keyboard.
import { useReactFlow } from "@xyflow/react";
import { type PointerEvent, useEffect } from "react";
import type { Point } from "../store/graph-edits.ts";

let pointer: Point | null = null;
let toCanvas: ((screen: Point) => Point) | null = null;

/** The pointer if it is over the canvas, else the middle of what is seen; canvas units. */
export function placeInSight(): Point {
  const region = document.querySelector(".canvas")?.getBoundingClientRect();
  if (!toCanvas || !region) return { x: 0, y: 0 };
  const middle = { x: region.left + region.width / 2, y: region.top + region.height / 2 };
  return toCanvas(pointer ?? middle);
}

/** Follows the pointer over the canvas. */
export function usePointerPlace() {
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    toCanvas = screenToFlowPosition;
    return () => {
      toCanvas = null;
    };
  }, [screenToFlowPosition]);
  return {
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      pointer = { x: clientX, y: clientY };
    },
    onPointerLeave: () => {
      pointer = null;
    },
  };
}
