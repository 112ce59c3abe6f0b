// The engine's buckets as what is drawn: bars of equal width on the chosen axis, or the share of
// requests that were faster.
import { BIN_STRIDE, type LatencyBins } from "../../../simulation/results/latency.ts";

export interface DistributionPoint {
  /** ms */
  readonly x: number;
  /** Share of all values, 0..1. */
  readonly y: number;
}

/** Bars that can still be told apart in a small chart. */
const BARS = 60;
/** Shares of a few dozen points are all that a line of this size shows. */
const LINE_POINTS = 200;
/** Below this a latency has no place on a logarithmic axis, ms. */
const LEAST_MS = 1e-3;

function eachBin(
  { bins }: LatencyBins,
  take: (fromMs: number, toMs: number, count: number) => void,
): void {
  for (let at = 0; at < bins.length; at += BIN_STRIDE) {
    take(bins[at] ?? 0, bins[at + 1] ?? 0, bins[at + 2] ?? 0);
  }
}

/** From where to where the axis reaches, ms. */
export function rangeOf({ minMs, maxMs }: LatencyBins, isLog: boolean): readonly [number, number] {
  if (!isLog) return [0, Math.max(maxMs, LEAST_MS)];
  const low = Math.max(minMs, LEAST_MS);
  return [low, Math.max(maxMs, low * 1.01)];
}

/**
 * Bars of equal width on the axis; a bucket counts where its middle lies. Each bar gives two points,
 * its left edge and the last one's right edge, to be drawn as steps.
 */
export function histogramOf(bins: LatencyBins, isLog: boolean): DistributionPoint[] {
  const { count } = bins;
  if (count === 0) return [];
  const [from, to] = rangeOf(bins, isLog);
  const place = (ms: number): number =>
    isLog ? Math.log(Math.max(ms, from) / from) / Math.log(to / from) : (ms - from) / (to - from);
  const edge = (bar: number): number =>
    isLog ? from * (to / from) ** (bar / BARS) : from + ((to - from) * bar) / BARS;
  const shares = new Float64Array(BARS);
  eachBin(bins, (low, high, here) => {
    const bar = Math.floor(place((low + high) / 2) * BARS);
    const at = Math.min(BARS - 1, Math.max(0, bar));
    shares[at] = (shares[at] ?? 0) + here / count;
  });
  const points = Array.from(shares, (y, bar) => ({ x: edge(bar), y }));
  return [...points, { x: to, y: points.at(-1)?.y ?? 0 }];
}

/** Share of the values at or below each latency, from the least value to the greatest. */
export function cumulativeOf(bins: LatencyBins, isLog: boolean): DistributionPoint[] {
  const { count, maxMs } = bins;
  if (count === 0) return [];
  const [from] = rangeOf(bins, isLog);
  const points: DistributionPoint[] = [{ x: from, y: 0 }];
  let below = 0;
  let drawn = 0;
  const step = 1 / LINE_POINTS;
  eachBin(bins, (_, high, here) => {
    below += here;
    const y = below / count;
    // Every bucket of the tail is kept: the last percent is what a CDF is read for.
    if (y - drawn < step && y < 0.98) return;
    drawn = y;
    points.push({ x: Math.max(from, Math.min(high, maxMs)), y });
  });
  return thinned(points);
}

function thinned(points: readonly DistributionPoint[]): DistributionPoint[] {
  const every = Math.ceil(points.length / (LINE_POINTS + LINE_POINTS / 4));
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}

/** The latency that a share of the values does not exceed, by the upper edge of its bucket, ms. */
export function quantileOf(bins: LatencyBins, share: number): number {
  let below = 0;
  let found = Number.NaN;
  eachBin(bins, (_, high, count) => {
    below += count;
    if (Number.isNaN(found) && below >= share * bins.count) found = Math.min(high, bins.maxMs);
  });
  return found;
}
