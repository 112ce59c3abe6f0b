// Windows in which every node is beyond doubt as well, or as idle, as it was: most of most runs. They change
// no state, so that nothing more is read of them, and a few sums are all they add. Whatever is notable is left
// to the rules of node-states.ts, which would say the same of the windows that pass here.

import type { SeriesLayout } from "../results/series.ts";
import { NO_TRAFFIC } from "../results/story.ts";
import { type Baseline, NODE_SUM } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import { BLOCK } from "./judged-blocks.ts";
import { learnRows } from "./learned-rows.ts";
import type { NodeJudge } from "./node-judge.ts";
import { HEALTHY, isSlower } from "./node-states.ts";
import { PLAIN, PlainRows, RELAYS } from "./plain-rows.ts";
import { NODE_READ } from "./readings.ts";
import type { UtilizationMeans } from "./state-store.ts";
import type { Topology } from "./topology.ts";
import type { WindowReader } from "./window-readings.ts";

/** Where latencies stand in a block, and where they are read. */
const LATENCIES = [
  [BLOCK.p95, PLAIN.p95Ms],
  [BLOCK.mean, PLAIN.meanMs],
] as const;

/** What a window says of a node: nothing to do, too little to judge by, all well; or all else. */
const IDLE = 1;
const THIN = 2;
const WELL = 3;
const NOTABLE = 0;

export interface PlainInputs {
  readonly reader: WindowReader;
  readonly judge: NodeJudge;
  readonly utilization: UtilizationMeans;
  /** What a node is compared with. */
  readonly normal: Baseline;
}

export class PlainWindows {
  private readonly inputs: PlainInputs;
  private readonly rows: PlainRows;

  constructor(layout: SeriesLayout, inputs: PlainInputs) {
    const { rowsPerWindow, readings } = inputs.reader;
    this.inputs = inputs;
    this.rows = new PlainRows(layout, rowsPerWindow, readings);
  }

  /** What became of all requests in the window that was looked at last. */
  get seen(): PlainRows["seen"] {
    return this.rows.seen;
  }

  /** Whether nothing is notable in the window whose first row begins at `at`; nothing has changed yet. */
  isPlain(topology: Topology, rows: Float64Array, at: number, spanMs: number): boolean {
    return this.rows.take(topology, rows, at, spanMs) && this.judge();
  }

  private judge(): boolean {
    const { read, bits } = this.rows;
    const { judge, normal } = this.inputs;
    const { settled } = judge;
    const isReady = normal.windows >= LIMITS.baselineWindows;
    for (let node = 0; node < bits.length; node++) {
      const verdict = this.verdictOf(node, isReady);
      if (verdict === NOTABLE || settled[node] === 0) return false;
      read[node * PLAIN.width + PLAIN.verdict] = verdict;
    }
    return true;
  }

  private verdictOf(node: number, isReady: boolean): number {
    const { read, bits } = this.rows;
    const { latest } = this.inputs.judge;
    const blocks = this.inputs.judge.blocks.sums;
    const { node: usual } = this.inputs.normal;
    const from = node * PLAIN.width;
    const block = node * BLOCK.width;
    const sums = node * NODE_SUM.width;
    if (blocks[block + BLOCK.windows] >= LIMITS.quietWindows) return NOTABLE;
    if (!(read[from + PLAIN.traffic] > 0)) return IDLE;
    const ended = read[from + PLAIN.ended];
    const endedOfBlock = blocks[block + BLOCK.ended] + ended;
    const failedOfBlock = blocks[block + BLOCK.failed] + read[from + PLAIN.failed];
    const isKnown = isReady && usual[sums + NODE_SUM.ended] >= LIMITS.baselineAttempts;
    const isHealthy = latest.shown[node] === HEALTHY;
    if (endedOfBlock < LIMITS.minimumAttempts) {
      if ((bits[node] & RELAYS) !== 0) return isHealthy ? THIN : NOTABLE;
      if (failedOfBlock > 0) return NOTABLE;
      if (!isKnown) return THIN;
      const meanMs = read[from + PLAIN.meanMs];
      if (Number.isNaN(meanMs)) return read[from + PLAIN.inFlight] > 0 ? NOTABLE : THIN;
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
    const p95Ms = this.blockMean(block + BLOCK.p95, from + PLAIN.p95Ms, from);
    const usualP95Ms = usual[sums + NODE_SUM.p95Sum] / usual[sums + NODE_SUM.p95Weight];
    if (!Number.isNaN(p95Ms) && !Number.isNaN(usualP95Ms)) return isSlower(p95Ms, usualP95Ms);
    const usualMs = usual[sums + NODE_SUM.meanSum] / usual[sums + NODE_SUM.meanWeight];
    return isSlower(this.blockMean(block + BLOCK.mean, from + PLAIN.meanMs, from), usualMs);
  }

  private blockMean(sumAt: number, valueAt: number, from: number): number {
    const { sums: blocks } = this.inputs.judge.blocks;
    const ended = this.rows.read[from + PLAIN.ended];
    const sum = this.rows.read[valueAt] * ended;
    // The weight stands behind the sum.
    return sum > 0
      ? (blocks[sumAt] + sum) / (blocks[sumAt + 1] + ended)
      : blocks[sumAt] / blocks[sumAt + 1];
  }

  /** Takes over what the window adds for later ones, which was found to be plain. */
  carry(): void {
    const { read, bits } = this.rows;
    const { judge, utilization, reader } = this.inputs;
    const { idle, cells, latest } = judge;
    const { sums: blocks } = judge.blocks;
    const { node: known } = reader.readings;
    for (let node = 0; node < bits.length; node++) {
      const from = node * PLAIN.width;
      const to = node * NODE_READ.width;
      const verdict = read[from + PLAIN.verdict];
      const used = read[from + PLAIN.utilization];
      // What the next window is compared with.
      known[to + NODE_READ.queueEnd] = read[from + PLAIN.queueEnd];
      known[to + NODE_READ.backlog] = read[from + PLAIN.backlog];
      known[to + NODE_READ.slots] = read[from + PLAIN.slots];
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
    const { read } = this.rows;
    const { sums: blocks } = this.inputs.judge.blocks;
    const ended = read[from + PLAIN.ended];
    blocks[block + BLOCK.windows] += 1;
    blocks[block + BLOCK.ended] += ended;
    blocks[block + BLOCK.failed] += read[from + PLAIN.failed];
    for (const [sumAt, valueAt] of LATENCIES) {
      const sum = read[from + valueAt] * ended;
      if (!(sum > 0)) continue;
      blocks[block + sumAt] += sum;
      blocks[block + sumAt + 1] += ended;
    }
  }

  /** Adds the window to a baseline; `at`: where its first row begins. */
  learn(into: Baseline, rows: Float64Array, at: number, spanMs: number): void {
    learnRows(into, this.rows, rows, at, spanMs);
  }
}
