import { useDesign, useRun } from "../store/hooks.ts";
import { nodeTitle } from "../store/proxy-names.ts";
import { rowAt, rowTimeMs } from "../store/run-rows.ts";
import { formatClock, NO_VALUE } from "../ui/format.ts";
import { useSpoken } from "../ui/use-spoken.ts";
import { type Signal, signalsAt } from "./signals.ts";
import { useChartRows } from "./use-chart-rows.ts";

const NAMES: readonly Signal["name"][] = ["Latency", "Traffic", "Errors", "Saturation"];

/** The golden signals at the shown instant. */
export function Signals({ slot }: { readonly slot: number }) {
  const rows = useChartRows(slot);
  const document = useDesign();
  const { playheadMs, isRunning } = useRun((run) => ({
    playheadMs: run.playheadMs,
    isRunning: run.status === "running",
  }));
  const last = (rows?.count ?? 0) - 1;
  const row = rows && playheadMs !== null ? Math.max(0, rowAt(rows, playheadMs)) : last;
  const nameOf = (id: string) => nodeTitle(document, id);
  const signals = rows && last >= 0 ? signalsAt(rows, row, nameOf) : [];
  const said = useSpoken(
    signals.length > 0 && rows
      ? `At ${formatClock(rowTimeMs(rows, row))}: ${signals.map(wordsOf).join(", ")}.`
      : "",
    isRunning && playheadMs === null,
  );
  return (
    <>
      <dl className="results-signals" aria-label="Signals">
        {NAMES.map((name, index) => {
          const signal = signals[index];
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="ui-num" title={signal && wordsOf(signal)}>
                <b data-bad={signal?.isBad || undefined}>{signal?.value ?? NO_VALUE}</b>
                <span className="results-signal-of">{signal?.of}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="ui-visually-hidden" role="status" aria-label="Numbers of the run">
        {said}
      </p>
    </>
  );
}

function wordsOf({ name, value, of }: Signal): string {
  return `${name} ${value} ${of}`;
}
