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
import type { NodeRole, Topology } from "./topology.ts";

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
  "hits",
  "misses",
  "staleHits",
] as const;
/** What only nodes have that store messages; of all others it is 0. */
const MESSAGE_SUMS = [
  "published",
  "delivered",
  "redelivered",
  "deadLettered",
  "dropped",
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
export const NODE = placesOf([...NODE_SUMS, ...MESSAGE_SUMS], NODE_COLUMNS);
export const EDGE = placesOf(EDGE_SUMS, EDGE_COLUMNS);
export const FIRST_OUTCOME = TYPE[OUTCOMES[0]];

/** Places of everything in a row of the series. */
const TYPE_AT = placesOf(TYPE_COLUMNS, TYPE_COLUMNS);
const NODE_AT = placesOf(NODE_COLUMNS, NODE_COLUMNS);
const EDGE_AT = placesOf(EDGE_COLUMNS, EDGE_COLUMNS);

const TYPE_PLACES = Object.values(TYPE);
const NODE_PLACES = Object.values(placesOf(NODE_SUMS, NODE_COLUMNS));
const MESSAGE_PLACES = Object.values(NODE);
const EDGE_PLACES = Object.values(EDGE);

/** Where the sums stand in a row of the series; of what offers requests, these tell everything. */
function summedColumns(layout: SeriesLayout, { nodes }: Topology): Int32Array {
  const { typeIds, edgeIds } = layout;
  const columns: number[] = [];
  const add = (from: number, places: readonly number[]): void => {
    for (const place of places) columns.push(from + place);
  };
  const types = typeColumn(0, TYPE_COLUMNS[0]);
  const edges = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
  for (let type = 0; type < typeIds.length; type++) add(types + type * WIDTH.type, TYPE_PLACES);
  for (const [node, { source, keepsMessages }] of nodes.entries()) {
    if (source) continue;
    const from = nodeColumn(layout, node, NODE_COLUMNS[0]);
    add(from, keepsMessages ? MESSAGE_PLACES : NODE_PLACES);
  }
  for (let edge = 0; edge < edgeIds.length; edge++) add(edges + edge * WIDTH.edge, EDGE_PLACES);
  return Int32Array.from(columns);
}

/** Replications ask for the same again. */
const columnsOf = new WeakMap<Topology, Int32Array>();

function columnsFor(layout: SeriesLayout, topology: Topology): Int32Array {
  const kept = columnsOf.get(topology);
  if (kept !== undefined) return kept;
  const columns = summedColumns(layout, topology);
  columnsOf.set(topology, columns);
  return columns;
}

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

export class WindowSums {
  /** Sums over the rows taken, from `at` on, in places of the series' layout; elsewhere anything. */
  row: Float64Array;
  at = 0;
  readonly typesAt: number;
  readonly nodesAt: number;
  readonly edgesAt: number;
  /** Rows taken. */
  count = 0;
  /** What begins anew with each window: of nodes, of request types, of edges. */
  readonly kept: Float64Array;
  readonly keptOfTypes: number;
  readonly keptOfEdges: number;
  private readonly types: number;
  private readonly edges: number;
  private readonly own: Float64Array;
  private readonly columns: Int32Array;

  constructor(layout: SeriesLayout, topology: Topology) {
    this.types = layout.typeIds.length;
    this.edges = layout.edgeIds.length;
    this.own = new Float64Array(rowLengthOf(layout));
    this.row = this.own;
    this.columns = columnsFor(layout, topology);
    this.typesAt = typeColumn(0, TYPE_COLUMNS[0]);
    this.nodesAt = nodeColumn(layout, 0, NODE_COLUMNS[0]);
    this.edgesAt = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
    this.keptOfTypes = layout.nodeIds.length * KEPT_OF_NODE.width;
    this.keptOfEdges = this.keptOfTypes + this.types * KEPT_OF_TYPE.width;
    this.kept = new Float64Array(this.keptOfEdges + this.edges * KEPT_OF_EDGE.width);
  }

  clear(): void {
    this.count = 0;
    const { kept } = this;
    // Short: a call of `fill` would take longer.
    for (let index = 0; index < kept.length; index++) kept[index] = 0;
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
    const end = at + count * this.own.length;
    if (isWhole && count === 1) {
      this.row = rows;
      this.at = at;
    } else {
      this.row = this.own;
      this.at = 0;
      this.addUp(rows, at, end);
    }
    this.count += count;
    this.takeTypes(rows, at, end);
    this.takeNodes(rows, at, end, roles);
    this.takeEdges(rows, at, end);
  }

  private addUp(rows: Float64Array, from: number, end: number): void {
    const { own: row, columns } = this;
    const { length } = row;
    let next = from;
    if (this.count === 0) next = this.startWith(rows, from, end);
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

  /** Puts the sums of the first rows in place, up to four at once, and returns where the next one begins. */
  private startWith(rows: Float64Array, from: number, end: number): number {
    const { own: row, columns } = this;
    const { length } = row;
    if (from + 3 * length < end) {
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        const at = from + column;
        row[column] = rows[at] + rows[at + length] + rows[at + 2 * length] + rows[at + 3 * length];
      }
      return from + 4 * length;
    }
    if (from + 2 * length < end) {
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        const at = from + column;
        row[column] = rows[at] + rows[at + length] + rows[at + 2 * length];
      }
      return from + 3 * length;
    }
    if (from + length < end) {
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        const at = from + column;
        row[column] = rows[at] + rows[at + length];
      }
      return from + 2 * length;
    }
    for (let index = 0; index < columns.length; index++) {
      row[columns[index]] = rows[from + columns[index]];
    }
    return from + length;
  }

  private takeTypes(rows: Float64Array, from: number, end: number): void {
    const { kept, own } = this;
    for (let type = 0; type < this.types; type++) {
      const to = this.keptOfTypes + type * KEPT_OF_TYPE.width;
      const first = from + this.typesAt + type * WIDTH.type;
      for (let at = first; at < end; at += own.length) {
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
    const { kept, own } = this;
    for (let node = 0; node < roles.length; node++) {
      const role = roles[node];
      if (role.source) continue;
      const isBounded = role.queueBound < Infinity;
      const to = node * KEPT_OF_NODE.width;
      const first = from + this.nodesAt + node * WIDTH.node;
      let longest = kept[to + KEPT_OF_NODE.queueMax];
      for (let at = first; at < end; at += own.length) {
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
    const { kept, own } = this;
    for (let edge = 0; edge < this.edges; edge++) {
      const to = this.keptOfEdges + edge * KEPT_OF_EDGE.width;
      const first = from + this.edgesAt + edge * WIDTH.edge;
      for (let at = first; at < end; at += own.length) {
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
