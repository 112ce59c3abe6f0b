import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { CaseDetails } from "./CaseDetails.tsx";
import { headlineOf } from "./case-scores.ts";
import { MetricCells } from "./MetricCells.tsx";
import { parameterTexts } from "./metric-words.ts";
import { modelWords } from "./model-words.ts";

interface CaseRowProps {
  readonly theory: ValidationCase;
  readonly onOpened: () => void;
}

/** A case by its model and first measure; pressing it shows everything about it. */
export function CaseRow({ theory, onOpened }: CaseRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const headline = headlineOf(theory);
  const others = theory.metrics
    .filter((metric) => metric !== headline)
    .flatMap(({ z }) => (z === null ? [] : [z]));
  return (
    <>
      <tr className="val-case" data-status={theory.status} data-open={open}>
        <th scope="row">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={14} aria-hidden="true" />
            <span>
              <b>{theory.title}</b>
              <small>
                {[modelWords(theory.title), shortParameters(theory)].filter(Boolean).join("; ")}
              </small>
            </span>
          </button>
        </th>
        {headline ? (
          <MetricCells metric={headline} others={others} />
        ) : (
          <td colSpan={4} className="val-why">
            {theory.why}
          </td>
        )}
        <td>
          <Verdict status={theory.status} />
        </td>
      </tr>
      {open ? (
        <tr className="val-details-row">
          <td colSpan={6} id={id}>
            <CaseDetails theory={theory} onOpened={onOpened} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Parameters that are plain numbers, as many as fit a line: they tell cases of one model apart. */
function shortParameters({ parameters }: ValidationCase): string {
  const numbers = Object.entries(parameters).filter(([, value]) => typeof value === "number");
  return parameterTexts(Object.fromEntries(numbers.slice(0, 3)))
    .map(({ label, value }) => `${label.toLowerCase()} ${value}`)
    .join(", ");
}

const VERDICTS = {
  pass: { state: "healthy", label: "Passed" },
  fail: { state: "failing", label: "Failed" },
  unsupported: { state: "down", label: "Not modeled" },
} as const;

function Verdict({ status }: Pick<ValidationCase, "status">) {
  const { state, label } = VERDICTS[status];
  return (
    <span className="val-verdict" data-status={status}>
      <StateGlyph state={state} size={14} decorative />
      {label}
    </span>
  );
}
