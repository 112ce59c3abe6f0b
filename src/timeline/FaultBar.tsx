import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { faultTitle } from "../store/fault-title.ts";
import { useFaultOn, useIsSelected } from "../store/hooks.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { formatClock } from "../ui/format.ts";
import { faultKeys } from "./fault-keys.ts";
import { faultLabel } from "./fault-label.ts";
import { endS, faultTimes } from "./fault-times.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";
import { useFaultDrag } from "./use-fault-drag.ts";

export const BAR_HEIGHT = 16;
/** A fault of an instant must be seen and hit too, px. */
const LEAST_WIDTH = 6;

/** Where a bar's words stand: beside it where there is room, else in it. */
export type LabelSide = "right" | "left" | "inside";

interface FaultBarProps {
  readonly id: string;
  readonly fault: FaultDocument;
  readonly axis: TimeAxis;
  readonly top: number;
  readonly labelSide: LabelSide;
}

/** px of the plot; a bar that begins or ends out of sight is cut a little outside of it. */
export function barExtent(fault: FaultDocument, axis: TimeAxis): { left: number; right: number } {
  const times = faultTimes(fault);
  const left = Math.max(-20, xOf(axis, times.atS * 1000));
  const end = xOf(axis, endS(times, axis.durationMs / 1000) * 1000);
  return { left, right: Math.max(left + LEAST_WIDTH, Math.min(axis.width + 20, end)) };
}

/** One fault: drag the body to move it, the ends to stretch it, the corner for its ramp. */
export function FaultBar({ id, fault, axis, top, labelSide }: FaultBarProps) {
  const on = useFaultOn(id);
  const selected = useIsSelected(`fault:${id}`);
  const times = faultTimes(fault);
  const durationS = axis.durationMs / 1000;
  const end = endS(times, durationS);
  const { left, right } = barExtent(fault, axis);
  const width = right - left;
  const corner = xOf(axis, (times.atS + times.rampS) * 1000) - left;
  const ramp = Math.min(width, Math.max(0, corner));
  const drag = useFaultDrag(id, fault, axis);
  const name = faultTitle(id, fault);
  const { ramp: ramps = false, instant = false } = faultOf(fault.kind) ?? {};
  const began = formatClock(times.atS * 1000);
  const inset = labelSide === "inside" ? Math.max(0, -left) + 8 : undefined;

  return (
    <div
      className="timeline-fault"
      data-entity-id={`fault:${id}`}
      data-on={on}
      data-selected={selected}
      style={{ left, top, width, height: BAR_HEIGHT }}
    >
      <button
        type="button"
        className="timeline-fault-body"
        aria-label={`${name}, ${instant ? "at " : ""}${began}${instant ? "" : ` to ${formatClock(end * 1000)}`}`}
        aria-describedby="timeline-fault-keys"
        aria-pressed={selected}
        onClick={() => selectOnly([`fault:${id}`])}
        onKeyDown={faultKeys(id, fault, durationS)}
        {...drag("body")}
      >
        <FaultShape width={width} ramp={ramp} on={on} />
      </button>
      {instant ? null : (
        <>
          <span className="timeline-fault-end" data-end="start" {...drag("start")} />
          <span className="timeline-fault-end" data-end="end" {...drag("end")} />
        </>
      )}
      {ramps ? (
        <span className="timeline-fault-ramp" style={{ left: ramp - 5 }} {...drag("ramp")} />
      ) : null}
      <span className="timeline-fault-label" data-side={labelSide} style={{ left: inset }}>
        <button
          type="button"
          role="switch"
          className="timeline-fault-switch"
          aria-checked={on}
          aria-label={`${name} on`}
          onClick={() => void toggleFault(id)}
        />
        <span className="timeline-fault-words">{faultLabel(id, fault)}</span>
      </span>
    </div>
  );
}

function FaultShape({ width, ramp, on }: { width: number; ramp: number; on: boolean }) {
  const bottom = BAR_HEIGHT - 0.5;
  const right = width - 0.5;
  const path =
    `M.5 ${bottom}L${Math.max(0.5, ramp)} .5H${right - 3}Q${right} .5 ${right} 3.5` +
    `V${bottom - 3}Q${right} ${bottom} ${right - 3} ${bottom}Z`;
  return (
    <svg width={width} height={BAR_HEIGHT} aria-hidden="true">
      <path d={path} fill={on ? "var(--state-failing-soft)" : "none"} />
      <path
        d={path}
        fill={on ? "url(#pattern-fault)" : "url(#pattern-off)"}
        stroke={on ? "var(--state-failing)" : "var(--text-3)"}
        strokeDasharray={on ? undefined : "3 3"}
      />
    </svg>
  );
}
