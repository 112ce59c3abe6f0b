import type { Named } from "./campaign-choices.ts";

interface NameChipsProps {
  readonly label: string;
  readonly names: readonly Named[];
  readonly leftOut: readonly string[];
  readonly onChange: (leftOut: readonly string[]) => void;
}

/** Names that can be left out one by one, or all but one. */
export function NameChips({ label, names, leftOut, onChange }: NameChipsProps) {
  const left = names.filter(({ id }) => leftOut.includes(id)).length;
  return (
    <fieldset className="campaign-names">
      <legend>
        {label}
        <span className="ui-num">
          {names.length - left} of {names.length}
        </span>
        <button type="button" onClick={() => onChange(left === 0 ? names.map(({ id }) => id) : [])}>
          {left === 0 ? "None" : "All"}
        </button>
      </legend>
      <div>
        {names.map(({ id, label: text }) => {
          const chosen = !leftOut.includes(id);
          return (
            <button
              key={id}
              type="button"
              className="campaign-chip"
              aria-pressed={chosen}
              onClick={() =>
                onChange(chosen ? [...leftOut, id] : leftOut.filter((other) => other !== id))
              }
            >
              {text}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
