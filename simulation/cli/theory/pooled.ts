// Histograms of single runs, kept beside the summaries that the engine makes of them, so that
// quantiles and standard deviations can be computed once over all replications.
import {
  latencyAllRows,
  latencyRows,
  nodeLatencyRows,
  settledRows,
  waitRows,
} from "../../engine/derive.ts";
import { engine } from "../../engine/engine.ts";
import { eachTotal } from "../../metrics/histogram.ts";
import type { EngineTotals } from "../../results/engine-port.ts";
import type { LatencySummary } from "../../results/run-result.ts";
import type { Pooled } from "./statistics.ts";

/** As the engine's totals: 40 octaves from 2^-13 ms on, 128 buckets each, bucket 0 reads as 0. */
const SUB_BUCKETS = 128;
const BUCKETS = 40 * SUB_BUCKETS;
const LOWEST_EXPONENT = -13;

/** Lower edges of the buckets, ms: linear inside an octave. Bucket 0 is what lies below the first. */
const EDGES = Float64Array.from({ length: BUCKETS + 1 }, (_, bucket) => {
  if (bucket === 0) return 0;
  const octave = Math.floor((bucket - 1) / SUB_BUCKETS);
  const within = (bucket - 1) % SUB_BUCKETS;
  return 2 ** (LOWEST_EXPONENT + octave) * (1 + within / SUB_BUCKETS);
});

/** Alternately a bucket and its count, in any order. */
type Sparse = Float64Array;

interface Range {
  readonly min: number;
  readonly max: number;
}

const kept = new WeakMap<LatencySummary, Range & { readonly sparse: Sparse }>();

/** Counts of the present totals of several histograms. */
function countsOf(rows: Int32Array): Sparse {
  const pairs: number[] = [];
  for (const row of rows) eachTotal(row, (bucket, count) => pairs.push(bucket, count));
  return Float64Array.from(pairs);
}

function dense(sparse: Sparse): Float64Array {
  const counts = new Float64Array(BUCKETS);
  for (let i = 0; i < sparse.length; i += 2) counts[sparse[i]!]! += sparse[i + 1]!;
  return counts;
}

/** Clamped to extremes, so that a law's atom at its least or greatest value is met exactly. */
function quantile(counts: Float64Array, p: number, { min, max }: Range): number {
  let all = 0;
  for (const count of counts) all += count;
  const rank = Math.max(1, Math.ceil(p * all));
  let before = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const here = counts[bucket]!;
    if (here > 0 && before + here >= rank) {
      const low = EDGES[bucket]!;
      const width = EDGES[bucket + 1]! - low;
      const value = bucket === 0 ? 0 : low + (width * (rank - before - 0.5)) / here;
      return Math.min(max, Math.max(min, value));
    }
    before += here;
  }
  return Number.NaN;
}

/** Throws where the engine's buckets are not those above: a run alone must agree with itself. */
function check(p50: number | null, counts: Float64Array, range: Range): void {
  const ours = quantile(counts, 0.5, range);
  if (p50 !== null && !(Math.abs(ours - p50) <= 1e-9 * p50)) {
    throw new Error(`The engine's median is ${p50} ms, that of its histogram ${ours} ms.`);
  }
}

/** Keeps the histograms behind all summaries of `totals`, which the engine has just given. */
export function keepHistograms(totals: EngineTotals): void {
  const { nodeIds, typeIds } = engine.layout();
  const keep = (summary: LatencySummary | undefined, rows: Int32Array) => {
    if (summary === undefined || summary.min === null || summary.max === null) return;
    const { p50, min, max } = summary;
    const sparse = countsOf(rows);
    check(p50, dense(sparse), { min, max });
    kept.set(summary, { sparse, min, max });
  };
  nodeIds.forEach((id, node) => {
    keep(totals.nodes[id]?.waitMs, waitRows(node));
    keep(totals.nodes[id]?.latencyMs, nodeLatencyRows(node));
  });
  typeIds.forEach((id, type) => {
    const block = totals.endToEnd[id];
    keep(block?.latencyMs, latencyRows(type));
    keep(block?.latencyAllMs, latencyAllRows(type));
    keep(block?.settledMs, settledRows(type));
  });
}

/** Quantile of all replications together; undefined where no histogram was kept. */
export function pooledQuantile(
  summary: LatencySummary,
  p: number,
  weight: number,
): Pooled | undefined {
  const histogram = kept.get(summary);
  if (histogram === undefined) return undefined;
  return { sums: dense(histogram.sparse), weight, of: (all) => quantile(all, p, histogram) };
}

/** Standard deviation of all replications together, from their means and deviations. */
export function pooledDeviation({ mean, stdMs }: LatencySummary, weight: number): Pooled {
  const square = weight === 0 ? 0 : (mean ?? Number.NaN) ** 2 + (stdMs ?? Number.NaN) ** 2;
  const sums = [weight, weight === 0 ? 0 : weight * (mean ?? Number.NaN), weight * square];
  const of = ([count = 0, sum = 0, squares = 0]: Float64Array) =>
    Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  return { sums, weight, of };
}
