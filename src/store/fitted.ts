// Values that go from one parameter to another that is not quite the same.
import type { Param } from "../../simulation/kinds/define.ts";
import type { Json } from "../../simulation/scenario/document.ts";

export type Entries = Readonly<Record<string, Json | undefined>>;

/** The value as the parameter may have it, numbers at the nearest end of its range; else undefined. */
export function fitted(param: Param, value: Json | undefined): Json | undefined {
  if (value === null) return param.nullMeans === undefined ? undefined : null;
  switch (param.type) {
    case "choice":
      return param.options.includes(String(value)) ? value : undefined;
    case "number":
      return typeof value === "number"
        ? Math.max(param.min, Math.min(param.max, value))
        : undefined;
    case "text":
      return value === "" && !param.mayBeEmpty ? undefined : value;
    default:
      return value;
  }
}
