// Which part of the run the timeline shows. Looking closer is not part of the work: it is neither
// saved nor undone, and another scenario begins with the whole run.
import { create } from "zustand";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { lengthOf } from "../store/fault-title.ts";
import { studio } from "../store/studio-store.ts";
import { shownMs, type TimeWindow } from "./time-axis.ts";

/** Closer than this part of the run, or than this many ms, nobody sees more. */
const LEAST_RATIO = 1 / 400;
const LEAST_MS = 500;
/** What one step of zooming changes the shown time by. */
const ZOOM_STEP = 1.6;
/** Air around what is zoomed to, as a share of its length. */
const AROUND = 0.15;

interface Shown {
  readonly window: TimeWindow | null;
  /** The document the window was chosen for. */
  readonly opening: number;
}

export const useTimeWindow = create<Shown>()(() => ({ window: null, opening: -1 }));

export function runLengthMs(): number {
  const { document, run } = studio.getState();
  const plannedS = document.document.run.durationS ?? RUN_PARAMS.durationS.default;
  return run.info?.durationMs ?? plannedS * 1000;
}

/** A window moved and shortened until it lies within the run; the whole run is null. */
export function fitWindow({ fromMs, toMs }: TimeWindow, durationMs: number): TimeWindow | null {
  const least = Math.min(durationMs, Math.max(LEAST_MS, durationMs * LEAST_RATIO));
  const length = Math.min(durationMs, Math.max(least, toMs - fromMs));
  if (length >= durationMs) return null;
  const from = Math.min(durationMs - length, Math.max(0, fromMs));
  return { fromMs: from, toMs: from + length };
}

function show(window: TimeWindow): void {
  const { openings } = studio.getState().document;
  useTimeWindow.setState({ window: fitWindow(window, runLengthMs()), opening: openings });
}

/** What is shown now; a window chosen for another document does not count. */
export function shownWindow(shown: Shown, durationMs: number, opening: number): TimeWindow | null {
  if (!shown.window || shown.opening !== opening) return null;
  return fitWindow(shown.window, durationMs);
}

function currentWindow(): TimeWindow {
  const durationMs = runLengthMs();
  const { openings } = studio.getState().document;
  const shown = shownWindow(useTimeWindow.getState(), durationMs, openings);
  return shown ?? { fromMs: 0, toMs: durationMs };
}

/** Shows `factor` times as much time, with the instant `aroundMs` where it is. */
export function zoomAround(aroundMs: number, factor: number): void {
  const now = currentWindow();
  const share = (aroundMs - now.fromMs) / shownMs(now);
  const length = shownMs(now) * factor;
  // At its limits the length is cut, and the window must not drift then.
  const fitted = fitWindow({ fromMs: 0, toMs: length }, runLengthMs());
  const kept = fitted ? shownMs(fitted) : runLengthMs();
  const fromMs = aroundMs - share * kept;
  show({ fromMs, toMs: fromMs + kept });
}

/** What zooming without a pointer holds still: the playhead if it is in sight, else the middle. */
function anchorMs(): number {
  const { fromMs, toMs } = currentWindow();
  const { playheadMs, nowMs } = studio.getState().run;
  const at = playheadMs ?? nowMs;
  return at > fromMs && at < toMs ? at : (fromMs + toMs) / 2;
}

export function zoomTimeIn(): void {
  zoomAround(anchorMs(), 1 / ZOOM_STEP);
}

export function zoomTimeOut(): void {
  zoomAround(anchorMs(), ZOOM_STEP);
}

export function showWholeRun(): void {
  useTimeWindow.setState({ window: null });
}

export function panBy(deltaMs: number): void {
  const { fromMs, toMs } = currentWindow();
  show({ fromMs: fromMs + deltaMs, toMs: toMs + deltaMs });
}

/** Brings an instant into sight if it is not, in the middle. */
export function keepInSight(atMs: number): void {
  const now = currentWindow();
  if (atMs >= now.fromMs && atMs <= now.toMs) return;
  panBy(atMs - (now.fromMs + now.toMs) / 2);
}

/** The time of the selected faults; null without one. */
function selectedSpan(): TimeWindow | null {
  const { document, selection } = studio.getState();
  const durationS = runLengthMs() / 1000;
  const spans = selection.ids.flatMap((id) => {
    const fault = id.startsWith("fault:") ? document.document.faults?.[id.slice(6)] : undefined;
    if (!fault) return [];
    const atS = fault.atS ?? 0;
    return [[atS, atS + (lengthOf(fault) ?? durationS - atS)] as const];
  });
  if (spans.length === 0) return null;
  const fromMs = Math.min(...spans.map(([from]) => from)) * 1000;
  return { fromMs, toMs: Math.max(...spans.map(([, to]) => to)) * 1000 };
}

/** Shows the selected faults with a little around them; false if none is selected. */
export function zoomToSelection(): boolean {
  const span = selectedSpan();
  if (!span) return false;
  const around = shownMs(span) * AROUND;
  show({ fromMs: span.fromMs - around, toMs: span.toMs + around });
  return true;
}
