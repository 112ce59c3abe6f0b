// The pointer on a fault's bar. With Alt a copy is dragged off and the fault stays; one gesture is
// one step to undo.
import { type PointerEvent, useRef } from "react";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { edit, endGesture, updateFault } from "../store/document-actions.ts";
import { copyId, copyOf } from "../store/fault-clipboard.ts";
import { withFault } from "../store/graph-edits.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import {
  changedTimes,
  type DragLimits,
  dragFault,
  type FaultPart,
  type FaultTimes,
  faultTimes,
} from "./fault-times.ts";
import { msAcross, shownMs, snapStepS, type TimeAxis } from "./time-axis.ts";

/** Movements of the pointer below this are a click, px. */
const SLACK = 3;

interface Held {
  readonly x: number;
  readonly times: FaultTimes;
  /** The copy that is dragged in place of the fault. */
  readonly copy: string | null;
  readonly moved: boolean;
}

export function limitsOf(axis: TimeAxis): DragLimits {
  return { durationS: axis.durationMs / 1000, stepS: snapStepS(shownMs(axis) / 1000) };
}

export function useFaultDrag(id: string, fault: FaultDocument, axis: TimeAxis) {
  const held = useRef<Held | null>(null);
  return (part: FaultPart) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      const copies = event.altKey && part === "body";
      const { document } = studio.getState().document;
      const copy = copies ? copyId(document, id) : null;
      held.current = { x: event.clientX, times: faultTimes(fault), copy, moved: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = held.current;
      if (!start) return;
      const px = event.clientX - start.x;
      if (!start.moved && Math.abs(px) < SLACK) return;
      held.current = { ...start, moved: true };
      const deltaS = msAcross(axis, px) / 1000;
      const next = dragFault(start.times, part, deltaS, limitsOf(axis));
      const gesture = `drag fault ${start.copy ?? id} ${part}`;
      if (start.copy === null) updateFault(id, changedTimes(faultTimes(fault), next), gesture);
      else
        dragCopy(
          start.copy,
          { ...copyOf(fault, start.copy), ...changedTimes(start.times, next) },
          gesture,
        );
    },
    onPointerUp: () => {
      const copy = held.current?.moved ? held.current.copy : null;
      held.current = null;
      if (copy !== null) selectOnly([`fault:${copy}`]);
      endGesture();
    },
    onPointerCancel: () => {
      held.current = null;
      endGesture();
    },
  });
}

function dragCopy(copy: string, fault: FaultDocument, gesture: string): void {
  edit(`copy fault ${copy}`, (document) => withFault(document, copy, fault), gesture);
}
