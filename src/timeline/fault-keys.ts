// The keyboard on a fault's bar.
import type { KeyboardEvent } from "react";
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { removeFault, updateFault } from "../store/document-actions.ts";
import { changedTimes, dragFault, type FaultPart, faultTimes } from "./fault-times.ts";
import { keepInSight } from "./time-window.ts";

/** What an arrow key moves by, and with Shift, s; runs of a few seconds take a tenth of that. */
const STEP_S = 1;
const LARGE_STEP_S = 10;
const SHORT_RUN_S = 20;
/** Keys keep what is between the marks of the mouse's grid. */
const GRID_S = 0.1;

interface Pressed {
  readonly part: FaultPart;
  readonly direction: 1 | -1;
}

/** Arrows move the bar, with Alt its end; Alt with up and down makes the ramp longer and shorter. */
function pressedOf({ key, altKey }: KeyboardEvent): Pressed | null {
  if (key === "ArrowRight") return { part: altKey ? "end" : "body", direction: 1 };
  if (key === "ArrowLeft") return { part: altKey ? "end" : "body", direction: -1 };
  if (key === "ArrowUp" && altKey) return { part: "ramp", direction: 1 };
  if (key === "ArrowDown" && altKey) return { part: "ramp", direction: -1 };
  return null;
}

/** The bar that gets the focus when this one goes: the next one, else the one before. */
function neighborOf(bar: HTMLElement): HTMLElement | undefined {
  const bars = [...(bar.closest(".timeline-faults")?.querySelectorAll<HTMLElement>(BAR) ?? [])];
  const at = bars.indexOf(bar);
  return bars[at + 1] ?? bars[at - 1];
}

const BAR = ".timeline-fault-body";

function removeAndGoOn(id: string, bar: HTMLElement): void {
  const next = neighborOf(bar);
  const region = bar.closest<HTMLElement>(".timeline");
  removeFault(id);
  (next ?? region?.querySelector<HTMLElement>("[role=slider]"))?.focus();
}

function canMove(kind: string, part: FaultPart): boolean {
  const { ramp = false, instant = false } = faultOf(kind) ?? {};
  return part === "body" || (part === "ramp" ? ramp : !instant);
}

export function faultKeys(id: string, fault: FaultDocument, durationS: number) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey) return;
    const pressed = pressedOf(event);
    if (event.key === "Delete" || event.key === "Backspace") {
      removeAndGoOn(id, event.currentTarget);
    } else if (pressed) {
      if (canMove(fault.kind, pressed.part)) press(id, fault, durationS, pressed, event.shiftKey);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function press(
  id: string,
  fault: FaultDocument,
  durationS: number,
  { part, direction }: Pressed,
  far: boolean,
): void {
  const times = faultTimes(fault);
  const scale = durationS < SHORT_RUN_S ? 0.1 : 1;
  const deltaS = direction * scale * (far ? LARGE_STEP_S : STEP_S);
  const next = dragFault(times, part, deltaS, { durationS, stepS: GRID_S });
  updateFault(id, changedTimes(times, next), `keys fault ${id} ${part}`);
  keepInSight(next.atS * 1000);
}
