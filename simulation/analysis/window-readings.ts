// Adds series windows up to analysis windows (at least a second, so that a ratio rests on enough
// attempts) and reads off each what the rules need. Costs one pass over a row; keeps one window.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import { rowLengthOf, type SeriesLayout } from "../results/series.ts";
import { LIMITS } from "./constants.ts";
import {
  EDGE_READ,
  NODE_BEFORE,
  NODE_READ,
  noReadings,
  TYPE_READ,
  type WindowReadings,
} from "./readings.ts";
import type { NodeRole, Topology } from "./topology.ts";
import { EDGE, FIRST_OUTCOME, NODE, NODE_AT, TYPE, TYPE_AT, WIDTH } from "./window-columns.ts";
import {
  boundOf,
  KEPT_OF_EDGE,
  KEPT_OF_NODE,
  KEPT_OF_TYPE,
  meanAt,
  WindowSums,
} from "./window-sums.ts";

const CANCELLED = OUTCOMES.indexOf("cancelled");

/** Series rows an analysis window is made of. */
export function rowsPerAnalysisWindow(windowMs: number): number {
  return Math.max(1, Math.trunc(LIMITS.analysisWindowMs / windowMs + 1 - 1e-9));
}

function readTypes(into: WindowReadings, sums: WindowSums, types: number): void {
  const { type: read } = into;
  const { row: of } = sums;
  readOutcomes(into, sums, 0);
  for (let type = 0; type < types; type++) {
    const at = sums.at + sums.typesAt + type * WIDTH.type;
    const to = type * TYPE_READ.width;
    const ok = of[at + TYPE.ok];
    let failed = -of[at + FIRST_OUTCOME + CANCELLED];
    for (let code = FIRST_FAILURE; code < OUTCOME_COUNT; code++) {
      failed += of[at + FIRST_OUTCOME + code];
    }
    read[to + TYPE_READ.offered] = of[at + TYPE.offered];
    read[to + TYPE_READ.ok] = ok;
    read[to + TYPE_READ.success] = ok + of[at + TYPE.degraded];
    read[to + TYPE_READ.good] = of[at + TYPE.good];
    read[to + TYPE_READ.failed] = failed;
    read[to + TYPE_READ.cancelled] = of[at + FIRST_OUTCOME + CANCELLED];
  }
}

function readOutcomes({ outcomes }: WindowReadings, sums: WindowSums, type: number): void {
  const { row: of } = sums;
  const at = sums.at + sums.typesAt + type * WIDTH.type + FIRST_OUTCOME;
  const to = type * OUTCOME_COUNT;
  for (let code = 0; code < OUTCOME_COUNT; code++) outcomes[to + code] = of[at + code];
}

function readEdges({ edge: read }: WindowReadings, sums: WindowSums, edges: number): void {
  const { row: of, rows, kept, isSingle } = sums;
  for (let edge = 0; edge < edges; edge++) {
    const at = sums.at + sums.edgesAt + edge * WIDTH.edge;
    const to = edge * EDGE_READ.width;
    const retries = of[at + EDGE.retries];
    // A retried failure did not reach the caller and one with a fallback did not hurt it.
    const failed =
      of[at + EDGE.failedAttempts] - retries + of[at + EDGE.refused] - of[at + EDGE.fallbacks];
    const waiting = of[at + EDGE.waitingEnd];
    const keptAt = sums.keptOfEdges + edge * KEPT_OF_EDGE.width;
    read[to + EDGE_READ.calls] = of[at + EDGE.calls];
    read[to + EDGE_READ.attempts] = of[at + EDGE.attempts];
    read[to + EDGE_READ.failed] = failed > 0 ? failed : 0;
    read[to + EDGE_READ.retries] = retries;
    read[to + EDGE_READ.pending] = of[at + EDGE.pendingMean] / rows;
    read[to + EDGE_READ.waiting] = waiting / rows;
    read[to + EDGE_READ.waitingEnd] = isSingle ? waiting : kept[keptAt + KEPT_OF_EDGE.waitingEnd];
  }
}

function readMoreOfEdges({ edge: read }: WindowReadings, sums: WindowSums, edges: number): void {
  const { row: of, rows, kept, isSingle } = sums;
  for (let edge = 0; edge < edges; edge++) {
    const at = sums.at + sums.edgesAt + edge * WIDTH.edge;
    const to = edge * EDGE_READ.width;
    const keptAt = sums.keptOfEdges + edge * KEPT_OF_EDGE.width;
    const waiting = read[to + EDGE_READ.waiting];
    const withAny = isSingle ? Number(waiting > 0) : kept[keptAt + KEPT_OF_EDGE.waitingRows];
    read[to + EDGE_READ.open] = of[at + EDGE.openMean] / rows;
    read[to + EDGE_READ.waitingShare] = withAny / rows;
    read[to + EDGE_READ.using] =
      read[to + EDGE_READ.pending] - of[at + EDGE.inBackoffMean] / rows - waiting;
  }
}

/** Mean over the types of a source, by their successes, of p95 or mean; NaN where none has a value. */
function meanOfTypes(
  sums: WindowSums,
  what: "p95" | "mean",
  type: Float64Array,
  types: readonly number[],
): number {
  let sum = 0;
  let weight = 0;
  for (let at = 0; at < types.length; at++) {
    const count = type[types[at] * TYPE_READ.width + TYPE_READ.success];
    if (!(count > 0)) continue;
    const value = latencyOfType(sums, what, types[at]);
    if (Number.isNaN(value)) continue;
    sum += value * count;
    weight += count;
  }
  return weight > 0 ? sum / weight : Number.NaN;
}

function latencyOfType(sums: WindowSums, what: "p95" | "mean", type: number): number {
  const isP95 = what === "p95";
  if (sums.isSingle) {
    const at = sums.at + sums.typesAt + type * WIDTH.type;
    return sums.row[at + (isP95 ? TYPE_AT.p95Ms : TYPE_AT.meanMs)];
  }
  const at = sums.keptOfTypes + type * KEPT_OF_TYPE.width;
  return meanAt(sums.kept, at + (isP95 ? KEPT_OF_TYPE.p95Sum : KEPT_OF_TYPE.meanSum));
}

function readSource(into: WindowReadings, sums: WindowSums, node: number, role: NodeRole): void {
  const { node: read, type } = into;
  const { types } = role;
  const to = node * NODE_READ.width;
  let [offered, success, failed, inFlight] = [0, 0, 0, 0];
  for (let index = 0; index < types.length; index++) {
    const at = types[index] * TYPE_READ.width;
    offered += type[at + TYPE_READ.offered];
    success += type[at + TYPE_READ.success];
    failed += type[at + TYPE_READ.failed];
    inFlight += sums.row[sums.at + sums.typesAt + types[index] * WIDTH.type + TYPE.inFlight];
  }
  read[to + NODE_READ.ended] = success + failed;
  read[to + NODE_READ.failed] = failed;
  read[to + NODE_READ.arrivals] = offered;
  read[to + NODE_READ.firstArrivals] = offered;
  read[to + NODE_READ.p95Ms] = meanOfTypes(sums, "p95", type, types);
  read[to + NODE_READ.meanMs] = meanOfTypes(sums, "mean", type, types);
  read[to + NODE_READ.utilization] = Number.NaN;
  read[to + NODE_READ.held] = Number.NaN;
  read[to + NODE_READ.slots] = Number.NaN;
  read[to + NODE_READ.queueBound] = Infinity;
  read[to + NODE_READ.instancesUp] = Number.NaN;
  read[to + NODE_READ.traffic] = offered + success + failed + inFlight > 0 ? 1 : 0;
}

/** How the calls at a broker ended, and the deliveries from it; `to`: its row. */
function readBroker(read: Float64Array, to: number, of: Float64Array, at: number): void {
  // Callers of a broker are its publishers; where none are counted, its own refusals tell.
  const publisherEnds = of[at + NODE.callerEnded] > 0;
  // A message whose time is over and which goes on to a dead-letter exchange was not delivered badly,
  // but not at all: that is what a delay queue is for.
  const died = of[at + NODE.deadLettered] - of[at + NODE.expiries];
  const deliveryFailures = of[at + NODE.redelivered] + died + of[at + NODE.dropped];
  read[to + NODE_READ.failed] =
    (publisherEnds ? of[at + NODE.callerFailed] : of[at + NODE.rejected]) + deliveryFailures;
  read[to + NODE_READ.ended] =
    (publisherEnds ? of[at + NODE.callerEnded] : of[at + NODE.published] + of[at + NODE.rejected]) +
    of[at + NODE.delivered];
}

/** Sum over the rows of a node's edges. */
function sumOver(edge: Float64Array, place: number, edges: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < edges.length; at++) sum += edge[edges[at] * EDGE_READ.width + place];
  return sum;
}

function readStation(into: WindowReadings, sums: WindowSums, node: number, role: NodeRole): void {
  const { node: read, edge } = into;
  const { row: of, rows, kept, isSingle } = sums;
  const at = sums.at + sums.nodesAt + node * WIDTH.node;
  const to = node * NODE_READ.width;
  const last = node * KEPT_OF_NODE.width;
  const arrivals = of[at + NODE.arrivals];
  const completions = of[at + NODE.completions];
  const held = of[at + NODE.heldMean] / rows;
  const slots = of[at + NODE.slotsMean] / rows;
  const inFlight = of[at + NODE.inFlightMean] / rows;
  const backlog = isSingle ? of[at + NODE_AT.backlogEnd] : kept[last + KEPT_OF_NODE.backlogEnd];
  const queueEnd = isSingle ? of[at + NODE_AT.queueEnd] : kept[last + KEPT_OF_NODE.queueEnd];
  const published = role.keepsMessages ? of[at + NODE.published] : 0;
  const delivered = role.keepsMessages ? of[at + NODE.delivered] : 0;
  const { outEdges } = role;
  read[to + NODE_READ.failed] = of[at + NODE.callerFailed];
  read[to + NODE_READ.ended] = of[at + NODE.callerEnded];
  if (role.broker) readBroker(read, to, of, at);
  read[to + NODE_READ.arrivals] = arrivals;
  read[to + NODE_READ.firstArrivals] = arrivals - of[at + NODE.retriedArrivals];
  read[to + NODE_READ.held] = held;
  read[to + NODE_READ.slots] = slots;
  read[to + NODE_READ.utilization] = slots > 0 && slots < Infinity ? held / slots : Number.NaN;
  // What waits for a pool or a bulkhead of its own calls counts as its queue.
  read[to + NODE_READ.queueMean] =
    of[at + NODE.queueMean] / rows + sumOver(edge, EDGE_READ.waiting, outEdges);
  read[to + NODE_READ.queueEnd] = queueEnd + sumOver(edge, EDGE_READ.waitingEnd, outEdges);
  read[to + NODE_READ.p95Ms] = isSingle
    ? known(of[at + NODE_AT.p95Ms], completions)
    : meanAt(kept, last + KEPT_OF_NODE.p95Sum);
  read[to + NODE_READ.inFlight] = inFlight;
  // Little's law, for nodes with too few completions in a series window for a quantile.
  read[to + NODE_READ.meanMs] = known((inFlight * into.spanMs) / completions, completions);
  read[to + NODE_READ.instancesUp] = isSingle
    ? of[at + NODE_AT.instancesUp]
    : kept[last + KEPT_OF_NODE.instancesUp];
  read[to + NODE_READ.published] = published;
  read[to + NODE_READ.backlog] = backlog;
  read[to + NODE_READ.hits] = of[at + NODE.hits] + of[at + NODE.staleHits];
  read[to + NODE_READ.misses] = of[at + NODE.misses];
  // A provider has a slot for everybody: what has not begun was refused at its door.
  read[to + NODE_READ.turnedAway] = role.rations
    ? Math.max(0, arrivals - of[at + NODE.started])
    : 0;
  const moved = arrivals + read[to + NODE_READ.ended] + published + delivered;
  const present = inFlight + (role.broker ? backlog : 0);
  read[to + NODE_READ.traffic] = moved + present > 0 ? 1 : 0;
}

/** A value that a count stands behind; NaN where none does. */
function known(value: number, count: number): number {
  return count > 0 ? value : Number.NaN;
}

function readMoreOfStation(
  { node: read }: WindowReadings,
  sums: WindowSums,
  node: number,
  role: NodeRole,
): void {
  const { row: of, rows, kept, isSingle } = sums;
  const at = sums.at + sums.nodesAt + node * WIDTH.node;
  const to = node * NODE_READ.width;
  const last = node * KEPT_OF_NODE.width;
  const started = of[at + NODE.started];
  const bound = boundOf(role, read[to + NODE_READ.instancesUp]);
  if (isSingle) {
    const queueMean = of[at + NODE.queueMean];
    const queueEnd = of[at + NODE_AT.queueEnd];
    const isFull = bound < Infinity && queueMean >= LIMITS.fullQueueRatio * bound;
    read[to + NODE_READ.queueMax] = Math.max(queueMean, queueEnd);
    read[to + NODE_READ.queueFullShare] = isFull ? 1 : 0;
    read[to + NODE_READ.waitMs] = known(of[at + NODE_AT.waitMeanMs], started);
  } else {
    read[to + NODE_READ.queueMax] = kept[last + KEPT_OF_NODE.queueMax];
    read[to + NODE_READ.queueFullShare] = kept[last + KEPT_OF_NODE.fullRows] / rows;
    read[to + NODE_READ.waitMs] = meanAt(kept, last + KEPT_OF_NODE.waitSum);
  }
  read[to + NODE_READ.queueBound] = bound;
  read[to + NODE_READ.serviceMs] = known(of[at + NODE.serviceMs] / started, started);
  read[to + NODE_READ.served] = of[at + NODE.serviceMs];
  read[to + NODE_READ.wasted] = of[at + NODE.wastedMs];
}

function remember({ node, before }: WindowReadings): void {
  let to = 0;
  for (let at = 0; at < node.length; at += NODE_READ.width) {
    before[to + NODE_BEFORE.queueEnd] = node[at + NODE_READ.queueEnd];
    before[to + NODE_BEFORE.backlog] = node[at + NODE_READ.backlog];
    before[to + NODE_BEFORE.slots] = node[at + NODE_READ.slots];
    to += NODE_BEFORE.width;
  }
}

export interface WindowReader {
  readonly analysisWindowMs: number;
  readonly rowsPerWindow: number;
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
  /** Leaves out a window that ends at `endMs`; only between two windows. */
  pass(endMs: number): void;
}

/** `initial`: as at the start; what its nodes are for stays as it is. */
export function createWindowReader(layout: SeriesLayout, initial: Topology): WindowReader {
  const perWindow = rowsPerAnalysisWindow(layout.windowMs);
  const rowLength = rowLengthOf(layout);
  const sums = new WindowSums(layout, initial);
  const readings = noReadings(layout);
  let lastRowMs = 0;
  let inForce = initial;
  /** Window of which everything has been read. */
  let whole = -1;

  function advance(endMs: number): void {
    readings.index += 1;
    readings.spanMs = endMs - readings.endMs;
    readings.endMs = endMs;
  }

  function read(topology: Topology): void {
    sums.close();
    inForce = topology;
    remember(readings);
    advance(lastRowMs);
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
    for (let type = 1; type < layout.typeIds.length; type++) readOutcomes(readings, sums, type);
    readMoreOfEdges(readings, sums, layout.edgeIds.length);
    const { nodes } = inForce;
    for (let node = 0; node < nodes.length; node++) {
      if (!nodes[node].source) readMoreOfStation(readings, sums, node, nodes[node]);
    }
  }

  return {
    analysisWindowMs: perWindow * layout.windowMs,
    rowsPerWindow: perWindow,
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
    pass(endMs) {
      advance(endMs);
      whole = readings.index;
    },
  };
}
