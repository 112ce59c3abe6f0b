import type { ValidationMetric } from "../../simulation/results/validation-report.ts";

interface DeviationPictureProps {
  readonly metric: ValidationMetric;
  /** Deviations of the case's other measures, in standard errors: drawn as faint ticks. */
  readonly others?: readonly number[];
}

const WIDTH = 152;
const HEIGHT = 20;
const MIDDLE = HEIGHT / 2;
/** Ends of the scale and the usual limit, standard errors. */
const END = 6;
const LIMIT = 4;
/** About 95 % of estimates have the true value within this many standard errors. */
const WHISKER = 2;

function x(z: number): number {
  return WIDTH / 2 + (Math.max(-END, Math.min(END, z)) / END) * (WIDTH / 2 - 5);
}

function wordsOf({ z, pass }: ValidationMetric): string {
  if (z === null) return pass ? "Exact: no statistical error" : "Exact, and missed";
  const side = z < 0 ? "below" : "above";
  return `${Math.abs(z).toFixed(2)} standard errors ${side} the reference`;
}

/** The estimate on a scale of standard errors around the reference, with two of them each way. */
export function DeviationPicture({ metric, others = [] }: DeviationPictureProps) {
  const { z, pass } = metric;
  return (
    <svg
      className="val-deviation"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={wordsOf(metric)}
      data-pass={pass}
    >
      <rect
        className="val-deviation-limit"
        x={x(-LIMIT)}
        y="2"
        width={x(LIMIT) - x(-LIMIT)}
        height={HEIGHT - 4}
      />
      <path className="val-deviation-axis" d={`M0 ${MIDDLE + 0.5}H${WIDTH}`} />
      <path className="val-deviation-reference" d={`M${x(0)} 0V${HEIGHT}`} />
      {others.map((other, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: measures of one case, always in one order
        <path key={index} className="val-deviation-other" d={`M${x(other)} 6V${HEIGHT - 6}`} />
      ))}
      {z === null ? (
        <path
          className="val-deviation-mark"
          d={`M${x(0)} 5L${x(0) + 5} ${MIDDLE}L${x(0)} 15L${x(0) - 5} ${MIDDLE}Z`}
        />
      ) : (
        <>
          <path
            className="val-deviation-whisker"
            d={`M${x(z - WHISKER)} ${MIDDLE}H${x(z + WHISKER)}M${x(z - WHISKER)} 7v6M${x(z + WHISKER)} 7v6`}
          />
          <circle className="val-deviation-mark" cx={x(z)} cy={MIDDLE} r="3.5" />
        </>
      )}
    </svg>
  );
}

/** The scale of the pictures below it. */
export function DeviationScale() {
  return (
    <svg className="val-deviation-scale" width={WIDTH} height="16" aria-hidden="true">
      {[-LIMIT, -2, 0, 2, LIMIT].map((at) => (
        <text key={at} x={x(at)} y="12" textAnchor="middle">
          {at > 0 ? `+${at}` : at < 0 ? `\u2212${-at}` : 0}
        </text>
      ))}
    </svg>
  );
}
