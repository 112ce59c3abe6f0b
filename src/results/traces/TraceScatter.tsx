import "./scatter.css";
import type { TraceSummary } from "../../../simulation/results/traces.ts";
import { useRun } from "../../store/hooks.ts";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { useSize } from "../../ui/use-size.ts";
import { useFaultSpans } from "../use-fault-spans.ts";
import { isWell } from "./TraceList.tsx";

const HEIGHT = 116;
const LEFT = 52;
const RIGHT = 8;
const TOP = 6;
const BOTTOM = 18;

interface ScatterProps {
  readonly traces: readonly TraceSummary[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** Whole powers of ten from below the least to above the most. */
function decadesOf(traces: readonly TraceSummary[]): readonly number[] {
  const values = traces.map(({ latencyMs }) => latencyMs).filter((ms) => ms > 0);
  if (values.length === 0) return [0, 1];
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: most - least + 1 }, (_, at) => least + at);
}

/** Requests by start and latency: outliers to be pointed at. The list says the same in words. */
export function TraceScatter({ traces, selected, onSelect }: ScatterProps) {
  const [ref, { width }] = useSize<HTMLDivElement>({ width: 900, height: HEIGHT });
  const endMs = useRun((run) => run.info?.durationMs ?? run.nowMs);
  const faults = useFaultSpans(endMs);
  const decades = decadesOf(traces);
  const first = decades[0] ?? 0;
  const count = Math.max(1, decades.length - 1);
  const x = (ms: number): number => LEFT + ((width - LEFT - RIGHT) * ms) / Math.max(1, endMs);
  const height = HEIGHT - TOP - BOTTOM;
  const y = (ms: number): number =>
    TOP + height * (1 - (Math.log10(Math.max(ms, 1e-9)) - first) / count);
  return (
    <div ref={ref} className="trace-scatter" aria-hidden="true">
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {faults.map(({ id, title, fromMs, toMs }) => (
          <rect
            key={id}
            className="trace-scatter-fault"
            x={x(fromMs)}
            y={TOP}
            width={Math.max(1, x(toMs) - x(fromMs))}
            height={height}
          >
            <title>{title}</title>
          </rect>
        ))}
        {decades.map((decade) => (
          <g key={decade}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(10 ** decade)} y2={y(10 ** decade)} />
            <text x={LEFT - 6} y={y(10 ** decade) + 4} textAnchor="end">
              {formatDuration(10 ** decade)}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <text
            key={share}
            x={x(share * endMs)}
            y={HEIGHT - 4}
            textAnchor={share === 1 ? "end" : share === 0 ? "start" : "middle"}
          >
            {formatClock(share * endMs)}
          </text>
        ))}
        {traces.map(({ id, startMs, latencyMs, outcome }) => (
          <Point
            key={id}
            x={x(startMs)}
            y={y(latencyMs)}
            isWell={isWell(outcome)}
            isSelected={id === selected}
            onPress={() => onSelect(id)}
          />
        ))}
      </svg>
    </div>
  );
}

interface PointProps {
  readonly x: number;
  readonly y: number;
  readonly isWell: boolean;
  readonly isSelected: boolean;
  readonly onPress: () => void;
}

/** Rings for what succeeded, diamonds for what failed. */
function Point({ x, y, isWell: well, isSelected, onPress }: PointProps) {
  return (
    // The list is the same for the keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: hidden from assistive technology
    <g
      className="trace-point"
      data-well={well || undefined}
      data-selected={isSelected || undefined}
      transform={`translate(${x} ${y})`}
      onMouseDown={onPress}
    >
      <circle className="trace-point-hit" r={7} />
      {well ? (
        <circle className="trace-point-dot" r={2.75} />
      ) : (
        <path d="M0 -3.5L3.5 0L0 3.5L-3.5 0Z" />
      )}
      {isSelected ? <circle className="trace-point-ring" r={7} /> : null}
    </g>
  );
}
