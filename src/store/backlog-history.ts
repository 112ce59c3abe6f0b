// Backlogs of the present run, window by window, as far as the worker has told them. Asked for only
// while somebody looks, once for charts, tables and the drawing.
import { useSyncExternalStore } from "react";
import {
  BACKLOG_COLUMNS,
  BACKLOG_COUNTS,
  type BacklogCount,
  type BacklogEntry,
  type BacklogLevel,
  type BacklogSeries,
} from "../../simulation/results/backlog-series.ts";
import { attachedWorker, isAttached } from "./run-lifecycle.ts";
import { type RunState, studio } from "./studio-store.ts";

const ASK_EVERY_MS = 500;

type ValueAt = (row: number) => number;

export interface BacklogHistory {
  readonly entries: readonly BacklogEntry[];
  readonly windows: number;
  /** Whole rows back to back, perhaps with room behind them. */
  readonly values: Float64Array;
}

export const NO_HISTORY: BacklogHistory = {
  entries: [],
  windows: 0,
  values: new Float64Array(0),
};

/** The history with what the worker has told; what does not follow on replaces it. */
export function withSeries(history: BacklogHistory, series: BacklogSeries): BacklogHistory {
  const { entries, from, windows } = series;
  const rowLength = entries.length * BACKLOG_COLUMNS.length;
  const needed = windows * rowLength;
  const follows = from <= history.windows && entries.length === history.entries.length;
  if (from > 0 && !follows) return NO_HISTORY;
  let values = follows ? history.values : new Float64Array(0);
  if (values.length < needed) {
    const larger = new Float64Array(2 * needed);
    larger.set(values);
    values = larger;
  }
  values.set(series.values, from * rowLength);
  return { entries, windows, values };
}

/** A level of an entry at the end of a window; NaN where it is not known. */
export function levelOf(
  { entries, windows, values }: BacklogHistory,
  entry: number,
  column: BacklogLevel,
): ValueAt {
  const length = entries.length * BACKLOG_COLUMNS.length;
  const place = entry * BACKLOG_COLUMNS.length + BACKLOG_COLUMNS.indexOf(column);
  return (row) => (row < windows ? (values[row * length + place] ?? Number.NaN) : Number.NaN);
}

/** What was counted of an entry within a window; NaN where it is not known. */
export function countOf(
  { entries, windows, values }: BacklogHistory,
  entry: number,
  column: BacklogCount,
): ValueAt {
  const length = entries.length * BACKLOG_COLUMNS.length;
  const first = BACKLOG_COLUMNS.length - BACKLOG_COUNTS.length;
  const place = entry * BACKLOG_COLUMNS.length + first + BACKLOG_COUNTS.indexOf(column);
  return (row) => {
    if (row >= windows) return Number.NaN;
    const before = row > 0 ? (values[(row - 1) * length + place] ?? 0) : 0;
    return (values[row * length + place] ?? Number.NaN) - before;
  };
}

let history = NO_HISTORY;
let of: RunState["info"] = null;
let seen: object | null = null;
let isAsking = false;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function look(): void {
  const { rows, info } = studio.getState().run;
  if (isAsking || !isAttached() || rows === null || rows === seen) return;
  seen = rows;
  isAsking = true;
  // Windows that were simulated anew are told anew: a run that went back has fewer of them.
  const known = info === of && rows.count >= history.windows ? history : NO_HISTORY;
  of = info;
  void attachedWorker()
    .backlogSeries(known.windows)
    .then((series) => {
      history = withSeries(known, series);
      for (const listener of listeners) listener();
    })
    // A worker that died is said elsewhere; the next look asks again.
    .catch(() => {
      seen = null;
    })
    .finally(() => {
      isAsking = false;
    });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  look();
  timer ??= setInterval(look, ASK_EVERY_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    history = NO_HISTORY;
    seen = null;
  };
}

const nobody = () => () => {};

/** Empty as long as it is not wanted: to be told it costs the worker some milliseconds. */
export function useBacklogHistory(isWanted = true): BacklogHistory {
  return useSyncExternalStore(isWanted ? subscribe : nobody, () =>
    isWanted ? history : NO_HISTORY,
  );
}
