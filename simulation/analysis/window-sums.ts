// Sums of series rows over an analysis window, of the columns that are asked for, and what sums do not
// tell: means of quantiles, last values, how long a queue was full. Costs one pass over each row.
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
import type { NodeRole, Topology } from "./topology.ts";
import { columnsFor, EDGE_AT, NODE_AT, TYPE_AT, WIDTH } from "./window-columns.ts";

/** Where a queue ends; of the whole node, whatever a bound in the file is for. */
export function boundOf(role: NodeRole, instancesUp: number): number {
  if (!role.boundPerInstance || !(role.queueBound < Infinity)) return role.queueBound;
  return role.queueBound * (instancesUp >= 1 ? instancesUp : (role.replicas ?? 1));
}

/**
 * Where the other values stand that are kept of a node, a request type and an edge. Weighted sums are of
 * the rows that have a value: mean = sum / weight. Levels are those at the end of the last row.
 */
export const KEPT_OF_NODE = {
  p95Sum: 0,
  p95Weight: 1,
  waitSum: 2,
  waitWeight: 3,
  /** Rows in which the queue was full, and its longest. */
  fullRows: 4,
  queueMax: 5,
  queueEnd: 6,
  instancesUp: 7,
  backlogEnd: 8,
  width: 9,
} as const;
export const KEPT_OF_TYPE = {
  p95Sum: 0,
  p95Weight: 1,
  meanSum: 2,
  meanWeight: 3,
  width: 4,
} as const;
export const KEPT_OF_EDGE = {
  /** Rows at whose end somebody waits, and how many do at the last. */
  waitingRows: 0,
  waitingEnd: 1,
  width: 2,
} as const;

const NOTHING = new Float64Array(0);

export class WindowSums {
  /** Sums over the rows taken, from `at` on, in places of the series' layout; elsewhere anything. */
  row: Float64Array;
  at = 0;
  readonly typesAt: number;
  readonly nodesAt: number;
  readonly edgesAt: number;
  /** Rows taken of a window that is not over, and of the last one that is. */
  count = 0;
  rows = 0;
  /** The window is one row, read where it stands; nothing is kept of it, since all is there. */
  isSingle = false;
  /** What begins anew with each window: of nodes, of request types, of edges. */
  readonly kept: Float64Array;
  readonly keptOfTypes: number;
  readonly keptOfEdges: number;
  private readonly types: number;
  private readonly edges: number;
  private readonly rowLength: number;
  /** Made when rows have to be added up at all. */
  private own: Float64Array | null = null;
  private readonly columns: Int32Array;

  constructor(layout: SeriesLayout, topology: Topology) {
    this.types = layout.typeIds.length;
    this.edges = layout.edgeIds.length;
    this.rowLength = rowLengthOf(layout);
    this.row = NOTHING;
    this.columns = columnsFor(layout, topology);
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.keptOfTypes = layout.nodeIds.length * KEPT_OF_NODE.width;
    this.keptOfEdges = this.keptOfTypes + this.types * KEPT_OF_TYPE.width;
    this.kept = new Float64Array(this.keptOfEdges + this.edges * KEPT_OF_EDGE.width);
  }

  /** The window is over: what is read of it stands until the next row is taken. */
  close(): void {
    this.rows = this.count;
    this.count = 0;
  }

  /**
   * Takes `count` rows of the series, the first at `at` of `rows`. `isWhole`: they are all of the window,
   * and stay as they are until it has been read.
   */
  take(
    rows: Float64Array,
    at: number,
    count: number,
    roles: readonly NodeRole[],
    isWhole: boolean,
  ): void {
    const end = at + count * this.rowLength;
    this.isSingle = isWhole && count === 1;
    if (this.isSingle) {
      this.row = rows;
      this.at = at;
      this.count = 1;
      return;
    }
    this.own ??= new Float64Array(this.rowLength);
    this.row = this.own;
    this.at = 0;
    if (this.count === 0) this.clear();
    this.addUp(rows, at, count);
    this.count += count;
    this.takeTypes(rows, at, end);
    this.takeNodes(rows, at, end, roles);
    this.takeEdges(rows, at, end);
  }

  private clear(): void {
    const { kept } = this;
    // Short: a call of `fill` would take longer.
    for (let index = 0; index < kept.length; index++) kept[index] = 0;
  }

  private addUp(rows: Float64Array, from: number, count: number): void {
    const { row, columns, rowLength: length } = this;
    const isFirst = this.count === 0;
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      let at = from + column;
      let sum = isFirst ? 0 : row[column];
      for (let taken = 0; taken < count; taken++) {
        sum += rows[at];
        at += length;
      }
      row[column] = sum;
    }
  }

  private takeTypes(rows: Float64Array, from: number, end: number): void {
    const { kept, rowLength } = this;
    for (let type = 0; type < this.types; type++) {
      const to = this.keptOfTypes + type * KEPT_OF_TYPE.width;
      const first = from + this.typesAt + type * WIDTH.type;
      for (let at = first; at < end; at += rowLength) {
        const success = rows[at + TYPE_AT.ok] + rows[at + TYPE_AT.degraded];
        if (!(success > 0)) continue;
        weigh(kept, to + KEPT_OF_TYPE.p95Sum, rows[at + TYPE_AT.p95Ms], success);
        weigh(kept, to + KEPT_OF_TYPE.meanSum, rows[at + TYPE_AT.meanMs], success);
      }
    }
  }

  private takeNodes(
    rows: Float64Array,
    from: number,
    end: number,
    roles: readonly NodeRole[],
  ): void {
    const { kept, rowLength } = this;
    for (let node = 0; node < roles.length; node++) {
      const role = roles[node];
      if (role.source) continue;
      const isBounded = role.queueBound < Infinity;
      const to = node * KEPT_OF_NODE.width;
      const first = from + this.nodesAt + node * WIDTH.node;
      let longest = kept[to + KEPT_OF_NODE.queueMax];
      for (let at = first; at < end; at += rowLength) {
        const completions = rows[at + NODE_AT.completions];
        const started = rows[at + NODE_AT.started];
        if (completions > 0) {
          weigh(kept, to + KEPT_OF_NODE.p95Sum, rows[at + NODE_AT.p95Ms], completions);
        }
        if (started > 0) {
          weigh(kept, to + KEPT_OF_NODE.waitSum, rows[at + NODE_AT.waitMeanMs], started);
        }
        const queueMean = rows[at + NODE_AT.queueMean];
        const queueEnd = rows[at + NODE_AT.queueEnd];
        if (queueEnd > longest) longest = queueEnd;
        if (queueMean > longest) longest = queueMean;
        kept[to + KEPT_OF_NODE.queueEnd] = queueEnd;
        kept[to + KEPT_OF_NODE.instancesUp] = rows[at + NODE_AT.instancesUp];
        kept[to + KEPT_OF_NODE.backlogEnd] = rows[at + NODE_AT.backlogEnd];
        if (!isBounded) continue;
        const bound = boundOf(role, rows[at + NODE_AT.instancesUp]);
        if (queueMean >= LIMITS.fullQueueRatio * bound) kept[to + KEPT_OF_NODE.fullRows] += 1;
      }
      kept[to + KEPT_OF_NODE.queueMax] = longest;
    }
  }

  private takeEdges(rows: Float64Array, from: number, end: number): void {
    const { kept, rowLength } = this;
    for (let edge = 0; edge < this.edges; edge++) {
      const to = this.keptOfEdges + edge * KEPT_OF_EDGE.width;
      const first = from + this.edgesAt + edge * WIDTH.edge;
      for (let at = first; at < end; at += rowLength) {
        const waiting = rows[at + EDGE_AT.waitingEnd];
        kept[to + KEPT_OF_EDGE.waitingEnd] = waiting;
        if (waiting > 0) kept[to + KEPT_OF_EDGE.waitingRows] += 1;
      }
    }
  }
}

/** Adds to a sum and to the weight behind it, unless the value cannot be told. */
function weigh(kept: Float64Array, at: number, value: number, weight: number): void {
  if (Number.isNaN(value)) return;
  kept[at] += value * weight;
  kept[at + 1] += weight;
}

/** Mean of a sum with its weight behind it; NaN where nothing stands behind it. */
export function meanAt(kept: Float64Array, at: number): number {
  const weight = kept[at + 1];
  return weight > 0 ? kept[at] / weight : Number.NaN;
}
