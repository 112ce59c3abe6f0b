import type { ListParam } from "../../../simulation/kinds/define.ts";
import { CheckIcon } from "../LineIcons.tsx";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

/** Any of several named options, each a toggle. */
export function NamesField(props: FieldProps<ListParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const chosen: readonly unknown[] = Array.isArray(access.value) ? access.value : [];
  const options = (param.options ?? []).map(String);
  return (
    <FieldRow {...{ param, path, fallback, access }} tall>
      {(ids) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by the row's label
        <div id={ids.control} role="group" aria-label={param.label} className="insp-names">
          {options.map((option) => (
            <button
              key={option}
              type="button"
              className="insp-name"
              aria-pressed={chosen.includes(option)}
              onClick={() => {
                const next = options.filter((other) =>
                  other === option ? !chosen.includes(option) : chosen.includes(other),
                );
                access.set(next);
                access.end();
              }}
            >
              {chosen.includes(option) ? <CheckIcon /> : null}
              {option}
            </button>
          ))}
        </div>
      )}
    </FieldRow>
  );
}
