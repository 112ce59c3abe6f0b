// Log-linear histograms: 128 sub-buckets an octave for totals (relative error below 0.4 % before
// interpolation), 32 for windows. The index is read from the bits of the double, so recording costs
// a few additions. Quantiles interpolate inside the bucket and are clamped to the exact extremes.
import { Table } from "../core/memory.ts";
import { registers, VALUE } from "../core/registers.ts";

const HISTOGRAM_CAP = 8192;
/** Bits of the high word below the sub-bucket: 20 mantissa bits there, 7 of them used. */
const SHIFT = 13;
const SUB_BUCKETS = 128;
/** Values below 2^-13 ms (0.12 us) share bucket 0, which reads as 0. */
const LOWEST_EXPONENT = -13;
const OCTAVES = 40;
const FIRST = (1023 + LOWEST_EXPONENT) * SUB_BUCKETS - 1;
const BUCKETS = OCTAVES * SUB_BUCKETS;
const WINDOW_BUCKETS = BUCKETS / 4;
/** A window's quantile of fewer values than this is not given. */
const FEWEST_FOR_QUANTILE = 20;

const COUNT = 0;
const SUM = 1;
const SUM_OF_SQUARES = 2;
const LEAST = 3;
const GREATEST = 4;
const MOMENTS = 5;

class HistogramTable extends Table {
  readonly total = this.int32(BUCKETS);
  readonly window = this.int32(WINDOW_BUCKETS);
  readonly moments = this.float64(MOMENTS);
  readonly windowCount = this.int32();
  readonly windowSum = this.float64();
  readonly windowLow = this.int32();
  readonly windowHigh = this.int32();
}

const histograms = new HistogramTable("histograms", HISTOGRAM_CAP);
const totalBuckets = histograms.total;
const windowBuckets = histograms.window;
const moments = histograms.moments;
const windowCount = histograms.windowCount;
const windowSum = histograms.windowSum;
const windowLow = histograms.windowLow;
const windowHigh = histograms.windowHigh;

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/** Makes `count` empty histograms, numbered 0 .. count-1. False when there are too many. */
export function openHistograms(count: number): boolean {
  if (!histograms.occupy(count)) return false;
  for (let h = 0; h < count; h++) {
    windowLow[h] = WINDOW_BUCKETS;
    windowHigh[h] = -1;
    moments[h * MOMENTS + LEAST] = Infinity;
    moments[h * MOMENTS + GREATEST] = -Infinity;
  }
  return true;
}

/** Bucket of a value; `record` has the same in line, where a call would cost. */
function bucketOf(value: number): number {
  bits[0] = value;
  const index = (words[1] >> SHIFT) - FIRST;
  return index < 0 ? 0 : index >= BUCKETS ? BUCKETS - 1 : index;
}

/** Adds `registers[VALUE]` (ms, not negative) to histogram `h`. */
export function record(h: number): void {
  const value = registers[VALUE];
  bits[0] = value;
  let index = (words[1] >> SHIFT) - FIRST;
  if (index < 0) index = 0;
  else if (index >= BUCKETS) index = BUCKETS - 1;
  totalBuckets[h * BUCKETS + index]++;
  const coarse = index >> 2;
  windowBuckets[h * WINDOW_BUCKETS + coarse]++;
  windowCount[h]++;
  windowSum[h] += value;
  if (coarse < windowLow[h]) windowLow[h] = coarse;
  if (coarse > windowHigh[h]) windowHigh[h] = coarse;
  const m = h * MOMENTS;
  moments[m]++;
  moments[m + SUM] += value;
  moments[m + SUM_OF_SQUARES] += value * value;
  if (value < moments[m + LEAST]) moments[m + LEAST] = value;
  if (value > moments[m + GREATEST]) moments[m + GREATEST] = value;
}

/** Forgets the totals (the end of the warm-up); the present window goes on. */
export function restartTotals(): void {
  const rows = histograms.highWater;
  totalBuckets.fill(0, 0, rows * BUCKETS);
  for (let h = 0; h < rows; h++) {
    const m = h * MOMENTS;
    moments[m + COUNT] = 0;
    moments[m + SUM] = 0;
    moments[m + SUM_OF_SQUARES] = 0;
    moments[m + LEAST] = Infinity;
    moments[m + GREATEST] = -Infinity;
  }
}

/** Lower edge of bucket `index` when an octave has `sub` buckets; bucket 0 begins at 0. */
function edge(index: number, sub: number): number {
  if (index <= 0) return 0;
  const fine = index * (SUB_BUCKETS / sub) + FIRST;
  words[0] = 0;
  words[1] = fine << SHIFT;
  return bits[0];
}

/** Mean of the present window, ms; NaN without values. */
export function windowMeanOf(h: number): number {
  return windowCount[h] === 0 ? Number.NaN : windowSum[h] / windowCount[h];
}

/**
 * Writes the quantiles `probabilities` (rising) of the present window into `into` from `at` on;
 * NaN when the window has fewer than 20 values.
 */
export function windowQuantiles(
  h: number,
  probabilities: Float64Array,
  into: Float64Array,
  at: number,
): void {
  const count = windowCount[h];
  if (count < FEWEST_FOR_QUANTILE) {
    for (let k = 0; k < probabilities.length; k++) into[at + k] = Number.NaN;
    return;
  }
  const base = h * WINDOW_BUCKETS;
  let k = 0;
  let rank = Math.max(1, ceil(probabilities[0] * count));
  let before = 0;
  for (let index = windowLow[h]; index <= windowHigh[h]; index++) {
    const here = windowBuckets[base + index];
    while (here > 0 && before + here >= rank) {
      const low = edge(index, 32);
      const width = edge(index + 1, 32) - low;
      into[at + k] = index === 0 ? 0 : low + (width * (rank - before - 0.5)) / here;
      if (++k === probabilities.length) return;
      rank = Math.max(1, ceil(probabilities[k] * count));
    }
    before += here;
  }
}

/** Empties the present window of histogram `h`, touching only what was used. */
export function closeWindow(h: number): void {
  const base = h * WINDOW_BUCKETS;
  if (windowHigh[h] >= 0) windowBuckets.fill(0, base + windowLow[h], base + windowHigh[h] + 1);
  windowCount[h] = 0;
  windowSum[h] = 0;
  windowLow[h] = WINDOW_BUCKETS;
  windowHigh[h] = -1;
}

function ceil(x: number): number {
  return -Math.floor(-x);
}

/** Moments of the totals of histogram `h`; NaN where there is no value. */
export function totalsOf(h: number): {
  count: number;
  mean: number;
  std: number;
  min: number;
  max: number;
} {
  const m = h * MOMENTS;
  const count = moments[m + COUNT];
  if (count === 0) {
    return { count, mean: Number.NaN, std: Number.NaN, min: Number.NaN, max: Number.NaN };
  }
  const mean = moments[m + SUM] / count;
  const variance = moments[m + SUM_OF_SQUARES] / count - mean * mean;
  return {
    count,
    mean,
    std: Math.sqrt(Math.max(0, variance)),
    min: moments[m + LEAST],
    max: moments[m + GREATEST],
  };
}

/** Quantile `p` of the totals of histogram `h`, ms; NaN without values. */
export function quantileOf(h: number, p: number): number {
  const m = h * MOMENTS;
  const count = moments[m + COUNT];
  if (count === 0) return Number.NaN;
  const rank = Math.max(1, ceil(p * count));
  let before = 0;
  for (let index = bucketOf(moments[m + LEAST]); index < BUCKETS; index++) {
    const here = totalBuckets[h * BUCKETS + index];
    if (here > 0 && before + here >= rank) {
      const low = edge(index, SUB_BUCKETS);
      const width = edge(index + 1, SUB_BUCKETS) - low;
      const value = index === 0 ? 0 : low + (width * (rank - before - 0.5)) / here;
      return Math.min(moments[m + GREATEST], Math.max(moments[m + LEAST], value));
    }
    before += here;
  }
  return moments[m + GREATEST];
}

/** Feeds the totals of histogram `h` to `take` in a canonical form, for the digest. */
export function eachTotal(h: number, take: (index: number, count: number) => void): void {
  const m = h * MOMENTS;
  if (moments[m + COUNT] === 0) return;
  const last = bucketOf(moments[m + GREATEST]);
  for (let index = bucketOf(moments[m + LEAST]); index <= last; index++) {
    const count = totalBuckets[h * BUCKETS + index];
    if (count !== 0) take(index, count);
  }
}
