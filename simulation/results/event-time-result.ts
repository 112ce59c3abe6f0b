// What a run says of a stream processor with windows of event time.
import type { Level } from "./level.ts";

/** Over the measured period; times in ms. */
export interface EventTimeResult {
  /** Records put into their windows; of these, records that its state held already. */
  readonly counted: number;
  readonly countedTwice: number;
  /** Came after all their windows were closed. */
  readonly late: number;
  /** Keys and windows with a first result; later ones, by late records within the allowed lateness. */
  readonly results: number;
  readonly updates: number;
  /** Results given out once more after a crash. */
  readonly repeated: number;
  /** From the end of a window until its result can be seen. */
  readonly resultDelayMs: { readonly mean: number | null; readonly max: number };
  /** How far the watermark is behind the end of the run; null: there is none yet. */
  readonly watermarkLagMs: number | null;
  /** Keys and windows kept, and what they take. */
  readonly entries: Level;
  readonly stateBytes: Level;
  /** Commits of offsets and state, each of one instance. */
  readonly checkpoints: number;
  /** Partitions whose state was restored, and how long that took. */
  readonly restores: number;
  readonly restoreMs: { readonly total: number; readonly max: number };
}
