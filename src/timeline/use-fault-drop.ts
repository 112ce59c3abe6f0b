// Dropping a fault from the palette onto the timeline: where it falls is when it begins; the row of a
// node, else what is selected, else the first that it can hit, is its target.
import { type DragEvent, useState } from "react";
import {
  FAULT_DRAG_TYPE,
  scheduleFault,
  targetsOfFault,
  whyNotBreak,
} from "../store/fault-actions.ts";
import { studio } from "../store/studio-store.ts";
import { msAt, shownMs, snapStepS, type TimeAxis } from "./time-axis.ts";

export interface DropPlace {
  readonly atS: number;
  /** The node whose row is under the pointer. */
  readonly node: string | null;
}

function placeOf(event: DragEvent<HTMLElement>, axis: TimeAxis): DropPlace {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left - axis.gutter;
  const step = snapStepS(shownMs(axis) / 1000);
  const atS = Number((Math.round(msAt(axis, x) / 1000 / step) * step).toFixed(6));
  const last = Number((axis.durationMs / 1000 - step).toFixed(6));
  return { atS: Math.min(atS, last), node: nodeAt(event) };
}

/** The row at the height of the pointer, wherever along it the pointer stands. */
function nodeAt(event: DragEvent<HTMLElement>): string | null {
  for (const row of event.currentTarget.querySelectorAll("[data-node-row]")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (event.clientY >= top && event.clientY < bottom) return row.getAttribute("data-node-row");
  }
  return null;
}

/** What the fault will hit there. */
export function targetFor(kind: string, node: string | null): string | undefined {
  if (node !== null) return node;
  const selected = studio.getState().selection.ids.find((id) => whyNotBreak(kind, id) === null);
  return selected ?? targetsOfFault(kind)[0];
}

/** The kind that is dragged; a browser shows the values of a drag only at its end, names always. */
function kindOf(event: DragEvent): string | null {
  const prefix = `${FAULT_DRAG_TYPE}.`;
  const type = event.dataTransfer.types.find((name) => name.startsWith(prefix));
  return type?.slice(prefix.length) ?? null;
}

export function useFaultDrop(axis: TimeAxis) {
  const [place, setPlace] = useState<DropPlace | null>(null);
  const handlers = {
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (kindOf(event) === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      const next = placeOf(event, axis);
      setPlace((now) => (now?.atS === next.atS && now.node === next.node ? now : next));
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node && event.currentTarget.contains(to))) setPlace(null);
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      const kind = event.dataTransfer.getData(FAULT_DRAG_TYPE);
      setPlace(null);
      if (kind === "") return;
      event.preventDefault();
      event.stopPropagation();
      const { atS, node } = placeOf(event, axis);
      const target = targetFor(kind, node);
      if (target !== undefined) scheduleFault(kind, target, atS);
    },
  };
  return { place, handlers };
}
