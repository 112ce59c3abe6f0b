import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { endGesture, removeFault, updateFault } from "../store/document-actions.ts";
import { faultTitle } from "../store/fault-title.ts";
import { useFaultOn, useIsSelected } from "../store/hooks.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { formatClock } from "../ui/format.ts";
import { faultLabel } from "./fault-label.ts";
import { dragFault, endS, type FaultPart, type FaultTimes } from "./fault-times.ts";
import { snapStepS, type TimeAxis, xOf } from "./time-axis.ts";

export const BAR_HEIGHT = 16;
/** Movements of the pointer below this are a click, px. */
const SLACK = 3;

interface FaultBarProps {
  readonly id: string;
  readonly fault: FaultDocument;
  readonly axis: TimeAxis;
  readonly top: number;
  /** Label left of the bar where there is no room to its right. */
  readonly labelLeft: boolean;
}

export function faultTimes(fault: FaultDocument): FaultTimes {
  return { atS: fault.atS ?? 0, forS: fault.forS ?? null, rampS: fault.rampS ?? 0 };
}

/** One fault: drag the body to move it, the ends to stretch it, the corner for its ramp. */
export function FaultBar({ id, fault, axis, top, labelLeft }: FaultBarProps) {
  const on = useFaultOn(id);
  const selected = useIsSelected(`fault:${id}`);
  const times = faultTimes(fault);
  const limits = limitsOf(axis);
  const end = endS(times, limits.durationS);
  const left = xOf(axis, times.atS * 1000);
  const width = Math.max(6, xOf(axis, end * 1000) - left);
  const ramp = Math.min(width, xOf(axis, times.rampS * 1000));
  const drag = useFaultDrag(id, times, axis);
  const name = faultTitle(id, fault);
  const ramps = faultOf(fault.kind)?.ramp ?? false;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      event.stopPropagation();
      removeFault(id);
      return;
    }
    const direction = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const part: FaultPart = event.shiftKey ? "end" : event.altKey && ramps ? "ramp" : "body";
    updateFault(id, changedTimes(times, dragFault(times, part, direction * limits.stepS, limits)));
  };

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
        aria-label={`${name}, ${formatClock(times.atS * 1000)} to ${formatClock(end * 1000)}`}
        aria-describedby="timeline-fault-keys"
        aria-pressed={selected}
        onClick={() => selectOnly([`fault:${id}`])}
        onKeyDown={onKeyDown}
        {...drag("body")}
      >
        <FaultShape width={width} ramp={ramp} on={on} />
      </button>
      <span className="timeline-fault-end" data-end="start" {...drag("start")} />
      <span className="timeline-fault-end" data-end="end" {...drag("end")} />
      {ramps ? (
        <span className="timeline-fault-ramp" style={{ left: ramp - 5 }} {...drag("ramp")} />
      ) : null}
      <span className="timeline-fault-label" data-left={labelLeft}>
        <button
          type="button"
          role="switch"
          className="timeline-fault-switch"
          aria-checked={on}
          aria-label={`${name} on`}
          onClick={() => void toggleFault(id)}
        />
        {faultLabel(id, fault)}
      </span>
    </div>
  );
}

/** Only what differs: a fault that cannot ramp must not get a `rampS` written. */
function changedTimes(before: FaultTimes, after: FaultTimes): Partial<FaultDocument> {
  return {
    ...(after.atS === before.atS ? {} : { atS: after.atS }),
    ...(after.forS === before.forS ? {} : { forS: after.forS }),
    ...(after.rampS === before.rampS ? {} : { rampS: after.rampS }),
  };
}

function limitsOf(axis: TimeAxis) {
  const durationS = axis.durationMs / 1000;
  return { durationS, stepS: snapStepS(durationS) };
}

/** Pointer handlers of a part; one gesture is one undo step. */
function useFaultDrag(id: string, times: FaultTimes, axis: TimeAxis) {
  const held = useRef<{ readonly x: number; readonly times: FaultTimes } | null>(null);
  return (part: FaultPart) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { x: event.clientX, times };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = held.current;
      if (!start) return;
      const deltaS = (((event.clientX - start.x) / axis.width) * axis.durationMs) / 1000;
      const next = dragFault(start.times, part, deltaS, limitsOf(axis));
      if (Math.abs(event.clientX - start.x) < SLACK) return;
      updateFault(id, changedTimes(times, next), `drag fault ${id} ${part}`);
    },
    onPointerUp: () => {
      held.current = null;
      endGesture();
    },
  });
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
