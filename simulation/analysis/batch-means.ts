// Intervals of one run from its windows, by batch means: for what windows know as a sum over a sum
// (latency over requests, held over available slots, successes over time). Quantiles have none: the
// values behind a window's quantile are not kept.
import { BATCHES, type BatchEstimate, batchRatio } from "../metrics/confidence.ts";
import { FIRST_FAILURE, OUTCOMES } from "../results/outcomes.ts";
import type { BatchInterval, BatchMeans, BatchTree, Maybe } from "../results/run-result.ts";
import {
  type NodeColumn,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  type TypeColumn,
  typeColumn,
} from "../results/series.ts";

/** The measured windows of a run, whole ones only. */
class Windows {
  readonly count: number;
  readonly windowMs: number;
  private readonly layout: SeriesLayout;
  private readonly rows: Float64Array;
  private readonly length: number;
  private readonly first: number;

  constructor(layout: SeriesLayout, rows: Float64Array, fromMs: number) {
    const { windowMs } = layout;
    this.layout = layout;
    this.rows = rows;
    this.windowMs = windowMs;
    this.length = rowLengthOf(layout);
    const slack = 1e-6 * windowMs;
    let end = rows.length / this.length;
    // Windows stand on a grid from 0; only the last one may be cut short.
    while (end > 0 && this.endOf(end - 1) < end * windowMs - slack) end--;
    let first = 0;
    while (first < end && this.endOf(first) - windowMs < fromMs - slack) first++;
    this.first = first;
    this.count = end - first;
  }

  private endOf(row: number): number {
    return this.rows[row * this.length];
  }

  private column(offset: number): Float64Array {
    const { rows, length, first } = this;
    const values = new Float64Array(this.count);
    for (let i = 0; i < values.length; i++) values[i] = rows[(first + i) * length + offset];
    return values;
  }

  type(type: number, name: TypeColumn): Float64Array {
    return this.column(typeColumn(type, name));
  }

  node(node: number, name: NodeColumn): Float64Array {
    return this.column(nodeColumn(this.layout, node, name));
  }
}

/** What stands in the result at the place of an estimate; null: there is nothing to give one for. */
export type ValueAt = (...path: readonly string[]) => Maybe;

type Column = Float64Array;

function sumOf(columns: readonly Column[]): Column {
  return columns[0].map((_, i) => columns.reduce((sum, column) => sum + column[i], 0));
}

/** Means times their weights; a mean of nothing is none. */
function weighted(means: Column, weights: Column): Column {
  return means.map((mean, i) => (Number.isNaN(mean) ? 0 : mean * weights[i]));
}

/** The result's own value with the half-width of the batches around it. */
function intervalOf(estimate: BatchEstimate, value: Maybe): BatchInterval | null {
  const { halfWidth, lag1, reliable } = estimate;
  if (value === null || Number.isNaN(halfWidth)) return null;
  return { mean: value, halfWidth, lag1, reliable };
}

type Entry = readonly [name: string, value: BatchInterval | BatchTree | null];

/** What is known of the entries; null if nothing is. */
function treeOf(entries: readonly Entry[]): BatchTree | null {
  const known = entries.filter(([, value]) => value !== null);
  return known.length > 0 ? (Object.fromEntries(known) as BatchTree) : null;
}

type Path = readonly string[];

/** Estimates of one entity, each at the place of its value. */
class Entity {
  readonly windows: Windows;
  /** Length of each window, s. */
  readonly seconds: Column;
  private readonly at: Path;
  private readonly valueAt: ValueAt;

  constructor(windows: Windows, at: Path, valueAt: ValueAt) {
    this.windows = windows;
    this.at = at;
    this.valueAt = valueAt;
    this.seconds = new Float64Array(windows.count).fill(windows.windowMs / 1000);
  }

  /** Sum of `parts` over sum of `wholes`. */
  ratio(parts: Column, wholes: Column, ...path: Path): BatchInterval | null {
    const value = this.valueAt(...this.at, ...path);
    return value === null ? null : intervalOf(batchRatio(parts, wholes), value);
  }

  rate(counts: Column, ...path: Path): BatchInterval | null {
    return this.ratio(counts, this.seconds, ...path);
  }

  /** Mean of a level over time. */
  level(levels: Column, ...path: Path): BatchInterval | null {
    return this.ratio(levels, new Float64Array(levels.length).fill(1), ...path);
  }
}

function ofType(entity: Entity, type: number): BatchTree | null {
  const column = (name: TypeColumn): Column => entity.windows.type(type, name);
  const succeeded = sumOf([column("ok"), column("degraded")]);
  const failed = sumOf(OUTCOMES.slice(FIRST_FAILURE).map(column));
  const latency = weighted(column("meanMs"), succeeded);
  return treeOf([
    ["throughput", entity.rate(succeeded, "throughput")],
    ["goodput", entity.rate(column("good"), "goodput")],
    ["errorRate", entity.ratio(failed, sumOf([succeeded, failed]), "errorRate")],
    ["latencyMs", treeOf([["mean", entity.ratio(latency, succeeded, "latencyMs", "mean")]])],
  ]);
}

function ofNode(entity: Entity, node: number): BatchTree | null {
  const column = (name: NodeColumn): Column => entity.windows.node(node, name);
  const slots = column("slotsMean");
  const started = column("started");
  const waits = weighted(column("waitMeanMs"), started);
  return treeOf([
    ["throughput", entity.rate(column("completions"), "throughput")],
    ["goodput", entity.rate(column("goodCompletions"), "goodput")],
    ["utilization", entity.ratio(column("heldMean"), slots, "utilization")],
    ["workingRatio", entity.ratio(column("workingMean"), slots, "workingRatio")],
    ["queue", treeOf([["mean", entity.level(column("queueMean"), "queue", "mean")]])],
    ["inFlight", treeOf([["mean", entity.level(column("inFlightMean"), "inFlight", "mean")]])],
    ["waitMs", treeOf([["mean", entity.ratio(waits, started, "waitMs", "mean")]])],
    ["wastedRatio", entity.ratio(column("wastedMs"), column("serviceMs"), "wastedRatio")],
  ]);
}

/**
 * Intervals for the values of one run, from its rows after `fromMs`. Null when it has fewer windows
 * than batches. Whether load and system stayed the same is for the caller to know.
 */
export function batchMeansOf(
  layout: SeriesLayout,
  rows: Float64Array,
  fromMs: number,
  valueAt: ValueAt,
): BatchMeans | null {
  const windows = new Windows(layout, rows, fromMs);
  if (windows.count < BATCHES) return null;
  const block = (ids: readonly string[], name: string, of: typeof ofType): BatchTree =>
    treeOf(ids.map((id, at): Entry => [id, of(new Entity(windows, [name, id], valueAt), at)])) ??
    {};
  return {
    batches: BATCHES,
    batchS: (Math.floor(windows.count / BATCHES) * layout.windowMs) / 1000,
    endToEnd: block(layout.typeIds, "endToEnd", ofType),
    nodes: block(layout.nodeIds, "nodes", ofNode),
  };
}
