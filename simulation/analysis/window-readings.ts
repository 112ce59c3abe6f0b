// Adds series windows up to analysis windows (at least a second, so that a ratio rests on enough
// attempts) and reads off each what the rules need. Costs one pass over a row; keeps one window.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import {
  EDGE_COLUMNS,
  edgeColumn,
  NODE_COLUMNS,
  nodeColumn,
  type SeriesLayout,
  TYPE_COLUMNS,
  typeColumn,
} from "../results/series.ts";
import { LIMITS } from "./constants.ts";
import type { NodeRole, Topology } from "./topology.ts";
import { meanOf, type Weighted, weigh, weighted } from "./weighted-means.ts";

/** What is read per node and analysis window. NaN: cannot be told. */
export const NODE_READINGS = [
  "ended",
  "failed",
  "arrivals",
  "firstArrivals",
  "utilization",
  "held",
  "slots",
  "queueMean",
  "queueEnd",
  "queueMax",
  "queueBound",
  "queueFullShare",
  "waitMs",
  "serviceMs",
  "p95Ms",
  "meanMs",
  "inFlight",
  "instancesUp",
  "published",
  "backlog",
  "served",
  "wasted",
  "traffic",
  "hits",
  "misses",
] as const;

/**
 * What is read per edge. `waiting`: calls before a full pool or bulkhead, on average over the ends of
 * the series windows, at the last of them, and the share of these with any; `using`: calls that are
 * past it.
 */
export const EDGE_READINGS = [
  "calls",
  "attempts",
  "failed",
  "retries",
  "pending",
  "open",
  "timeouts",
  "waiting",
  "waitingEnd",
  "waitingShare",
  "using",
] as const;

/** Counts of a request type; `success` is ok and degraded, `good` also within its goal. */
export const TYPE_READINGS = ["offered", "success", "good", "failed", "cancelled"] as const;

type Columns<Names extends readonly string[]> = Readonly<Record<Names[number], Float64Array>>;

export interface WindowReadings {
  /** Number of finished windows before this one. */
  index: number;
  endMs: number;
  spanMs: number;
  readonly node: Columns<typeof NODE_READINGS>;
  readonly edge: Columns<typeof EDGE_READINGS>;
  readonly type: Columns<typeof TYPE_READINGS>;
  /** Endings by request type (row) and outcome code. */
  readonly outcomes: Float64Array;
}

export function columnsOf<const Names extends readonly string[]>(
  names: Names,
  rows: number,
): Columns<Names> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(rows)])) as Columns<Names>;
}

const WIDTH = { node: NODE_COLUMNS.length, edge: EDGE_COLUMNS.length, type: TYPE_COLUMNS.length };
const NODE = Object.fromEntries(NODE_COLUMNS.map((name, index) => [name, index])) as Record<
  (typeof NODE_COLUMNS)[number],
  number
>;
const EDGE = Object.fromEntries(EDGE_COLUMNS.map((name, index) => [name, index])) as Record<
  (typeof EDGE_COLUMNS)[number],
  number
>;
const TYPE = Object.fromEntries(TYPE_COLUMNS.map((name, index) => [name, index])) as Record<
  (typeof TYPE_COLUMNS)[number],
  number
>;
const FIRST_OUTCOME = TYPE[OUTCOMES[0]];
const CANCELLED = OUTCOMES.indexOf("cancelled");

/** Columns whose last value of the window counts, not their sum. */
const LAST_VALUES = [NODE.queueEnd, NODE.instancesUp, NODE.backlogEnd];

function sumOf(column: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + column[row], 0);
}

/** Series rows an analysis window is made of. */
export function rowsPerAnalysisWindow(windowMs: number): number {
  return Math.max(1, Math.trunc(LIMITS.analysisWindowMs / windowMs + 1 - 1e-9));
}

function boundOf(role: NodeRole, instancesUp: number): number {
  if (!role.boundPerInstance || !(role.queueBound < Infinity)) return role.queueBound;
  return role.queueBound * (instancesUp >= 1 ? instancesUp : (role.replicas ?? 1));
}

/** Sums over the rows of the window being filled. */
interface Sums {
  readonly nodes: Float64Array;
  readonly edges: Float64Array;
  readonly types: Float64Array;
  readonly fullRows: Float64Array;
  readonly queueMax: Float64Array;
  /** Of edges: rows at whose end somebody waits, and how many do at the last. */
  readonly waitingRows: Float64Array;
  readonly waitingEnd: Float64Array;
  readonly nodeP95: Weighted;
  readonly nodeWait: Weighted;
  readonly typeP95: Weighted;
  readonly typeMean: Weighted;
}

function emptySums(layout: SeriesLayout): Sums {
  const nodes = layout.nodeIds.length;
  const types = layout.typeIds.length;
  return {
    nodes: new Float64Array(nodes * WIDTH.node),
    edges: new Float64Array(layout.edgeIds.length * WIDTH.edge),
    types: new Float64Array(types * WIDTH.type),
    fullRows: new Float64Array(nodes),
    queueMax: new Float64Array(nodes),
    waitingRows: new Float64Array(layout.edgeIds.length),
    waitingEnd: new Float64Array(layout.edgeIds.length),
    nodeP95: weighted(nodes),
    nodeWait: weighted(nodes),
    typeP95: weighted(types),
    typeMean: weighted(types),
  };
}

function clear(sums: Sums): void {
  for (const part of Object.values(sums) as (Float64Array | Weighted)[]) {
    if (part instanceof Float64Array) part.fill(0);
    else {
      part.sum.fill(0);
      part.weight.fill(0);
    }
  }
}

function add(into: Float64Array, rows: Float64Array, from: number): void {
  for (let at = 0; at < into.length; at++) {
    const value = rows[from + at];
    if (!Number.isNaN(value)) into[at] += value;
  }
}

function addNodes(sums: Sums, rows: Float64Array, from: number, roles: readonly NodeRole[]): void {
  add(sums.nodes, rows, from);
  for (let node = 0; node < roles.length; node++) {
    const base = node * WIDTH.node;
    const at = from + base;
    for (let last = 0; last < LAST_VALUES.length; last++) {
      const column = LAST_VALUES[last];
      sums.nodes[base + column] = rows[at + column];
    }
    weigh(sums.nodeP95, node, rows[at + NODE.p95Ms], rows[at + NODE.completions]);
    weigh(sums.nodeWait, node, rows[at + NODE.waitMeanMs], rows[at + NODE.started]);
    const bound = boundOf(roles[node], rows[at + NODE.instancesUp]);
    if (rows[at + NODE.queueMean] >= LIMITS.fullQueueRatio * bound) sums.fullRows[node] += 1;
    const longest = Math.max(rows[at + NODE.queueEnd], rows[at + NODE.queueMean]);
    if (longest > sums.queueMax[node]) sums.queueMax[node] = longest;
  }
}

function addEdges(sums: Sums, rows: Float64Array, from: number): void {
  add(sums.edges, rows, from);
  for (let edge = 0; edge < sums.waitingEnd.length; edge++) {
    const waiting = rows[from + edge * WIDTH.edge + EDGE.waitingEnd];
    sums.waitingEnd[edge] = waiting;
    if (waiting > 0) sums.waitingRows[edge] += 1;
  }
}

function addTypes(sums: Sums, rows: Float64Array, from: number, types: number): void {
  add(sums.types, rows, from);
  for (let type = 0; type < types; type++) {
    const at = from + type * WIDTH.type;
    const success = rows[at + TYPE.ok] + rows[at + TYPE.degraded];
    weigh(sums.typeP95, type, rows[at + TYPE.p95Ms], success);
    weigh(sums.typeMean, type, rows[at + TYPE.meanMs], success);
  }
}

function readTypes(into: WindowReadings, sums: Sums, types: number): void {
  for (let type = 0; type < types; type++) {
    const base = type * WIDTH.type;
    let failed = 0;
    for (let code = 0; code < OUTCOME_COUNT; code++) {
      const count = sums.types[base + FIRST_OUTCOME + code];
      into.outcomes[type * OUTCOME_COUNT + code] = count;
      if (code >= FIRST_FAILURE && code !== CANCELLED) failed += count;
    }
    into.type.offered[type] = sums.types[base + TYPE.offered];
    into.type.success[type] = sums.types[base + TYPE.ok] + sums.types[base + TYPE.degraded];
    into.type.good[type] = sums.types[base + TYPE.good];
    into.type.failed[type] = failed;
    into.type.cancelled[type] = into.outcomes[type * OUTCOME_COUNT + CANCELLED];
  }
}

function readEdges(into: WindowReadings, sums: Sums, edges: number, rows: number): void {
  const { edge } = into;
  for (let index = 0; index < edges; index++) {
    const at = index * WIDTH.edge;
    const column = (name: keyof typeof EDGE): number => sums.edges[at + EDGE[name]];
    edge.calls[index] = column("calls");
    edge.attempts[index] = column("attempts");
    edge.retries[index] = column("retries");
    // A retried failure did not reach the caller and one with a fallback did not hurt it.
    edge.failed[index] = Math.max(
      0,
      column("failedAttempts") - column("retries") + column("refused") - column("fallbacks"),
    );
    edge.pending[index] = column("pendingMean") / rows;
    edge.open[index] = column("openMean") / rows;
    edge.timeouts[index] = column("timeouts");
    edge.waiting[index] = column("waitingEnd") / rows;
    edge.waitingEnd[index] = sums.waitingEnd[index];
    edge.waitingShare[index] = sums.waitingRows[index] / rows;
    edge.using[index] = edge.pending[index] - column("inBackoffMean") / rows - edge.waiting[index];
  }
}

function readSource(into: WindowReadings, sums: Sums, node: number, role: NodeRole): void {
  const p95 = weighted(1);
  const mean = weighted(1);
  const totals = { offered: 0, success: 0, failed: 0, inFlight: 0 };
  for (const type of role.types) {
    const success = into.type.success[type];
    totals.offered += into.type.offered[type];
    totals.success += success;
    totals.failed += into.type.failed[type];
    totals.inFlight += sums.types[type * WIDTH.type + TYPE.inFlight];
    weigh(p95, 0, meanOf(sums.typeP95, type), success);
    weigh(mean, 0, meanOf(sums.typeMean, type), success);
  }
  const { node: read } = into;
  read.ended[node] = totals.success + totals.failed;
  read.failed[node] = totals.failed;
  read.arrivals[node] = totals.offered;
  read.firstArrivals[node] = totals.offered;
  read.p95Ms[node] = meanOf(p95, 0);
  read.meanMs[node] = meanOf(mean, 0);
  read.utilization[node] = Number.NaN;
  read.held[node] = Number.NaN;
  read.slots[node] = Number.NaN;
  read.queueBound[node] = Infinity;
  read.instancesUp[node] = Number.NaN;
  read.traffic[node] = totals.offered + read.ended[node] + totals.inFlight > 0 ? 1 : 0;
}

function readStation(into: WindowReadings, sums: Sums, node: number, role: NodeRole, rows: number) {
  const { node: read } = into;
  const base = node * WIDTH.node;
  const column = (name: keyof typeof NODE): number => sums.nodes[base + NODE[name]];
  const started = column("started");
  const completions = column("completions");
  const published = column("published");
  // Callers of a broker are its publishers; where none are counted, its own refusals tell.
  const publisherEnds = column("callerEnded") > 0;
  // A message whose time is over and which goes on to a dead-letter exchange was not delivered badly,
  // but not at all: that is what a delay queue is for.
  const died = column("deadLettered") - column("expiries");
  const deliveryFailures = column("redelivered") + died + column("dropped");
  if (role.broker) {
    read.failed[node] =
      (publisherEnds ? column("callerFailed") : column("rejected")) + deliveryFailures;
    read.ended[node] =
      (publisherEnds ? column("callerEnded") : published + column("rejected")) +
      column("delivered");
  } else {
    read.failed[node] = column("callerFailed");
    read.ended[node] = column("callerEnded");
  }
  read.arrivals[node] = column("arrivals");
  read.firstArrivals[node] = column("arrivals") - column("retriedArrivals");
  read.held[node] = column("heldMean") / rows;
  read.slots[node] = column("slotsMean") / rows;
  read.utilization[node] =
    read.slots[node] > 0 && read.slots[node] < Infinity
      ? read.held[node] / read.slots[node]
      : Number.NaN;
  // What waits for a pool or a bulkhead of its own calls counts as its queue.
  read.queueMean[node] = column("queueMean") / rows + sumOf(into.edge.waiting, role.outEdges);
  read.queueEnd[node] = column("queueEnd") + sumOf(into.edge.waitingEnd, role.outEdges);
  read.queueMax[node] = sums.queueMax[node];
  read.queueBound[node] = boundOf(role, column("instancesUp"));
  read.queueFullShare[node] = sums.fullRows[node] / rows;
  read.waitMs[node] = meanOf(sums.nodeWait, node);
  read.serviceMs[node] = started > 0 ? column("serviceMs") / started : Number.NaN;
  read.p95Ms[node] = meanOf(sums.nodeP95, node);
  read.inFlight[node] = column("inFlightMean") / rows;
  // Little's law, for nodes with too few completions in a series window for a quantile.
  read.meanMs[node] =
    completions > 0 ? (read.inFlight[node] * into.spanMs) / completions : Number.NaN;
  read.instancesUp[node] = column("instancesUp");
  read.published[node] = published;
  read.backlog[node] = column("backlogEnd");
  read.served[node] = column("serviceMs");
  read.wasted[node] = column("wastedMs");
  read.hits[node] = column("hits") + column("staleHits");
  read.misses[node] = column("misses");
  const moved = read.arrivals[node] + read.ended[node] + published + column("delivered");
  const present = read.inFlight[node] + (role.broker ? read.backlog[node] : 0);
  read.traffic[node] = moved + present > 0 ? 1 : 0;
}

export interface WindowReader {
  readonly analysisWindowMs: number;
  readonly readings: WindowReadings;
  /** Takes the series row at `at`; true when it completed an analysis window. */
  take(topology: Topology, rows: Float64Array, at: number): boolean;
  /** Closes a started window that is at least half full; true if there is one. */
  close(topology: Topology): boolean;
}

export function createWindowReader(layout: SeriesLayout): WindowReader {
  const perWindow = rowsPerAnalysisWindow(layout.windowMs);
  const sums = emptySums(layout);
  const readings: WindowReadings = {
    index: -1,
    endMs: 0,
    spanMs: 0,
    node: columnsOf(NODE_READINGS, layout.nodeIds.length),
    edge: columnsOf(EDGE_READINGS, layout.edgeIds.length),
    type: columnsOf(TYPE_READINGS, layout.typeIds.length),
    outcomes: new Float64Array(layout.typeIds.length * OUTCOME_COUNT),
  };
  let taken = 0;
  let lastRowMs = 0;

  function read(topology: Topology): void {
    readings.index += 1;
    readings.spanMs = lastRowMs - readings.endMs;
    readings.endMs = lastRowMs;
    readTypes(readings, sums, layout.typeIds.length);
    readEdges(readings, sums, layout.edgeIds.length, taken);
    topology.nodes.forEach((role, node) => {
      if (role.source) readSource(readings, sums, node, role);
      else readStation(readings, sums, node, role, taken);
    });
    clear(sums);
    taken = 0;
  }

  return {
    analysisWindowMs: perWindow * layout.windowMs,
    readings,
    take(topology, rows, at) {
      lastRowMs = rows[at];
      addTypes(sums, rows, at + typeColumn(0, "offered"), layout.typeIds.length);
      addNodes(sums, rows, at + nodeColumn(layout, 0, "arrivals"), topology.nodes);
      addEdges(sums, rows, at + edgeColumn(layout, 0, "calls"));
      taken += 1;
      if (taken < perWindow) return false;
      read(topology);
      return true;
    },
    close(topology) {
      if (taken * 2 < perWindow || taken === 0) return false;
      read(topology);
      return true;
    },
  };
}
