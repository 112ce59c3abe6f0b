// Looking closer: Ctrl and the wheel or two fingers zoom around the pointer, Shift and the wheel or
// a sideways swipe pans, and so do plus, minus, 0 and Z wherever the keyboard is on the timeline.
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { msAcross, msAt, shownMs, type TimeAxis } from "./time-axis.ts";
import {
  panBy,
  showWholeRun,
  zoomAround,
  zoomTimeIn,
  zoomTimeOut,
  zoomToSelection,
} from "./time-window.ts";

/** Zoom per px of the wheel; a notch of 100 px is about a quarter. */
const WHEEL_RATE = 0.0025;

const KEYS: Readonly<Record<string, () => unknown>> = {
  "+": zoomTimeIn,
  "=": zoomTimeIn,
  "-": zoomTimeOut,
  "0": showWholeRun,
  z: zoomToSelection,
  Z: zoomToSelection,
};

export function timeKeys(event: KeyboardEvent): void {
  const action = KEYS[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  action();
}

/** The wheel must be listened to actively, or the browser zooms the page. */
export function useTimeWheel(region: RefObject<HTMLElement | null>, axis: TimeAxis): void {
  const latest = useRef(axis);
  latest.current = axis;
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      const now = latest.current;
      const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
      const zooms = event.ctrlKey || event.metaKey;
      if (!zooms && (sideways === 0 || Math.abs(sideways) < Math.abs(event.deltaY) / 2)) return;
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left - now.gutter;
      if (zooms) zoomAround(msAt(now, Math.max(0, x)), Math.exp(event.deltaY * WHEEL_RATE));
      else panBy(msAcross(now, sideways));
    };
    let pinched = 0;
    const onTouchMove = (event: TouchEvent): void => {
      const [a, b] = event.touches;
      if (!a || !b) return;
      event.preventDefault();
      const apart = Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
      const left = element.getBoundingClientRect().left + latest.current.gutter;
      const middle = (a.clientX + b.clientX) / 2 - left;
      if (pinched > 0) zoomAround(msAt(latest.current, middle), pinched / apart);
      pinched = apart;
    };
    const onTouchEnd = (): void => {
      pinched = 0;
    };
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener("wheel", onWheel, { passive: false, signal });
    element.addEventListener("touchmove", onTouchMove, { passive: false, signal });
    element.addEventListener("touchend", onTouchEnd, { signal });
    return () => stop.abort();
  }, [region]);
}

/** Dragging the ticks pans, once there is something out of sight. */
export function usePanning(axis: TimeAxis) {
  const held = useRef<number | null>(null);
  if (shownMs(axis) >= axis.durationMs) return {};
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => {
      if (held.current === null) return;
      panBy(msAcross(axis, held.current - event.clientX));
      held.current = event.clientX;
    },
    onPointerUp: () => {
      held.current = null;
    },
  };
}
