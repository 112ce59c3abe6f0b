// What a node is judged by: the attempts of one window where they are enough, else of as many windows
// together as it takes. Blocks do not overlap, so that no failure counts twice. Costs a few sums per
// node and window.
import { LIMITS } from "./constants.ts";
import { NODE_READ, type WindowReadings } from "./readings.ts";

/** Places of a node's sums; latencies are weighted by the attempts of the windows that have one. */
const WINDOWS = 0;
const ENDED = 1;
const FAILED = 2;
const P95 = 3;
const P95_WEIGHT = 4;
const MEAN = 5;
const MEAN_WEIGHT = 6;
const WIDTH = 7;

export class JudgedBlocks {
  private readonly sums: Float64Array;

  constructor(nodes: number) {
    this.sums = new Float64Array(nodes * WIDTH);
  }

  /** Adds a window to the node's block; what lies too far back is forgotten first. */
  take({ node: read }: WindowReadings, node: number): void {
    const { sums } = this;
    const at = node * WIDTH;
    const from = node * NODE_READ.width;
    if (sums[at + WINDOWS] >= LIMITS.quietWindows) this.clear(node);
    const ended = read[from + NODE_READ.ended];
    sums[at + WINDOWS] += 1;
    sums[at + ENDED] += ended;
    sums[at + FAILED] += read[from + NODE_READ.failed];
    const p95 = read[from + NODE_READ.p95Ms] * ended;
    if (p95 > 0) {
      sums[at + P95] += p95;
      sums[at + P95_WEIGHT] += ended;
    }
    const mean = read[from + NODE_READ.meanMs] * ended;
    if (mean > 0) {
      sums[at + MEAN] += mean;
      sums[at + MEAN_WEIGHT] += ended;
    }
  }

  ended(node: number): number {
    return this.sums[node * WIDTH + ENDED];
  }

  failed(node: number): number {
    return this.sums[node * WIDTH + FAILED];
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
    const weight = sums[node * WIDTH + P95_WEIGHT];
    return weight > 0 ? sums[node * WIDTH + P95] / weight : Number.NaN;
  }

  meanMs(node: number): number {
    const { sums } = this;
    const weight = sums[node * WIDTH + MEAN_WEIGHT];
    return weight > 0 ? sums[node * WIDTH + MEAN] / weight : Number.NaN;
  }

  /** The node has been judged: the next window begins another block. */
  clear(node: number): void {
    const { sums } = this;
    for (let at = node * WIDTH; at < (node + 1) * WIDTH; at++) sums[at] = 0;
  }
}
