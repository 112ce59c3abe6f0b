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
  isStalled,
  judge,
  KEEP,
  newHysteresis,
  SATURATED,
} from "./node-states.ts";
import type { Topology } from "./topology.ts";
import type { WindowReadings } from "./window-readings.ts";

export class NodeJudge {
  readonly latest: WindowStates;
  /** What the heat map shows: the state, or that nothing has happened for a while. */
  readonly cells: Uint8Array;
  /** Windows without traffic in a row. */
  private readonly idle: Uint32Array;
  private readonly baseline: Baseline;
  private readonly hysteresis: ReturnType<typeof newHysteresis>[];
  private readonly queueBefore: Float64Array;
  private readonly backlogBefore: Float64Array;
  private readonly blocks: JudgedBlocks;

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
    this.queueBefore = new Float64Array(nodes);
    this.backlogBefore = new Float64Array(nodes);
    this.blocks = new JudgedBlocks(nodes);
  }

  take(window: WindowReadings, { nodes }: Topology): void {
    const comparison: Comparison = {
      role: nodes[0],
      window,
      blocks: this.blocks,
      queueBefore: this.queueBefore,
      backlogBefore: this.backlogBefore,
      baseline: this.baseline,
      shown: NO_TRAFFIC,
    };
    for (let node = 0; node < this.cells.length; node++) {
      comparison.role = nodes[node];
      this.judgeNode(comparison, node);
    }
    const { queueEnd, backlog } = window.node;
    for (let node = 0; node < this.cells.length; node++) {
      this.queueBefore[node] = queueEnd[node];
      this.backlogBefore[node] = backlog[node];
    }
  }

  private judgeNode(comparison: Comparison, node: number): void {
    const { latest } = this;
    const hysteresis = this.hysteresis[node];
    comparison.shown = hysteresis.shown;
    this.blocks.take(comparison.window, node);
    const found = judge(comparison, node);
    // A proxy that hands failures on is not ill itself.
    const isWell = comparison.role.relays && found !== SATURATED && found !== NO_TRAFFIC;
    const judged = isWell ? HEALTHY : found;
    latest.judged[node] = judged;
    latest.shown[node] = advance(hysteresis, judged);
    latest.noise[node] = isNoise(comparison, node, judged) ? 1 : 0;
    latest.stalled[node] = isStalled(comparison, node, judged) ? 1 : 0;
    const isIll = judged !== HEALTHY && judged !== KEEP && judged !== NO_TRAFFIC;
    latest.certain[node] = isIll && isCertain(comparison, node) ? 1 : 0;
    if (this.blocks.isEnough(node)) this.blocks.clear(node);
    this.idle[node] = judged === NO_TRAFFIC ? this.idle[node] + 1 : 0;
    const isIdle = this.idle[node] >= LIMITS.idleWindows;
    this.cells[node] = isIdle ? NO_TRAFFIC : latest.shown[node];
  }
}
