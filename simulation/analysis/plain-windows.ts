// Windows in which every node is beyond doubt as well, or as idle, as it was: most of most runs. They change
// no state, so nothing is read of them but what shows that, and what is learned as normal. Whatever is notable
// is left to the rules of node-states.ts, which would say the same of the windows that pass here.
// Costs some ten values per node and window.
import { DEGRADED, FIRST_FAILURE, OK, OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
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
import { NO_TRAFFIC } from "../results/story.ts";
import { type Baseline, EDGE_SUM, NODE_SUM } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import { BLOCK } from "./judged-blocks.ts";
import type { NodeJudge } from "./node-judge.ts";
import { HEALTHY, isSlower } from "./node-states.ts";
import { NODE_READ } from "./readings.ts";
import { sumAt, weighedAt } from "./row-sums.ts";
import type { UtilizationMeans } from "./state-store.ts";
import type { NodeRole, Topology } from "./topology.ts";
import { EDGE_AT, FIRST_OUTCOME, NODE_AT, TYPE_AT, WIDTH } from "./window-columns.ts";
import type { WindowReader } from "./window-readings.ts";

/** What of a role decides, as bits. */
const SOURCE = 1;
const BROKER = 2;
const KEEPS_MESSAGES = 4;
const RELAYS = 8;
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

/** Places of what is read of a node, as in NODE_READ, and what it says. */
const READ = {
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

/** Where latencies stand in a block, and where they are read. */
const LATENCIES = [
  [BLOCK.p95, READ.p95Ms],
  [BLOCK.mean, READ.meanMs],
] as const;

/** What a window says of a node: nothing to do, too little to judge by, all well; or all else. */
const IDLE = 1;
const THIN = 2;
const WELL = 3;
const NOTABLE = 0;

const CANCELLED = OUTCOMES.indexOf("cancelled");

export interface PlainInputs {
  readonly reader: WindowReader;
  readonly judge: NodeJudge;
  readonly utilization: UtilizationMeans;
  /** What a node is compared with. */
  readonly normal: Baseline;
}

export class PlainWindows {
  private readonly inputs: PlainInputs;
  private readonly rowLength: number;
  private readonly perWindow: number;
  private readonly typesAt: number;
  private readonly nodesAt: number;
  private readonly edgesAt: number;
  private readonly edges: number;
  private readonly bits: Int32Array;
  /** Rows of READ. */
  private readonly read: Float64Array;
  /** What became of all requests in the last window that was looked at. */
  readonly seen = { offered: 0, ok: 0, degraded: 0, good: 0, unwell: 0, failed: 0, late: 0 };
  private topology: Topology | null = null;
  /** Whether any calls wait for a pool or a bulkhead. */
  private isWaitedFor = false;

  constructor(layout: SeriesLayout, inputs: PlainInputs) {
    const nodes = layout.nodeIds.length;
    this.inputs = inputs;
    this.rowLength = rowLengthOf(layout);
    this.perWindow = inputs.reader.rowsPerWindow;
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.edges = layout.edgeIds.length;
    this.bits = new Int32Array(nodes);
    this.read = new Float64Array(nodes * READ.width);
  }

  /** Whether nothing is notable in the window whose first row begins at `at`; nothing has changed yet. */
  isPlain(topology: Topology, rows: Float64Array, at: number, spanMs: number): boolean {
    if (topology !== this.topology) this.equip(topology);
    this.readAll(rows, at + this.typesAt);
    this.readSources(rows, at + this.typesAt, topology);
    return (
      !this.isPoolFull(rows, at + this.edgesAt) &&
      this.readStations(rows, at, spanMs) &&
      this.judge()
    );
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
  private waitingAt(rows: Float64Array, first: number, node: number, count: number): number {
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
      const to = sources[index] * READ.width;
      for (let place = 0; place < READ.width; place++) read[to + place] = 0;
      read[to + READ.utilization] = Number.NaN;
      read[to + READ.slots] = Number.NaN;
      for (let type = 0; type < types.length; type++) {
        this.readType(rows, first + types[type] * WIDTH.type, to);
      }
      read[to + READ.p95Ms] /= read[to + READ.p95Weight];
      read[to + READ.meanMs] /= read[to + READ.meanWeight];
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
    read[to + READ.arrivals] += offered;
    read[to + READ.ended] += success + failed;
    read[to + READ.failed] += failed;
    read[to + READ.traffic] += offered + success + failed + inFlight;
    if (!(success > 0)) return;
    const p95Ms = latencyAt(rows, at, TYPE_AT.p95Ms, rowLength, count);
    const meanMs = latencyAt(rows, at, TYPE_AT.meanMs, rowLength, count);
    if (!Number.isNaN(p95Ms)) {
      read[to + READ.p95Ms] += p95Ms * success;
      read[to + READ.p95Weight] += success;
    }
    if (!Number.isNaN(meanMs)) {
      read[to + READ.meanMs] += meanMs * success;
      read[to + READ.meanWeight] += success;
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
      const to = node * READ.width;
      if ((role & HAS_REPLICAS) !== 0 && rows[last + NODE_AT.instancesUp] === 0) return false;
      const slots = sumAt(rows, at + NODE_AT.slotsMean, rowLength, count) / count;
      const held = sumAt(rows, at + NODE_AT.heldMean, rowLength, count) / count;
      const utilization = slots > 0 && slots < Infinity ? held / slots : Number.NaN;
      if (utilization >= LIMITS.saturatedUtilization) return false;
      const arrivals = sumAt(rows, at + NODE_AT.arrivals, rowLength, count);
      const completions = sumAt(rows, at + NODE_AT.completions, rowLength, count);
      const inFlight = sumAt(rows, at + NODE_AT.inFlightMean, rowLength, count) / count;
      const ended = sumAt(rows, at + NODE_AT.callerEnded, rowLength, count);
      read[to + READ.ended] = ended;
      read[to + READ.failed] = sumAt(rows, at + NODE_AT.callerFailed, rowLength, count);
      read[to + READ.p95Ms] =
        count === 1 && completions > 0
          ? rows[at + NODE_AT.p95Ms]
          : weighedAt(rows, at + NODE_AT.p95Ms, at + NODE_AT.completions, -1, rowLength, count);
      read[to + READ.meanMs] = completions > 0 ? (inFlight * spanMs) / completions : Number.NaN;
      read[to + READ.utilization] = utilization;
      read[to + READ.inFlight] = inFlight;
      read[to + READ.traffic] = arrivals + ended + inFlight;
      read[to + READ.arrivals] = arrivals;
      read[to + READ.held] = held;
      read[to + READ.backlog] = rows[last + NODE_AT.backlogEnd];
      read[to + READ.queueEnd] =
        rows[last + NODE_AT.queueEnd] +
        this.waitingAt(rows, first + (count - 1) * rowLength, node, 1);
      read[to + READ.slots] = slots;
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
    const to = node * READ.width;
    const total = (place: number): number => sumAt(rows, at + place, rowLength, perWindow);
    const published = total(NODE_AT.published);
    const delivered = total(NODE_AT.delivered);
    read[to + READ.traffic] += published + delivered;
    if ((bits[node] & BROKER) === 0) return true;
    const backlog = read[to + READ.backlog];
    const before = this.inputs.reader.readings.node[node * NODE_READ.width + NODE_READ.backlog];
    const isGrowing = backlog - before > LIMITS.queueGrowthRatio * published;
    if (backlog > LIMITS.backlog && isGrowing) return false;
    const rejected = total(NODE_AT.rejected);
    const died = total(NODE_AT.deadLettered) - total(NODE_AT.expiries);
    const failures = total(NODE_AT.redelivered) + died + total(NODE_AT.dropped);
    if (read[to + READ.ended] === 0) {
      read[to + READ.failed] = rejected;
      read[to + READ.ended] = published + rejected;
    }
    read[to + READ.failed] += failures;
    read[to + READ.ended] += delivered;
    read[to + READ.traffic] += rejected + backlog;
    return true;
  }

  private judge(): boolean {
    const { read, bits } = this;
    const { judge, normal } = this.inputs;
    const { settled } = judge;
    const isReady = normal.windows >= LIMITS.baselineWindows;
    for (let node = 0; node < bits.length; node++) {
      const verdict = this.verdictOf(node, isReady);
      if (verdict === NOTABLE || settled[node] === 0) return false;
      read[node * READ.width + READ.verdict] = verdict;
    }
    return true;
  }

  private verdictOf(node: number, isReady: boolean): number {
    const { read, bits } = this;
    const { latest } = this.inputs.judge;
    const blocks = this.inputs.judge.blocks.sums;
    const { node: usual } = this.inputs.normal;
    const from = node * READ.width;
    const block = node * BLOCK.width;
    const sums = node * NODE_SUM.width;
    if (blocks[block + BLOCK.windows] >= LIMITS.quietWindows) return NOTABLE;
    if (!(read[from + READ.traffic] > 0)) return IDLE;
    const ended = read[from + READ.ended];
    const endedOfBlock = blocks[block + BLOCK.ended] + ended;
    const failedOfBlock = blocks[block + BLOCK.failed] + read[from + READ.failed];
    const isKnown = isReady && usual[sums + NODE_SUM.ended] >= LIMITS.baselineAttempts;
    const isHealthy = latest.shown[node] === HEALTHY;
    if (endedOfBlock < LIMITS.minimumAttempts) {
      if ((bits[node] & RELAYS) !== 0) return isHealthy ? THIN : NOTABLE;
      if (failedOfBlock > 0) return NOTABLE;
      if (!isKnown) return THIN;
      const meanMs = read[from + READ.meanMs];
      if (Number.isNaN(meanMs)) return read[from + READ.inFlight] > 0 ? NOTABLE : THIN;
      const usualMs = usual[sums + NODE_SUM.meanSum] / usual[sums + NODE_SUM.meanWeight];
      return isSlower(meanMs, usualMs) ? NOTABLE : THIN;
    }
    const ratio = failedOfBlock / endedOfBlock;
    if (!isHealthy || ratio >= LIMITS.failingFailureRatio) return NOTABLE;
    if (!isKnown) return WELL;
    const usualRatio = usual[sums + NODE_SUM.failed] / usual[sums + NODE_SUM.ended];
    if (ratio >= usualRatio + LIMITS.degradedFailureRatio) return NOTABLE;
    return this.isSlow(from, block, sums) ? NOTABLE : WELL;
  }

  /** By the latencies of the block, which begin at `block`; `from`, `sums`: the node's other rows. */
  private isSlow(from: number, block: number, sums: number): boolean {
    const { node: usual } = this.inputs.normal;
    const p95Ms = this.blockMean(block + BLOCK.p95, from + READ.p95Ms, from);
    const usualP95Ms = usual[sums + NODE_SUM.p95Sum] / usual[sums + NODE_SUM.p95Weight];
    if (!Number.isNaN(p95Ms) && !Number.isNaN(usualP95Ms)) return isSlower(p95Ms, usualP95Ms);
    const usualMs = usual[sums + NODE_SUM.meanSum] / usual[sums + NODE_SUM.meanWeight];
    return isSlower(this.blockMean(block + BLOCK.mean, from + READ.meanMs, from), usualMs);
  }

  private blockMean(sumAt: number, valueAt: number, from: number): number {
    const { sums: blocks } = this.inputs.judge.blocks;
    const ended = this.read[from + READ.ended];
    const sum = this.read[valueAt] * ended;
    // The weight stands behind the sum.
    return sum > 0
      ? (blocks[sumAt] + sum) / (blocks[sumAt + 1] + ended)
      : blocks[sumAt] / blocks[sumAt + 1];
  }

  /** Takes over what the window adds for later ones, which was found to be plain. */
  carry(): void {
    const { read, bits } = this;
    const { judge, utilization, reader } = this.inputs;
    const { idle, cells, latest } = judge;
    const { sums: blocks } = judge.blocks;
    const { node: known } = reader.readings;
    for (let node = 0; node < bits.length; node++) {
      const from = node * READ.width;
      const to = node * NODE_READ.width;
      const verdict = read[from + READ.verdict];
      const used = read[from + READ.utilization];
      // What the next window is compared with.
      known[to + NODE_READ.queueEnd] = read[from + READ.queueEnd];
      known[to + NODE_READ.backlog] = read[from + READ.backlog];
      known[to + NODE_READ.slots] = read[from + READ.slots];
      if (!Number.isNaN(used)) {
        utilization.sum[node] += used;
        utilization.windows[node] += 1;
      }
      idle[node] = verdict === IDLE ? idle[node] + 1 : 0;
      cells[node] = idle[node] >= LIMITS.idleWindows ? NO_TRAFFIC : latest.shown[node];
      const block = node * BLOCK.width;
      if (verdict !== WELL) this.addToBlock(block, from);
      else if (blocks[block + BLOCK.windows] > 0) blocks.fill(0, block, block + BLOCK.width);
    }
  }

  private addToBlock(block: number, from: number): void {
    const { read } = this;
    const { sums: blocks } = this.inputs.judge.blocks;
    const ended = read[from + READ.ended];
    blocks[block + BLOCK.windows] += 1;
    blocks[block + BLOCK.ended] += ended;
    blocks[block + BLOCK.failed] += read[from + READ.failed];
    for (const [sumAt, valueAt] of LATENCIES) {
      const sum = read[from + valueAt] * ended;
      if (!(sum > 0)) continue;
      blocks[block + sumAt] += sum;
      blocks[block + sumAt + 1] += ended;
    }
  }

  /** Adds the window to a baseline; `at`: where its first row begins. */
  learn(into: Baseline, rows: Float64Array, at: number, spanMs: number): void {
    into.windows += 1;
    into.spanMs += spanMs;
    this.learnTypes(into, rows, at + this.typesAt);
    this.learnNodes(into.node, rows, at);
    this.learnEdges(into.edge, rows, at + this.edgesAt);
  }

  private learnTypes(into: Baseline, rows: Float64Array, at: number): void {
    const { seen, rowLength, perWindow: count } = this;
    const { outcomes } = into;
    into.good += seen.good;
    into.offered += seen.offered;
    outcomes[OK] += seen.ok;
    outcomes[DEGRADED] += seen.degraded;
    if (seen.unwell === 0) return;
    for (let code = FIRST_FAILURE; code < OUTCOME_COUNT; code++) {
      outcomes[code] += sumAt(rows, at + FIRST_OUTCOME + code, rowLength, count);
    }
  }

  private learnNodes(sums: Float64Array, rows: Float64Array, first: number): void {
    const { read, bits, rowLength, perWindow: count } = this;
    for (let node = 0; node < bits.length; node++) {
      const from = node * READ.width;
      const to = node * NODE_SUM.width;
      const p95Ms = read[from + READ.p95Ms];
      const meanMs = read[from + READ.meanMs];
      sums[to + NODE_SUM.ended] += read[from + READ.ended];
      sums[to + NODE_SUM.failed] += read[from + READ.failed];
      if (!Number.isNaN(p95Ms)) {
        sums[to + NODE_SUM.p95Sum] += p95Ms;
        sums[to + NODE_SUM.p95Weight] += 1;
      }
      if (!Number.isNaN(meanMs)) {
        sums[to + NODE_SUM.meanSum] += meanMs;
        sums[to + NODE_SUM.meanWeight] += 1;
      }
      if ((bits[node] & SOURCE) !== 0) {
        sums[to + NODE_SUM.arrivals] += read[from + READ.arrivals];
        sums[to + NODE_SUM.firstArrivals] += read[from + READ.arrivals];
        sums[to + NODE_SUM.held] = Number.NaN;
        continue;
      }
      const at = first + this.nodesAt + node * WIDTH.node;
      const arrivals = read[from + READ.arrivals];
      const retried = sumAt(rows, at + NODE_AT.retriedArrivals, rowLength, count);
      const hits = sumAt(rows, at + NODE_AT.hits, rowLength, count);
      sums[to + NODE_SUM.arrivals] += arrivals;
      sums[to + NODE_SUM.firstArrivals] += arrivals - retried;
      sums[to + NODE_SUM.held] += read[from + READ.held];
      sums[to + NODE_SUM.queueMean] +=
        sumAt(rows, at + NODE_AT.queueMean, rowLength, count) / count +
        this.waitingAt(rows, first, node, count);
      sums[to + NODE_SUM.backlog] += read[from + READ.backlog];
      sums[to + NODE_SUM.inFlight] += read[from + READ.inFlight];
      sums[to + NODE_SUM.hits] += hits + sumAt(rows, at + NODE_AT.staleHits, rowLength, count);
      sums[to + NODE_SUM.misses] += sumAt(rows, at + NODE_AT.misses, rowLength, count);
    }
  }

  private learnEdges(sums: Float64Array, rows: Float64Array, first: number): void {
    const { edges, rowLength, perWindow: count } = this;
    for (let edge = 0; edge < edges; edge++) {
      const at = first + edge * WIDTH.edge;
      const to = edge * EDGE_SUM.width;
      const retries = sumAt(rows, at + EDGE_AT.retries, rowLength, count);
      const failed =
        sumAt(rows, at + EDGE_AT.failedAttempts, rowLength, count) -
        retries +
        sumAt(rows, at + EDGE_AT.refused, rowLength, count) -
        sumAt(rows, at + EDGE_AT.fallbacks, rowLength, count);
      sums[to + EDGE_SUM.failed] += failed > 0 ? failed : 0;
      sums[to + EDGE_SUM.retries] += retries;
      sums[to + EDGE_SUM.pending] +=
        sumAt(rows, at + EDGE_AT.pendingMean, rowLength, count) / count;
      sums[to + EDGE_SUM.attempts] += sumAt(rows, at + EDGE_AT.attempts, rowLength, count);
      sums[to + EDGE_SUM.calls] += sumAt(rows, at + EDGE_AT.calls, rowLength, count);
    }
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
