// A chart over time as rows and columns: the drawn points, or every recorded window.
import { type RunRows, rowTimeMs } from "../store/run-rows.ts";
import { formatClock } from "../ui/format.ts";
import { type ChartDefinition, type ChartSeries, chartPoints } from "./chart-model.ts";
import type { Tabular, TabularColumn } from "./export/tabular.ts";

type Described = Pick<ChartDefinition, "decimation" | "scale" | "format" | "unit">;

/** As many rows as somebody reads. */
const TABLE_POINTS = 120;

function columnsOf(
  series: readonly ChartSeries[],
  { format, unit }: Described,
): readonly TabularColumn[] {
  return series.map(({ label }) => ({ label, unit, format }));
}

/** The points of the drawing, fewer of them. */
export function tableOfPoints(
  rows: RunRows | null,
  series: readonly ChartSeries[],
  definition: Described,
): Tabular {
  const points = rows ? chartPoints(rows, series, definition, TABLE_POINTS) : [];
  return {
    columns: [
      { label: "Time", unit: "ms", format: (ms) => formatClock(ms, 1) },
      ...columnsOf(series, definition),
    ],
    rows: points.map((point) => [point.t, ...series.map(({ key }) => point[key] ?? null)]),
  };
}

/** Every window as recorded; time is the end of the window. */
export function tableOfWindows(
  rows: RunRows | null,
  series: readonly ChartSeries[],
  definition: Described,
): Tabular {
  const count = rows?.count ?? 0;
  return {
    columns: [{ label: "Time", unit: "s" }, ...columnsOf(series, definition)],
    rows: Array.from({ length: count }, (_, row) => [
      rows ? rowTimeMs(rows, row) / 1000 : null,
      ...series.map(({ at }) => at(row)),
    ]),
  };
}
