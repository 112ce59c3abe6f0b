import "./timeline.css";
import "./faults.css";
import type { PointerEvent } from "react";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { useDocument, useRun } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { studio } from "../store/studio-store.ts";
import { formatClock } from "../ui/format.ts";
import { useSize } from "../ui/use-size.ts";
import { FaultLane } from "./FaultLane.tsx";
import { LoadLane } from "./LoadLane.tsx";
import { NodeRows } from "./NodeRows.tsx";
import { Playhead } from "./Playhead.tsx";
import { GUTTER, msAt, type TimeAxis, ticksOf, timeAxis, xOf } from "./time-axis.ts";

const WIDE = 1800;
const TICK_GAP = 72;

/** Load, faults and node states over the run, with the playhead that canvas and charts follow. */
export function Timeline() {
  const { run: settings } = useDocument();
  const { info, playheadMs, hasRows } = useRun((run) => ({
    info: run.info,
    playheadMs: run.playheadMs,
    hasRows: (run.rows?.count ?? 0) > 0,
  }));
  const [ref, { width }] = useSize<HTMLElement>({ width: 1440, height: 168 });
  const durationMs =
    info?.durationMs ?? (settings.durationS ?? RUN_PARAMS.durationS.default) * 1000;
  const warmupMs = info?.warmupMs ?? (settings.warmupS ?? 0) * 1000;
  const axis = timeAxis(durationMs, width);
  return (
    <section
      ref={ref}
      className="timeline"
      aria-label="Timeline"
      data-scrubs={hasRows}
      {...scrubbing(axis)}
    >
      <div className="timeline-overlay" style={{ left: GUTTER, width: axis.width }}>
        <Grid axis={axis} warmupMs={warmupMs} />
      </div>
      <LoadLane axis={axis} />
      <FaultLane axis={axis} />
      <NodeRows axis={axis} rowHeight={width >= WIDE ? 18 : 15} />
      <Axis axis={axis} />
      {playheadMs === null ? null : (
        <button type="button" className="timeline-follow" onClick={() => setPlayhead(null)}>
          Back to now
        </button>
      )}
      <div className="timeline-overlay" data-front style={{ left: GUTTER, width: axis.width }}>
        <Playhead axis={axis} />
      </div>
    </section>
  );
}

/** How far the playhead can go, ms; read when it is moved, since it grows all the time. */
function recordedMs(): number {
  const { rows, nowMs } = studio.getState().run;
  return rows && rows.count > 0 ? nowMs : 0;
}

/** Pressing or dragging anywhere on the recorded part moves the playhead there. */
function scrubbing(axis: TimeAxis) {
  const xAt = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const go = (event: PointerEvent<HTMLElement>) =>
    setPlayhead(Math.min(recordedMs(), msAt(axis, xAt(event) - GUTTER)));
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const onControl = event.target instanceof Element && event.target.closest("button, [role]");
      const isPicture = onControl instanceof Element && onControl.getAttribute("role") === "img";
      if (event.button !== 0 || (onControl && !isPicture)) return;
      if (recordedMs() === 0 || xAt(event) < GUTTER) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      go(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture?.(event.pointerId)) go(event);
    },
  };
}

function Grid({ axis, warmupMs }: { readonly axis: TimeAxis; readonly warmupMs: number }) {
  return (
    <>
      {warmupMs > 0 ? (
        <div
          className="timeline-warmup"
          style={{ width: xOf(axis, Math.min(warmupMs, axis.durationMs)) }}
          title={`Warm-up: the first ${formatClock(warmupMs)} are left out of the results`}
        />
      ) : null}
      {ticksOf(axis, TICK_GAP).map((ms) => (
        <div key={ms} className="timeline-gridline" style={{ left: xOf(axis, ms) }} />
      ))}
    </>
  );
}

function Axis({ axis }: { readonly axis: TimeAxis }) {
  const ticks = ticksOf(axis, TICK_GAP);
  const decimals = axis.durationMs < 5000 ? 1 : 0;
  return (
    <div className="timeline-axis" style={{ marginLeft: GUTTER, width: axis.width }}>
      {ticks.map((ms) => {
        const x = xOf(axis, ms);
        const edge = x < 14 ? "first" : x > axis.width - 14 ? "last" : undefined;
        return (
          <span key={ms} className="timeline-tick" data-edge={edge} style={{ left: x }}>
            {formatClock(ms, decimals)}
          </span>
        );
      })}
    </div>
  );
}
