import { NativeSelect } from "@mantine/core";
import type { ChoiceParam } from "../../../simulation/kinds/define.ts";
import { Segments } from "../../ui/Segments.tsx";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

interface ChoiceControlProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly string[];
  readonly optionLabels?: readonly string[] | undefined;
  readonly value: string;
  /** It stands for several values. */
  readonly mixed?: boolean;
  readonly onChange: (value: string) => void;
}

/** Width of the control in a narrow inspector, px; a letter and the padding of a segment. */
const ROOM = 176;
const LETTER = 6.6;
const PADDING = 19;

/** A few short options side by side, else a list. */
export function ChoiceControl(props: ChoiceControlProps) {
  const { id, label, options, optionLabels, onChange, mixed = false } = props;
  const value = mixed ? "" : props.value;
  const data = options.map((option, index) => ({
    value: option,
    label: optionLabels?.[index] ?? option,
  }));
  const [first] = data;
  if (data.length === 1 && first) {
    // With nothing to choose from it only tells.
    return (
      <output id={id} className="insp-null">
        {first.label}
      </output>
    );
  }
  const needed = data.reduce((sum, entry) => sum + entry.label.length * LETTER + PADDING, 4);
  if (needed <= ROOM) {
    return <Segments {...{ id, label, data, value, onChange }} />;
  }
  return (
    <NativeSelect
      id={id}
      aria-label={label}
      size="xs"
      data={mixed ? [{ value: "", label: "Mixed", disabled: true }, ...data] : data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Stands for null among the options, none of which has this name. */
const NULL = "null";

interface OptionalChoiceProps extends Omit<ChoiceControlProps, "value" | "onChange"> {
  /** What null means, if it may be chosen. */
  readonly nullMeans: string | undefined;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A choice that may be left to something else. */
export function OptionalChoice({
  nullMeans,
  options,
  optionLabels = options,
  value,
  onChange,
  ...rest
}: OptionalChoiceProps) {
  const isOptional = nullMeans !== undefined;
  return (
    <ChoiceControl
      {...rest}
      options={isOptional ? [NULL, ...options] : options}
      optionLabels={isOptional ? [sentence(nullMeans), ...optionLabels] : optionLabels}
      value={value ?? NULL}
      onChange={(next) => onChange(isOptional && next === NULL ? null : next)}
    />
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** One of a few named options. */
export function ChoiceField(props: FieldProps<ChoiceParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <OptionalChoice
          id={ids.control}
          label={param.label}
          nullMeans={param.nullMeans}
          options={param.options}
          optionLabels={param.optionLabels}
          value={typeof access.value === "string" ? access.value : null}
          mixed={access.mixed}
          onChange={(value) => {
            access.set(value);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}
