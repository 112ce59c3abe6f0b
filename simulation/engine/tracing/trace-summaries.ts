// The requests that the run in the engine has listed for tracing, with ids that follow from the run
// alone: equal for the same file and seed, on every platform.
import { murmur128, utf8Of } from "../../core/murmur.ts";
import { sources, types } from "../../primitives/source-parameters.ts";
import {
  FIRST_FAILED,
  FIRST_SLOW,
  failedCount,
  sampledCount,
  slowCount,
  traceList,
} from "../../primitives/trace-list.ts";
import { FIRST_FAILURE, OUTCOME_COUNT, OUTCOMES } from "../../results/outcomes.ts";
import type { SeriesLayout } from "../../results/series.ts";
import { TRACES_PER_FAILURE, type TraceReason, type TraceSummary } from "../../results/traces.ts";

/** Rows of the list, each with why it is on it. */
function listed(): { readonly row: number; readonly reason: TraceReason }[] {
  const rows: { row: number; reason: TraceReason }[] = [];
  const add = (first: number, count: number, reason: TraceReason): void => {
    for (let at = 0; at < count; at++) rows.push({ row: first + at, reason });
  };
  add(0, sampledCount(), "sampled");
  add(FIRST_SLOW, slowCount(), "slow");
  for (let outcome = FIRST_FAILURE; outcome < OUTCOME_COUNT; outcome++) {
    add(FIRST_FAILED + outcome * TRACES_PER_FAILURE, failedCount(outcome), "failed");
  }
  return rows;
}

/** 32 hex digits of what identifies a request of a run. */
function idOf(seed: number, source: string, row: number): string {
  const root = `${traceList.root[row]} ${traceList.turn[row]}`;
  const place = `${traceList.arrivedAt[row]} ${traceList.request[row]} ${root}`;
  return murmur128(utf8Of(`${seed} ${source} ${place}`));
}

/** The list so far, in order of time. */
export function traceSummaries(layout: SeriesLayout, seed: number): TraceSummary[] {
  const found = new Map<string, TraceSummary>();
  for (const { row, reason } of listed()) {
    const source = layout.nodeIds[sources.node[traceList.source[row]]] ?? "";
    const id = idOf(seed, source, row);
    const before = found.get(id);
    found.set(id, {
      id,
      type: layout.typeIds[types.reported[traceList.type[row]]] ?? "",
      source,
      startMs: traceList.arrivedAt[row],
      latencyMs: traceList.latencyMs[row],
      outcome: OUTCOMES[traceList.outcome[row]] ?? "ok",
      row: traceList.request[row],
      root: traceList.root[row],
      turn: traceList.turn[row],
      reasons: [...(before?.reasons ?? []), reason],
    });
  }
  return [...found.values()].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
}
