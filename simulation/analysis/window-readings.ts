// Adds series windows up to analysis windows (at least a second, so that a ratio rests on enough
// attempts) and reads off each what the rules need. Costs one pass over a row; keeps one window.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import { rowLengthOf, type SeriesLayout } from "../results/series.ts";
import { LIMITS } from "./constants.ts";
import type { NodeRole, Topology } from "./topology.ts";
import { EDGE, FIRST_OUTCOME, NODE, TYPE, WIDTH } from "./window-columns.ts";
import {
  boundOf,
  KEPT_OF_EDGE,
  KEPT_OF_NODE,
  KEPT_OF_TYPE,
  meanAt,
  WindowSums,
} from "./window-sums.ts";

export const column = (rows: number): Float64Array => new Float64Array(rows);

// Written out, not made of lists of names: engines read what has one known shape twice as fast.

/** What is read per node and analysis window. NaN: cannot be told. */
function nodeReadings(rows: number) {
  return {
    ended: column(rows),
    failed: column(rows),
    arrivals: column(rows),
    firstArrivals: column(rows),
    utilization: column(rows),
    held: column(rows),
    slots: column(rows),
    queueMean: column(rows),
    queueEnd: column(rows),
    queueMax: column(rows),
    queueBound: column(rows),
    queueFullShare: column(rows),
    waitMs: column(rows),
    serviceMs: column(rows),
    p95Ms: column(rows),
    meanMs: column(rows),
    inFlight: column(rows),
    instancesUp: column(rows),
    published: column(rows),
    backlog: column(rows),
    served: column(rows),
    wasted: column(rows),
    traffic: column(rows),
    hits: column(rows),
    misses: column(rows),
    turnedAway: column(rows),
  };
}

/**
 * What is read per edge. `waiting`: calls before a full pool or bulkhead, on average over the ends of
 * the series windows, at the last of them, and the share of these with any; `using`: calls that are
 * past it.
 */
function edgeReadings(rows: number) {
  return {
    calls: column(rows),
    attempts: column(rows),
    failed: column(rows),
    retries: column(rows),
    pending: column(rows),
    open: column(rows),
    timeouts: column(rows),
    waiting: column(rows),
    waitingEnd: column(rows),
    waitingShare: column(rows),
    using: column(rows),
  };
}

/** Counts of a request type; `success` is ok and degraded, `good` also within its goal. */
function typeReadings(rows: number) {
  return {
    offered: column(rows),
    success: column(rows),
    good: column(rows),
    failed: column(rows),
    cancelled: column(rows),
  };
}

/** What is compared with the window before. */
function beforeReadings(rows: number) {
  return { queueEnd: column(rows), backlog: column(rows), slots: column(rows) };
}

export interface WindowReadings {
  /** Number of finished windows before this one. */
  index: number;
  endMs: number;
  spanMs: number;
  readonly node: Readonly<ReturnType<typeof nodeReadings>>;
  readonly edge: Readonly<ReturnType<typeof edgeReadings>>;
  readonly type: Readonly<ReturnType<typeof typeReadings>>;
  /** Endings by request type (row) and outcome code. */
  readonly outcomes: Float64Array;
  /** Of the nodes in the window before this one; 0 before the first. */
  readonly before: Readonly<ReturnType<typeof beforeReadings>>;
}

const CANCELLED = OUTCOMES.indexOf("cancelled");

function sumOf(column: Float64Array, rows: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++) sum += column[rows[at]];
  return sum;
}

/** Series rows an analysis window is made of. */
export function rowsPerAnalysisWindow(windowMs: number): number {
  return Math.max(1, Math.trunc(LIMITS.analysisWindowMs / windowMs + 1 - 1e-9));
}

function readTypes(into: WindowReadings, sums: WindowSums, types: number): void {
  for (let type = 0; type < types; type++) {
    const base = sums.at + sums.typesAt + type * WIDTH.type;
    let failed = 0;
    for (let code = 0; code < OUTCOME_COUNT; code++) {
      const count = sums.row[base + FIRST_OUTCOME + code];
      into.outcomes[type * OUTCOME_COUNT + code] = count;
      if (code >= FIRST_FAILURE && code !== CANCELLED) failed += count;
    }
    into.type.offered[type] = sums.row[base + TYPE.offered];
    into.type.success[type] = sums.row[base + TYPE.ok] + sums.row[base + TYPE.degraded];
    into.type.good[type] = sums.row[base + TYPE.good];
    into.type.failed[type] = failed;
    into.type.cancelled[type] = into.outcomes[type * OUTCOME_COUNT + CANCELLED];
  }
}

function readEdges(into: WindowReadings, sums: WindowSums, edges: number): void {
  const { edge } = into;
  const { row: of, rows, kept } = sums;
  for (let index = 0; index < edges; index++) {
    const at = sums.at + sums.edgesAt + index * WIDTH.edge;
    edge.calls[index] = of[at + EDGE.calls];
    edge.attempts[index] = of[at + EDGE.attempts];
    edge.retries[index] = of[at + EDGE.retries];
    // A retried failure did not reach the caller and one with a fallback did not hurt it.
    edge.failed[index] = Math.max(
      0,
      of[at + EDGE.failedAttempts] -
        of[at + EDGE.retries] +
        of[at + EDGE.refused] -
        of[at + EDGE.fallbacks],
    );
    edge.pending[index] = of[at + EDGE.pendingMean] / rows;
    edge.waiting[index] = of[at + EDGE.waitingEnd] / rows;
    const keptAt = sums.keptOfEdges + index * KEPT_OF_EDGE.width;
    edge.waitingEnd[index] = kept[keptAt + KEPT_OF_EDGE.waitingEnd];
  }
}

function readMoreOfEdges({ edge }: WindowReadings, sums: WindowSums, edges: number): void {
  const { row: of, rows, kept } = sums;
  for (let index = 0; index < edges; index++) {
    const at = sums.at + sums.edgesAt + index * WIDTH.edge;
    const keptAt = sums.keptOfEdges + index * KEPT_OF_EDGE.width;
    edge.open[index] = of[at + EDGE.openMean] / rows;
    edge.timeouts[index] = of[at + EDGE.timeouts];
    edge.waitingShare[index] = kept[keptAt + KEPT_OF_EDGE.waitingRows] / rows;
    edge.using[index] =
      edge.pending[index] - of[at + EDGE.inBackoffMean] / rows - edge.waiting[index];
  }
}

/**
 * Mean over the types of a source, by their successes, of what is kept of each at `place`; NaN where none
 * has a value.
 */
function meanOfTypes(
  { kept, keptOfTypes }: WindowSums,
  place: number,
  success: Float64Array,
  types: readonly number[],
): number {
  let sum = 0;
  let weight = 0;
  for (let at = 0; at < types.length; at++) {
    const value = meanAt(kept, keptOfTypes + types[at] * KEPT_OF_TYPE.width + place);
    const count = success[types[at]];
    if (Number.isNaN(value) || !(count > 0)) continue;
    sum += value * count;
    weight += count;
  }
  return weight > 0 ? sum / weight : Number.NaN;
}

function readSource(into: WindowReadings, sums: WindowSums, node: number, role: NodeRole): void {
  const { node: read, type: of } = into;
  const { types } = role;
  const offered = sumOf(of.offered, types);
  const failed = sumOf(of.failed, types);
  let inFlight = 0;
  for (let at = 0; at < types.length; at++) {
    inFlight += sums.row[sums.at + sums.typesAt + types[at] * WIDTH.type + TYPE.inFlight];
  }
  read.ended[node] = sumOf(of.success, types) + failed;
  read.failed[node] = failed;
  read.arrivals[node] = offered;
  read.firstArrivals[node] = offered;
  read.p95Ms[node] = meanOfTypes(sums, KEPT_OF_TYPE.p95Sum, of.success, types);
  read.meanMs[node] = meanOfTypes(sums, KEPT_OF_TYPE.meanSum, of.success, types);
  read.utilization[node] = Number.NaN;
  read.held[node] = Number.NaN;
  read.slots[node] = Number.NaN;
  read.queueBound[node] = Infinity;
  read.instancesUp[node] = Number.NaN;
  read.traffic[node] = offered + read.ended[node] + inFlight > 0 ? 1 : 0;
}

/** How the calls at a broker ended, and the deliveries from it. */
function readBroker(
  read: WindowReadings["node"],
  of: Float64Array,
  at: number,
  node: number,
): void {
  // Callers of a broker are its publishers; where none are counted, its own refusals tell.
  const publisherEnds = of[at + NODE.callerEnded] > 0;
  // A message whose time is over and which goes on to a dead-letter exchange was not delivered badly,
  // but not at all: that is what a delay queue is for.
  const died = of[at + NODE.deadLettered] - of[at + NODE.expiries];
  const deliveryFailures = of[at + NODE.redelivered] + died + of[at + NODE.dropped];
  read.failed[node] =
    (publisherEnds ? of[at + NODE.callerFailed] : of[at + NODE.rejected]) + deliveryFailures;
  read.ended[node] =
    (publisherEnds ? of[at + NODE.callerEnded] : of[at + NODE.published] + of[at + NODE.rejected]) +
    of[at + NODE.delivered];
}

function readStation(into: WindowReadings, sums: WindowSums, node: number, role: NodeRole) {
  const { node: read } = into;
  const at = sums.at + sums.nodesAt + node * WIDTH.node;
  const { row: of, rows, kept } = sums;
  const keptAt = node * KEPT_OF_NODE.width;
  const instancesUp = kept[keptAt + KEPT_OF_NODE.instancesUp];
  const started = of[at + NODE.started];
  const completions = of[at + NODE.completions];
  let published = 0;
  let delivered = 0;
  if (role.keepsMessages) {
    published = of[at + NODE.published];
    delivered = of[at + NODE.delivered];
  }
  read.failed[node] = of[at + NODE.callerFailed];
  read.ended[node] = of[at + NODE.callerEnded];
  if (role.broker) readBroker(read, of, at, node);
  read.arrivals[node] = of[at + NODE.arrivals];
  read.firstArrivals[node] = of[at + NODE.arrivals] - of[at + NODE.retriedArrivals];
  read.held[node] = of[at + NODE.heldMean] / rows;
  read.slots[node] = of[at + NODE.slotsMean] / rows;
  read.utilization[node] =
    read.slots[node] > 0 && read.slots[node] < Infinity
      ? read.held[node] / read.slots[node]
      : Number.NaN;
  // What waits for a pool or a bulkhead of its own calls counts as its queue.
  read.queueMean[node] = of[at + NODE.queueMean] / rows + sumOf(into.edge.waiting, role.outEdges);
  read.queueEnd[node] =
    kept[keptAt + KEPT_OF_NODE.queueEnd] + sumOf(into.edge.waitingEnd, role.outEdges);
  read.p95Ms[node] = meanAt(kept, keptAt + KEPT_OF_NODE.p95Sum);
  read.inFlight[node] = of[at + NODE.inFlightMean] / rows;
  // Little's law, for nodes with too few completions in a series window for a quantile.
  read.meanMs[node] =
    completions > 0 ? (read.inFlight[node] * into.spanMs) / completions : Number.NaN;
  read.instancesUp[node] = instancesUp;
  read.published[node] = published;
  read.backlog[node] = kept[keptAt + KEPT_OF_NODE.backlogEnd];
  read.hits[node] = of[at + NODE.hits] + of[at + NODE.staleHits];
  read.misses[node] = of[at + NODE.misses];
  // A provider has a slot for everybody: what has not begun was refused at its door.
  read.turnedAway[node] = role.rations ? Math.max(0, of[at + NODE.arrivals] - started) : 0;
  const moved = read.arrivals[node] + read.ended[node] + published + delivered;
  const present = read.inFlight[node] + (role.broker ? read.backlog[node] : 0);
  read.traffic[node] = moved + present > 0 ? 1 : 0;
}

function readMoreOfStation(
  { node: read }: WindowReadings,
  sums: WindowSums,
  node: number,
  role: NodeRole,
): void {
  const at = sums.at + sums.nodesAt + node * WIDTH.node;
  const { row: of, rows, kept } = sums;
  const keptAt = node * KEPT_OF_NODE.width;
  const started = of[at + NODE.started];
  read.queueMax[node] = kept[keptAt + KEPT_OF_NODE.queueMax];
  read.queueBound[node] = boundOf(role, read.instancesUp[node]);
  read.queueFullShare[node] = kept[keptAt + KEPT_OF_NODE.fullRows] / rows;
  read.waitMs[node] = meanAt(kept, keptAt + KEPT_OF_NODE.waitSum);
  read.serviceMs[node] = started > 0 ? of[at + NODE.serviceMs] / started : Number.NaN;
  read.served[node] = of[at + NODE.serviceMs];
  read.wasted[node] = of[at + NODE.wastedMs];
}

function remember({ node, before }: WindowReadings): void {
  const { queueEnd, backlog, slots } = node;
  for (let row = 0; row < queueEnd.length; row++) {
    before.queueEnd[row] = queueEnd[row];
    before.backlog[row] = backlog[row];
    before.slots[row] = slots[row];
  }
}

export interface WindowReader {
  readonly analysisWindowMs: number;
  /** Of the last window; what only nodes out of health are looked at by after `readMore`. */
  readonly readings: WindowReadings;
  /** Rows that the analysis window still wants, 1 or more. */
  wanted(): number;
  /** Takes `count` series rows, as many as are wanted at most, from `at` on; true when they completed a window. */
  take(topology: Topology, rows: Float64Array, at: number, count: number): boolean;
  /** Closes a started window that is at least half full; true if there is one. */
  close(topology: Topology): boolean;
  /** Reads the rest of the last window, while its rows are as they were. */
  readMore(): void;
}

/** `initial`: as at the start; what its nodes are for stays as it is. */
export function createWindowReader(layout: SeriesLayout, initial: Topology): WindowReader {
  const perWindow = rowsPerAnalysisWindow(layout.windowMs);
  const rowLength = rowLengthOf(layout);
  const sums = new WindowSums(layout, initial);
  const readings: WindowReadings = {
    index: -1,
    endMs: 0,
    spanMs: 0,
    node: nodeReadings(layout.nodeIds.length),
    edge: edgeReadings(layout.edgeIds.length),
    type: typeReadings(layout.typeIds.length),
    outcomes: new Float64Array(layout.typeIds.length * OUTCOME_COUNT),
    before: beforeReadings(layout.nodeIds.length),
  };
  let lastRowMs = 0;
  let inForce = initial;
  /** Window of which everything has been read. */
  let whole = -1;

  function read(topology: Topology): void {
    sums.close();
    inForce = topology;
    remember(readings);
    readings.index += 1;
    readings.spanMs = lastRowMs - readings.endMs;
    readings.endMs = lastRowMs;
    readTypes(readings, sums, layout.typeIds.length);
    readEdges(readings, sums, layout.edgeIds.length);
    for (let node = 0; node < topology.nodes.length; node++) {
      const role = topology.nodes[node];
      if (role.source) readSource(readings, sums, node, role);
      else readStation(readings, sums, node, role);
    }
  }

  function readMore(): void {
    if (whole === readings.index) return;
    whole = readings.index;
    readMoreOfEdges(readings, sums, layout.edgeIds.length);
    const { nodes } = inForce;
    for (let node = 0; node < nodes.length; node++) {
      if (!nodes[node].source) readMoreOfStation(readings, sums, node, nodes[node]);
    }
  }

  return {
    analysisWindowMs: perWindow * layout.windowMs,
    readings,
    wanted: () => perWindow - sums.count,
    take(topology, rows, at, count) {
      lastRowMs = rows[at + (count - 1) * rowLength];
      // What is taken of another window may be all that comes for a while.
      if (count < perWindow) readMore();
      sums.take(rows, at, count, topology.nodes, count === perWindow);
      if (sums.count < perWindow) return false;
      read(topology);
      return true;
    },
    close(topology) {
      if (sums.count * 2 < perWindow || sums.count === 0) return false;
      read(topology);
      return true;
    },
    readMore,
  };
}
