// Log-linear histograms: 128 sub-buckets an octave for totals (relative error below 0.4 % before
// interpolation), 32 for windows. The index is read from the bits of the double, so placing a value
// costs a few additions. Values first queue up, a few dozen a histogram: placed together they meet
// the buckets while those are near, which saves a tenth of the cache misses of a run. Quantiles
// interpolate inside the bucket and are clamped to the exact extremes.
import { reserveFloat64, Table } from "../core/memory.ts";
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

/** Moments that are kept value by value; count and sum are kept per window and added at its end. */
const SUM_OF_SQUARES = 0;
const LEAST = 1;
const GREATEST = 2;
/** Count and sum of the windows closed so far, less what the present one held before the totals. */
const CLOSED_COUNT = 3;
const CLOSED_SUM = 4;
const MOMENTS = 5;
/** Values that queue up before they are put into the buckets. */
const PENDING = 64;

class HistogramTable extends Table {
  readonly total = this.int32(BUCKETS);
  readonly window = this.int32(WINDOW_BUCKETS);
  readonly moments = this.float64(MOMENTS);
  readonly pending = this.float64(PENDING);
  readonly pendingCount = this.int32();
  /** Zeros of the present window that stand in no bucket yet. */
  readonly zeros = this.int32();
  /** Values of the present window that stand in its buckets. */
  readonly windowCount = this.int32();
  readonly windowSum = this.float64();
  readonly windowLow = this.int32();
  readonly windowHigh = this.int32();
}

const histograms = new HistogramTable("histograms", HISTOGRAM_CAP);
const totalBuckets = histograms.total;
const windowBuckets = histograms.window;
const moments = histograms.moments;
const pending = histograms.pending;
const pendingCount = histograms.pendingCount;
const zeros = histograms.zeros;
const windowCount = histograms.windowCount;
const windowSum = histograms.windowSum;
const windowLow = histograms.windowLow;
const windowHigh = histograms.windowHigh;

const bits = reserveFloat64("histogram bits", 1);
const words = new Int32Array(bits.buffer, bits.byteOffset, 2);

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

function bucketOf(value: number): number {
  bits[0] = value;
  const index = (words[1] >> SHIFT) - FIRST;
  return index < 0 ? 0 : index >= BUCKETS ? BUCKETS - 1 : index;
}

/** Adds `registers[VALUE]` (ms, not negative) to histogram `h`. */
export function record(h: number): void {
  const count = pendingCount[h];
  pending[h * PENDING + count] = registers[VALUE];
  pendingCount[h] = count + 1;
  if (count === PENDING - 1) placePending(h);
}

/** Puts the values that queue up into the buckets. */
function placePending(h: number): void {
  const from = h * PENDING;
  const to = from + pendingCount[h];
  const m = h * MOMENTS;
  const fine = h * BUCKETS;
  const coarse = h * WINDOW_BUCKETS;
  let sum = windowSum[h];
  let squares = moments[m + SUM_OF_SQUARES];
  let least = pending[from];
  let greatest = least;
  for (let i = from; i < to; i++) {
    const value = pending[i];
    const index = bucketOf(value);
    totalBuckets[fine + index]++;
    windowBuckets[coarse + (index >> 2)]++;
    sum += value;
    squares += value * value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  windowCount[h] += pendingCount[h];
  pendingCount[h] = 0;
  windowSum[h] = sum;
  moments[m + SUM_OF_SQUARES] = squares;
  extend(h, least, greatest);
}

/** Widens the extremes of histogram `h` and the buckets that its window uses. */
function extend(h: number, least: number, greatest: number): void {
  const m = h * MOMENTS;
  const low = bucketOf(least) >> 2;
  const high = bucketOf(greatest) >> 2;
  if (low < windowLow[h]) windowLow[h] = low;
  if (high > windowHigh[h]) windowHigh[h] = high;
  if (least < moments[m + LEAST]) moments[m + LEAST] = least;
  if (greatest > moments[m + GREATEST]) moments[m + GREATEST] = greatest;
}

/** Adds a 0 to histogram `h`: what most waits are, at a third of the cost. */
export function recordZero(h: number): void {
  zeros[h]++;
}

/** Puts values and zeros where they belong; to be called before anything is read. */
function complete(h: number): void {
  if (pendingCount[h] > 0) placePending(h);
  const count = zeros[h];
  if (count === 0) return;
  zeros[h] = 0;
  windowCount[h] += count;
  totalBuckets[h * BUCKETS] += count;
  windowBuckets[h * WINDOW_BUCKETS] += count;
  extend(h, 0, 0);
}

/** Number of values in the present window of histogram `h`. */
export function windowCountOf(h: number): number {
  complete(h);
  return windowCount[h];
}

/** Forgets the totals (the end of the warm-up); the present window goes on. */
export function restartTotals(): void {
  const rows = histograms.highWater;
  for (let h = 0; h < rows; h++) {
    const m = h * MOMENTS;
    moments[m + CLOSED_COUNT] = -windowCountOf(h);
    moments[m + CLOSED_SUM] = -windowSum[h];
    moments[m + SUM_OF_SQUARES] = 0;
    moments[m + LEAST] = Infinity;
    moments[m + GREATEST] = -Infinity;
  }
  totalBuckets.fill(0, 0, rows * BUCKETS);
}

/** Lower edge of bucket `index` when an octave has `sub` buckets; bucket 0 begins at 0. */
function edge(index: number, sub: number): number {
  if (index <= 0) return 0;
  const fine = index * (SUB_BUCKETS / sub) + FIRST;
  words[0] = 0;
  words[1] = fine << SHIFT;
  return bits[0];
}

/** Mean of the present window of all of `rows` together, ms; NaN without values. */
export function windowMeanOf(rows: Int32Array): number {
  let count = 0;
  let sum = 0;
  for (let row = 0; row < rows.length; row++) {
    count += windowCountOf(rows[row]);
    sum += windowSum[rows[row]];
  }
  return count === 0 ? Number.NaN : sum / count;
}

/**
 * Writes the quantiles `probabilities` (rising) of the present window of all of `rows` together
 * into `into` from `at` on; NaN when the window has fewer than 20 values.
 */
export function windowQuantiles(
  rows: Int32Array,
  probabilities: Float64Array,
  into: Float64Array,
  at: number,
): void {
  let count = 0;
  let low = WINDOW_BUCKETS;
  let high = -1;
  for (let row = 0; row < rows.length; row++) {
    const h = rows[row];
    count += windowCountOf(h);
    low = Math.min(low, windowLow[h]);
    high = Math.max(high, windowHigh[h]);
  }
  if (count < FEWEST_FOR_QUANTILE) {
    for (let k = 0; k < probabilities.length; k++) into[at + k] = Number.NaN;
    return;
  }
  const first = rows[0] * WINDOW_BUCKETS;
  let k = 0;
  // A local of its own and integers keep the loop below in registers.
  const buckets = windowBuckets;
  let rank = Math.max(1, ceil(probabilities[0] * count)) | 0;
  let before = 0;
  const isAlone = rows.length === 1;
  for (let index = low; index <= high; index++) {
    let here = buckets[first + index];
    if (isAlone) {
      while (before + here < rank && index < high) {
        before += here;
        index++;
        here = buckets[first + index];
      }
    } else here += inOthers(rows, buckets, WINDOW_BUCKETS, index);
    // No look at empty buckets: whether one is cannot be foreseen, that a rank is not reached can.
    while (before + here >= rank) {
      const from = edge(index, 32);
      const width = edge(index + 1, 32) - from;
      into[at + k] = index === 0 ? 0 : from + (width * (rank - before - 0.5)) / here;
      if (++k === probabilities.length) return;
      rank = Math.max(1, ceil(probabilities[k] * count)) | 0;
    }
    before += here;
  }
}

/** Adds the present window of histogram `h` to its totals and empties it, touching what was used. */
export function closeWindow(h: number): void {
  const count = windowCountOf(h);
  if (count === 0) return;
  const base = h * WINDOW_BUCKETS;
  windowBuckets.fill(0, base + windowLow[h], base + windowHigh[h] + 1);
  moments[h * MOMENTS + CLOSED_COUNT] += count;
  moments[h * MOMENTS + CLOSED_SUM] += windowSum[h];
  windowCount[h] = 0;
  windowSum[h] = 0;
  windowLow[h] = WINDOW_BUCKETS;
  windowHigh[h] = -1;
}

function ceil(x: number): number {
  return -Math.floor(-x);
}

/** Moments of values; NaN where there is none. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** Moments of the totals of all of `rows` together. */
export function totalsOf(rows: Int32Array): Moments {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const h of rows) {
    const m = h * MOMENTS;
    count += windowCountOf(h) + moments[m + CLOSED_COUNT];
    sum += windowSum[h] + moments[m + CLOSED_SUM];
    squares += moments[m + SUM_OF_SQUARES];
    min = Math.min(min, moments[m + LEAST]);
    max = Math.max(max, moments[m + GREATEST]);
  }
  if (count === 0) {
    return { count, mean: Number.NaN, std: Number.NaN, min: Number.NaN, max: Number.NaN };
  }
  const mean = sum / count;
  const std = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { count, mean, std, min, max };
}

/** What a bucket holds in all of `rows` but the first; `size` buckets a row. */
function inOthers(rows: Int32Array, of: Int32Array, size: number, index: number): number {
  let sum = 0;
  for (let row = 1; row < rows.length; row++) sum += of[rows[row] * size + index];
  return sum;
}

/** Quantiles (`probabilities` rise) of the totals of all of `rows` together, ms; NaN without values. */
export function quantilesOf(rows: Int32Array, probabilities: readonly number[]): number[] {
  const { count, min, max } = totalsOf(rows);
  if (count === 0) return probabilities.map(() => Number.NaN);
  const found: number[] = [];
  const first = rows[0] * BUCKETS;
  const isAlone = rows.length === 1;
  let rank = Math.max(1, ceil(probabilities[0] * count));
  let before = 0;
  for (let index = bucketOf(min); index < BUCKETS; index++) {
    let here = totalBuckets[first + index];
    if (!isAlone) here += inOthers(rows, totalBuckets, BUCKETS, index);
    while (before + here >= rank) {
      const low = edge(index, SUB_BUCKETS);
      const width = edge(index + 1, SUB_BUCKETS) - low;
      const value = index === 0 ? 0 : low + (width * (rank - before - 0.5)) / here;
      found.push(Math.min(max, Math.max(min, value)));
      if (found.length === probabilities.length) return found;
      rank = Math.max(1, ceil(probabilities[found.length] * count));
    }
    before += here;
  }
  while (found.length < probabilities.length) found.push(max);
  return found;
}

/** Buckets of a window that make up one of its bands: four bands an octave. */
const BAND = 8;
export const BANDS = WINDOW_BUCKETS / BAND;

/** Lower edge of a band of windows, ms; `BANDS` gives the end of the last one. */
export function bandEdge(band: number): number {
  return edge(band * BAND, SUB_BUCKETS / 4);
}

/** Feeds the bands of the present window of all of `rows` together to `take`; empty ones are left out. */
export function eachWindowBand(
  rows: Int32Array,
  take: (band: number, count: number) => void,
): void {
  let low = WINDOW_BUCKETS;
  let high = -1;
  for (const h of rows) {
    complete(h);
    low = Math.min(low, windowLow[h]);
    high = Math.max(high, windowHigh[h]);
  }
  for (let band = Math.floor(low / BAND); band * BAND <= high; band++) {
    let count = 0;
    for (const h of rows) {
      const first = h * WINDOW_BUCKETS + band * BAND;
      for (let index = first; index < first + BAND; index++) count += windowBuckets[index];
    }
    if (count > 0) take(band, count);
  }
}

/** Feeds the buckets of the totals of all of `rows` together, edges in ms; empty ones are left out. */
export function eachBin(
  rows: Int32Array,
  take: (fromMs: number, toMs: number, count: number) => void,
): void {
  const { count, min, max } = totalsOf(rows);
  if (count === 0) return;
  const last = bucketOf(max);
  for (let index = bucketOf(min); index <= last; index++) {
    let here = 0;
    for (const h of rows) here += totalBuckets[h * BUCKETS + index];
    if (here > 0) take(edge(index, SUB_BUCKETS), edge(index + 1, SUB_BUCKETS), here);
  }
}

/** Feeds the totals of histogram `h` to `take` in a canonical form, for the digest. */
export function eachTotal(h: number, take: (index: number, count: number) => void): void {
  const { count, min, max } = totalsOf(Int32Array.of(h));
  if (count === 0) return;
  const last = bucketOf(max);
  for (let index = bucketOf(min); index <= last; index++) {
    const here = totalBuckets[h * BUCKETS + index];
    if (here !== 0) take(index, here);
  }
}
