// Where an instant lies on the timeline, and which instants get a tick.

/** Width of the labels on the left, px: the same as the palette, so that both edges line up. */
const GUTTER = 208;
/** The same where the whole page is narrow: the names wrap or are cut. */
const GUTTER_NARROW = 116;
const NARROW = 768;
export const MARGIN_RIGHT = 16;

/** The part of the run that is shown, ms. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeAxis extends TimeWindow {
  readonly durationMs: number;
  /** Width of the plot, px. */
  readonly width: number;
  /** Width of the labels left of it, px. */
  readonly gutter: number;
}

/** `shown` null: the whole run. */
export function timeAxis(
  durationMs: number,
  totalWidth: number,
  shown: TimeWindow | null = null,
): TimeAxis {
  const gutter = totalWidth < NARROW ? GUTTER_NARROW : GUTTER;
  const width = Math.max(1, totalWidth - gutter - MARGIN_RIGHT);
  return { durationMs, gutter, width, ...(shown ?? { fromMs: 0, toMs: durationMs }) };
}

export function shownMs({ fromMs, toMs }: TimeWindow): number {
  return toMs - fromMs;
}

/** px from the left edge of the plot; outside of it for instants that are not shown. */
export function xOf(axis: TimeAxis, ms: number): number {
  return ((ms - axis.fromMs) / shownMs(axis)) * axis.width;
}

/** Instant under a point of the plot, kept within the run. */
export function msAt(axis: TimeAxis, x: number): number {
  const ms = axis.fromMs + (x / axis.width) * shownMs(axis);
  return Math.min(axis.durationMs, Math.max(0, ms));
}

/** How much time lies between two points this far apart, ms. */
export function msAcross(axis: TimeAxis, px: number): number {
  return (px / axis.width) * shownMs(axis);
}

const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200,
  86_400,
];

/** Instants of the ticks in ms: round ones, at least `minGap` px apart. */
export function ticksOf(axis: TimeAxis, minGap: number): number[] {
  const needed = msAcross(axis, minGap) / 1000;
  const stepMs = (STEPS_S.find((step) => step >= needed) ?? needed) * 1000;
  const first = Math.ceil(axis.fromMs / stepMs - 1e-9);
  const count = Math.floor(axis.toMs / stepMs + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, index) => (first + index) * stepMs);
}

/** Grid that dragged times snap to, s: about a 240th of what is shown. */
export function snapStepS(shownS: number): number {
  return STEPS_S.find((step) => step >= shownS / 240) ?? 86_400;
}
