import { Input } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { fieldText, readEntry, refusalOf, shownUnit } from "../../store/number-entry.ts";
import { given } from "./given.ts";
import { keepKeys } from "./keep-keys.ts";

interface NumberTextProps {
  readonly id?: string;
  /** Name where no label element names it. */
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly value: number;
  /** Unit of the value as in the definition, "ratio" for shares. */
  readonly unit: string;
  /** Last name of the path: tells whether "2s" means 2 or 2000. */
  readonly field: string;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** It stands for several values; what is typed replaces all of them. */
  readonly mixed?: boolean;
  /** The value that stands is not allowed; the reason stands near by. */
  readonly invalid?: boolean;
  readonly onCommit: (value: number) => void;
  readonly onRefuse: (reason: string | null) => void;
}

/** Widths, px: of a field at least, and of the figures before the unit. */
const NARROWEST = 66;
const FIGURES = 38;
/** Long numbers get room for up to this many figures. */
const FIGURES_MAX = 11;

/** A number with its unit; takes "300ms" or "5%" too. Taken over on Enter, when left, by arrow keys. */
export function NumberText(props: NumberTextProps) {
  const { id, label, describedBy, value, unit, field, min, max, integer = false } = props;
  const { invalid = false, mixed = false } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const shown = shownUnit(unit, Math.abs(value));
  const unitWidth = shown.unit.length * 7 + 12;
  const standing = mixed ? "" : fieldText(value, shown);
  const text = draft ?? standing;
  const figures = Math.max(FIGURES, Math.min(FIGURES_MAX, standing.length) * 7.5 + 12);

  const commit = () => {
    if (draft === null) return;
    if (mixed && draft.trim() === "") {
      setDraft(null);
      return;
    }
    const next = readEntry(draft, shown, field);
    const reason = refusalOf(next, { min, max, integer, unit });
    props.onRefuse(reason);
    if (reason !== null) return;
    setDraft(null);
    if (next !== value || mixed) props.onCommit(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    keepKeys(event);
    if (event.key === "Enter") commit();
    if (event.key === "Escape") {
      setDraft(null);
      props.onRefuse(null);
    }
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0 || draft !== null || mixed) return;
    event.preventDefault();
    const next = stepped(value, direction * (event.shiftKey ? 10 : 1), shown.factor, integer);
    if (next >= min && next <= max) props.onCommit(next);
  };

  return (
    <div className="insp-number" style={{ width: Math.max(NARROWEST, figures + unitWidth) }}>
      <Input
        {...given({ id, "aria-label": label, "aria-describedby": describedBy })}
        inputMode="decimal"
        size="xs"
        error={invalid}
        aria-invalid={invalid}
        value={text}
        {...(mixed ? { placeholder: "mixed" } : {})}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        rightSection={shown.unit === "" ? undefined : <span>{shown.unit}</span>}
        rightSectionWidth={unitWidth}
        rightSectionPointerEvents="none"
      />
    </div>
  );
}

/** One step of an arrow key: a tenth of the leading digit, a whole number where only those fit. */
function stepped(value: number, steps: number, factor: number, integer: boolean): number {
  const shown = value / factor;
  const size = integer ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(shown) || 1)) - 1);
  return Number(((shown + steps * size) * factor).toPrecision(12));
}
