import "./timeline.css";
import "./faults.css";
import "./load-editor.css";
import { type CSSProperties, type PointerEvent, useMemo } from "react";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { useDesign, useRun, useView } from "../store/hooks.ts";
import { nodeTitle } from "../store/proxy-names.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { studio, useStudio } from "../store/studio-store.ts";
import { formatClock } from "../ui/format.ts";
import { useSize } from "../ui/use-size.ts";
import { AlertLane } from "./AlertLane.tsx";
import { ChangeLane } from "./ChangeLane.tsx";
import { CrosshairLine, pointingAt } from "./CrosshairLine.tsx";
import { FaultLane } from "./FaultLane.tsx";
import { LoadLane } from "./LoadLane.tsx";
import { NodeRows } from "./NodeRows.tsx";
import { Playhead } from "./Playhead.tsx";
import { msAt, shownMs, type TimeAxis, ticksOf, timeAxis, xOf } from "./time-axis.ts";
import { shownWindow, useTimeWindow } from "./time-window.ts";
import { type DropPlace, useFaultDrop } from "./use-fault-drop.ts";
import { timeKeys, usePanning, useTimeWheel } from "./use-time-gestures.ts";
import { ZoomBar } from "./ZoomBar.tsx";

const WIDE = 1800;
const TICK_GAP = 72;
const TICK_GAP_PRESENTER = 104;

/** Load, faults and node states over the run, with the playhead that canvas and charts follow. */
export function Timeline() {
  const { run: settings } = useDesign();
  const { info, playheadMs, hasRows } = useRun((run) => ({
    info: run.info,
    playheadMs: run.playheadMs,
    hasRows: (run.rows?.count ?? 0) > 0,
  }));
  const [ref, { width }] = useSize<HTMLElement>({ width: 1440, height: 184 });
  const durationMs =
    info?.durationMs ?? (settings.durationS ?? RUN_PARAMS.durationS.default) * 1000;
  const warmupMs = info?.warmupMs ?? (settings.warmupS ?? 0) * 1000;
  const axis = useShownAxis(durationMs, width);
  const { presenter, readOnly } = useView((view) => view);
  const drop = useFaultDrop(axis);
  useTimeWheel(ref, axis);
  const tickGap = presenter ? TICK_GAP_PRESENTER : TICK_GAP;
  return (
    <section
      ref={ref}
      className="timeline"
      aria-label="Timeline"
      data-scrubs={hasRows}
      data-folded={presenter || undefined}
      data-zoomed={shownMs(axis) < durationMs || undefined}
      style={{ "--gutter": `${axis.gutter}px` } as CSSProperties}
      onKeyDown={timeKeys}
      {...scrubbing(axis)}
      {...pointingAt(axis)}
      {...(readOnly ? {} : drop.handlers)}
    >
      <div className="timeline-overlay" style={{ left: axis.gutter, width: axis.width }}>
        <Grid axis={axis} warmupMs={warmupMs} tickGap={tickGap} />
      </div>
      {presenter ? null : <LoadLane axis={axis} readOnly={readOnly} />}
      <FaultLane axis={axis} readOnly={readOnly} />
      <AlertLane axis={axis} />
      {presenter ? null : <ChangeLane axis={axis} readOnly={readOnly} />}
      {presenter ? null : <NodeRows axis={axis} rowHeight={width >= WIDE ? 18 : 15} />}
      <Axis axis={axis} tickGap={tickGap} />
      <div className="timeline-tools">
        {playheadMs === null ? null : (
          <button type="button" className="timeline-follow" onClick={() => setPlayhead(null)}>
            Back to now
          </button>
        )}
        {presenter || readOnly ? null : <ZoomBar axis={axis} />}
      </div>
      <div className="timeline-overlay" data-front style={{ left: axis.gutter, width: axis.width }}>
        <CrosshairLine axis={axis} />
        <Playhead axis={axis} />
        {drop.place ? <DropMark axis={axis} place={drop.place} /> : null}
      </div>
    </section>
  );
}

/** The axis of what is shown: the whole run, or the part that was zoomed to. */
function useShownAxis(durationMs: number, width: number): TimeAxis {
  const openings = useStudio((state) => state.document.openings);
  const chosen = useTimeWindow();
  const shown = shownWindow(chosen, durationMs, openings);
  const [fromMs, toMs] = shown ? [shown.fromMs, shown.toMs] : [0, durationMs];
  return useMemo(
    () => timeAxis(durationMs, width, { fromMs, toMs }),
    [durationMs, width, fromMs, toMs],
  );
}

/** When a fault begins if it is dropped here, and at which node. */
function DropMark({ axis, place }: { readonly axis: TimeAxis; readonly place: DropPlace }) {
  const document = useDesign();
  const name = place.node === null ? null : nodeTitle(document, place.node);
  const x = xOf(axis, place.atS * 1000);
  return (
    <div className="timeline-drop" style={{ left: x }} data-left={x > axis.width / 2}>
      <span>
        {formatClock(place.atS * 1000)}
        {name === null ? "" : `, ${name}`}
      </span>
    </div>
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
    setPlayhead(Math.min(recordedMs(), msAt(axis, xAt(event) - axis.gutter)));
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const onControl = event.target instanceof Element && event.target.closest("button, [role]");
      const isPicture = onControl instanceof Element && onControl.getAttribute("role") === "img";
      if (event.button !== 0 || (onControl && !isPicture)) return;
      if (recordedMs() === 0 || xAt(event) < axis.gutter) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      go(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture?.(event.pointerId)) go(event);
    },
  };
}

interface AxisProps {
  readonly axis: TimeAxis;
  /** Least distance of two ticks, px. */
  readonly tickGap: number;
}

function Grid({ axis, tickGap, warmupMs }: AxisProps & { readonly warmupMs: number }) {
  return (
    <>
      {warmupMs > 0 ? (
        <div
          className="timeline-warmup"
          style={{ width: Math.min(axis.width, Math.max(0, xOf(axis, warmupMs))) }}
          title={`Warm-up: the first ${formatClock(warmupMs)} are left out of the results`}
        />
      ) : null}
      {ticksOf(axis, tickGap).map((ms) => (
        <div key={ms} className="timeline-gridline" style={{ left: xOf(axis, ms) }} />
      ))}
    </>
  );
}

function Axis({ axis, tickGap }: AxisProps) {
  const ticks = ticksOf(axis, tickGap);
  const decimals = shownMs(axis) < 12_000 ? 1 : 0;
  return (
    <div
      className="timeline-axis"
      style={{ marginLeft: axis.gutter, width: axis.width }}
      {...usePanning(axis)}
    >
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
