import { useContext } from "react";
import type { ParamSet } from "../../simulation/kinds/define.ts";
import { resetTogether } from "../store/bulk-edits.ts";
import { countOffDefault, defaultOf, type FallbackOf } from "./fields/field-model.ts";
import { SeveralContext } from "./fields/several.ts";
import { ResetIcon } from "./LineIcons.tsx";

interface SectionResetProps {
  readonly heading: string;
  readonly params: ParamSet;
  /** Path of the entity the parameters stand on. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly fallbackOf?: FallbackOf;
}

/** How many values of a section are off default; a click takes all of them back, as one step. */
export function SectionReset(props: SectionResetProps) {
  const { heading, params, path, values, fallbackOf = defaultOf } = props;
  const several = useContext(SeveralContext);
  const count = countOffDefault(params, values, fallbackOf);
  if (count === 0 || several) return null;
  const reset = () =>
    void resetTogether(
      Object.entries(params).map(([name, param]) => ({
        path: `${path}.${name}`,
        fallback: fallbackOf(name, param).value,
      })),
      `${heading} of ${path}`,
    );
  return (
    <button
      type="button"
      className="insp-off"
      aria-label={`Reset ${heading}: ${count} off default`}
      title="Back to the defaults"
      onClick={reset}
    >
      <ResetIcon /> {count} off default
    </button>
  );
}
