// What a plain window adds to the baseline, straight from its rows: as extendBaseline adds what was read.
import { DEGRADED, FIRST_FAILURE, OK, OUTCOME_COUNT } from "../results/outcomes.ts";
import { type Baseline, EDGE_SUM, NODE_SUM } from "./baseline.ts";
import { PLAIN, type PlainRows, SOURCE } from "./plain-rows.ts";
import { sumAt } from "./row-sums.ts";
import { EDGE_AT, FIRST_OUTCOME, NODE_AT, WIDTH } from "./window-columns.ts";

/** Adds the window that `of` has taken; `at`: where its first row begins. */
export function learnRows(
  into: Baseline,
  of: PlainRows,
  rows: Float64Array,
  at: number,
  spanMs: number,
): void {
  into.windows += 1;
  into.spanMs += spanMs;
  learnTypes(of, into, rows, at + of.typesAt);
  learnNodes(of, into.node, rows, at);
  learnEdges(of, into.edge, rows, at + of.edgesAt);
}

function learnTypes(of: PlainRows, into: Baseline, rows: Float64Array, at: number): void {
  const { seen, rowLength, perWindow: count } = of;
  const { outcomes } = into;
  into.good += seen.good;
  into.offered += seen.offered;
  outcomes[OK] += seen.ok;
  outcomes[DEGRADED] += seen.degraded;
  if (seen.unwell === 0) return;
  for (let code = FIRST_FAILURE; code < OUTCOME_COUNT; code++) {
    outcomes[code] += sumAt(rows, at + FIRST_OUTCOME + code, rowLength, count);
  }
}

function learnNodes(of: PlainRows, sums: Float64Array, rows: Float64Array, first: number): void {
  const { read, bits, rowLength, perWindow: count } = of;
  for (let node = 0; node < bits.length; node++) {
    const from = node * PLAIN.width;
    const to = node * NODE_SUM.width;
    const p95Ms = read[from + PLAIN.p95Ms];
    const meanMs = read[from + PLAIN.meanMs];
    sums[to + NODE_SUM.ended] += read[from + PLAIN.ended];
    sums[to + NODE_SUM.failed] += read[from + PLAIN.failed];
    if (!Number.isNaN(p95Ms)) {
      sums[to + NODE_SUM.p95Sum] += p95Ms;
      sums[to + NODE_SUM.p95Weight] += 1;
    }
    if (!Number.isNaN(meanMs)) {
      sums[to + NODE_SUM.meanSum] += meanMs;
      sums[to + NODE_SUM.meanWeight] += 1;
    }
    if ((bits[node] & SOURCE) !== 0) {
      sums[to + NODE_SUM.arrivals] += read[from + PLAIN.arrivals];
      sums[to + NODE_SUM.firstArrivals] += read[from + PLAIN.arrivals];
      sums[to + NODE_SUM.held] = Number.NaN;
      continue;
    }
    const at = first + of.nodesAt + node * WIDTH.node;
    const arrivals = read[from + PLAIN.arrivals];
    const retried = sumAt(rows, at + NODE_AT.retriedArrivals, rowLength, count);
    const hits = sumAt(rows, at + NODE_AT.hits, rowLength, count);
    sums[to + NODE_SUM.arrivals] += arrivals;
    sums[to + NODE_SUM.firstArrivals] += arrivals - retried;
    sums[to + NODE_SUM.held] += read[from + PLAIN.held];
    sums[to + NODE_SUM.queueMean] +=
      sumAt(rows, at + NODE_AT.queueMean, rowLength, count) / count +
      of.waitingAt(rows, first, node, count);
    sums[to + NODE_SUM.backlog] += read[from + PLAIN.backlog];
    sums[to + NODE_SUM.inFlight] += read[from + PLAIN.inFlight];
    sums[to + NODE_SUM.hits] += hits + sumAt(rows, at + NODE_AT.staleHits, rowLength, count);
    sums[to + NODE_SUM.misses] += sumAt(rows, at + NODE_AT.misses, rowLength, count);
  }
}

function learnEdges(of: PlainRows, sums: Float64Array, rows: Float64Array, first: number): void {
  const { edges, rowLength, perWindow: count } = of;
  for (let edge = 0; edge < edges; edge++) {
    const at = first + edge * WIDTH.edge;
    const to = edge * EDGE_SUM.width;
    const failed =
      sumAt(rows, at + EDGE_AT.failedAttempts, rowLength, count) -
      sumAt(rows, at + EDGE_AT.retries, rowLength, count) +
      sumAt(rows, at + EDGE_AT.refused, rowLength, count) -
      sumAt(rows, at + EDGE_AT.fallbacks, rowLength, count);
    sums[to + EDGE_SUM.failed] += failed > 0 ? failed : 0;
    sums[to + EDGE_SUM.pending] += sumAt(rows, at + EDGE_AT.pendingMean, rowLength, count) / count;
  }
}
