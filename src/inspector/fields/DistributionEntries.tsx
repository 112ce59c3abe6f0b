// The single numbers of a distribution, and what every type may carry besides: shift, scale, cap.
import { type DistributionSpec, momentsOf } from "../../store/distribution-shapes.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { type NumericEntry, withEntry } from "./distribution-edits.ts";
import { fieldLabel, type Literal, typeOf } from "./distribution-forms.ts";
import { isRecord } from "./field-model.ts";
import { NumberText } from "./NumberText.tsx";

const MOST = 1e12;

interface NumberEntryProps {
  readonly entry: NumericEntry;
  readonly label: string;
  readonly wrong: string | null;
  /** A bare number needs no name beside it. */
  readonly isBare: boolean;
  readonly onCommit: (value: number) => void;
  readonly onRemove: (() => void) | null;
  readonly onRefuse: (reason: string | null) => void;
}

/** One number of a distribution, with its name. */
export function NumberEntry(props: NumberEntryProps) {
  const { entry, label, wrong, isBare, onCommit, onRemove, onRefuse } = props;
  return (
    <span className="insp-distribution-field">
      {isBare ? null : <span aria-hidden="true">{entry.label}</span>}
      <NumberText
        label={`${label}: ${entry.label.toLowerCase()}`}
        value={entry.value}
        unit={entry.isTime ? "ms" : entry.name === "scale" ? "×" : ""}
        field={entry.name}
        min={0}
        max={MOST}
        integer={entry.name === "k"}
        invalid={wrong === entry.name}
        onCommit={onCommit}
        onRefuse={onRefuse}
      />
      {onRemove ? (
        <button
          type="button"
          className="insp-icon-button"
          aria-label={`Remove the ${entry.label.toLowerCase()} of ${label}`}
          onClick={onRemove}
        >
          <CloseIcon />
        </button>
      ) : null}
    </span>
  );
}

interface ShapingProps {
  readonly label: string;
  readonly literal: Literal;
  readonly unit: string;
  /** What the type may carry. */
  readonly names: readonly string[];
  readonly spec: DistributionSpec | null;
  readonly onChange: (literal: Literal) => void;
}

/** What the first press of "Cap" sets: high enough to change little, and always allowed. */
function firstShaping(name: string, spec: ShapingProps["spec"], unit: string): number {
  if (name === "scale") return 1;
  if (name.startsWith("shift")) return unit === "ms" ? 1 : 0;
  const p99 = spec ? momentsOf(spec).p99Ms : Number.NaN;
  return p99 > 0 && Number.isFinite(p99) ? Number((p99 * 1.5).toPrecision(2)) : 1000;
}

/** Buttons for what the distribution does not carry yet. */
export function Shaping({ label, literal, unit, names, spec, onChange }: ShapingProps) {
  if (!isRecord(literal)) return null;
  // Recorded instants are kept as they are, so no cap is offered for them.
  const offered = literal.timesMs === undefined ? names : names.filter((name) => name !== "maxMs");
  const absent = offered.filter((name) => literal[name] === undefined);
  if (absent.length === 0) return null;
  return (
    <span className="insp-distribution-shaping">
      {absent.map((name) => {
        const word = fieldLabel(name, typeOf(literal));
        return (
          <button
            key={name}
            type="button"
            className="insp-add"
            aria-label={`Add a ${word.toLowerCase()} to ${label}`}
            onClick={() => onChange(withEntry(literal, name, firstShaping(name, spec, unit)))}
          >
            <PlusIcon /> {word}
          </button>
        );
      })}
    </span>
  );
}
