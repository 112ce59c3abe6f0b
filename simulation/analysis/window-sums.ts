// Sums of series rows over an analysis window, of the columns that are asked for, and what sums do not
// tell: means of quantiles, last values, how long a queue was full. Costs one pass over each row.
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
import { type Weighted, weigh } from "./weighted-means.ts";

/** What is summed of a request type, a node and an edge. */
const TYPE_SUMS = ["offered", ...OUTCOMES, "good", "inFlight"] as const;
const NODE_SUMS = [
  "arrivals",
  "retriedArrivals",
  "completions",
  "callerFailed",
  "callerEnded",
  "rejected",
  "queueMean",
  "heldMean",
  "slotsMean",
  "inFlightMean",
  "started",
  "serviceMs",
  "wastedMs",
  "published",
  "delivered",
  "redelivered",
  "deadLettered",
  "dropped",
  "hits",
  "misses",
  "staleHits",
  "expiries",
] as const;
const EDGE_SUMS = [
  "calls",
  "attempts",
  "failedAttempts",
  "retries",
  "timeouts",
  "refused",
  "fallbacks",
  "pendingMean",
  "openMean",
  "inBackoffMean",
  "waitingEnd",
] as const;

export const WIDTH = {
  type: TYPE_COLUMNS.length,
  node: NODE_COLUMNS.length,
  edge: EDGE_COLUMNS.length,
};

function placesOf<const Names extends readonly string[]>(
  names: Names,
  columns: readonly string[],
): Readonly<Record<Names[number], number>> {
  const entries = names.map((name) => [name, columns.indexOf(name)]);
  return Object.fromEntries(entries) as Record<Names[number], number>;
}

/** Places of the sums of a request type, a node and an edge: nobody can read what is not summed. */
export const TYPE = placesOf(TYPE_SUMS, TYPE_COLUMNS);
export const NODE = placesOf(NODE_SUMS, NODE_COLUMNS);
export const EDGE = placesOf(EDGE_SUMS, EDGE_COLUMNS);
export const FIRST_OUTCOME = TYPE[OUTCOMES[0]];

/** Places of everything in a row of the series. */
const TYPE_AT = placesOf(TYPE_COLUMNS, TYPE_COLUMNS);
const NODE_AT = placesOf(NODE_COLUMNS, NODE_COLUMNS);
const EDGE_AT = placesOf(EDGE_COLUMNS, EDGE_COLUMNS);

/** Where the sums stand in a row of the series. */
function summedColumns(layout: SeriesLayout): Int32Array {
  const { typeIds, nodeIds, edgeIds } = layout;
  const columns = new Int32Array(
    typeIds.length * TYPE_SUMS.length +
      nodeIds.length * NODE_SUMS.length +
      edgeIds.length * EDGE_SUMS.length,
  );
  let next = 0;
  const add = (count: number, from: number, width: number, places: readonly number[]): void => {
    for (let of = 0; of < count; of++) {
      for (const place of places) columns[next++] = from + of * width + place;
    }
  };
  const types = typeColumn(0, TYPE_COLUMNS[0]);
  const nodes = nodeColumn(layout, 0, NODE_COLUMNS[0]);
  const edges = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
  add(typeIds.length, types, WIDTH.type, Object.values(TYPE));
  add(nodeIds.length, nodes, WIDTH.node, Object.values(NODE));
  add(edgeIds.length, edges, WIDTH.edge, Object.values(EDGE));
  return columns;
}

/** Where a queue ends; of the whole node, whatever a bound in the file is for. */
export function boundOf(role: NodeRole, instancesUp: number): number {
  if (!role.boundPerInstance || !(role.queueBound < Infinity)) return role.queueBound;
  return role.queueBound * (instancesUp >= 1 ? instancesUp : (role.replicas ?? 1));
}

export class WindowSums {
  /** A row of the series' layout with sums over the rows taken; where nothing is summed, the first row's. */
  readonly row: Float64Array;
  readonly typesAt: number;
  readonly nodesAt: number;
  readonly edgesAt: number;
  /** Rows taken. */
  count = 0;
  /** Of nodes: levels at the end of the last row. */
  readonly queueEnd: Float64Array;
  readonly instancesUp: Float64Array;
  readonly backlogEnd: Float64Array;
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
  /** All columns that begin anew with each window, one after another. */
  private readonly cleared: Float64Array;
  private readonly columns: Int32Array;

  constructor(layout: SeriesLayout) {
    const nodes = layout.nodeIds.length;
    const edges = layout.edgeIds.length;
    this.types = layout.typeIds.length;
    this.row = new Float64Array(rowLengthOf(layout));
    this.columns = summedColumns(layout);
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.queueEnd = new Float64Array(nodes);
    this.instancesUp = new Float64Array(nodes);
    this.backlogEnd = new Float64Array(nodes);
    this.waitingEnd = new Float64Array(edges);
    this.cleared = new Float64Array(6 * nodes + edges + 4 * this.types);
    let at = 0;
    const column = (length: number): Float64Array => {
      at += length;
      return this.cleared.subarray(at - length, at);
    };
    const weighted = (length: number): Weighted => ({
      sum: column(length),
      weight: column(length),
    });
    this.fullRows = column(nodes);
    this.queueMax = column(nodes);
    this.waitingRows = column(edges);
    this.nodeP95 = weighted(nodes);
    this.nodeWait = weighted(nodes);
    this.typeP95 = weighted(this.types);
    this.typeMean = weighted(this.types);
  }

  clear(): void {
    this.count = 0;
    this.cleared.fill(0);
  }

  /** Takes `count` rows of the series, the first at `at` of `rows`. */
  take(rows: Float64Array, at: number, count: number, roles: readonly NodeRole[]): void {
    const { length } = this.row;
    const end = at + count * length;
    this.addUp(rows, at, end);
    this.count += count;
    for (let from = at; from < end; from += length) {
      this.takeTypes(rows, from + this.typesAt);
      this.takeNodes(rows, from + this.nodesAt, roles);
      this.takeEdges(rows, from + this.edgesAt);
    }
    this.takeLevels(rows, end - length + this.nodesAt);
  }

  private addUp(rows: Float64Array, from: number, end: number): void {
    const { row, columns } = this;
    let next = from;
    if (this.count === 0) {
      // A copy spares a sum, and all of it where windows of the series are long.
      row.set(rows.subarray(from, from + row.length));
      next += row.length;
    }
    const { length } = row;
    // Three by three, since most windows are made of four rows or a few more.
    for (; next + 2 * length < end; next += 3 * length) {
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        const at = next + column;
        row[column] = row[column] + rows[at] + rows[at + length] + rows[at + 2 * length];
      }
    }
    for (; next < end; next += length) {
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        row[column] += rows[next + column];
      }
    }
  }

  private takeTypes(rows: Float64Array, from: number): void {
    for (let type = 0; type < this.types; type++) {
      const at = from + type * WIDTH.type;
      const success = rows[at + TYPE_AT.ok] + rows[at + TYPE_AT.degraded];
      weigh(this.typeP95, type, rows[at + TYPE_AT.p95Ms], success);
      weigh(this.typeMean, type, rows[at + TYPE_AT.meanMs], success);
    }
  }

  private takeNodes(rows: Float64Array, from: number, roles: readonly NodeRole[]): void {
    const { queueMax } = this;
    for (let node = 0; node < roles.length; node++) {
      const at = from + node * WIDTH.node;
      const queueEnd = rows[at + NODE_AT.queueEnd];
      const queueMean = rows[at + NODE_AT.queueMean];
      weigh(this.nodeP95, node, rows[at + NODE_AT.p95Ms], rows[at + NODE_AT.completions]);
      weigh(this.nodeWait, node, rows[at + NODE_AT.waitMeanMs], rows[at + NODE_AT.started]);
      const bound = boundOf(roles[node], rows[at + NODE_AT.instancesUp]);
      if (queueMean >= LIMITS.fullQueueRatio * bound) this.fullRows[node] += 1;
      const longest = Math.max(queueEnd, queueMean);
      if (longest > queueMax[node]) queueMax[node] = longest;
    }
  }

  private takeEdges(rows: Float64Array, from: number): void {
    for (let edge = 0; edge < this.waitingEnd.length; edge++) {
      const waiting = rows[from + edge * WIDTH.edge + EDGE_AT.waitingEnd];
      this.waitingEnd[edge] = waiting;
      if (waiting > 0) this.waitingRows[edge] += 1;
    }
  }

  private takeLevels(rows: Float64Array, from: number): void {
    for (let node = 0; node < this.queueEnd.length; node++) {
      const at = from + node * WIDTH.node;
      this.queueEnd[node] = rows[at + NODE_AT.queueEnd];
      this.instancesUp[node] = rows[at + NODE_AT.instancesUp];
      this.backlogEnd[node] = rows[at + NODE_AT.backlogEnd];
    }
  }
}
