import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import { familyLabel } from "./case-scores.ts";

/** Cases that the engine cannot express yet, by the reason. */
export function NotModeled({ cases }: { readonly cases: readonly ValidationCase[] }) {
  const missing = cases.filter(({ status }) => status === "unsupported");
  if (missing.length === 0) {
    return <p>Every case of the collection is modeled.</p>;
  }
  const reasons = [...new Set(missing.map(({ why }) => why))];
  return (
    <>
      <p>
        {missing.length} of {cases.length} cases are not modeled yet. They count neither as passed
        nor as failed.
      </p>
      <ul className="val-missing">
        {reasons.map((why) => {
          const own = missing.filter((theory) => theory.why === why);
          const families = [...new Set(own.map(({ family }) => familyLabel(family)))];
          return (
            <li key={why}>
              <b className="val-reason">{why.charAt(0).toUpperCase() + why.slice(1)}</b>
              <small>
                {families.join(", ")}: {own.map(({ title }) => title).join("; ")}
              </small>
            </li>
          );
        })}
      </ul>
    </>
  );
}
