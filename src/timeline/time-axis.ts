// Where an instant lies on the timeline, and which instants get a tick.

/** Width of the labels on the left, px: the same as the palette, so that both edges line up. */
const GUTTER = 208;
/** The same where the whole page is narrow: the names wrap or are cut. */
const GUTTER_NARROW = 116;
const NARROW = 768;
export const MARGIN_RIGHT = 16;

export interface TimeAxis {
  readonly durationMs: number;
  /** Width of the plot, px. */
  readonly width: number;
  /** Width of the labels left of it, px. */
  readonly gutter: number;
}

export function timeAxis(durationMs: number, totalWidth: number): TimeAxis {
  const gutter = totalWidth < NARROW ? GUTTER_NARROW : GUTTER;
  return { durationMs, gutter, width: Math.max(1, totalWidth - gutter - MARGIN_RIGHT) };
}

/** px from the left edge of the plot. */
export function xOf(axis: TimeAxis, ms: number): number {
  return (ms / axis.durationMs) * axis.width;
}

/** Instant under a point of the plot, kept within the run. */
export function msAt(axis: TimeAxis, x: number): number {
  const ms = (x / axis.width) * axis.durationMs;
  return Math.min(axis.durationMs, Math.max(0, ms));
}

const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200,
  86_400,
];

/** Instants of the ticks in ms: round ones, at least `minGap` px apart. */
export function ticksOf(axis: TimeAxis, minGap: number): number[] {
  const needed = ((minGap / axis.width) * axis.durationMs) / 1000;
  const stepMs = (STEPS_S.find((step) => step >= needed) ?? needed) * 1000;
  const count = Math.floor(axis.durationMs / stepMs + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * stepMs);
}

/** Grid that dragged times snap to, s: about a 240th of the run. */
export function snapStepS(durationS: number): number {
  return STEPS_S.find((step) => step >= durationS / 240) ?? 86_400;
}
