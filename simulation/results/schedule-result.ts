// What a run says of a scheduler.
import type { Maybe } from "./level.ts";

/** Batches of a scheduler over the measured period. */
export interface ScheduleResult {
  readonly started: number;
  /** Of those that ended: all jobs were made, failed or not. */
  readonly completed: number;
  /** Starts that were left out because the last batch still ran. */
  readonly skipped: number;
  /** Batches that the next one took the place of. */
  readonly replaced: number;
  /** Batches that were not done by the end of their window. */
  readonly missedWindow: number;
  readonly runningAtEnd: number;
  readonly jobs: {
    readonly done: number;
    /** Canceled ones included. */
    readonly failed: number;
    /** Never begun, since their batch was given up. */
    readonly dropped: number;
  };
  /** From the start of a completed batch to the end of its last job. */
  readonly lengthMs: { readonly mean: Maybe; readonly max: Maybe };
}
