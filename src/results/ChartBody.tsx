import { type PointerEvent, useMemo } from "react";
import { leaveCrosshair, setCrosshair, useCrosshair } from "../store/crosshair.ts";
import { useView } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { type RunRows, rowTimeMs } from "../store/run-rows.ts";
import { useSize } from "../ui/use-size.ts";
import { ChartTooltip } from "./ChartTooltip.tsx";
import {
  type ChartDefinition,
  type ChartLimit,
  type ChartSeries,
  chartPoints,
  emptyWords,
  extent,
} from "./chart-model.ts";
import { PLOT_RIGHT, Plot, plainTick, plotMargins } from "./Plot.tsx";
import { linearAxis, logAxis, ratioAxis, type ValueAxis } from "./scales.ts";
import { useFaultSpans } from "./use-fault-spans.ts";

/** Width of a figure of the ticks, px. */
const FIGURE = 6.4;
const FIGURE_PRESENTER = 9.2;

interface BodyProps {
  readonly definition: ChartDefinition;
  readonly rows: RunRows | null;
  readonly series: readonly ChartSeries[];
  readonly span: number;
  readonly warmupMs: number;
  readonly shownMs: number;
  readonly limit: ChartLimit | null;
}

/** The drawing with its crosshair; pressing or dragging moves the playhead. */
export function ChartBody(props: BodyProps) {
  const { definition, rows, series, span, limit } = props;
  const [ref, size] = useSize<HTMLDivElement>({ width: 260, height: 150 });
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
  return (
    <div
      ref={ref}
      className="results-plot"
      data-plot
      aria-hidden="true"
      {...pointing(definition.id, rows, { left, plotWidth, span })}
    >
      <Plot
        style={definition.style}
        logarithmic={definition.scale === "log"}
        format={rows && drawn.points.length > 0 ? definition.format : noLabel}
        {...{ ...drawn, span, warmupMs: props.warmupMs, faults, limit, left, presenter }}
        width={size.width}
        height={size.height}
      />
      {rows === null ? <Hint left={left} words="Run to see" /> : null}
      {rows && series.length === 0 ? (
        <Hint left={left} words={emptyWords(definition, rows)} />
      ) : null}
      {rows ? (
        <PlotLines
          {...{ rows, series, presenter, definition, shownMs: props.shownMs }}
          xOf={(ms) => left + (ms / span) * plotWidth}
          middle={size.width / 2}
        />
      ) : null}
    </div>
  );
}

interface HintProps {
  readonly words: string | null;
  /** Where the plot begins, px: the words of the axis stay free. */
  readonly left: number;
}

function Hint({ words, left }: HintProps) {
  if (words === null) return null;
  return (
    <p className="results-hint" style={{ left, right: PLOT_RIGHT }}>
      <span className="results-hint-words">{words}</span>
    </p>
  );
}

interface TimePlace {
  readonly left: number;
  readonly plotWidth: number;
  readonly span: number;
}

/** The instant under the pointer is everybody's crosshair; a pressed pointer takes the playhead along. */
export function pointing(id: string, rows: RunRows | null, place: TimePlace) {
  const atPointer = (event: PointerEvent<HTMLElement>, cut: boolean) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - place.left;
    const ms = (x / place.plotWidth) * place.span;
    if (!rows) return null;
    const endMs = rowTimeMs(rows, rows.count - 1);
    if (cut) return Math.min(endMs, Math.max(0, ms));
    return ms >= 0 && ms <= endMs ? ms : null;
  };
  return {
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const isHeld = event.currentTarget.hasPointerCapture?.(event.pointerId) ?? false;
      setCrosshair(id, atPointer(event, isHeld));
      if (isHeld) setPlayhead(atPointer(event, true));
    },
    onPointerLeave: () => leaveCrosshair(id),
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const ms = atPointer(event, false);
      if (ms === null || event.button !== 0) return;
      event.currentTarget.setPointerCapture?.(event.pointerId);
      setPlayhead(ms);
    },
  };
}

interface PlotLinesProps {
  readonly rows: RunRows;
  readonly series: readonly ChartSeries[];
  readonly definition: Pick<ChartDefinition, "id" | "format">;
  readonly presenter: boolean;
  readonly shownMs: number;
  readonly xOf: (ms: number) => number;
  /** Right of it the tooltip stands left of its line, px. */
  readonly middle: number;
}

/** Playhead and crosshair, drawn apart from the plot because they move all the time. */
function PlotLines({ rows, series, definition, presenter, shownMs, xOf, middle }: PlotLinesProps) {
  const { atMs, over } = useCrosshair();
  const style = (ms: number) => ({ translate: `${xOf(ms)}px`, ...plotMargins(presenter) });
  const isRecorded = atMs !== null && atMs <= rowTimeMs(rows, rows.count - 1);
  return (
    <>
      <i className="results-line" style={style(shownMs)} />
      {isRecorded ? <i className="results-line" data-hover style={style(atMs)} /> : null}
      {isRecorded && over === definition.id ? (
        <ChartTooltip
          {...{ rows, series, atMs, format: definition.format }}
          x={xOf(atMs)}
          flip={xOf(atMs) > middle}
        />
      ) : null}
    </>
  );
}

function noLabel(): string {
  return "";
}

function valueAxis(
  definition: ChartDefinition,
  points: ReturnType<typeof chartPoints>,
  series: readonly ChartSeries[],
  limit: ChartLimit | null,
): ValueAxis {
  const keys = series.map(({ key }) => key);
  const [min, max] = extent(points, keys, definition.style === "stack");
  const highest = Math.max(max, points.length > 0 ? (limit?.value ?? 0) : 0);
  switch (definition.scale) {
    case "linear":
      return linearAxis(highest);
    case "whole":
      return linearAxis(highest, true);
    case "ratio":
      return ratioAxis(max);
    case "log":
      return logAxis(min, highest);
  }
}
