// Layout of the windowed series. The engine appends one row of float64 per window; the worker
// transfers rows as they are; charts, states and the command read them through `columnOf...`.
// A value that cannot be told (a quantile of fewer than 20 values, a mean of none) is NaN.
import { OUTCOMES } from "./outcomes.ts";

/** Columns of one request type. Counts are per window; `...Ms` are milliseconds. */
export const TYPE_COLUMNS = [
  "offered",
  ...OUTCOMES,
  "good",
  "meanMs",
  "p50Ms",
  "p90Ms",
  "p95Ms",
  "p99Ms",
  "inFlight",
  "calls",
  "attempts",
] as const;

/** Columns of one node. Means are time averages over the window, `...End` the value at its end. */
export const NODE_COLUMNS = [
  "arrivals",
  "retriedArrivals",
  "completions",
  "goodCompletions",
  "callerFailed",
  "callerEnded",
  "rejected",
  "errors",
  "queueMean",
  "queueEnd",
  "heldMean",
  "workingMean",
  "slotsMean",
  "inFlightMean",
  "started",
  "waitMeanMs",
  "serviceMs",
  "wastedMs",
  "p50Ms",
  "p95Ms",
  "p99Ms",
  "instancesUp",
  "published",
  "delivered",
  "acked",
  "redelivered",
  "deadLettered",
  "dropped",
  "backlogEnd",
  "oldestMs",
  "hits",
  "misses",
  "staleHits",
  "coalesced",
  "evictions",
  "expiries",
  "entriesEnd",
] as const;

/**
 * Columns of one edge. `refused` counts what the caller's own policies kept from being sent;
 * `pendingMean` is the time-average number of calls in progress on it, `inBackoffMean` of those that
 * pause before a retry; `waitingEnd` of those that wait for a connection of a pool or a permit of a
 * bulkhead, when the window ends.
 */
export const EDGE_COLUMNS = [
  "calls",
  "attempts",
  "okAttempts",
  "failedAttempts",
  "retries",
  "timeouts",
  "refused",
  "fallbacks",
  "meanMs",
  "p50Ms",
  "p99Ms",
  "pendingMean",
  "openMean",
  "inBackoffMean",
  "retriesDenied",
  "waitingEnd",
] as const;

export type TypeColumn = (typeof TYPE_COLUMNS)[number];
export type NodeColumn = (typeof NODE_COLUMNS)[number];
export type EdgeColumn = (typeof EDGE_COLUMNS)[number];

/** What a row of the series means. The first type id is always "all". All ids sorted as compiled. */
export interface SeriesLayout {
  readonly windowMs: number;
  readonly typeIds: readonly string[];
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
}

/** Column 0 of a row is the simulated time of the window's end in ms. */
const FIRST_COLUMN = 1;

export function rowLengthOf(layout: SeriesLayout): number {
  return (
    FIRST_COLUMN +
    layout.typeIds.length * TYPE_COLUMNS.length +
    layout.nodeIds.length * NODE_COLUMNS.length +
    layout.edgeIds.length * EDGE_COLUMNS.length
  );
}

/** Offset inside a row of a request type's column; `type` is an index into `layout.typeIds`. */
export function typeColumn(type: number, column: TypeColumn): number {
  return FIRST_COLUMN + type * TYPE_COLUMNS.length + TYPE_COLUMNS.indexOf(column);
}

/** Offset inside a row of a node's column; `node` is an index into `layout.nodeIds`. */
export function nodeColumn(layout: SeriesLayout, node: number, column: NodeColumn): number {
  return (
    FIRST_COLUMN +
    layout.typeIds.length * TYPE_COLUMNS.length +
    node * NODE_COLUMNS.length +
    NODE_COLUMNS.indexOf(column)
  );
}

/** Offset inside a row of an edge's column; `edge` is an index into `layout.edgeIds`. */
export function edgeColumn(layout: SeriesLayout, edge: number, column: EdgeColumn): number {
  return (
    FIRST_COLUMN +
    layout.typeIds.length * TYPE_COLUMNS.length +
    layout.nodeIds.length * NODE_COLUMNS.length +
    edge * EDGE_COLUMNS.length +
    EDGE_COLUMNS.indexOf(column)
  );
}
