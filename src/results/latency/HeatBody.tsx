import { useLayoutEffect, useMemo, useRef } from "react";
import { useCrosshair } from "../../store/crosshair.ts";
import { useRun, useView } from "../../store/hooks.ts";
import { rowTimeMs } from "../../store/run-rows.ts";
import { formatClock, formatCount, formatDuration } from "../../ui/format.ts";
import { useSize } from "../../ui/use-size.ts";
import { pointing } from "../ChartBody.tsx";
import { faultLabels, PLOT_RIGHT, plainTick, plotMargins } from "../Plot.tsx";
import { logAxis, timeTicks, type ValueAxis } from "../scales.ts";
import { useFaultSpans } from "../use-fault-spans.ts";
import { type BandHistory, cellsOf, type HeatGrid, heatGrid } from "./heat-cells.ts";

interface HeatBodyProps {
  readonly history: BandHistory;
  readonly span: number;
  readonly windowMs: number;
}

const LEFT = 52;
const LEFT_PRESENTER = 74;
/** A column narrower than this is no longer seen, px. */
const COLUMN_PX = 2;
/** The faintest cell that holds a request at all. */
const FAINTEST = 0.14;

interface HeatScale {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly axis: ValueAxis;
  readonly x: (ms: number) => number;
  readonly y: (ms: number) => number;
}

function scaleOf(
  size: { readonly width: number; readonly height: number },
  span: number,
  axis: ValueAxis,
  presenter: boolean,
): HeatScale {
  const { top, bottom: below } = plotMargins(presenter);
  const left = presenter ? LEFT_PRESENTER : LEFT;
  const right = Math.max(left + 1, size.width - PLOT_RIGHT);
  const bottom = Math.max(top + 1, size.height - below);
  const [low, high] = axis.domain;
  const decades = Math.log(high / low);
  return {
    ...{ left, top, right, bottom, axis },
    x: (ms) => left + (ms / span) * (right - left),
    y: (ms) => bottom - (Math.log(Math.max(ms, low) / low) / decades) * (bottom - top),
  };
}

/** Cells on a canvas, axes above it as text; both at the same places. */
export function HeatBody({ history, span, windowMs }: HeatBodyProps) {
  const [ref, size] = useSize<HTMLDivElement>({ width: 260, height: 150 });
  const presenter = useView((view) => view.presenter);
  const { rows, playheadMs } = useRun((run) => ({ rows: run.rows, playheadMs: run.playheadMs }));
  const grid = useMemo(
    () => heatGrid(history, Math.max(10, Math.floor((size.width - LEFT) / COLUMN_PX))),
    [history, size.width],
  );
  const isEmpty = grid.high < grid.low || grid.most === 0;
  const axis = isEmpty
    ? logAxis(1, 1000)
    : logAxis(history.edgesMs[Math.max(1, grid.low)] ?? 1, history.edgesMs[grid.high + 1] ?? 10);
  const scale = scaleOf(size, span, axis, presenter);
  const place = { left: scale.left, plotWidth: scale.right - scale.left, span };
  const recorded = rows && rows.count > 0 ? rows : null;
  const nowMs = recorded ? rowTimeMs(recorded, recorded.count - 1) : 0;
  return (
    <div
      ref={ref}
      className="results-plot"
      data-plot
      aria-hidden="true"
      {...pointing("heat", recorded, place)}
    >
      <HeatCanvas {...{ ...size, grid, scale, windowMs }} edgesMs={history.edgesMs} />
      <HeatAxes {...{ ...size, scale, span, presenter }} isEmpty={isEmpty} />
      {isEmpty ? (
        <p className="results-hint">{recorded ? "No latency was measured yet" : "Run to see"}</p>
      ) : null}
      {recorded ? (
        <HeatLines {...{ grid, scale, windowMs, history }} shownMs={playheadMs ?? nowMs} />
      ) : null}
    </div>
  );
}

interface HeatCanvasProps {
  readonly width: number;
  readonly height: number;
  readonly grid: HeatGrid;
  readonly scale: HeatScale;
  readonly edgesMs: Float64Array;
  readonly windowMs: number;
}

function HeatCanvas({ width, height, grid, scale, edgesMs, windowMs }: HeatCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext?.("2d");
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    context.fillStyle = getComputedStyle(canvas).color;
    const columnMs = grid.perColumn * windowMs;
    for (const { column, fromMs, toMs, count } of cellsOf(grid, edgesMs)) {
      const [x, end] = [scale.x(column * columnMs), scale.x((column + 1) * columnMs)];
      const [y, foot] = [scale.y(toMs), scale.y(fromMs)];
      // The eye compares square roots better: few requests still show beside many.
      context.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.sqrt(count / grid.most);
      context.fillRect(x, y, Math.max(1, end - x), Math.max(1, foot - y));
    }
  });
  return <canvas ref={ref} className="results-heat" style={{ width, height }} />;
}

interface HeatAxesProps {
  readonly width: number;
  readonly height: number;
  readonly scale: HeatScale;
  readonly span: number;
  readonly presenter: boolean;
  readonly isEmpty: boolean;
}

function HeatAxes({ width, height, scale, span, presenter, isEmpty }: HeatAxesProps) {
  const faults = useFaultSpans(span);
  const { left, right, top, bottom, axis } = scale;
  const labels = faultLabels(faults, span, right - left, presenter);
  const ticks = timeTicks(span, Math.max(2, Math.floor(width / (presenter ? 90 : 62))));
  return (
    <svg className="results-heat-axes" width={width} height={height} aria-hidden="true">
      {faults.map(({ id, fromMs, toMs }) => (
        <rect
          key={id}
          x={scale.x(fromMs)}
          y={top}
          width={scale.x(toMs) - scale.x(fromMs)}
          height={bottom - top}
          fill="var(--state-failing)"
          fillOpacity={0.09}
        />
      ))}
      {faults.map(({ id, fromMs }) => (
        <text
          key={id}
          x={scale.x(fromMs) + 5}
          y={top + 13}
          fill="var(--state-failing-text)"
          fontSize={11}
        >
          {labels.get(id)}
        </text>
      ))}
      <path d={`M${left} ${bottom}H${right}`} stroke="var(--border-default)" />
      {axis.ticks.map((ms) => (
        <text
          key={ms}
          x={left - 6}
          y={scale.y(ms) + 4}
          textAnchor="end"
          fill="var(--text-3)"
          fontSize={11}
        >
          {isEmpty ? "" : plainTick(formatDuration(ms))}
        </text>
      ))}
      {ticks.map((ms) => (
        <text
          key={ms}
          x={scale.x(ms)}
          y={bottom + (presenter ? 24 : 17)}
          textAnchor="middle"
          fill="var(--text-3)"
          fontSize={11}
        >
          {formatClock(ms)}
        </text>
      ))}
    </svg>
  );
}

interface HeatLinesProps {
  readonly grid: HeatGrid;
  readonly scale: HeatScale;
  readonly windowMs: number;
  readonly history: BandHistory;
  readonly shownMs: number;
}

/** Bands of the column under the pointer that are worth naming. */
const NAMED_BANDS = 4;

function HeatLines({ grid, scale, windowMs, history, shownMs }: HeatLinesProps) {
  const { atMs, over } = useCrosshair();
  const style = (ms: number) => ({
    translate: `${scale.x(ms)}px`,
    top: scale.top,
    height: scale.bottom - scale.top,
  });
  const columnMs = grid.perColumn * windowMs;
  const column = atMs === null ? -1 : Math.floor(atMs / columnMs);
  const isKnown = atMs !== null && column < grid.columns;
  return (
    <>
      <i className="results-line" style={style(shownMs)} />
      {isKnown ? <i className="results-line" data-hover style={style(atMs)} /> : null}
      {isKnown && over === "heat" ? (
        <div
          className="results-tooltip"
          data-flip={scale.x(atMs) > (scale.left + scale.right) / 2}
          style={{ left: scale.x(atMs) }}
        >
          <b>{formatClock(column * columnMs, 1)}</b>
          <dl>
            {cellsOf(grid, history.edgesMs)
              .filter((cell) => cell.column === column)
              .sort((a, b) => b.count - a.count)
              .slice(0, NAMED_BANDS)
              .sort((a, b) => b.fromMs - a.fromMs)
              .map(({ fromMs, toMs, count }) => (
                <div key={fromMs}>
                  <dt>
                    {formatDuration(fromMs)} to {formatDuration(toMs)}
                  </dt>
                  <dd className="ui-num">{formatCount(count)}</dd>
                </div>
              ))}
          </dl>
        </div>
      ) : null}
    </>
  );
}
