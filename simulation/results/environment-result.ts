// What a run says of a function that starts and ends environments by itself.
import type { Maybe } from "./level.ts";

/** Environments that are there, those that start too, over the measured period. */
export interface EnvironmentResult {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly atEnd: number;
  /** Requests for which one was started, and how long that took on average. */
  readonly coldStarts: number;
  readonly coldMs: Maybe;
  /** Requests refused by the limit or the scaling rate. */
  readonly throttled: number;
  /** Environments that went after they had been idle. */
  readonly ended: number;
}
