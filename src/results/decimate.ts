// Fewer points for the eye, none of them made up: extremes of levels and quantiles survive, counts
// of several windows become the exact rate over all of them.

export interface ChartPoint {
  /** Simulated time, ms. */
  readonly t: number;
  /** Values by series key; undefined where the engine had no value. */
  readonly [key: string]: number | undefined;
}

/** Reads a series at a row; NaN is "no value". */
export interface Source {
  readonly key: string;
  readonly at: (row: number) => number;
}

export interface Rows {
  readonly count: number;
  readonly timeMs: (row: number) => number;
}

/** More points than this cost frames and show nothing more. */
export const MAX_POINTS = 300;

/**
 * `extremes`: of each bucket of windows two points, holding each series' smallest and largest value
 * in the order in which they came. `mean`: one point a bucket with the mean of its windows.
 */
export type Decimation = "extremes" | "mean";

export function decimate(
  rows: Rows,
  sources: readonly Source[],
  mode: Decimation,
  maxPoints: number,
): ChartPoint[] {
  const perBucket = mode === "extremes" ? 2 : 1;
  const buckets = Math.max(1, Math.floor(Math.min(maxPoints, MAX_POINTS) / perBucket));
  const fewest = mode === "mean" ? rowsIn(rows, STEADY_MS) : 1;
  const size = Math.max(fewest, Math.ceil(rows.count / buckets));
  const points: ChartPoint[] = [];
  for (let from = 0; from < rows.count; from += size) {
    const to = Math.min(rows.count, from + size);
    if (mode === "mean") points.push(meanPoint(rows, sources, from, to));
    else points.push(...extremePoints(rows, sources, from, to));
  }
  return points;
}

/** Counts of less than a second say more about chance than about the load. */
export const STEADY_MS = 1000;

/** How many windows it takes to fill a time. */
export function rowsIn({ count, timeMs }: Rows, ms: number): number {
  if (count < 2) return 1;
  return Math.max(1, Math.ceil(ms / (timeMs(1) - timeMs(0)) - 1e-9));
}

function meanPoint(rows: Rows, sources: readonly Source[], from: number, to: number): ChartPoint {
  const point: Record<string, number | undefined> = {};
  for (const { key, at } of sources) {
    let sum = 0;
    let count = 0;
    for (let row = from; row < to; row += 1) {
      const value = at(row);
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    point[key] = count > 0 ? sum / count : undefined;
  }
  return { ...point, t: rows.timeMs(to - 1) };
}

function extremePoints(
  rows: Rows,
  sources: readonly Source[],
  from: number,
  to: number,
): ChartPoint[] {
  if (to - from === 1) return [meanPoint(rows, sources, from, to)];
  const first: Record<string, number | undefined> = {};
  const second: Record<string, number | undefined> = {};
  for (const { key, at } of sources) {
    let low = -1;
    let high = -1;
    for (let row = from; row < to; row += 1) {
      const value = at(row);
      if (Number.isNaN(value)) continue;
      if (low < 0 || value < at(low)) low = row;
      if (high < 0 || value > at(high)) high = row;
    }
    if (low < 0) continue;
    first[key] = at(Math.min(low, high));
    second[key] = at(Math.max(low, high));
  }
  return [
    { ...first, t: rows.timeMs(from) },
    { ...second, t: rows.timeMs(to - 1) },
  ];
}
