// Turns a parameter's definition into its zod schema. Zod must not compile code: the page's content
// security policy refuses `new Function`.
import * as z from "zod";
import type { Param, ParamSet } from "../kinds/define.ts";
import { distributionObjectSchema, distributionSchema } from "./distribution-schema.ts";
import { isName, NAME_RULE } from "./ids.ts";
import { arrivalsSchema, profileSchema } from "./load-schema.ts";

z.config({ jitless: true });

const TEXT_LENGTH_MAX = 200;
const LIST_LENGTH_MAX = 10_000;

export const nameSchema = z
  .string()
  .regex(/^(?!all$)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/, `a name: ${NAME_RULE}`)
  .refine(isName, `a name: ${NAME_RULE}`);

const requiresSchema = z.record(
  z.string().regex(/^[1-9]\d{0,3}$/, "a stage number"),
  z.union([z.enum(["all", "any"]), z.number().int().min(1)]),
);

/** Schema of a set of parameters, each of which may be left out. */
export function fieldsOf(params: ParamSet): Record<string, z.ZodType> {
  const fields: Record<string, z.ZodType> = {};
  for (const [name, param] of Object.entries(params)) {
    fields[name] = fieldSchema(param).optional().describe(helpOf(param));
  }
  return fields;
}

function fieldSchema(param: Param): z.ZodType {
  const schema = plainSchema(param);
  return param.nullMeans === undefined ? schema : schema.nullable();
}

/** Help, unit, default and its source, as editors show them. */
function helpOf(param: Param): string {
  const unit = "unit" in param && param.unit !== "" ? ` Unit: ${param.unit}.` : "";
  const meaning = param.nullMeans === undefined ? "" : ` null: ${param.nullMeans}.`;
  const source = param.source === undefined ? "" : ` (${param.source})`;
  return `${param.help}${unit}${meaning} Default: ${JSON.stringify(param.default)}${source}.`;
}

function plainSchema(param: Param): z.ZodType {
  switch (param.type) {
    case "number": {
      const number = z.number().min(param.min).max(param.max);
      return param.integer ? number.int() : number;
    }
    case "ratio":
      return z.number().min(0).max(1);
    case "choice":
      return z.enum(param.options as readonly [string, ...string[]]);
    case "boolean":
      return z.boolean();
    case "text":
      return z.string().min(1).max(TEXT_LENGTH_MAX);
    case "distribution":
      return distributionSchema(param.unit);
    case "object":
      return objectSchema(param.fields, param.presets);
    case "map":
      return z.record(nameSchema, z.strictObject(fieldsOf(param.entry)));
    case "numbers":
      return z.array(z.number().positive().max(1e6)).min(1).max(LIST_LENGTH_MAX);
    case "names":
      return param.options === undefined
        ? z.array(nameSchema).min(1).max(LIST_LENGTH_MAX)
        : z.array(z.enum(param.options as readonly [string, ...string[]])).max(100);
    case "points":
      return profileSchema;
    case "arrivals":
      return arrivalsSchema(param.options);
    case "count": {
      const number = z.number().int().min(param.min).max(param.max);
      const drawn = distributionObjectSchema("");
      return param.numberOnly
        ? z.union([number, drawn])
        : z.union([number, z.literal("all"), drawn]);
    }
    case "requires":
      return requiresSchema;
  }
}

function objectSchema(fields: ParamSet, presets: readonly string[] | undefined): z.ZodType {
  const known = fieldsOf(fields);
  if (presets === undefined || presets.length === 0) return z.strictObject(known);
  const preset = z.enum(presets as readonly [string, ...string[]]).optional();
  return z.strictObject({ preset: preset.describe("Values of a real library."), ...known });
}
