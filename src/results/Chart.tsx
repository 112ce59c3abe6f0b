import { Menu } from "@mantine/core";
import { useMemo, useState } from "react";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { useDesign, useRun } from "../store/hooks.ts";
import { rowAt, rowTimeMs } from "../store/run-rows.ts";
import { ChartBody } from "./ChartBody.tsx";
import { ChartFrame } from "./ChartFrame.tsx";
import {
  type ChartDefinition,
  type ChartLimit,
  type ChartModel,
  onLogAxis,
  takesLogAxis,
} from "./chart-model.ts";
import { tableOfPoints, tableOfWindows } from "./chart-table.ts";
import { describeChart } from "./describe-chart.ts";
import { Legend } from "./Legend.tsx";
import { spanMs } from "./scales.ts";
import { useChartRows } from "./use-chart-rows.ts";

interface ChartProps {
  readonly definition: ChartDefinition;
  /** Place among the charts on the screen; they are drawn in turn. */
  readonly slot: number;
  readonly limit?: ChartLimit | null;
}

const EMPTY: ChartModel = { series: [], head: { text: "" } };

/** One chart over simulated time: head with the present number, legend, drawing, crosshair. */
export function Chart({ definition: given, slot, limit = null }: ChartProps) {
  const rows = useChartRows(slot);
  const { run: settings } = useDesign();
  const run = useRun(({ info, status, playheadMs }) => ({
    durationMs: info?.durationMs ?? (settings.durationS ?? RUN_PARAMS.durationS.default) * 1000,
    warmupMs: info?.warmupMs ?? 0,
    finished: status === "finished",
    playheadMs,
  }));
  const [only, setOnly] = useState<string | null>(null);
  const [isLog, setLog] = useState(given.scale === "log");
  const definition = useMemo(() => onLogAxis(given, isLog), [given, isLog]);
  const lastRow = (rows?.count ?? 0) - 1;
  const nowMs = rows && lastRow >= 0 ? rowTimeMs(rows, lastRow) : 0;
  const span = spanMs(run.durationMs, nowMs, run.finished);
  const shownRow = rows && run.playheadMs !== null ? rowAt(rows, run.playheadMs) : lastRow;
  const model = useMemo(
    () => (rows && lastRow >= 0 ? definition.model(rows, Math.max(0, shownRow)) : EMPTY),
    [rows, lastRow, shownRow, definition],
  );
  const kept = model.series.filter(({ key }) => only === null || key === only);
  return (
    <ChartFrame
      id={definition.id}
      title={definition.title}
      head={model.head}
      alarmFirst={definition.id === "traffic"}
      legend={<Legend series={model.series} only={only} onIsolate={setOnly} />}
      legendEntries={kept}
      items={takesLogAxis(given) ? <LogItem isLog={isLog} onChange={setLog} /> : null}
      words={describeChart(definition, rows, model.series, shownRow)}
      table={() => tableOfPoints(rows, kept, definition)}
      data={() => tableOfWindows(rows, kept, definition)}
      isDrawn={lastRow >= 0}
    >
      <ChartBody
        {...{ definition, rows: lastRow >= 0 ? rows : null, series: kept, span, limit }}
        warmupMs={run.warmupMs}
        shownMs={run.playheadMs ?? nowMs}
      />
    </ChartFrame>
  );
}

interface LogItemProps {
  readonly isLog: boolean;
  readonly onChange: (isLog: boolean) => void;
}

export function LogItem({ isLog, onChange }: LogItemProps) {
  return (
    <Menu.CheckboxItem checked={isLog} onChange={onChange} closeMenuOnClick>
      Logarithmic axis
    </Menu.CheckboxItem>
  );
}
