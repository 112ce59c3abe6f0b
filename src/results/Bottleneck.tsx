import { useOfferedLoad } from "../store/assessment.ts";
import { useDesign, useRun } from "../store/hooks.ts";
import { nodeTitle } from "../store/proxy-names.ts";
import { rowAt } from "../store/run-rows.ts";
import { bottleneckSentence, offeredSentence } from "./signals.ts";
import { useChartRows } from "./use-chart-rows.ts";

/** Where the system is tight at the shown instant; while nothing happened, how far it is from that. */
export function Bottleneck({ slot }: { readonly slot: number }) {
  const rows = useChartRows(slot);
  const document = useDesign();
  const offered = useOfferedLoad();
  const { playheadMs, warmupMs, isCalm } = useRun((run) => ({
    playheadMs: run.playheadMs,
    warmupMs: run.info?.warmupMs ?? 0,
    isCalm: run.cascade.length === 0,
  }));
  const nameOf = (id: string) => nodeTitle(document, id);
  const beforehand = isCalm && offered ? offeredSentence(offered, nameOf) : null;
  const row =
    rows === null || playheadMs === null
      ? (rows?.count ?? 0) - 1
      : Math.max(0, rowAt(rows, playheadMs));
  const measured =
    rows && row >= 0
      ? bottleneckSentence(rows, row, { warmupMs, isCalm, beforehand }, nameOf)
      : beforehand;
  return measured === null ? null : <p className="results-bottleneck">{measured}</p>;
}
