// Values that parts of a result have in common.

/** A value that does not exist (a quantile of nothing, say) is null in JSON. */
export type Maybe = number | null;

export interface Level {
  readonly mean: number;
  readonly max: number;
}

export interface QueueLevel extends Level {
  /** Time share of queue length 0, 1, 2, ...; the last entry holds everything longer. */
  readonly distribution: readonly number[];
}

export interface LatencySummary {
  readonly mean: Maybe;
  readonly stdMs: Maybe;
  readonly min: Maybe;
  readonly p50: Maybe;
  readonly p90: Maybe;
  readonly p95: Maybe;
  readonly p99: Maybe;
  readonly p999: Maybe;
  readonly max: Maybe;
}
