// What a run says of a node that checks its callers.

/** Over the measured period. */
export interface AccessResult {
  /** Worked on. */
  readonly accepted: number;
  /** Answered 401: they showed nothing, or nothing good. */
  readonly unauthenticated: number;
  /** Answered 403: who they are is known, and they may not. */
  readonly forbidden: number;
  /** Service time spent on those that were refused, ms at speed 1. */
  readonly refusedMs: number;
}
