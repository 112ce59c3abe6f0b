import { type PointerEvent, useId, useMemo, useState } from "react";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { useDocument, useRun, useView } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { type RunRows, rowAt, rowTimeMs } from "../store/run-rows.ts";
import { useSize } from "../ui/use-size.ts";
import { ChartTooltip } from "./ChartTooltip.tsx";
import {
  type ChartDefinition,
  type ChartModel,
  type ChartSeries,
  chartPoints,
  extent,
} from "./chart-model.ts";
import { describeChart } from "./describe-chart.ts";
import { useHover } from "./hover.ts";
import { Legend } from "./Legend.tsx";
import { PLOT_RIGHT, Plot, plainTick, plotMargins } from "./Plot.tsx";
import { linearAxis, logAxis, ratioAxis, spanMs, type ValueAxis } from "./scales.ts";
import { useChartRows } from "./use-chart-rows.ts";
import { useFaultSpans } from "./use-fault-spans.ts";

interface ChartProps {
  readonly definition: ChartDefinition;
  /** Place among the charts on the screen; they are drawn in turn. */
  readonly slot: number;
  readonly limit?: { readonly value: number; readonly label: string } | null;
}

const EMPTY: ChartModel = { series: [], head: { text: "" } };
/** Width of a figure of the ticks, px. */
const FIGURE = 6.4;
const FIGURE_PRESENTER = 9.2;

/** One chart over simulated time: head with the present number, legend, drawing, crosshair. */
export function Chart({ definition, slot, limit = null }: ChartProps) {
  const rows = useChartRows(slot);
  const { run: settings } = useDocument();
  const run = useRun(({ info, status, playheadMs }) => ({
    durationMs: info?.durationMs ?? (settings.durationS ?? RUN_PARAMS.durationS.default) * 1000,
    warmupMs: info?.warmupMs ?? 0,
    finished: status === "finished",
    playheadMs,
  }));
  const [only, setOnly] = useState<string | null>(null);
  const lastRow = (rows?.count ?? 0) - 1;
  const nowMs = rows && lastRow >= 0 ? rowTimeMs(rows, lastRow) : 0;
  const span = spanMs(run.durationMs, nowMs, run.finished);
  const shownRow = rows && run.playheadMs !== null ? rowAt(rows, run.playheadMs) : lastRow;
  const model = useMemo(
    () => (rows && lastRow >= 0 ? definition.model(rows, Math.max(0, shownRow)) : EMPTY),
    [rows, lastRow, shownRow, definition],
  );
  const kept = model.series.filter(({ key }) => only === null || key === only);
  const id = useId();
  return (
    <figure
      className="results-chart"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
    >
      <div className="results-chart-head">
        <h3 id={`${id}-title`}>{definition.title}</h3>
        <span className="results-chart-now ui-num">
          {definition.id === "traffic" ? <Alarm head={model.head} /> : null}
          {model.head.text}
          {definition.id === "traffic" ? null : <Alarm head={model.head} />}
        </span>
      </div>
      <Legend series={model.series} only={only} onIsolate={setOnly} />
      <ChartBody
        {...{ definition, rows: lastRow >= 0 ? rows : null, series: kept, span, limit }}
        warmupMs={run.warmupMs}
        shownMs={run.playheadMs ?? nowMs}
      />
      <figcaption id={`${id}-text`} className="ui-visually-hidden">
        {describeChart(definition, rows, model.series, shownRow)}
      </figcaption>
    </figure>
  );
}

function Alarm({ head }: { readonly head: ChartModel["head"] }) {
  return head.alarm ? <strong className="results-alarm">{head.alarm}</strong> : null;
}

interface BodyProps {
  readonly definition: ChartDefinition;
  readonly rows: RunRows | null;
  readonly series: readonly ChartSeries[];
  readonly span: number;
  readonly warmupMs: number;
  readonly shownMs: number;
  readonly limit: { readonly value: number; readonly label: string } | null;
}

function ChartBody({ definition, rows, series, span, warmupMs, shownMs, limit }: BodyProps) {
  const [ref, size] = useSize<HTMLDivElement>({ width: 260, height: 150 });
  const hover = useHover();
  const faults = useFaultSpans(span);
  const keys = series.map(({ key }) => key).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `keys` stands for the series, whose objects are made anew
  const drawn = useMemo(() => {
    const points = rows ? chartPoints(rows, series, definition, size.width * 0.8) : [];
    return { points, series, axis: valueAxis(definition, points, series, limit) };
  }, [rows, keys, definition, size.width, limit]);
  const labels = drawn.axis.ticks.map((tick) => plainTick(definition.format(tick)).length);
  const presenter = useView((view) => view.presenter);
  const figure = presenter ? FIGURE_PRESENTER : FIGURE;
  const left = Math.round(Math.max(3, ...labels) * figure + 10);
  const plotWidth = Math.max(1, size.width - left - PLOT_RIGHT);
  const atPointer = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    const ms = (x / plotWidth) * span;
    return rows && ms >= 0 && ms <= shownEnd(rows) ? ms : null;
  };
  const line = (ms: number) => left + (ms / span) * plotWidth;
  const margins = plotMargins(presenter);
  const lineStyle = (x: number) => ({ left: x, ...margins });
  return (
    <div
      ref={ref}
      className="results-plot"
      aria-hidden="true"
      onPointerMove={(event) => hover.set(definition.id, atPointer(event))}
      onPointerLeave={() => hover.set(null, null)}
      onPointerDown={(event) => {
        const ms = atPointer(event);
        if (ms !== null && event.button === 0) setPlayhead(ms);
      }}
    >
      <Plot
        style={definition.style}
        logarithmic={definition.scale === "log"}
        format={rows && drawn.points.length > 0 ? definition.format : noLabel}
        {...{ ...drawn, span, warmupMs, faults, limit, left, presenter }}
        width={size.width}
        height={size.height}
      />
      {rows ? null : <p className="results-hint">Run to see</p>}
      {rows && series.length === 0 && definition.nothing ? (
        <p className="results-hint">
          <span className="results-hint-words">{definition.nothing}</span>
        </p>
      ) : null}
      {rows ? <i className="results-line" style={lineStyle(line(shownMs))} /> : null}
      {rows && hover.atMs !== null ? (
        <i className="results-line" data-hover style={lineStyle(line(hover.atMs))} />
      ) : null}
      {rows && hover.atMs !== null && hover.chart === definition.id ? (
        <ChartTooltip
          {...{ rows, series, atMs: hover.atMs, format: definition.format }}
          x={line(hover.atMs)}
          flip={line(hover.atMs) > size.width / 2}
        />
      ) : null}
    </div>
  );
}

function noLabel(): string {
  return "";
}

function shownEnd(rows: RunRows): number {
  return rowTimeMs(rows, rows.count - 1);
}

function valueAxis(
  definition: ChartDefinition,
  points: ReturnType<typeof chartPoints>,
  series: readonly ChartSeries[],
  limit: BodyProps["limit"],
): ValueAxis {
  const keys = series.map(({ key }) => key);
  const [min, max] = extent(points, keys, definition.style === "stack");
  switch (definition.scale) {
    case "linear":
      return linearAxis(max);
    case "whole":
      return linearAxis(max, true);
    case "ratio":
      return ratioAxis(max);
    case "log":
      return logAxis(min, Math.max(max, points.length > 0 ? (limit?.value ?? 0) : 0));
  }
}
