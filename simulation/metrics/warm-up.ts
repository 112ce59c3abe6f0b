// Where a run's start, empty as it is, stops to show: MSER-5, the truncation that minimizes the
// standard error of what is left (White, "An effective truncation heuristic for bias reduction in
// simulation output", Simulation 69:6, 1997; White, Cobb and Spratt, WSC 2000, compare five such rules).

/** Values that are averaged into one before the rule is applied. */
export const MSER_BATCH = 5;

export interface Truncation {
  /** Values to leave out at the start, a multiple of MSER_BATCH. */
  readonly cut: number;
  /** False: the best cut lies at the end of the first half, so the series is too short to tell. */
  readonly settled: boolean;
}

/** MSER-5 of a series of equally spaced values; null for fewer than 20 batches. */
export function mser5(series: ArrayLike<number>): Truncation | null {
  const count = Math.floor(series.length / MSER_BATCH);
  if (count < 20) return null;
  const last = Math.floor(count / 2);
  let best = last;
  let least = Infinity;
  let mean = 0;
  let squares = 0;
  // From the end to the start, so that each step adds one batch to what is kept (Welford 1962).
  for (let batch = count - 1; batch >= 0; batch--) {
    let value = 0;
    for (let at = batch * MSER_BATCH; at < (batch + 1) * MSER_BATCH; at++) value += series[at];
    value /= MSER_BATCH;
    const kept = count - batch;
    const before = value - mean;
    mean += before / kept;
    squares += before * (value - mean);
    const error = squares / (kept * kept);
    // Of equal errors the shorter cut, which comes later here.
    if (batch <= last && error <= least) {
      least = error;
      best = batch;
    }
  }
  return { cut: best * MSER_BATCH, settled: best < last };
}
