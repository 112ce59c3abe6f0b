import { NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { DensityPicture } from "./DensityPicture.tsx";
import {
  EDITABLE_TYPES,
  type Literal,
  numericEntries,
  readLiteral,
  typeOf,
  withEntry,
  withType,
} from "./distribution-edits.ts";
import { ProblemLine } from "./FieldRow.tsx";
import { NumberText } from "./NumberText.tsx";

interface DistributionEditorProps {
  readonly label: string;
  readonly literal: Literal;
  readonly unit: string;
  readonly onChange: (literal: Literal) => void;
}

const MOST = 1e12;

function typeLabel(type: string): string {
  return type === "constant" ? "Fixed" : type.charAt(0).toUpperCase() + type.slice(1);
}

/** The kind of distribution; changing it keeps the mean. */
export function DistributionType(props: DistributionEditorProps & { readonly id: string }) {
  const { id, literal, unit, onChange } = props;
  const type = typeOf(literal);
  const types = EDITABLE_TYPES.includes(type) ? EDITABLE_TYPES : [...EDITABLE_TYPES, type];
  return (
    <NativeSelect
      id={id}
      size="xs"
      className="insp-distribution-type"
      data={types.map((value) => ({ value, label: typeLabel(value) }))}
      value={type}
      onChange={(event) => onChange(withType(literal, event.currentTarget.value, unit))}
    />
  );
}

/** Numbers and density of a distribution. */
export function DistributionNumbers({ label, literal, unit, onChange }: DistributionEditorProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const type = typeOf(literal);
  const entries = numericEntries(literal, unit);
  const spec = useMemo(() => readLiteral(literal, unit), [literal, unit]);
  return (
    <>
      {entries.map((entry) => (
        <span key={`${type} ${entry.name}`} className="insp-distribution-field">
          {type === "constant" ? null : <span aria-hidden="true">{entry.label}</span>}
          <NumberText
            label={`${label}: ${entry.label.toLowerCase()}`}
            value={entry.value}
            unit={entry.isTime ? "ms" : ""}
            field={entry.name}
            min={0}
            max={MOST}
            integer={entry.name === "k"}
            onCommit={(value) => {
              setRefusal(null);
              onChange(withEntry(literal, entry.name, value));
            }}
            onRefuse={setRefusal}
          />
        </span>
      ))}
      {refusal === null ? null : <ProblemLine message={refusal} />}
      {spec && type !== "constant" ? (
        <DensityPicture spec={spec} unit={unit} label={label} />
      ) : null}
    </>
  );
}

/** Type, numbers and density where they have a place of their own. */
export function DistributionEditor(props: DistributionEditorProps & { readonly id: string }) {
  return (
    <div className="insp-distribution">
      <DistributionType {...props} />
      <DistributionNumbers {...props} />
    </div>
  );
}
