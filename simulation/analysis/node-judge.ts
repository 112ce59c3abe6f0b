// Judges every node in a window and remembers what that takes: queues of the window before, blocks of
// attempts, the last states. Costs a few comparisons per node and window.
import { NO_TRAFFIC } from "../results/story.ts";
import type { Baseline } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { WindowStates } from "./departures.ts";
import { JudgedBlocks } from "./judged-blocks.ts";
import {
  advance,
  type Comparison,
  HEALTHY,
  isCertain,
  isNoise,
  isSettled,
  isStalled,
  judge,
  KEEP,
  newHysteresis,
  SATURATED,
} from "./node-states.ts";
import type { Topology } from "./topology.ts";
import type { WindowReader } from "./window-readings.ts";

export class NodeJudge {
  readonly latest: WindowStates;
  /** What the heat map shows: the state, or that nothing has happened for a while. */
  readonly cells: Uint8Array;
  /** Windows without traffic in a row. */
  readonly idle: Uint32Array;
  /** 1 where what is shown stays as it is as long as the node is well, or has no traffic. */
  readonly settled: Uint8Array;
  private readonly baseline: Baseline;
  private readonly hysteresis: ReturnType<typeof newHysteresis>[];
  readonly blocks: JudgedBlocks;

  constructor(nodes: number, baseline: Baseline) {
    this.baseline = baseline;
    this.hysteresis = Array.from({ length: nodes }, newHysteresis);
    this.latest = {
      judged: new Uint8Array(nodes),
      shown: new Uint8Array(nodes),
      noise: new Uint8Array(nodes),
      stalled: new Uint8Array(nodes),
      certain: new Uint8Array(nodes),
    };
    this.cells = new Uint8Array(nodes);
    this.idle = new Uint32Array(nodes);
    this.settled = new Uint8Array(nodes);
    this.blocks = new JudgedBlocks(nodes);
  }

  /**
   * Judges the last window of `reader`; false where all are and were well or idle, so that nothing that
   * depends on states has changed.
   */
  take(reader: WindowReader, { nodes }: Topology): boolean {
    const comparison: Comparison = {
      role: nodes[0],
      window: reader.readings,
      readMore: reader.readMore,
      blocks: this.blocks,
      baseline: this.baseline,
      shown: NO_TRAFFIC,
    };
    let isNotable = false;
    for (let node = 0; node < this.cells.length; node++) {
      comparison.role = nodes[node];
      if (this.judgeNode(comparison, node)) isNotable = true;
    }
    return isNotable;
  }

  /** False where the node is well, or nothing can be told of it and it was. */
  private judgeNode(comparison: Comparison, node: number): boolean {
    const { latest, blocks } = this;
    const hysteresis = this.hysteresis[node];
    comparison.shown = hysteresis.shown;
    blocks.take(comparison.window, node);
    const found = judge(comparison, node);
    // A proxy that hands failures on is not ill itself.
    const isWell = comparison.role.relays && found !== SATURATED && found !== NO_TRAFFIC;
    const judged = isWell ? HEALTHY : found;
    const shown = advance(hysteresis, judged);
    this.settled[node] = isSettled(hysteresis) ? 1 : 0;
    const isIll = judged !== HEALTHY && judged !== KEEP && judged !== NO_TRAFFIC;
    const isStuck = judged === KEEP && isStalled(comparison, node);
    latest.judged[node] = judged;
    latest.shown[node] = shown;
    latest.noise[node] = isIll && isNoise(comparison, node, judged) ? 1 : 0;
    latest.stalled[node] = isStuck ? 1 : 0;
    latest.certain[node] = isIll && isCertain(comparison, node) ? 1 : 0;
    if (blocks.isEnough(node)) blocks.clear(node);
    this.idle[node] = judged === NO_TRAFFIC ? this.idle[node] + 1 : 0;
    this.cells[node] = this.idle[node] >= LIMITS.idleWindows ? NO_TRAFFIC : shown;
    return isIll || isStuck || (shown !== HEALTHY && shown !== NO_TRAFFIC);
  }
}
