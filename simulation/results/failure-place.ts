// Where failed requests failed: the entity and the way.

/**
 * How a node failed: it let wait (queue, pool, permit), it worked too long, it answered with errors,
 * it refused, it was away (crashed, cut off); or the message was on the wire.
 */
export const FAILURE_WAYS = ["waiting", "working", "errors", "refusing", "away", "wire"] as const;

export type FailureWay = (typeof FAILURE_WAYS)[number];

export interface FailurePlace {
  /** One of the two. */
  readonly node?: string;
  readonly edge?: string;
  readonly way: FailureWay;
  /** Requests of the measured period. */
  readonly requests: number;
  /** By series window: its end, s, and the requests that failed in it. */
  readonly windows: readonly (readonly [number, number])[];
}

/** What failed and late requests are due to in the end. */
export interface Blame {
  /** Where they failed or were delayed; one of the two. */
  readonly node?: string;
  readonly edge?: string;
  readonly way: FailureWay;
  /** `fault:ID`, `change:ID`, `load`, `capacity`, `unexplained`, or `baseline`: nothing unusual. */
  readonly cause: string;
  /** Node at which the cause acts, where it is one. */
  readonly origin?: string;
  /** Failed ones, and those that succeeded later than their goal. */
  readonly requests: number;
  /** Those of them that succeeded, only late. */
  readonly late: number;
  /** Of all failed and late requests. */
  readonly share: number;
}
