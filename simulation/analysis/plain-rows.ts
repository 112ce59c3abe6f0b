// What of a window's rows shows that all is well: some ten values per node, and what became of all requests.
// As window-readings.ts reads them, bit by bit, but nothing else. It says no as soon as a node is notable for
// what was read of it: no instance up, slots or a quota used up, a backlog that grows, a pool that is full.
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import {
  EDGE_COLUMNS,
  edgeColumn,
  NODE_COLUMNS,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  TYPE_COLUMNS,
  typeColumn,
} from "../results/series.ts";
import { LIMITS } from "./constants.ts";
import { NODE_READ, type WindowReadings } from "./readings.ts";
import { sumAt, weighedAt } from "./row-sums.ts";
import type { NodeRole, Topology } from "./topology.ts";
import { EDGE_AT, FIRST_OUTCOME, NODE_AT, TYPE_AT, WIDTH } from "./window-columns.ts";

/** What of a role decides, as bits. */
export const SOURCE = 1;
const BROKER = 2;
const KEEPS_MESSAGES = 4;
export const RELAYS = 8;
const RATIONS = 16;
const HAS_REPLICAS = 32;

function bitsOf(role: NodeRole): number {
  return (
    (role.source ? SOURCE : 0) +
    (role.broker ? BROKER : 0) +
    (role.keepsMessages ? KEEPS_MESSAGES : 0) +
    (role.relays ? RELAYS : 0) +
    (role.rations ? RATIONS : 0) +
    (role.replicas !== null && role.replicas > 0 ? HAS_REPLICAS : 0)
  );
}

/** Places of what is read of a node, as in NODE_READ; and what it is found to be. */
export const PLAIN = {
  ended: 0,
  failed: 1,
  p95Ms: 2,
  meanMs: 3,
  utilization: 4,
  inFlight: 5,
  traffic: 6,
  backlog: 7,
  queueEnd: 8,
  slots: 9,
  verdict: 10,
  /** Of a source: what its latencies are weighted by. */
  p95Weight: 11,
  meanWeight: 12,
  arrivals: 13,
  held: 14,
  width: 15,
} as const;

const CANCELLED = OUTCOMES.indexOf("cancelled");

export class PlainRows {
  readonly rowLength: number;
  readonly perWindow: number;
  readonly typesAt: number;
  readonly nodesAt: number;
  readonly edgesAt: number;
  readonly edges: number;
  /** What of the nodes' roles decides. */
  readonly bits: Int32Array;
  /** Rows of PLAIN. */
  readonly read: Float64Array;
  /** What became of all requests; `unwell`: what neither succeeded nor was degraded. */
  readonly seen = { offered: 0, ok: 0, degraded: 0, good: 0, unwell: 0, failed: 0, late: 0 };
  private readonly readings: WindowReadings;
  private topology: Topology | null = null;
  /** Whether any calls wait for a pool or a bulkhead. */
  private isWaitedFor = false;

  /** `perWindow`: rows of a window; `readings`: of the window before. */
  constructor(layout: SeriesLayout, perWindow: number, readings: WindowReadings) {
    const nodes = layout.nodeIds.length;
    this.rowLength = rowLengthOf(layout);
    this.perWindow = perWindow;
    this.readings = readings;
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.edges = layout.edgeIds.length;
    this.bits = new Int32Array(nodes);
    this.read = new Float64Array(nodes * PLAIN.width);
  }

  /** Reads the window whose first row begins at `at`; false where a node is notable for it. */
  take(topology: Topology, rows: Float64Array, at: number, spanMs: number): boolean {
    if (topology !== this.topology) this.equip(topology);
    this.readAll(rows, at + this.typesAt);
    this.readSources(rows, at + this.typesAt, topology);
    return !this.isPoolFull(rows, at + this.edgesAt) && this.readStations(rows, at, spanMs);
  }

  /** What became of all requests together. */
  private readAll(rows: Float64Array, at: number): void {
    const { seen, rowLength, perWindow: count } = this;
    let unwell = 0;
    for (let code = FIRST_FAILURE; code < OUTCOME_COUNT; code++) {
      unwell += sumAt(rows, at + FIRST_OUTCOME + code, rowLength, count);
    }
    seen.good = sumAt(rows, at + TYPE_AT.good, rowLength, count);
    seen.offered = sumAt(rows, at + TYPE_AT.offered, rowLength, count);
    seen.ok = sumAt(rows, at + TYPE_AT.ok, rowLength, count);
    seen.degraded = sumAt(rows, at + TYPE_AT.degraded, rowLength, count);
    seen.unwell = unwell;
    seen.failed = unwell;
    if (unwell > 0) seen.failed -= sumAt(rows, at + FIRST_OUTCOME + CANCELLED, rowLength, count);
    seen.late = 0;
  }

  private equip(topology: Topology): void {
    this.topology = topology;
    for (const [node, role] of topology.nodes.entries()) this.bits[node] = bitsOf(role);
  }

  /** Whether calls stand before a full pool or bulkhead for most of the time. */
  private isPoolFull(rows: Float64Array, first: number): boolean {
    const { rowLength, perWindow, edges } = this;
    this.isWaitedFor = false;
    for (let edge = 0; edge < edges; edge++) {
      const at = first + edge * WIDTH.edge + EDGE_AT.waitingEnd;
      let waitingRows = 0;
      for (let row = 0; row < perWindow; row++) {
        if (rows[at + row * rowLength] > 0) waitingRows += 1;
      }
      if (waitingRows / perWindow >= LIMITS.saturatedUtilization) return true;
      if (waitingRows > 0) this.isWaitedFor = true;
    }
    return false;
  }

  /** Calls of a node that wait for a pool or a bulkhead, on average over `count` rows' ends. */
  waitingAt(rows: Float64Array, first: number, node: number, count: number): number {
    if (!this.isWaitedFor || this.topology === null) return 0;
    const { outEdges } = this.topology.nodes[node];
    let waiting = 0;
    for (let index = 0; index < outEdges.length; index++) {
      const at = first + this.edgesAt + outEdges[index] * WIDTH.edge + EDGE_AT.waitingEnd;
      waiting += sumAt(rows, at, this.rowLength, count) / count;
    }
    return waiting;
  }

  private readSources(rows: Float64Array, first: number, topology: Topology): void {
    const { read } = this;
    const { nodes, sources } = topology;
    for (let index = 0; index < sources.length; index++) {
      const { types } = nodes[sources[index]];
      const to = sources[index] * PLAIN.width;
      for (let place = 0; place < PLAIN.width; place++) read[to + place] = 0;
      read[to + PLAIN.utilization] = Number.NaN;
      read[to + PLAIN.slots] = Number.NaN;
      for (let type = 0; type < types.length; type++) {
        this.readType(rows, first + types[type] * WIDTH.type, to);
      }
      read[to + PLAIN.p95Ms] /= read[to + PLAIN.p95Weight];
      read[to + PLAIN.meanMs] /= read[to + PLAIN.meanWeight];
    }
  }

  /** Adds a request type to its source; its latencies are weighted by its successes. */
  private readType(rows: Float64Array, at: number, to: number): void {
    const { read, seen, rowLength, perWindow: count } = this;
    const ok = sumAt(rows, at + TYPE_AT.ok, rowLength, count);
    const success = ok + sumAt(rows, at + TYPE_AT.degraded, rowLength, count);
    const failed = seen.unwell > 0 ? failuresAt(rows, at, rowLength, count) : 0;
    seen.late += ok - sumAt(rows, at + TYPE_AT.good, rowLength, count);
    const offered = sumAt(rows, at + TYPE_AT.offered, rowLength, count);
    const inFlight = sumAt(rows, at + TYPE_AT.inFlight, rowLength, count);
    read[to + PLAIN.arrivals] += offered;
    read[to + PLAIN.ended] += success + failed;
    read[to + PLAIN.failed] += failed;
    read[to + PLAIN.traffic] += offered + success + failed + inFlight;
    if (!(success > 0)) return;
    const p95Ms = latencyAt(rows, at, TYPE_AT.p95Ms, rowLength, count);
    const meanMs = latencyAt(rows, at, TYPE_AT.meanMs, rowLength, count);
    if (!Number.isNaN(p95Ms)) {
      read[to + PLAIN.p95Ms] += p95Ms * success;
      read[to + PLAIN.p95Weight] += success;
    }
    if (!Number.isNaN(meanMs)) {
      read[to + PLAIN.meanMs] += meanMs * success;
      read[to + PLAIN.meanWeight] += success;
    }
  }

  /** False where a node is notable for what it is. */
  private readStations(rows: Float64Array, first: number, spanMs: number): boolean {
    const { read, bits, rowLength, perWindow: count } = this;
    for (let node = 0; node < bits.length; node++) {
      const role = bits[node];
      if ((role & SOURCE) !== 0) continue;
      const at = first + this.nodesAt + node * WIDTH.node;
      const last = at + (count - 1) * rowLength;
      const to = node * PLAIN.width;
      if ((role & HAS_REPLICAS) !== 0 && rows[last + NODE_AT.instancesUp] === 0) return false;
      const slots = sumAt(rows, at + NODE_AT.slotsMean, rowLength, count) / count;
      const held = sumAt(rows, at + NODE_AT.heldMean, rowLength, count) / count;
      const utilization = slots > 0 && slots < Infinity ? held / slots : Number.NaN;
      if (utilization >= LIMITS.saturatedUtilization) return false;
      const arrivals = sumAt(rows, at + NODE_AT.arrivals, rowLength, count);
      const completions = sumAt(rows, at + NODE_AT.completions, rowLength, count);
      const inFlight = sumAt(rows, at + NODE_AT.inFlightMean, rowLength, count) / count;
      const ended = sumAt(rows, at + NODE_AT.callerEnded, rowLength, count);
      read[to + PLAIN.ended] = ended;
      read[to + PLAIN.failed] = sumAt(rows, at + NODE_AT.callerFailed, rowLength, count);
      read[to + PLAIN.p95Ms] =
        count === 1 && completions > 0
          ? rows[at + NODE_AT.p95Ms]
          : weighedAt(rows, at + NODE_AT.p95Ms, at + NODE_AT.completions, -1, rowLength, count);
      read[to + PLAIN.meanMs] = completions > 0 ? (inFlight * spanMs) / completions : Number.NaN;
      read[to + PLAIN.utilization] = utilization;
      read[to + PLAIN.inFlight] = inFlight;
      read[to + PLAIN.traffic] = arrivals + ended + inFlight;
      read[to + PLAIN.arrivals] = arrivals;
      read[to + PLAIN.held] = held;
      read[to + PLAIN.backlog] = rows[last + NODE_AT.backlogEnd];
      read[to + PLAIN.queueEnd] =
        rows[last + NODE_AT.queueEnd] +
        this.waitingAt(rows, first + (count - 1) * rowLength, node, 1);
      read[to + PLAIN.slots] = slots;
      const isFull =
        (role & RATIONS) !== 0 && arrivals > sumAt(rows, at + NODE_AT.started, rowLength, count);
      if (isFull) return false;
      if ((role & KEEPS_MESSAGES) !== 0 && !this.readMessages(rows, at, node)) return false;
    }
    return true;
  }

  /** The same of what stores messages: how publishing and delivering went. */
  private readMessages(rows: Float64Array, at: number, node: number): boolean {
    const { read, bits, rowLength, perWindow } = this;
    const to = node * PLAIN.width;
    const total = (place: number): number => sumAt(rows, at + place, rowLength, perWindow);
    const published = total(NODE_AT.published);
    const delivered = total(NODE_AT.delivered);
    read[to + PLAIN.traffic] += published + delivered;
    if ((bits[node] & BROKER) === 0) return true;
    const backlog = read[to + PLAIN.backlog];
    const before = this.readings.node[node * NODE_READ.width + NODE_READ.backlog];
    const isGrowing = backlog - before > LIMITS.queueGrowthRatio * published;
    if (backlog > LIMITS.backlog && isGrowing) return false;
    const rejected = total(NODE_AT.rejected);
    const died = total(NODE_AT.deadLettered) - total(NODE_AT.expiries);
    const failures = total(NODE_AT.redelivered) + died + total(NODE_AT.dropped);
    if (read[to + PLAIN.ended] === 0) {
      read[to + PLAIN.failed] = rejected;
      read[to + PLAIN.ended] = published + rejected;
    }
    read[to + PLAIN.failed] += failures;
    read[to + PLAIN.ended] += delivered;
    read[to + PLAIN.traffic] += rejected + backlog;
    return true;
  }
}

/** Requests of a type that failed. */
function failuresAt(rows: Float64Array, at: number, rowLength: number, count: number): number {
  let failed = -sumAt(rows, at + FIRST_OUTCOME + CANCELLED, rowLength, count);
  for (let code = FIRST_FAILURE; code < OUTCOME_COUNT; code++) {
    failed += sumAt(rows, at + FIRST_OUTCOME + code, rowLength, count);
  }
  return failed;
}

/** Mean of a type's latency over the rows in which it has one, by its successes. */
function latencyAt(
  rows: Float64Array,
  at: number,
  place: number,
  rowLength: number,
  count: number,
): number {
  if (count === 1) return rows[at + place];
  return weighedAt(rows, at + place, at + TYPE_AT.ok, at + TYPE_AT.degraded, rowLength, count);
}
