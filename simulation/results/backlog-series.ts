// Backlogs window by window: every queue, group and, of groups, every partition. Kept beside the series
// by whoever wants to draw them; no part of the digest.
import { DEATH_REASONS } from "./outcomes.ts";

/** What is counted from the start of the run on; a window's own count is a difference. */
export const BACKLOG_COUNTS = [
  "published",
  "delivered",
  "redelivered",
  "duplicates",
  "acked",
  ...DEATH_REASONS,
  "discarded",
  "lost",
] as const;

/** Levels at the end of a window; `oldestMs` is the age of the oldest message, 0 = there is none. */
export const BACKLOG_LEVELS = ["backlog", "oldestMs"] as const;

export type BacklogCount = (typeof BACKLOG_COUNTS)[number];
export type BacklogLevel = (typeof BACKLOG_LEVELS)[number];

/** Columns of an entry in a row: levels, then counts. Of partitions the counts are NaN. */
export const BACKLOG_COLUMNS = [...BACKLOG_LEVELS, ...BACKLOG_COUNTS] as const;

export interface BacklogEntry {
  readonly node: string;
  /** The queue or group. */
  readonly name: string;
  /** Number of the partition; null: all of them. */
  readonly partition: number | null;
}

/** Windows from `from` to `windows` - 1, back to back: a row of all entries each. */
export interface BacklogSeries {
  readonly entries: readonly BacklogEntry[];
  readonly from: number;
  readonly windows: number;
  readonly values: Float64Array;
}
