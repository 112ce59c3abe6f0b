// What would have helped: the same scenario with one thing changed, run on common random numbers.

/** A value of a scenario file. */
type FileValue =
  | string
  | number
  | boolean
  | null
  | readonly FileValue[]
  | { readonly [name: string]: FileValue };

/** Kinds of changes that are tried. */
export const REMEDY_KINDS = [
  "timeout",
  "cancel",
  "breaker",
  "bulkhead",
  "fallback",
  "retryBudget",
  "jitter",
  "noRetry",
  "limit",
  "boundedQueue",
  "lockTimeout",
  "replicas",
  "pool",
  "balancing",
  "ejection",
  "hedge",
  "queue",
] as const;

export type RemedyKind = (typeof REMEDY_KINDS)[number];

/** One change of the design, as paths and values that a document takes (null removes an entity). */
export interface Remedy {
  readonly id: string;
  readonly kind: RemedyKind;
  /** What is changed, in words, without a full stop. */
  readonly sentence: string;
  /** The node or edge that it changes. */
  readonly target: string;
  readonly set: Readonly<Record<string, FileValue>>;
  /** What the number of lost requests does not show; left out where there is nothing. */
  readonly caveat?: string;
}

/** A mean over replications with the half-width of its 95 % interval; null with fewer than two. */
export interface MeanOfRuns {
  readonly mean: number;
  readonly halfWidth: number | null;
}

export interface RemedyResult extends Remedy {
  /** Runs made with it. */
  readonly runs: number;
  /** Requests that failed, came late or stayed unanswered, a run. */
  readonly lost: MeanOfRuns;
  /** Fewer lost than without it, a run; paired by seed. Negative: it does harm. */
  readonly saved: MeanOfRuns;
  /** Requests that ended as degraded beyond those without it, a run. */
  readonly degraded: number;
  /** 99th percentile of the latency of successes, mean of the runs that have one; null: none has. */
  readonly p99Ms: number | null;
  /** Messages that still waited in its queue at the end of a run, where it brings one. */
  readonly backlog?: number;
  /** True: the whole interval of `saved` is above 0 (or below, where it does harm). */
  readonly sure: boolean;
}

export interface CounterfactualResult {
  readonly scenario: string;
  /** Seed of the first of the runs; the others use the following ones. */
  readonly seed: number;
  readonly replications: number;
  readonly simulatedS: number;
  /** Without any change, a run. */
  readonly offered: number;
  readonly lost: MeanOfRuns;
  readonly degraded: number;
  readonly p99Ms: number | null;
  /** Runs to be made in all; null while that is not known. */
  readonly runsInAll: number | null;
  readonly runsMade: number;
  /** By requests saved, most first. */
  readonly remedies: readonly RemedyResult[];
  /** Why nothing was tried; null where something was. */
  readonly nothingTried: string | null;
}
