// What a node is judged by: the attempts of one window where they are enough, else of as many windows
// together as it takes. Blocks do not overlap, so that no failure counts twice. Costs a few sums per
// node and window.
import { LIMITS } from "./constants.ts";
import { NODE_READ, type WindowReadings } from "./readings.ts";

/**
 * Places of a node's sums; latencies are weighted by the attempts of the windows that have one, the weight
 * behind the sum.
 */
export const BLOCK = {
  windows: 0,
  ended: 1,
  failed: 2,
  p95: 3,
  p95Weight: 4,
  mean: 5,
  meanWeight: 6,
  width: 7,
} as const;

export class JudgedBlocks {
  /** Rows of BLOCK. */
  readonly sums: Float64Array;

  constructor(nodes: number) {
    this.sums = new Float64Array(nodes * BLOCK.width);
  }

  /** Adds a window to the node's block; what lies too far back is forgotten first. */
  take({ node: read }: WindowReadings, node: number): void {
    const { sums } = this;
    const at = node * BLOCK.width;
    const from = node * NODE_READ.width;
    if (sums[at + BLOCK.windows] >= LIMITS.quietWindows) this.clear(node);
    const ended = read[from + NODE_READ.ended];
    sums[at + BLOCK.windows] += 1;
    sums[at + BLOCK.ended] += ended;
    sums[at + BLOCK.failed] += read[from + NODE_READ.failed];
    const p95 = read[from + NODE_READ.p95Ms] * ended;
    if (p95 > 0) {
      sums[at + BLOCK.p95] += p95;
      sums[at + BLOCK.p95Weight] += ended;
    }
    const mean = read[from + NODE_READ.meanMs] * ended;
    if (mean > 0) {
      sums[at + BLOCK.mean] += mean;
      sums[at + BLOCK.meanWeight] += ended;
    }
  }

  ended(node: number): number {
    return this.sums[node * BLOCK.width + BLOCK.ended];
  }

  failed(node: number): number {
    return this.sums[node * BLOCK.width + BLOCK.failed];
  }

  isEnough(node: number): boolean {
    return this.ended(node) >= LIMITS.minimumAttempts;
  }

  /** Callers' failures over callers' endings. */
  failureRatio(node: number): number {
    const ended = this.ended(node);
    return ended > 0 ? this.failed(node) / ended : 0;
  }

  /** Means over the windows that have a value, by their attempts; NaN where none has. */
  p95Ms(node: number): number {
    const { sums } = this;
    const weight = sums[node * BLOCK.width + BLOCK.p95Weight];
    return weight > 0 ? sums[node * BLOCK.width + BLOCK.p95] / weight : Number.NaN;
  }

  meanMs(node: number): number {
    const { sums } = this;
    const weight = sums[node * BLOCK.width + BLOCK.meanWeight];
    return weight > 0 ? sums[node * BLOCK.width + BLOCK.mean] / weight : Number.NaN;
  }

  /** The node has been judged: the next window begins another block. */
  clear(node: number): void {
    const { sums } = this;
    for (let at = node * BLOCK.width; at < (node + 1) * BLOCK.width; at++) sums[at] = 0;
  }
}
