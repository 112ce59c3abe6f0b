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
  /** Correlation of neighboring batch means; above about 2 / sqrt(count) the interval is too narrow. */
  readonly lag1: number;
}

/**
 * Mean of a correlated series (warm-up cut) with its 95 % interval from `batches` equal batches, 2 or
 * more; what does not fill the last batch is left out at the start. `count` is the number of batches.
 */
export function batchMeans(series: ArrayLike<number>, batches = 20): BatchEstimate {
  const size = Math.floor(series.length / batches);
  const means: number[] = [];
  let at = series.length - size * batches;
  for (let batch = 0; batch < batches && size > 0; batch++) {
    let sum = 0;
    for (const end = at + size; at < end; at++) sum += series[at];
    means.push(sum / size);
  }
  return { ...estimateMean(means), lag1: lag1Correlation(means) };
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
