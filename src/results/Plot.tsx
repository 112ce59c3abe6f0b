import { memo, useMemo } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  XAxis,
  YAxis,
} from "recharts";
import { formatClock } from "../ui/format.ts";
import type { ChartDefinition, ChartSeries } from "./chart-model.ts";
import type { ChartPoint } from "./decimate.ts";
import { timeTicks, type ValueAxis } from "./scales.ts";

export interface FaultSpan {
  readonly id: string;
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PlotProps {
  readonly style: ChartDefinition["style"];
  readonly logarithmic: boolean;
  readonly series: readonly ChartSeries[];
  readonly points: readonly ChartPoint[];
  readonly axis: ValueAxis;
  readonly format: (value: number) => string;
  readonly span: number;
  readonly warmupMs: number;
  readonly faults: readonly FaultSpan[];
  readonly limit: { readonly value: number; readonly label: string } | null;
  readonly width: number;
  readonly height: number;
  /** Room for the labels of the values, px. */
  readonly left: number;
  /** Larger words need more room. */
  readonly presenter: boolean;
}

export const PLOT_RIGHT = 16;

/** Half a tick's height above the plot, and the ticks of the time below it, px. */
export function plotMargins(presenter: boolean): { readonly top: number; readonly bottom: number } {
  return presenter ? { top: 11, bottom: 30 } : { top: 6, bottom: 20 };
}

export const TICK = { fontSize: 11, fill: "var(--text-3)" } as const;
const AXIS_LINE = { stroke: "var(--border-default)" } as const;
const clockTick = (ms: number): string => formatClock(ms);

/** The drawing alone. Drawn again only when its points, size or span changed. */
export const Plot = memo(function Plot(props: PlotProps) {
  const { style, logarithmic, series, points, span, faults, limit, width, height } = props;
  const margins = plotMargins(props.presenter);
  const fixed = useFixed(props);
  const labels = faultLabels(faults, span, width - props.left - PLOT_RIGHT, props.presenter);
  return (
    <ComposedChart
      width={width}
      height={height}
      data={points as ChartPoint[]}
      margin={fixed.margin}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--border-subtle)" />
      <XAxis
        dataKey="t"
        type="number"
        domain={fixed.timeDomain}
        allowDataOverflow
        ticks={fixed.timeTicks}
        interval={0}
        tickFormatter={clockTick}
        tick={TICK}
        tickLine={false}
        axisLine={AXIS_LINE}
        height={margins.bottom}
        tickMargin={props.presenter ? 8 : 4}
      />
      <YAxis
        type="number"
        scale={logarithmic ? "log" : "linear"}
        domain={fixed.domain}
        ticks={fixed.ticks}
        interval={0}
        allowDataOverflow
        tickFormatter={fixed.valueTick}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={props.left}
      />
      {props.warmupMs > 0 ? (
        <ReferenceArea
          x1={0}
          x2={Math.min(props.warmupMs, span)}
          fill="var(--surface-hover)"
          fillOpacity={0.5}
        />
      ) : null}
      {faults.map(({ id, fromMs, toMs }) => (
        <ReferenceArea
          key={id}
          x1={fromMs}
          x2={toMs}
          fill="var(--state-failing)"
          fillOpacity={0.09}
        />
      ))}
      {faults.map(({ id, fromMs }) => (
        <ReferenceLine
          key={`${id} start`}
          x={fromMs}
          stroke="var(--state-failing)"
          strokeDasharray="2 3"
          {...faultLabel(labels.get(id))}
        />
      ))}
      {series.map((line, index) => shape(line, style, index))}
      {limit ? (
        <ReferenceLine
          y={limit.value}
          stroke="var(--text-2)"
          strokeDasharray="5 3"
          label={{ value: limit.label, position: "insideTopRight", ...TICK }}
        />
      ) : null}
    </ComposedChart>
  );
});

/** Recharts lays a chart out anew for each new object, so what says the same stays the same. */
function useFixed({ axis, span, width, presenter, format }: PlotProps) {
  const axisKey = [...axis.domain, ...axis.ticks].join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `axisKey` stands for the axis, made anew each time
  const values = useMemo(
    () => ({ domain: [...axis.domain] as [number, number], ticks: [...axis.ticks] }),
    [axisKey],
  );
  const time = useMemo(
    () => ({
      timeDomain: [0, span] as [number, number],
      timeTicks: timeTicks(span, Math.max(2, Math.floor(width / (presenter ? 90 : 62)))),
    }),
    [span, width, presenter],
  );
  const valueTick = useMemo(() => (value: number) => plainTick(format(value)), [format]);
  const margin = useMemo(
    () => ({ top: plotMargins(presenter).top, right: PLOT_RIGHT, bottom: 0, left: 0 }),
    [presenter],
  );
  return { ...values, ...time, valueTick, margin };
}

/** Width of a letter of the labels, px, and what is left free beside them. */
const LETTER = { studio: 6, presenter: 9 } as const;
const LABEL_SIDES = 8;
/** Fewer letters than this name nothing. */
const FEWEST_LETTERS = 8;

/** Names that find room from the start of their fault to the next one's; too long ones are cut. */
export function faultLabels(
  faults: readonly FaultSpan[],
  spanMs: number,
  widthPx: number,
  presenter: boolean,
): ReadonlyMap<string, string> {
  const letter = presenter ? LETTER.presenter : LETTER.studio;
  const pxPerMs = widthPx / spanMs;
  const ordered = [...faults].sort((a, b) => a.fromMs - b.fromMs);
  const labels = new Map<string, string>();
  for (const [index, { id, title, fromMs }] of ordered.entries()) {
    const endMs = ordered[index + 1]?.fromMs ?? spanMs;
    const letters = Math.floor(((endMs - fromMs) * pxPerMs - LABEL_SIDES) / letter);
    if (letters < Math.min(title.length, FEWEST_LETTERS)) continue;
    labels.set(id, title.length > letters ? `${title.slice(0, letters - 1).trimEnd()}…` : title);
  }
  return labels;
}

function faultLabel(value: string | undefined) {
  if (value === undefined) return {};
  return {
    label: { value, position: "insideTopLeft", fontSize: 11, fill: "var(--state-failing-text)" },
  } as const;
}

/** Ticks are round: "10 s", not "10.0 s"; their space must not break the line. */
export function plainTick(text: string): string {
  return text
    .replace(/(\.\d*?)0+(?= |\/|$)/, "$1")
    .replace(/\.(?= |\/|$)/, "")
    .replace(" ", "\u00a0");
}

/** Recharts looks at the elements themselves, so this gives an element and is no component. */
function shape(line: ChartSeries, style: ChartDefinition["style"], index: number) {
  const common = {
    dataKey: line.key,
    stroke: line.color,
    strokeWidth: line.width ?? 1.5,
    isAnimationActive: false,
    dot: false,
    activeDot: false,
    type: "linear",
  } as const;
  if (style === "stack") {
    return (
      <Area key={line.key} {...common} stackId="causes" fill={line.color} fillOpacity={0.55} />
    );
  }
  if (style === "area" && index === 0) {
    return <Area key={line.key} {...common} fill={line.color} fillOpacity={0.18} />;
  }
  return <Line key={line.key} {...common} strokeDasharray={line.dash ?? "none"} />;
}
