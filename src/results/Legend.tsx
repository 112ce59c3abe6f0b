import type { ChartSeries } from "./chart-model.ts";

interface LegendProps {
  readonly series: readonly ChartSeries[];
  readonly only: string | null;
  readonly onIsolate: (key: string | null) => void;
}

/** Names of the lines; pressing one shows it alone, pressing it again shows all. */
export function Legend({ series, only, onIsolate }: LegendProps) {
  return (
    <div className="results-legend">
      {series.map(({ key, label, color, dash }) => (
        <button
          key={key}
          type="button"
          title={label}
          aria-pressed={only === key}
          data-faded={only !== null && only !== key}
          onClick={() => onIsolate(only === key ? null : key)}
        >
          <svg width="14" height="4" aria-hidden="true">
            <path d="M0 2H14" stroke={color} strokeWidth="2" strokeDasharray={dash} />
          </svg>
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}
