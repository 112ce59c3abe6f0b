import { useDocument, useRun } from "../store/hooks.ts";
import { rowAt } from "../store/run-rows.ts";
import { bottleneckSentence } from "./signals.ts";
import { useChartRows } from "./use-chart-rows.ts";

/** Where the system is tight at the shown instant; while nothing happened, how far it is from that. */
export function Bottleneck({ slot }: { readonly slot: number }) {
  const rows = useChartRows(slot);
  const { nodes } = useDocument();
  const { playheadMs, warmupMs, isCalm } = useRun((run) => ({
    playheadMs: run.playheadMs,
    warmupMs: run.info?.warmupMs ?? 0,
    isCalm: run.cascade.length === 0,
  }));
  if (!rows || rows.count === 0) return null;
  const row = playheadMs === null ? rows.count - 1 : Math.max(0, rowAt(rows, playheadMs));
  const nameOf = (id: string) => nodes[id]?.name ?? id;
  const sentence = bottleneckSentence(rows, row, { warmupMs, isCalm }, nameOf);
  return sentence === null ? null : <p className="results-bottleneck">{sentence}</p>;
}
