import { memo } from "react";
import { Area, CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from "recharts";
import { formatDuration, formatRatio } from "../../ui/format.ts";
import { PLOT_RIGHT, plainTick, plotMargins, TICK } from "../Plot.tsx";
import { linearAxis, logAxis, ratioAxis } from "../scales.ts";
import type { DistributionPoint } from "./distribution-model.ts";

interface DistributionPlotProps {
  readonly points: readonly DistributionPoint[];
  readonly range: readonly [number, number];
  readonly isLog: boolean;
  /** Shares from 0 to 100 % that add up, instead of shares of bars. */
  readonly isShare: boolean;
  readonly marks: readonly { readonly ms: number; readonly label: string }[];
  readonly width: number;
  readonly height: number;
  readonly presenter: boolean;
}

const LEFT = 46;
const LEFT_PRESENTER = 66;

/** The drawing alone; it is no chart over time, so it has no crosshair. */
export const DistributionPlot = memo(function DistributionPlot(props: DistributionPlotProps) {
  const { points, range, isLog, isShare, marks, presenter } = props;
  const margins = plotMargins(presenter);
  const latency = isLog ? logAxis(...range) : linearAxis(range[1]);
  const share = isShare ? ratioAxis(1) : ratioAxis(Math.max(...points.map(({ y }) => y), 0.01));
  return (
    <ComposedChart
      width={props.width}
      height={props.height}
      data={points as DistributionPoint[]}
      margin={{ top: margins.top, right: PLOT_RIGHT, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--border-subtle)" />
      <XAxis
        dataKey="x"
        type="number"
        scale={isLog ? "log" : "linear"}
        domain={[...latency.domain]}
        ticks={[...latency.ticks]}
        interval={0}
        allowDataOverflow
        tickFormatter={(ms: number) => plainTick(formatDuration(ms))}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--border-default)" }}
        height={margins.bottom}
        tickMargin={4}
      />
      <YAxis
        type="number"
        domain={[...share.domain]}
        ticks={[...share.ticks]}
        interval={0}
        tickFormatter={(y: number) => plainTick(formatRatio(y))}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={presenter ? LEFT_PRESENTER : LEFT}
      />
      <Area
        dataKey="y"
        type={isShare ? "linear" : "stepAfter"}
        stroke="var(--series-1)"
        strokeWidth={1.5}
        fill="var(--series-1)"
        fillOpacity={isShare ? 0.08 : 0.25}
        isAnimationActive={false}
        dot={false}
        activeDot={false}
      />
      {marks.map(({ ms, label }) => (
        <ReferenceLine
          key={label}
          x={ms}
          stroke="var(--text-2)"
          strokeDasharray="5 3"
          label={{ value: label, position: "insideTopLeft", ...TICK }}
        />
      ))}
    </ComposedChart>
  );
});
