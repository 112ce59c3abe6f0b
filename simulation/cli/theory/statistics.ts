// Estimates from independent replications, and the test that z-scores look standard normal.

import { normalCdf } from "../../core/special-functions.ts";

/** One replication's value. `weight` is the number of observations behind it (1 for a time average). */
export interface Reading {
  readonly value: number;
  readonly weight: number;
}

export interface Estimate {
  readonly mean: number;
  /** Standard error from the spread between replications. */
  readonly se: number;
  /** Sum of the weights. */
  readonly weight: number;
}

/**
 * Weighted mean of replications with the standard error of a ratio estimator (Cochran, Sampling
 * Techniques, 3rd ed., eq. 6.9). Weighting by the number of requests removes the bias that an
 * unweighted mean of per-replication means has, because busy replications serve more requests.
 */
export function estimateOf(readings: readonly Reading[]): Estimate {
  const weight = readings.reduce((sum, reading) => sum + reading.weight, 0);
  const mean = readings.reduce((sum, { value, weight: w }) => sum + w * value, 0) / weight;
  let squares = 0;
  for (const { value, weight: w } of readings) squares += (w * (value - mean)) ** 2;
  const n = readings.length;
  const se = n < 2 ? Number.NaN : Math.sqrt((squares * n) / (n - 1)) / weight;
  return { mean, se, weight };
}

/**
 * Kolmogorov-Smirnov p-value of a sample against a continuous law, by the asymptotic series with
 * Stephens' correction for small n (Numerical Recipes, sec. 14.3).
 */
export function kolmogorovSmirnovP(sample: readonly number[], cdf: (x: number) => number): number {
  const n = sample.length;
  const sorted = [...sample].sort((a, b) => a - b);
  let distance = 0;
  sorted.forEach((x, i) => {
    const at = cdf(x);
    distance = Math.max(distance, (i + 1) / n - at, at - i / n);
  });
  const root = Math.sqrt(n);
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  if (lambda < 0.2) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) {
    p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * (k * lambda) ** 2);
  }
  return Math.min(1, Math.max(0, p));
}

export interface ZSummary {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly ksP: number | null;
}

/** How close a set of z-scores comes to N(0, 1). Null where there are too few to tell. */
export function summarizeZ(scores: readonly number[]): ZSummary {
  const n = scores.length;
  if (n < 2) return { n, mean: n === 1 ? scores[0]! : null, sd: null, ksP: null };
  const mean = scores.reduce((sum, z) => sum + z, 0) / n;
  const sd = Math.sqrt(scores.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (n - 1));
  return { n, mean, sd, ksP: kolmogorovSmirnovP(scores, normalCdf) };
}
