// What a chart shows, in words, for those who do not see it.
import type { RunRows } from "../store/run-rows.ts";
import { type ChartDefinition, type ChartSeries, emptyWords } from "./chart-model.ts";
import { latest } from "./run-values.ts";

export function describeChart(
  definition: Pick<ChartDefinition, "format" | "nothing">,
  rows: RunRows | null,
  series: readonly ChartSeries[],
  row: number,
): string {
  if (!rows || rows.count === 0) return "No run yet.";
  if (series.length === 0) return `${emptyWords(definition, rows) ?? "Nothing to show yet"}.`;
  return series.map((line) => describeLine(definition, rows, line, row)).join(" ");
}

function describeLine(
  { format }: Pick<ChartDefinition, "format">,
  rows: RunRows,
  { label, at }: ChartSeries,
  row: number,
): string {
  let min = Number.NaN;
  let max = Number.NaN;
  for (let index = 0; index < rows.count; index += 1) {
    const value = at(index);
    if (Number.isNaN(value)) continue;
    if (!(min <= value)) min = value;
    if (!(max >= value)) max = value;
  }
  if (Number.isNaN(min)) return `${label}: no value yet.`;
  return `${label}: ${format(latest(at, row))}, between ${format(min)} and ${format(max)}.`;
}
