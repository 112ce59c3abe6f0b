import { type RunRows, rowAt } from "../store/run-rows.ts";
import { formatClock } from "../ui/format.ts";
import type { ChartSeries } from "./chart-model.ts";

interface ChartTooltipProps {
  readonly rows: RunRows;
  readonly series: readonly ChartSeries[];
  readonly atMs: number;
  readonly format: (value: number) => string;
  readonly x: number;
  /** Left of the line, where there is no room to its right. */
  readonly flip: boolean;
}

/** Values of all lines in the window under the pointer. */
export function ChartTooltip({ rows, series, atMs, format, x, flip }: ChartTooltipProps) {
  const row = Math.min(rows.count - 1, rowAt(rows, atMs) + 1);
  return (
    <div className="results-tooltip" data-flip={flip} style={{ left: x }}>
      <b>{formatClock(atMs, 1)}</b>
      <dl>
        {series.map(({ key, label, color, at }) => (
          <div key={key}>
            <dt>
              <i style={{ background: color }} />
              {label}
            </dt>
            <dd className="ui-num">{format(at(row))}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
