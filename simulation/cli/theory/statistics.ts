// Estimates from independent replications, and the tests that their errors are errors of chance.
import { gammaQuantile, normalCdf, normalQuantile } from "../../core/special-functions.ts";
import { ksPValue, ksStatistic } from "../../metrics/kolmogorov-smirnov.ts";
import { studentTCdf } from "../../metrics/student-t.ts";
import type { ZScores } from "../../results/validation-report.ts";

/** One replication's value. `weight` is the number of observations behind it (1 for a time average). */
export interface Average {
  readonly value: number;
  readonly weight: number;
}

/**
 * One replication's contribution to a quantity that is not a mean, such as a quantile or a standard
 * deviation. Sums are added over all replications before the quantity is computed once: a mean of
 * per-replication quantiles is biased by the square of their error, which more replications of the
 * same length never lessen.
 */
export interface Pooled {
  readonly sums: ArrayLike<number>;
  /** The quantity of added sums; the same function in every replication. */
  readonly of: (sums: Float64Array) => number;
  readonly weight: number;
}

export type Reading = Average | Pooled;

/** The reading in another unit. */
export function scaled(reading: Reading, factor: number): Reading {
  if (!("sums" in reading)) return { ...reading, value: factor * reading.value };
  return { ...reading, of: (sums) => factor * reading.of(sums) };
}

export interface Estimate {
  readonly mean: number;
  /** Standard error from the spread between replications. */
  readonly se: number;
  /** Sum of the weights. */
  readonly weight: number;
  /** Independent replications behind it. */
  readonly replications: number;
}

/**
 * Weighted mean of replications with the standard error of a ratio estimator (Cochran, Sampling
 * Techniques, 3rd ed., eq. 6.9). Weighting by the number of requests removes the bias that an
 * unweighted mean of per-replication means has, because busy replications serve more requests.
 */
function ratioEstimate(readings: readonly Average[]): Estimate {
  const weight = readings.reduce((sum, reading) => sum + reading.weight, 0);
  const mean = readings.reduce((sum, { value, weight: w }) => sum + w * value, 0) / weight;
  let squares = 0;
  for (const { value, weight: w } of readings) squares += (w * (value - mean)) ** 2;
  const n = readings.length;
  const se = n < 2 ? Number.NaN : Math.sqrt((squares * n) / (n - 1)) / weight;
  return { mean, se, weight, replications: n };
}

/** Delete-one jackknife over replications (Efron & Stein, Annals of Statistics 9, 1981). */
function jackknifeEstimate(readings: readonly Pooled[]): Estimate {
  const { of, sums: first } = readings[0]!;
  const total = new Float64Array(first.length);
  for (const { sums } of readings) for (let i = 0; i < total.length; i++) total[i]! += sums[i]!;
  const mean = of(total);
  const rest = new Float64Array(total.length);
  const n = readings.length;
  const without = readings.map(({ sums }) => {
    for (let i = 0; i < total.length; i++) rest[i] = total[i]! - sums[i]!;
    return of(rest);
  });
  const center = without.reduce((sum, value) => sum + value, 0) / n;
  const squares = without.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const se = n < 2 ? Number.NaN : Math.sqrt((squares * (n - 1)) / n);
  const weight = readings.reduce((sum, reading) => sum + reading.weight, 0);
  return { mean, se, weight, replications: n };
}

/** The estimate from one reading a replication, all of the same kind. */
export function estimateOf(readings: readonly Reading[]): Estimate {
  const averages = readings.filter((reading) => !("sums" in reading));
  if (averages.length === readings.length) return ratioEstimate(averages as readonly Average[]);
  if (averages.some(({ weight }) => weight > 0)) {
    throw new Error("Readings of one measure differ in kind.");
  }
  return jackknifeEstimate(readings.filter((reading) => "sums" in reading));
}

/**
 * A deviation in standard errors that were themselves estimated from few replications, as the
 * standard normal score of the same probability.
 */
export function normalScore(t: number, degrees: number): number {
  const tail = studentTCdf(-Math.abs(t), degrees);
  return t < 0 ? normalQuantile(tail, 1 - tail) : -normalQuantile(tail, 1 - tail);
}

const CONFIDENCE = 0.99;
const KS_P_MIN = 0.01;
/** Below this many scores nothing is said about their spread or shape. */
const SCORES_MIN = 5;

/** Bounds of a sample's standard deviation when the true one is 1, by the chi-square law. */
function deviationBounds(n: number): readonly [number, number] {
  const half = (n - 1) / 2;
  const out = (1 - CONFIDENCE) / 2;
  const low = (2 * gammaQuantile(half, out)) / (n - 1);
  const high = (2 * gammaQuantile(half, 1 - out, out)) / (n - 1);
  return [Math.sqrt(low), Math.sqrt(high)];
}

/** How close independent scores come to N(0, 1), each statistic with its 99 % bound. */
export function summarizeZ(scores: readonly number[]): ZScores {
  const n = scores.length;
  const mean = n === 0 ? null : scores.reduce((sum, z) => sum + z, 0) / n;
  const nothing = { sd: null, ksP: null, meanBound: null, sdLow: null, sdHigh: null };
  if (mean === null || n < SCORES_MIN) {
    return { n, mean, ...nothing, ksPBound: KS_P_MIN, pass: true };
  }
  const sd = Math.sqrt(scores.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (n - 1));
  const sorted = [...scores].sort((a, b) => a - b);
  const ksP = ksPValue(ksStatistic(sorted, normalCdf), n);
  const meanBound = normalQuantile((1 + CONFIDENCE) / 2) / Math.sqrt(n);
  const [sdLow, sdHigh] = deviationBounds(n);
  const pass = Math.abs(mean) <= meanBound && sd >= sdLow && sd <= sdHigh && ksP >= KS_P_MIN;
  return { n, mean, sd, ksP, meanBound, sdLow, sdHigh, ksPBound: KS_P_MIN, pass };
}
