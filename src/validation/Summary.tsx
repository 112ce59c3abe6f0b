import type { ValidationReport, ZScores } from "../../simulation/results/validation-report.ts";
import { formatCount } from "../ui/format.ts";
import { type FamilyCount, familiesOf, scoresOf } from "./case-scores.ts";
import { decimalText } from "./metric-words.ts";
import { ScoreHistogram } from "./ScoreHistogram.tsx";

/** Cases passed by family, and whether the errors look like chance. */
export function Summary({ report }: { readonly report: ValidationReport }) {
  const families = familiesOf(report.cases);
  return (
    <div className="val-summary">
      <section aria-labelledby="val-families-title">
        <h3 id="val-families-title">Cases passed</h3>
        <dl className="val-families">
          {families.map((family) => (
            <FamilyBar key={family.family} family={family} />
          ))}
        </dl>
        <p className="val-legend">
          <span>
            <i data-part="pass" /> passed
          </span>
          <span>
            <i data-part="fail" /> failed
          </span>
          <span>
            <i data-part="unsupported" /> not modeled yet
          </span>
        </p>
      </section>
      <section aria-labelledby="val-scores-title">
        <h3 id="val-scores-title">Do the errors look like chance?</h3>
        <ScoreHistogram scores={scoresOf(report.cases)} />
        <ScoreFacts scores={report.zScores} />
      </section>
    </div>
  );
}

function FamilyBar({ family }: { readonly family: FamilyCount }) {
  const { label, pass, fail, unsupported, total } = family;
  const share = (count: number) => ({ width: `${(count / total) * 100}%` });
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="val-family-bar" aria-hidden="true">
          <i data-part="pass" style={share(pass)} />
          <i data-part="fail" style={share(fail)} />
          <i data-part="unsupported" style={share(unsupported)} />
        </span>
        <span className="ui-num">
          {pass} of {total}
          {fail > 0 ? <b className="val-failed">, {fail} failed</b> : null}
        </span>
      </dd>
    </div>
  );
}

function ScoreFacts({ scores }: { readonly scores: ZScores }) {
  const { n, mean, sd, ksP, meanBound, sdLow, sdHigh, ksPBound } = scores;
  if (mean === null || sd === null || ksP === null) {
    return <p className="val-note">Too few scores ({formatCount(n)}) to tell.</p>;
  }
  const rows = [
    {
      label: "Mean",
      value: decimalText(mean, 3),
      bound: meanBound === null ? "" : `chance: within ±${decimalText(meanBound, 3)}`,
    },
    {
      label: "Standard deviation",
      value: decimalText(sd, 3),
      bound:
        sdLow === null || sdHigh === null
          ? ""
          : `chance: ${decimalText(sdLow, 3)} to ${decimalText(sdHigh, 3)}`,
    },
    {
      label: "Kolmogorov–Smirnov p",
      value: decimalText(ksP, 3),
      bound: `chance: ${ksPBound} or more`,
    },
  ];
  return (
    <dl className="val-scores">
      {rows.map(({ label, value, bound }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="ui-num">{value}</dd>
          <dd className="val-note">{bound}</dd>
        </div>
      ))}
      <div>
        <dt>Verdict</dt>
        <dd>{scores.pass ? "Within" : "Outside"}</dd>
        <dd className="val-note">the 99 % bounds, {formatCount(n)} independent scores</dd>
      </div>
    </dl>
  );
}
