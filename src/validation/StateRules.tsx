import { THRESHOLDS, type Threshold } from "../../simulation/analysis/constants.ts";
import { formatDuration, formatRatio } from "../ui/format.ts";
import { StateBadge } from "../ui/StateBadge.tsx";

type Name = keyof typeof THRESHOLDS;

const GROUPS: readonly (readonly [heading: string, first: Name])[] = [
  ["Windows", "analysisWindowMs"],
  ["States", "downFailureRatio"],
  ["Baseline", "baselineWindows"],
  ["Who is blamed", "noiseErrors"],
  ["Impact and recovery", "impactGoodputRatio"],
];

const ORDER = ["down", "failing", "saturated", "degraded", "recovering", "healthy"] as const;

function shownValue({ value, unit }: Threshold): string {
  switch (unit) {
    case "ratio":
      return formatRatio(value).replace(/\.0+(?= )/, "");
    case "x":
      return `${value}×`;
    case "ms":
      return formatDuration(value).replace(/\.0+(?= )/, "");
    case "s":
      return formatDuration(value * 1000).replace(/\.0+(?= )/, "");
    case "errors":
      return `${value} standard errors`;
    default:
      return `${value} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
  }
}

/** The table's own order, cut where a group begins: no number can be left out. */
function grouped() {
  const groups: { heading: string; names: Name[] }[] = [];
  for (const name of Object.keys(THRESHOLDS) as Name[]) {
    const begins = GROUPS.find(([, first]) => first === name);
    if (begins || groups.length === 0) groups.push({ heading: begins?.[0] ?? "", names: [] });
    groups.at(-1)?.names.push(name);
  }
  return groups;
}

/** Every number that decides what a node is called and who is blamed. */
export function StateRules() {
  return (
    <>
      <p>
        A node is in the first of these states that holds:{" "}
        <span className="val-states">
          {ORDER.map((state) => (
            <StateBadge key={state} state={state} />
          ))}
        </span>{" "}
        Failures are counted from its callers' side. The words on the page rest on these numbers and
        on no others.
      </p>
      <div className="val-rules">
        {grouped().map(({ heading, names }) => (
          <section key={heading} aria-label={heading}>
            <h3>{heading}</h3>
            <dl>
              {names.map((name) => (
                <div key={name}>
                  <dt>{THRESHOLDS[name].means}</dt>
                  <dd className="ui-num">{shownValue(THRESHOLDS[name])}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}
