// What is known of one analysis window: a row of numbers for each node, edge and request type. One array
// with the rows behind one another, since engines read that several times as fast as an array per column,
// and a run makes it anew.
import { OUTCOME_COUNT } from "../results/outcomes.ts";
import type { SeriesLayout } from "../results/series.ts";

// Written out, not made of lists of names, so that engines know the places beforehand.

/** Places of what is read of a node. NaN: cannot be told. */
export const NODE_READ = {
  ended: 0,
  failed: 1,
  arrivals: 2,
  firstArrivals: 3,
  utilization: 4,
  held: 5,
  slots: 6,
  queueMean: 7,
  queueEnd: 8,
  p95Ms: 9,
  meanMs: 10,
  inFlight: 11,
  instancesUp: 12,
  published: 13,
  backlog: 14,
  hits: 15,
  misses: 16,
  traffic: 17,
  turnedAway: 18,
  // From here on: of nodes that may be out of health, after `readMore`.
  queueMax: 19,
  queueBound: 20,
  queueFullShare: 21,
  waitMs: 22,
  serviceMs: 23,
  served: 24,
  wasted: 25,
  width: 26,
} as const;

/**
 * Places of what is read of an edge. `waiting`: calls before a full pool or bulkhead, on average over the
 * ends of the series windows, at the last of them, and the share of these with any; `using`: calls that
 * are past it.
 */
export const EDGE_READ = {
  calls: 0,
  attempts: 1,
  failed: 2,
  retries: 3,
  pending: 4,
  waiting: 5,
  waitingEnd: 6,
  // From here on: after `readMore`.
  open: 7,
  waitingShare: 8,
  using: 9,
  width: 10,
} as const;

/** Places of the counts of a request type; `success` is ok and degraded, `good` also within its goal. */
export const TYPE_READ = {
  offered: 0,
  ok: 1,
  success: 2,
  good: 3,
  failed: 4,
  cancelled: 5,
  width: 6,
} as const;

/** Places of what of a node is compared with the window before. */
export const NODE_BEFORE = { queueEnd: 0, backlog: 1, slots: 2, width: 3 } as const;

/** Numbers of the places of a row. */
export type PlaceIn<Places> = Places[Exclude<keyof Places, "width">];

export interface WindowReadings {
  /** Number of finished windows before this one. */
  index: number;
  endMs: number;
  spanMs: number;
  /** Rows of NODE_READ, EDGE_READ and TYPE_READ, in the order of the layout. */
  readonly node: Float64Array;
  readonly edge: Float64Array;
  readonly type: Float64Array;
  /** Endings by request type (row) and outcome code; but of all types together after `readMore`. */
  readonly outcomes: Float64Array;
  /** Rows of NODE_BEFORE: the window before this one; 0 before the first. */
  readonly before: Float64Array;
}

export function noReadings({ nodeIds, edgeIds, typeIds }: SeriesLayout): WindowReadings {
  return {
    index: -1,
    endMs: 0,
    spanMs: 0,
    node: new Float64Array(nodeIds.length * NODE_READ.width),
    edge: new Float64Array(edgeIds.length * EDGE_READ.width),
    type: new Float64Array(typeIds.length * TYPE_READ.width),
    outcomes: new Float64Array(typeIds.length * OUTCOME_COUNT),
    before: new Float64Array(nodeIds.length * NODE_BEFORE.width),
  };
}

export function ofNode(
  window: WindowReadings,
  node: number,
  place: PlaceIn<typeof NODE_READ>,
): number {
  return window.node[node * NODE_READ.width + place];
}

export function ofEdge(
  window: WindowReadings,
  edge: number,
  place: PlaceIn<typeof EDGE_READ>,
): number {
  return window.edge[edge * EDGE_READ.width + place];
}

export function ofType(
  window: WindowReadings,
  type: number,
  place: PlaceIn<typeof TYPE_READ>,
): number {
  return window.type[type * TYPE_READ.width + place];
}

export function nodeBefore(
  window: WindowReadings,
  node: number,
  place: PlaceIn<typeof NODE_BEFORE>,
): number {
  return window.before[node * NODE_BEFORE.width + place];
}
