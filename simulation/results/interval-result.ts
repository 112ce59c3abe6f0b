// Intervals of confidence, and how they came about.
import type { Maybe } from "./level.ts";

/** A mean or quantile with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly halfWidth: number;
  /** How many have the value, where that is fewer than all. */
  readonly replications?: number;
  /** False where the interval is known to be too narrow; left out where nothing speaks against it. */
  readonly reliable?: boolean;
}

/** Intervals under the paths of their values. */
export interface IntervalTree {
  readonly [name: string]: Interval | IntervalTree | readonly (Interval | IntervalTree)[];
}

/** An interval from batches of one run. */
export interface BatchInterval extends Interval {
  /** Correlation of neighboring batches. */
  readonly lag1: number;
  /** False: the batches are not much longer than the run's memory, so the interval is too narrow. */
  readonly reliable: boolean;
}

export interface BatchTree {
  readonly [name: string]: BatchInterval | BatchTree;
}

/** Intervals of one run by batch means, under the paths of their values. */
export interface BatchMeans {
  readonly batches: number;
  /** Length of a batch, s. */
  readonly batchS: number;
  readonly endToEnd: BatchTree;
  readonly nodes: BatchTree;
}

/** How the warm-up was chosen, where it was not given. */
export interface WarmupAdvice {
  readonly method: "MSER-5";
  /** Proposed warm-up, s; null where none can be told. */
  readonly warmupS: Maybe;
  readonly reason: string;
  readonly pilotRuns: number;
}
