// What a chart shows, as data: its series, how they are read from the rows and how they are drawn.
import type { RunRows } from "../store/run-rows.ts";
import { type ChartPoint, type Decimation, decimate } from "./decimate.ts";
import { asRows, type ValueAt } from "./run-values.ts";

export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** CSS color, a token. */
  readonly color: string;
  readonly dash?: string | undefined;
  readonly width?: number;
  readonly at: ValueAt;
}

/** "log" is for durations at first; "ratio" for shares in 0..1. */
export type ChartScale = "linear" | "whole" | "log" | "ratio";

export interface ChartHead {
  readonly text: string;
  /** The part that is wrong, printed first and in the color of failure. */
  readonly alarm?: string;
}

/** A chart of one run: made anew whenever rows arrived. */
export interface ChartModel {
  readonly series: readonly ChartSeries[];
  readonly head: ChartHead;
}

/** A line to draw across, in the unit of the values. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}

export interface ChartDefinition {
  readonly id: string;
  readonly title: string;
  /** Areas on top of each other, one line area, or lines. */
  readonly style: "lines" | "area" | "stack";
  readonly scale: ChartScale;
  readonly decimation: Decimation;
  readonly format: (value: number) => string;
  /** Unit of the bare values, for files. */
  readonly unit: "1/s" | "ms" | "ratio" | "count";
  /** `row`: the window shown now (the last one, or the one at the playhead). */
  readonly model: (rows: RunRows, row: number) => ChartModel;
  /** What stands in an empty chart whose run goes on. */
  readonly nothing?: string | ((rows: RunRows) => string);
}

/** Why a chart of these rows is empty; null: it does not say. */
export function emptyWords(
  { nothing }: Pick<ChartDefinition, "nothing">,
  rows: RunRows,
): string | null {
  if (nothing === undefined) return null;
  return typeof nothing === "string" ? nothing : nothing(rows);
}

/** Shares are read against their whole, and areas on top of each other have no logarithm. */
export function takesLogAxis({ scale, style }: Pick<ChartDefinition, "scale" | "style">): boolean {
  return scale !== "ratio" && style !== "stack";
}

/** The chart on the axis that was chosen; an area has no foot on a logarithmic one, so it is a line. */
export function onLogAxis(definition: ChartDefinition, isLog: boolean): ChartDefinition {
  if (isLog === (definition.scale === "log")) return definition;
  if (!isLog) return { ...definition, scale: "linear" };
  return { ...definition, scale: "log", style: "lines" };
}

export function chartPoints(
  rows: RunRows,
  series: readonly ChartSeries[],
  definition: Pick<ChartDefinition, "decimation" | "scale">,
  maxPoints: number,
): ChartPoint[] {
  const sources = series.map(({ key, at }) => ({
    key,
    // A log axis has no zero: a value of 0 has no place there.
    at: definition.scale === "log" ? (row: number) => (at(row) > 0 ? at(row) : Number.NaN) : at,
  }));
  return decimate(asRows(rows), sources, definition.decimation, maxPoints);
}

/** Smallest and largest value of the points; stacked series count as their sum. */
export function extent(
  points: readonly ChartPoint[],
  keys: readonly string[],
  stacked: boolean,
): readonly [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    const values = keys.map((key) => point[key]).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    const high = stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
    max = Math.max(max, high);
    min = Math.min(min, ...values);
  }
  return max === Number.NEGATIVE_INFINITY ? [0, 0] : [min, max];
}

/** Dashes of the lines of one chart: from the third line on color is not the only difference. */
const DASHES = [undefined, undefined, "6 3", "2 3", "8 3 2 3", "6 3", "2 3", "8 3 2 3"] as const;

export function dashOf(index: number): string | undefined {
  return DASHES[index % DASHES.length];
}

/** Color by place in the run's own order, so that a node keeps it in all charts. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % 8) + 1})`;
}
