// What a node is judged by: the attempts of one window where they are enough, else of as many windows
// together as it takes. Blocks do not overlap, so that no failure counts twice. Costs a few sums per
// node and window.
import { LIMITS } from "./constants.ts";
import type { WindowReadings } from "./window-readings.ts";

export class JudgedBlocks {
  readonly ended: Float64Array;
  readonly failed: Float64Array;
  private readonly windows: Float64Array;
  private readonly p95Sum: Float64Array;
  private readonly p95Weight: Float64Array;
  private readonly meanSum: Float64Array;
  private readonly meanWeight: Float64Array;

  constructor(nodes: number) {
    this.ended = new Float64Array(nodes);
    this.failed = new Float64Array(nodes);
    this.windows = new Float64Array(nodes);
    this.p95Sum = new Float64Array(nodes);
    this.p95Weight = new Float64Array(nodes);
    this.meanSum = new Float64Array(nodes);
    this.meanWeight = new Float64Array(nodes);
  }

  /** Adds a window to the node's block; what lies too far back is forgotten first. */
  take({ node: read }: WindowReadings, node: number): void {
    if (this.windows[node] >= LIMITS.quietWindows) this.clear(node);
    const ended = read.ended[node];
    this.windows[node] += 1;
    this.ended[node] += ended;
    this.failed[node] += read.failed[node];
    const p95Ms = read.p95Ms[node];
    if (p95Ms * ended > 0) {
      this.p95Sum[node] += p95Ms * ended;
      this.p95Weight[node] += ended;
    }
    const meanMs = read.meanMs[node];
    if (meanMs * ended > 0) {
      this.meanSum[node] += meanMs * ended;
      this.meanWeight[node] += ended;
    }
  }

  isEnough(node: number): boolean {
    return this.ended[node] >= LIMITS.minimumAttempts;
  }

  /** Callers' failures over callers' endings. */
  failureRatio(node: number): number {
    return this.ended[node] > 0 ? this.failed[node] / this.ended[node] : 0;
  }

  /** Means over the windows that have a value, by their attempts; NaN where none has. */
  p95Ms(node: number): number {
    return this.p95Weight[node] > 0 ? this.p95Sum[node] / this.p95Weight[node] : Number.NaN;
  }

  meanMs(node: number): number {
    return this.meanWeight[node] > 0 ? this.meanSum[node] / this.meanWeight[node] : Number.NaN;
  }

  /** The node has been judged: the next window begins another block. */
  clear(node: number): void {
    this.windows[node] = 0;
    this.ended[node] = 0;
    this.failed[node] = 0;
    this.p95Sum[node] = 0;
    this.p95Weight[node] = 0;
    this.meanSum[node] = 0;
    this.meanWeight[node] = 0;
  }
}
