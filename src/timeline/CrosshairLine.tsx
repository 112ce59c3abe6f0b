import type { PointerEvent } from "react";
import { leaveCrosshair, setCrosshair, useCrosshair } from "../store/crosshair.ts";
import { msAt, type TimeAxis, xOf } from "./time-axis.ts";

const OVER = "timeline";

/** The instant under the pointer, wherever on the page it is over a time axis. */
export function CrosshairLine({ axis }: { readonly axis: TimeAxis }) {
  const { atMs } = useCrosshair();
  if (atMs === null || atMs < axis.fromMs || atMs > axis.toMs) return null;
  return <div className="timeline-crosshair" style={{ left: xOf(axis, atMs) }} />;
}

/** The lanes tell the charts which instant the pointer is over. */
export function pointingAt(axis: TimeAxis) {
  return {
    onPointerMoveCapture: (event: PointerEvent<HTMLElement>) => {
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left - axis.gutter;
      setCrosshair(OVER, x < 0 || x > axis.width ? null : msAt(axis, x));
    },
    onPointerLeave: () => leaveCrosshair(OVER),
  };
}
