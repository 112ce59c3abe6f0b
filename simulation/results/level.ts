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
