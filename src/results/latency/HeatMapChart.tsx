// Latencies over time: time to the right, latency upward, the darker the more requests.
import { useMemo, useState } from "react";
import { RUN_PARAMS } from "../../../simulation/scenario/run-params.ts";
import { useDesign, useRun } from "../../store/hooks.ts";
import { formatClock, formatCount, formatDuration } from "../../ui/format.ts";
import { ChartFrame } from "../ChartFrame.tsx";
import type { Tabular } from "../export/tabular.ts";
import { spanMs } from "../scales.ts";
import { HeatBody } from "./HeatBody.tsx";
import { type BandHistory, cellsOf, heatGrid } from "./heat-cells.ts";
import { useLatencyBands } from "./use-latency-answers.ts";

const TITLE = "Latency over time";
/** Columns of the table that stands for the drawing. */
const TABLE_COLUMNS = 24;

export function HeatMapChart() {
  const [type, setType] = useState("all");
  const history = useLatencyBands(type);
  const { run: settings } = useDesign();
  const { info, durationMs, isFinished } = useRun((run) => ({
    info: run.info,
    durationMs: run.info?.durationMs ?? (settings.durationS ?? RUN_PARAMS.durationS.default) * 1000,
    isFinished: run.status === "finished",
  }));
  const windowMs = info?.layout.windowMs ?? 1000;
  const knownMs = history.windows * windowMs;
  const span = spanMs(durationMs, knownMs, isFinished);
  const types = info && info.layout.typeIds.length > 2 ? info.layout.typeIds : ["all"];
  const words = useMemo(() => wordsOf(history), [history]);
  return (
    <ChartFrame
      id="heat"
      title={TITLE}
      legend={
        <div className="results-choices">
          <select
            aria-label="Latencies over time of"
            value={type}
            onChange={(event) => setType(event.currentTarget.value)}
          >
            {types.map((id) => (
              <option key={id} value={id}>
                {id === "all" ? "All requests" : id}
              </option>
            ))}
          </select>
          <HeatKey />
        </div>
      }
      legendEntries={[{ label: `requests (${type}), few to many`, color: "var(--series-1)" }]}
      words={words}
      table={() => tabular(history, windowMs, TABLE_COLUMNS)}
      data={() => tabular(history, windowMs, history.windows)}
      isDrawn={history.pieces.length > 0}
    >
      <HeatBody {...{ history, span, windowMs }} />
    </ChartFrame>
  );
}

/** What light and dark stand for. */
function HeatKey() {
  return (
    <span className="results-heat-key">
      few
      <i className="results-heat-ramp" />
      many
    </span>
  );
}

function wordsOf(history: BandHistory): string {
  const whole = heatGrid(history, 1);
  const cells = cellsOf(whole, history.edgesMs);
  const [first] = cells;
  const last = cells.at(-1);
  if (!first || !last) return "No latency was measured yet.";
  const fullest = cells.reduce((best, cell) => (cell.count > best.count ? cell : best));
  return (
    `Latencies between ${formatDuration(first.fromMs)} and ${formatDuration(last.toMs)}; most ` +
    `requests, ${formatCount(fullest.count)}, took ${formatDuration(fullest.fromMs)} to ` +
    `${formatDuration(fullest.toMs)}.`
  );
}

function tabular(history: BandHistory, windowMs: number, columns: number): Tabular {
  const grid = heatGrid(history, columns);
  const columnMs = grid.perColumn * windowMs;
  return {
    columns: [
      { label: "Time and latency" },
      { label: "Until", unit: "s", format: (s) => formatClock(s * 1000, 1) },
      { label: "From", unit: "ms", format: formatDuration },
      { label: "To", unit: "ms", format: formatDuration },
      { label: "Requests", unit: "count", format: formatCount },
    ],
    rows: cellsOf(grid, history.edgesMs).map(({ column, fromMs, toMs, count }) => {
      const untilS = ((column + 1) * columnMs) / 1000;
      const name = `${formatClock(column * columnMs)}, ${formatDuration(fromMs)}`;
      return [name, untilS, fromMs, toMs, count];
    }),
  };
}
