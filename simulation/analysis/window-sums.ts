// Sums of series rows over an analysis window, as one long row, and what sums do not tell: means of
// quantiles, last values, how long a queue was full. Costs one pass over each row.
import { OUTCOMES } from "../results/outcomes.ts";
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
import type { NodeRole } from "./topology.ts";
import { type Weighted, weigh, weighted } from "./weighted-means.ts";

export const WIDTH = {
  node: NODE_COLUMNS.length,
  edge: EDGE_COLUMNS.length,
  type: TYPE_COLUMNS.length,
};

function indexOf<const Names extends readonly string[]>(
  names: Names,
): Readonly<Record<Names[number], number>> {
  const entries = names.map((name, index) => [name, index]);
  return Object.fromEntries(entries) as Record<Names[number], number>;
}

/** Places of the columns of a node, an edge and a request type. */
export const NODE = indexOf(NODE_COLUMNS);
export const EDGE = indexOf(EDGE_COLUMNS);
export const TYPE = indexOf(TYPE_COLUMNS);
export const FIRST_OUTCOME = TYPE[OUTCOMES[0]];

/** Where a queue ends; of the whole node, whatever a bound in the file is for. */
export function boundOf(role: NodeRole, instancesUp: number): number {
  if (!role.boundPerInstance || !(role.queueBound < Infinity)) return role.queueBound;
  return role.queueBound * (instancesUp >= 1 ? instancesUp : (role.replicas ?? 1));
}

export class WindowSums {
  /** A row of the series' layout, each column the sum over the rows taken; latencies are no use. */
  readonly row: Float64Array;
  readonly typesAt: number;
  readonly nodesAt: number;
  readonly edgesAt: number;
  /** Rows taken. */
  count = 0;
  /** Of nodes: rows in which the queue was full, and its longest. */
  readonly fullRows: Float64Array;
  readonly queueMax: Float64Array;
  /** Of edges: rows at whose end somebody waits, and how many do at the last. */
  readonly waitingRows: Float64Array;
  readonly waitingEnd: Float64Array;
  readonly nodeP95: Weighted;
  readonly nodeWait: Weighted;
  readonly typeP95: Weighted;
  readonly typeMean: Weighted;
  private readonly types: number;
  private readonly cleared: readonly Float64Array[];

  constructor(layout: SeriesLayout) {
    const nodes = layout.nodeIds.length;
    const edges = layout.edgeIds.length;
    this.types = layout.typeIds.length;
    this.row = new Float64Array(rowLengthOf(layout));
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.fullRows = new Float64Array(nodes);
    this.queueMax = new Float64Array(nodes);
    this.waitingRows = new Float64Array(edges);
    this.waitingEnd = new Float64Array(edges);
    this.nodeP95 = weighted(nodes);
    this.nodeWait = weighted(nodes);
    this.typeP95 = weighted(this.types);
    this.typeMean = weighted(this.types);
    const means = [this.nodeP95, this.nodeWait, this.typeP95, this.typeMean];
    this.cleared = [
      ...[this.fullRows, this.queueMax, this.waitingRows],
      ...means.flatMap(({ sum, weight }) => [sum, weight]),
    ];
  }

  clear(): void {
    this.count = 0;
    for (const column of this.cleared) column.fill(0);
  }

  /** Takes the series row at `at` of `rows`. */
  take(rows: Float64Array, at: number, roles: readonly NodeRole[]): void {
    const { row } = this;
    // A copy of the first spares a sum, and most of it where windows of the series are long.
    if (this.count === 0) row.set(rows.subarray(at, at + row.length));
    else for (let column = 0; column < row.length; column++) row[column] += rows[at + column];
    this.count += 1;
    this.takeTypes(rows, at + this.typesAt);
    this.takeNodes(rows, at + this.nodesAt, roles);
    this.takeEdges(rows, at + this.edgesAt);
  }

  private takeTypes(rows: Float64Array, from: number): void {
    for (let type = 0; type < this.types; type++) {
      const at = from + type * WIDTH.type;
      const success = rows[at + TYPE.ok] + rows[at + TYPE.degraded];
      weigh(this.typeP95, type, rows[at + TYPE.p95Ms], success);
      weigh(this.typeMean, type, rows[at + TYPE.meanMs], success);
    }
  }

  private takeNodes(rows: Float64Array, from: number, roles: readonly NodeRole[]): void {
    const { row, queueMax } = this;
    for (let node = 0; node < roles.length; node++) {
      const base = node * WIDTH.node;
      const at = from + base;
      const into = this.nodesAt + base;
      const queueEnd = rows[at + NODE.queueEnd];
      const queueMean = rows[at + NODE.queueMean];
      const instancesUp = rows[at + NODE.instancesUp];
      // Of levels the last value counts, not the sum.
      row[into + NODE.queueEnd] = queueEnd;
      row[into + NODE.instancesUp] = instancesUp;
      row[into + NODE.backlogEnd] = rows[at + NODE.backlogEnd];
      weigh(this.nodeP95, node, rows[at + NODE.p95Ms], rows[at + NODE.completions]);
      weigh(this.nodeWait, node, rows[at + NODE.waitMeanMs], rows[at + NODE.started]);
      const bound = boundOf(roles[node], instancesUp);
      if (queueMean >= LIMITS.fullQueueRatio * bound) this.fullRows[node] += 1;
      const longest = Math.max(queueEnd, queueMean);
      if (longest > queueMax[node]) queueMax[node] = longest;
    }
  }

  private takeEdges(rows: Float64Array, from: number): void {
    for (let edge = 0; edge < this.waitingEnd.length; edge++) {
      const waiting = rows[from + edge * WIDTH.edge + EDGE.waitingEnd];
      this.waitingEnd[edge] = waiting;
      if (waiting > 0) this.waitingRows[edge] += 1;
    }
  }
}
