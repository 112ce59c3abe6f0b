import { NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { DensityPicture } from "./DensityPicture.tsx";
import { NumberEntry, Shaping } from "./DistributionEntries.tsx";
import { DistributionLists } from "./DistributionLists.tsx";
import {
  type NumericEntry,
  numericEntries,
  readLiteral,
  withEntry,
  withForm,
  withType,
  wrongField,
} from "./distribution-edits.ts";
import {
  EDITABLE_TYPES,
  formIndexOf,
  formLabel,
  formsOf,
  type Literal,
  PART_TYPES,
  shapingOf,
  typeOf,
} from "./distribution-forms.ts";
import { ProblemLine } from "./FieldRow.tsx";
import { isRecord } from "./field-model.ts";
import { given } from "./given.ts";
import { NumberText } from "./NumberText.tsx";

interface DistributionEditorProps {
  readonly label: string;
  readonly literal: Literal;
  readonly unit: string;
  readonly onChange: (literal: Literal) => void;
  /** Part of a mixture: without a picture of its own, and no trace. */
  readonly isPart?: boolean;
}

const MOST = 1e12;

function typeLabel(type: string): string {
  return type === "constant" ? "Fixed" : type.charAt(0).toUpperCase() + type.slice(1);
}

/** The kind of distribution; changing it keeps the mean. */
export function DistributionType(props: DistributionEditorProps & { readonly id?: string }) {
  const { id, label, literal, unit, onChange, isPart = false } = props;
  const type = typeOf(literal);
  const known = isPart ? PART_TYPES : EDITABLE_TYPES;
  const types = known.includes(type) ? known : [...known, type];
  return (
    <NativeSelect
      {...given({ id })}
      size="xs"
      className="insp-distribution-type"
      {...(isPart ? { "aria-label": `${label}: type` } : {})}
      data={types.map((value) => ({ value, label: typeLabel(value) }))}
      value={type}
      onChange={(event) =>
        onChange(asPart(withType(literal, event.currentTarget.value, unit), isPart, unit))
      }
    />
  );
}

/** A part of a mixture is an object even where it is constant: it carries a weight. */
function asPart(literal: Literal, isPart: boolean, unit: string): Literal {
  if (!isPart || typeof literal !== "number") return literal;
  return { type: "constant", [unit === "ms" ? "valueMs" : "value"]: literal };
}

/** By which numbers a type is given, where there is a choice. */
function FormChoice({ label, literal, unit, onChange }: DistributionEditorProps) {
  const type = typeOf(literal);
  const forms = formsOf(type);
  const current = formIndexOf(literal, unit);
  if (forms.length < 2 || typeof literal === "number") return null;
  return (
    <span className="insp-distribution-form">
      <span aria-hidden="true">Given by</span>
      <NativeSelect
        size="xs"
        aria-label={`${label}: given by`}
        data={[
          ...(current < 0 ? [{ value: "-1", label: "Choose" }] : []),
          ...forms.map((form, index) => ({ value: String(index), label: formLabel(form, type) })),
        ]}
        value={String(current)}
        onChange={(event) => {
          const form = forms[Number(event.currentTarget.value)];
          if (form) onChange(withForm(literal, type, form, unit));
        }}
      />
    </span>
  );
}

/** Numbers, lists and density of a distribution. */
export function DistributionNumbers(props: DistributionEditorProps) {
  const { label, literal, unit, onChange, isPart = false } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const type = typeOf(literal);
  const shaping = shapingOf(type, unit);
  const entries = numericEntries(literal, unit);
  const spec = useMemo(() => readLiteral(literal, unit), [literal, unit]);
  const wrong = spec === null ? wrongField(literal, unit) : null;
  const set = (next: Literal) => {
    setRefusal(null);
    onChange(next);
  };
  const row = (entry: NumericEntry) => (
    <NumberEntry
      key={`${type} ${entry.name}`}
      {...{ entry, label, wrong }}
      isBare={typeof literal === "number"}
      onCommit={(value) => set(withEntry(literal, entry.name, value))}
      onRemove={
        shaping.includes(entry.name) ? () => set(withEntry(literal, entry.name, undefined)) : null
      }
      onRefuse={setRefusal}
    />
  );
  return (
    <>
      <FormChoice {...props} onChange={set} />
      {entries.filter(({ name }) => !shaping.includes(name)).map(row)}
      <DistributionLists
        {...{ label, literal, unit, wrong }}
        onChange={set}
        onRefuse={setRefusal}
      />
      {isRecord(literal) && Array.isArray(literal.parts) ? (
        <MixtureParts {...{ label, unit }} literal={literal} onChange={set} />
      ) : null}
      {entries.filter(({ name }) => shaping.includes(name)).map(row)}
      <Shaping {...{ label, literal, unit, spec }} names={shaping} onChange={set} />
      {refusal === null ? null : <ProblemLine message={refusal} />}
      {spec && type !== "constant" && !isPart ? (
        <DensityPicture spec={spec} unit={unit} label={label} />
      ) : null}
    </>
  );
}

interface MixturePartsProps {
  readonly label: string;
  readonly unit: string;
  readonly literal: Readonly<Record<string, unknown>>;
  readonly onChange: (literal: Literal) => void;
}

type Part = Readonly<Record<string, unknown>>;

/** Each part is a distribution with a weight. */
function MixtureParts({ label, unit, literal, onChange }: MixturePartsProps) {
  const parts = (literal.parts as readonly unknown[]).filter(isRecord);
  const set = (next: readonly Part[]) => onChange({ ...literal, parts: next });
  return (
    <div className="insp-map insp-distribution-wide">
      <div className="insp-point insp-point-head insp-part-head" aria-hidden="true">
        <span>Part</span>
        <span>Weight</span>
      </div>
      {parts.map((part, index) => (
        <MixturePart
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names and may be equal
          key={index}
          label={`${label}, part ${index + 1}`}
          unit={unit}
          part={part}
          onChange={(next) => set(parts.with(index, next))}
          onRemove={parts.length > 1 ? () => set(parts.toSpliced(index, 1)) : null}
        />
      ))}
      <button
        type="button"
        className="insp-add"
        aria-label={`Add a part to ${label}`}
        onClick={() =>
          set([...parts, parts.at(-1) ?? { weight: 1, type: "exponential", meanMs: 10 }])
        }
      >
        <PlusIcon /> Part
      </button>
    </div>
  );
}

interface MixturePartProps {
  readonly label: string;
  readonly unit: string;
  readonly part: Part;
  readonly onChange: (part: Part) => void;
  readonly onRemove: (() => void) | null;
}

function MixturePart({ label, unit, part, onChange, onRemove }: MixturePartProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { weight = 1, ...rest } = part;
  const set = (next: Literal) => {
    if (isRecord(next)) onChange({ weight, ...next });
  };
  return (
    <section className="insp-entry" aria-label={label}>
      <span className="insp-point">
        <DistributionType label={label} literal={rest} unit={unit} onChange={set} isPart />
        <NumberText
          label={`${label}: weight`}
          value={Number(weight)}
          unit=""
          field="weight"
          min={0}
          max={MOST}
          onCommit={(value) => {
            setRefusal(null);
            onChange({ ...part, weight: value });
          }}
          onRefuse={setRefusal}
        />
        <button
          type="button"
          className="insp-icon-button"
          aria-label={`Remove ${label}`}
          disabled={onRemove === null}
          onClick={() => onRemove?.()}
        >
          <CloseIcon />
        </button>
      </span>
      {refusal === null ? null : <ProblemLine message={refusal} />}
      <div className="insp-distribution">
        <DistributionNumbers label={label} literal={rest} unit={unit} onChange={set} isPart />
      </div>
    </section>
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
