import { BIN, histogramOf, SCORE_END } from "./case-scores.ts";

interface ScoreHistogramProps {
  readonly scores: readonly number[];
}

const WIDTH = 420;
const HEIGHT = 150;
const BASE = HEIGHT - 22;
const TOP = 8;

function x(score: number): number {
  return ((score + SCORE_END) / (2 * SCORE_END)) * WIDTH;
}

/** How often each score came, as bars, and the standard normal law for as many, as a curve. */
export function ScoreHistogram({ scores }: ScoreHistogramProps) {
  const bins = histogramOf(scores);
  const highest = Math.max(1, ...bins.map(({ count, expected }) => Math.max(count, expected)));
  const y = (count: number) => BASE - (count / highest) * (BASE - TOP);
  const curve = Array.from({ length: 81 }, (_, index) => {
    const at = -SCORE_END + (index / 80) * 2 * SCORE_END;
    const density = Math.exp(-(at * at) / 2) / Math.sqrt(2 * Math.PI);
    return `${index === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(scores.length * BIN * density).toFixed(1)}`;
  }).join("");
  const beyond = scores.filter((score) => Math.abs(score) > 3).length;
  return (
    <figure className="val-histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Histogram of ${scores.length} scores against the normal curve; ${beyond} are beyond 3`}
      >
        {bins.map(({ at, count }) => (
          <rect
            key={at}
            className="val-histogram-bar"
            x={x(at - BIN / 2) + 1}
            y={y(count)}
            width={x(BIN) - x(0) - 2}
            height={BASE - y(count)}
          />
        ))}
        <path className="val-histogram-curve" d={curve} />
        <path className="val-histogram-base" d={`M0 ${BASE + 0.5}H${WIDTH}`} />
        {[-3, -2, -1, 0, 1, 2, 3].map((at) => (
          <text key={at} x={x(at)} y={HEIGHT - 6} textAnchor="middle">
            {at < 0 ? `\u2212${-at}` : at}
          </text>
        ))}
      </svg>
      <figcaption>
        <span>
          <i className="val-key-bar" /> Scores of the cases
        </span>
        <span>
          <i className="val-key-curve" /> What chance alone gives (standard normal law)
        </span>
      </figcaption>
    </figure>
  );
}
