import { useMemo } from "react";
import {
  type DistributionSpec,
  densityOf,
  type Moments,
  momentsOf,
} from "../../store/distribution-shapes.ts";
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

/** Density from the 0.1 % to the 99.5 % quantile, and the numbers that tell it. */
export function DensityPicture({ spec, unit, label }: DensityPictureProps) {
  const drawn = useMemo(() => draw(spec), [spec]);
  const { meanMs, p50Ms, p99Ms, scv } = drawn.moments;
  const value = (x: number) => {
    if (x === Number.POSITIVE_INFINITY) return "infinite";
    return unit === "ms" ? formatDuration(x) : formatNumber(x);
  };
  const facts = [
    { name: "Mean", text: value(meanMs) },
    { name: "p50", text: value(p50Ms) },
    { name: "p99", text: value(p99Ms) },
    { name: "SCV", text: scv === Number.POSITIVE_INFINITY ? "infinite" : formatNumber(scv) },
  ];
  return (
    <figure className="insp-density">
      <svg
        viewBox={`0 0 ${WIDTH} 62`}
        role="img"
        aria-label={`Density of ${label} from ${value(drawn.from)} to ${value(drawn.to)}`}
      >
        <path d={`${drawn.path}L${WIDTH} ${BASE}L0 ${BASE}Z`} className="insp-density-area" />
        <path d={drawn.path} className="insp-density-line" />
        <path d={`M0 ${BASE + 0.5}H${WIDTH}`} className="insp-density-base" />
        <Marks x={drawn.x} meanMs={meanMs} p50Ms={p50Ms} p99Ms={p99Ms} />
        <text x="0" y="60" className="insp-density-tick">
          {value(drawn.from)}
        </text>
        <text x={WIDTH} y="60" className="insp-density-tick" textAnchor="end">
          {value(drawn.to)}
        </text>
      </svg>
      <dl aria-label={`${label}: moments`}>
        {facts.map(({ name, text }) => (
          <div key={name}>
            <dt title={name === "SCV" ? "Squared coefficient of variation" : undefined}>{name}</dt>
            <dd className="ui-num">{text}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}

interface MarksProps extends Pick<Moments, "meanMs" | "p50Ms" | "p99Ms"> {
  readonly x: (value: number) => number;
}

/** Lines at the numbers below the picture; names where they do not lie on each other. */
function Marks({ x, meanMs, p50Ms, p99Ms }: MarksProps) {
  const [mean, median, last] = [x(meanMs), x(p50Ms), x(p99Ms)];
  const isSeen = (at: number) => at >= 0 && at <= WIDTH;
  return (
    <g className="insp-density-mark">
      {isSeen(median) ? <path d={`M${median} 16V${BASE}`} data-faint /> : null}
      {isSeen(mean) ? (
        <>
          <path d={`M${mean} 4V${BASE}`} />
          <text
            x={mean + (mean > WIDTH - 34 ? -4 : 4)}
            y="12"
            textAnchor={mean > WIDTH - 34 ? "end" : "start"}
          >
            mean
          </text>
        </>
      ) : null}
      {isSeen(last) ? (
        <>
          <path d={`M${last} 4V${BASE}`} />
          {isSeen(mean) && Math.abs(last - mean) < 60 ? null : (
            <text x={last - 4} y="12" textAnchor={last > 30 ? "end" : "start"}>
              p99
            </text>
          )}
        </>
      ) : null}
    </g>
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
