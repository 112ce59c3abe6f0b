// Ends and ticks of the axes of charts.

export interface ValueAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number from `value` up. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const factor = NICE.find((nice) => nice * decade >= value * (1 - 1e-9)) ?? 10;
  return factor * decade;
}

/** From 0 to a round number; whole numbers where only those make sense. */
export function linearAxis(max: number, wholeNumbers = false): ValueAxis {
  const nice = niceCeiling(max);
  const top = wholeNumbers && nice < 2 ? 2 : nice;
  return { domain: [0, top], ticks: [0, top / 2, top] };
}

/** Shares: 0 to 100 %, or less where all of them are small. */
export function ratioAxis(max: number): ValueAxis {
  return max > 0.5 ? { domain: [0, 1], ticks: [0, 0.5, 1] } : linearAxis(Math.max(max, 0.01));
}

/** Whole decades around the values; at least two of them. */
export function logAxis(min: number, max: number): ValueAxis {
  if (!(min > 0) || !(max > 0)) return { domain: [1, 1000], ticks: [1, 10, 100, 1000] };
  const low = Math.floor(Math.log10(min) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(max) - 1e-9));
  const decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const skip = Math.ceil(decades.length / 5);
  return {
    domain: [decades[0] ?? 1, decades.at(-1) ?? 10],
    ticks: decades.filter((_, index) => index % skip === 0),
  };
}

const TIME_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/** Ticks of simulated time, ms: at most `most` steps. */
export function timeTicks(spanMs: number, most: number): number[] {
  const stepS = TIME_STEPS_S.find((step) => spanMs / 1000 / step <= most) ?? spanMs / 1000 / most;
  const count = Math.floor(spanMs / 1000 / stepS + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * stepS * 1000);
}

/** What the time axis spans: while it runs to the next full minute, then the whole run. */
export function spanMs(durationMs: number, nowMs: number, finished: boolean): number {
  if (finished || nowMs === 0) return durationMs;
  return Math.min(durationMs, (Math.floor(nowMs / 60_000) + 1) * 60_000);
}
