import { useMemo } from "react";
import { type DistributionSpec, densityOf, momentsOf } from "../../store/distribution-shapes.ts";
import { formatDuration, formatNumber } from "../../ui/format.ts";

interface DensityPictureProps {
  readonly spec: DistributionSpec;
  /** Unit of the values, "ms" or "". */
  readonly unit: string;
  readonly label: string;
}

const WIDTH = 272;
const BASE = 46;
const CELLS = 68;

/** Density from the 0.1 % to the 99.5 % quantile, with its mean and p99. */
export function DensityPicture({ spec, unit, label }: DensityPictureProps) {
  const drawn = useMemo(() => draw(spec), [spec]);
  const { meanMs, p99Ms } = drawn.moments;
  const format = unit === "ms" ? formatDuration : formatNumber;
  const p99X = drawn.x(p99Ms);
  const meanX = drawn.x(meanMs);
  const meanRight = meanX < WIDTH - 90;
  const crowded = Math.abs(p99X - meanX) < 74;
  return (
    <svg
      className="insp-density"
      viewBox={`0 0 ${WIDTH} 64`}
      role="img"
      aria-label={`${label}: mean ${format(meanMs)}, p99 ${format(p99Ms)}`}
    >
      <path d={`${drawn.path}L${WIDTH} ${BASE}L0 ${BASE}Z`} className="insp-density-area" />
      <path d={drawn.path} className="insp-density-line" />
      <path d={`M0 ${BASE + 0.5}H${WIDTH}`} className="insp-density-base" />
      {Number.isFinite(meanX) ? (
        <g className="insp-density-mark">
          <path d={`M${meanX} 4V${BASE}`} />
          <text x={meanX + (meanRight ? 4 : -4)} y="12" textAnchor={meanRight ? "start" : "end"}>
            mean {format(meanMs)}
          </text>
        </g>
      ) : null}
      <g className="insp-density-mark">
        <path d={`M${p99X} ${crowded ? 18 : 4}V${BASE}`} />
        <text x={p99X - 4} y={crowded ? 26 : 12} textAnchor={p99X > 76 ? "end" : "start"}>
          p99 {format(p99Ms)}
        </text>
      </g>
      <text x="0" y="60" className="insp-density-tick">
        {format(drawn.from)}
      </text>
      <text x={WIDTH} y="60" className="insp-density-tick" textAnchor="end">
        {format(drawn.to)}
      </text>
    </svg>
  );
}

function draw(spec: DistributionSpec) {
  const moments = momentsOf(spec);
  const points = densityOf(spec, CELLS);
  const first = points[0]?.x ?? 0;
  const last = points.at(-1)?.x ?? 1;
  const cell = points.length > 1 ? (last - first) / (points.length - 1) : 1;
  const from = Math.max(0, first - cell / 2);
  const to = last + cell / 2;
  const peak = Math.max(...points.map(({ y }) => y), 1e-300);
  const x = (value: number) => ((value - from) / (to - from)) * WIDTH;
  const path = points
    .map((point, index) => {
      const command = index === 0 ? "M" : "L";
      return `${command}${x(point.x).toFixed(1)} ${(BASE - (point.y / peak) * (BASE - 16)).toFixed(1)}`;
    })
    .join("");
  return { moments, from, to, x, path };
}
