// What is kept of every analysis window (one byte per node) and of all of them (one mean per node).
import { NODE_READ, type WindowReadings } from "./readings.ts";

/** Windows that room is kept for at most; what comes after them makes its own. */
const MOST_EXPECTED = 4096;

export class StateStore {
  private readonly nodes: number;
  private bytes: Uint8Array;
  private windows = 0;

  /** As many windows as are expected fit without another allocation, at which the platform may clear up. */
  constructor(nodes: number, expected: number) {
    this.nodes = nodes;
    this.bytes = new Uint8Array((Math.min(MOST_EXPECTED, Math.trunc(expected)) + 1) * nodes);
  }

  get windowCount(): number {
    return this.windows;
  }

  add(states: Uint8Array): void {
    if ((this.windows + 1) * this.nodes > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const at = this.windows * this.nodes;
    for (let node = 0; node < states.length; node++) this.bytes[at + node] = states[node];
    this.windows += 1;
  }

  /** A copy of the windows from `window` on. */
  from(window: number): Uint8Array {
    return this.bytes.slice(Math.max(0, window) * this.nodes, this.windows * this.nodes);
  }
}

/** Mean utilization of each station over the windows in which it could be told. */
export class UtilizationMeans {
  readonly sum: Float64Array;
  readonly windows: Float64Array;

  constructor(nodes: number) {
    this.sum = new Float64Array(nodes);
    this.windows = new Float64Array(nodes);
  }

  take({ node: read }: WindowReadings): void {
    const { sum, windows } = this;
    for (let node = 0; node < sum.length; node++) {
      const utilization = read[node * NODE_READ.width + NODE_READ.utilization];
      if (Number.isNaN(utilization)) continue;
      sum[node] += utilization;
      windows[node] += 1;
    }
  }

  of(node: number): number {
    return this.windows[node] > 0 ? this.sum[node] / this.windows[node] : 0;
  }

  highest(): number {
    let most = 0;
    for (let node = 0; node < this.sum.length; node++) most = Math.max(most, this.of(node));
    return most;
  }
}
