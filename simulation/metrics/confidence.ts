// How sure a mean is: 95 % intervals by Student's t, over independent replications or over batches of
// one long run (Law, Simulation Modeling and Analysis, 2015, sections 9.5.1 and 9.5.3).
import { studentTQuantile } from "./student-t.ts";

export interface MeanEstimate {
  /** Number of values. */
  readonly count: number;
  /** NaN if there are no values. */
  readonly mean: number;
  /** Sample standard deviation (n - 1); NaN below 2 values. */
  readonly deviation: number;
  /** Half-width of the 95 % interval around the mean, t with n - 1 degrees; NaN below 2 values. */
  readonly halfWidth: number;
}

/** Mean of independent values with its 95 % interval. All in the unit of the values. */
export function estimateMean(values: ArrayLike<number>): MeanEstimate {
  const count = values.length;
  let mean = 0;
  let squares = 0;
  // Welford (1962): no cancellation where the spread is small beside the mean.
  for (let i = 0; i < count; i++) {
    const value = values[i];
    const before = value - mean;
    mean += before / (i + 1);
    squares += before * (value - mean);
  }
  if (count === 0) mean = Number.NaN;
  const deviation = count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1));
  const halfWidth =
    count < 2 ? Number.NaN : (studentTQuantile(0.975, count - 1) * deviation) / Math.sqrt(count);
  return { count, mean, deviation, halfWidth };
}

/** An estimate from one run, with what tells whether its batches were long enough. */
export interface BatchEstimate extends MeanEstimate {
  /** Correlation of neighboring batches; above about 2 / sqrt(count) the interval is too narrow. */
  readonly lag1: number;
  /** The batches are many times as long as the run's memory, as far as the run itself can tell. */
  readonly reliable: boolean;
}

/** Few and long batches: 20 of them lose 3 % of width against 40 (Schmeiser 1982). */
export const BATCHES = 20;
/** A batch is cut into this many parts, whose correlation tells how long the memory is. */
const PARTS = 5;
/** Most correlation of neighboring parts at which a batch still counts as long. */
const PART_CORRELATION_MAX = 0.2;

/** Sums of `count` equal batches; what does not fill the last one is left out at the start. */
function batchSums(values: ArrayLike<number>, count: number): number[] {
  const size = Math.floor(values.length / count);
  let at = values.length - size * count;
  return Array.from({ length: size > 0 ? count : 0 }, () => {
    let sum = 0;
    for (const end = at + size; at < end; at++) sum += values[at];
    return sum;
  });
}

/** By how much each batch's part is more than its whole lets expect. */
function residuals(parts: readonly number[], wholes: readonly number[], ratio: number): number[] {
  return parts.map((part, i) => part - ratio * wholes[i]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/**
 * Sum of `parts` over sum of `wholes` (waiting times over requests, held over available slots) of
 * one correlated run, cut after its warm-up, with its 95 % interval from 20 batches as a ratio
 * estimator (Law 2015, section 9.5.3; Cochran 1977, eq. 6.9). Positive correlation of neighboring
 * batches widens it by sqrt((1 + r) / (1 - r)), as for a first-order autoregression. NaN where
 * there are fewer values than batches or nothing in `wholes`.
 */
export function batchRatio(parts: ArrayLike<number>, wholes: ArrayLike<number>): BatchEstimate {
  const tops = batchSums(parts, BATCHES);
  const bottoms = batchSums(wholes, BATCHES);
  const whole = sumOf(bottoms);
  const mean = whole === 0 ? Number.NaN : sumOf(tops) / whole;
  const spread = residuals(tops, bottoms, mean);
  const estimate = estimateMean(spread);
  const lag1 = lag1Correlation(spread);
  const memory = Math.max(0, lag1);
  const scale = BATCHES / whole;
  const widened = scale * estimate.halfWidth * Math.sqrt((1 + memory) / (1 - memory));
  const fine = BATCHES * PARTS;
  const pieces = residuals(batchSums(parts, fine), batchSums(wholes, fine), mean);
  const isLong = pieces.length > 0 && lag1Correlation(pieces) <= PART_CORRELATION_MAX;
  return {
    count: tops.length,
    mean,
    deviation: scale * estimate.deviation,
    halfWidth: Number.isFinite(widened) ? widened : Number.NaN,
    lag1,
    reliable: isLong && lag1 <= 2 / Math.sqrt(BATCHES),
  };
}

/** Mean of a correlated series, see batchRatio. */
export function batchMeans(series: ArrayLike<number>): BatchEstimate {
  return batchRatio(series, new Float64Array(series.length).fill(1));
}

/** Correlation of neighbors in a series; 0 where the series does not vary. */
export function lag1Correlation(series: ArrayLike<number>): number {
  const { mean } = estimateMean(series);
  let products = 0;
  let squares = 0;
  for (let i = 0; i < series.length; i++) {
    const here = series[i] - mean;
    squares += here * here;
    if (i > 0) products += here * (series[i - 1] - mean);
  }
  return squares === 0 ? 0 : products / squares;
}
