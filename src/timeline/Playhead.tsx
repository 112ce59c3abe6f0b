import type { KeyboardEvent, PointerEvent } from "react";
import { useRun } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { formatClock } from "../ui/format.ts";
import { msAt, type TimeAxis, xOf } from "./time-axis.ts";
import { keepInSight } from "./time-window.ts";

const HANDLE_WIDTH = 40;
/** Room for the handle to the right of the plot, px. */
const HANDLE_MARGIN = 12;

/** Keeps the handle, which is centered on the line, off the gutter and inside the page. */
function handleShift(x: number, width: number): number {
  const half = HANDLE_WIDTH / 2;
  return Math.max(0, half - x) + Math.min(0, width + HANDLE_MARGIN - half - x);
}

/** The line at the shown instant. Its handle is a slider for the mouse and the keyboard. */
export function Playhead({ axis }: { readonly axis: TimeAxis }) {
  const { nowMs, playheadMs, recordedMs } = useRun((run) => ({
    nowMs: run.nowMs,
    playheadMs: run.playheadMs,
    recordedMs: run.rows && run.rows.count > 0 ? run.nowMs : 0,
  }));
  const atMs = Math.min(playheadMs ?? nowMs, axis.durationMs);
  // Out of sight its handle waits at the rim, where it can still be taken and focused.
  const wanted = xOf(axis, atMs);
  const x = Math.min(axis.width, Math.max(0, wanted));
  const canScrub = recordedMs > 0;
  const go = (ms: number) => setPlayhead(Math.min(recordedMs, Math.max(0, ms)));

  const onKeyDown = (event: KeyboardEvent) => {
    const stepMs = axis.durationMs / stepsOf(event);
    const target = keyTarget(event.key, atMs, stepMs, recordedMs);
    if (target === undefined || !canScrub) return;
    event.preventDefault();
    event.stopPropagation();
    if (target === null) setPlayhead(null);
    else go(target);
    keepInSight(Math.min(recordedMs, Math.max(0, target ?? nowMs)));
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const plot = event.currentTarget.closest(".timeline-overlay")?.getBoundingClientRect();
    if (plot) go(msAt(axis, event.clientX - plot.left));
  };

  const isOut = wanted < -1 || wanted > axis.width + 1;
  return (
    <div
      className="timeline-playhead"
      data-out={isOut || undefined}
      style={{ translate: `${x}px` }}
    >
      <div
        className="timeline-playhead-handle"
        style={{ translate: `calc(-50% + ${handleShift(x, axis.width)}px)` }}
        role="slider"
        tabIndex={0}
        aria-label="Playhead"
        aria-valuemin={0}
        aria-valuemax={Math.round(recordedMs)}
        aria-valuenow={Math.round(atMs)}
        aria-valuetext={playheadMs === null ? `${formatClock(atMs)}, now` : formatClock(atMs)}
        aria-disabled={!canScrub}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (canScrub) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
      >
        {formatClock(atMs)}
      </div>
    </div>
  );
}

/** In how many steps the playhead crosses the run. */
function stepsOf({ key, shiftKey }: KeyboardEvent): number {
  if (key === "PageUp" || key === "PageDown") return 10;
  return shiftKey ? 20 : 240;
}

/** Where a key sends the playhead; null follows the run, undefined is not one of our keys. */
function keyTarget(
  key: string,
  atMs: number,
  stepMs: number,
  recordedMs: number,
): number | null | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
    case "PageDown":
      return atMs - stepMs;
    case "ArrowRight":
    case "ArrowUp":
    case "PageUp":
      return atMs + stepMs;
    case "Home":
      return 0;
    case "End":
      return recordedMs;
    case "Escape":
      return null;
    default:
      return undefined;
  }
}
