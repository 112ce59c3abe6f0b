// What went through each queue and group at one instant: rates over the second before it, and what
// waited. Series are kept by queue; what several operations put into one is not told apart.

import type { BacklogCount } from "../../../simulation/results/backlog-series.ts";
import { DEATH_REASONS } from "../../../simulation/results/outcomes.ts";
import { type BacklogHistory, countOf, levelOf } from "../../store/backlog-history.ts";
import type { RunRows } from "../../store/run-rows.ts";
import { perSecond, steady } from "../run-values.ts";

export interface InstantQueue {
  readonly broker: string;
  /** The queue, subscription or group. */
  readonly to: string;
  /** Per second. */
  readonly published: number;
  readonly delivered: number;
  readonly settled: number;
  readonly redelivered: number;
  readonly duplicates: number;
  /** Dead letters, and what was dropped in place of them. */
  readonly givenUp: number;
  readonly lost: number;
  readonly waiting: number;
  /** ms; 0: nothing waits. */
  readonly oldestMs: number;
}

/** In the order of the run; empty where the window was not told yet. */
export function instantQueues(
  history: BacklogHistory,
  rows: RunRows | null,
  row: number,
): readonly InstantQueue[] {
  if (rows === null || row < 0 || row >= history.windows) return [];
  return history.entries.flatMap(({ node, name, partition }, entry) => {
    if (partition !== null) return [];
    const rate = (column: BacklogCount) =>
      steady(rows, perSecond(rows, countOf(history, entry, column)))(row);
    return {
      broker: node,
      to: name,
      published: rate("published"),
      delivered: rate("delivered"),
      settled: rate("acked"),
      redelivered: rate("redelivered"),
      duplicates: rate("duplicates"),
      givenUp: DEATH_REASONS.reduce((sum, by) => sum + rate(by), 0),
      lost: rate("lost"),
      waiting: levelOf(history, entry, "backlog")(row),
      oldestMs: levelOf(history, entry, "oldestMs")(row),
    };
  });
}
