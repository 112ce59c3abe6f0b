import type { ParamSet } from "../../simulation/kinds/define.ts";
import { defaultOf, type FallbackOf } from "./fields/field-model.ts";
import { ParamField } from "./fields/ParamField.tsx";

interface ParamFormProps {
  readonly params: ParamSet;
  /** Path of the entity the parameters stand on. */
  readonly path: string;
  /** Explicit values, by name. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly fallbackOf?: FallbackOf;
}

/** A field for each parameter of a set. */
export function ParamForm({ params, path, values, fallbackOf = defaultOf }: ParamFormProps) {
  return Object.entries(params).map(([name, param]) => (
    <ParamField
      key={`${path}.${name}`}
      param={param}
      path={`${path}.${name}`}
      value={values[name]}
      fallback={fallbackOf(name, param)}
    />
  ));
}
