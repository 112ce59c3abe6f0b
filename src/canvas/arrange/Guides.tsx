import "./arrange.css";
import { ViewportPortal } from "@xyflow/react";
import { useCanvasMode } from "../canvas-mode.ts";
import type { Guide } from "./snap.ts";

/** A line reaches this far beyond the middles that it joins, px. */
const BEYOND_PX = 60;

function styleOf({ axis, at, from, to }: Guide) {
  const length = to - from + 2 * BEYOND_PX;
  const start = from - BEYOND_PX;
  return axis === "x"
    ? { transform: `translate(${at}px, ${start}px)`, width: 1, height: length }
    : { transform: `translate(${start}px, ${at}px)`, width: length, height: 1 };
}

/** Lines on which what is dragged stands with its neighbors. */
export function Guides() {
  const guides = useCanvasMode((mode) => mode.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map((guide) => (
        <div key={guide.axis} className="guide-line" style={styleOf(guide)} aria-hidden="true" />
      ))}
    </ViewportPortal>
  );
}
