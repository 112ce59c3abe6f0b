// Turns a parameter's definition into its zod schema. Zod must not compile code: the page's content
// security policy refuses `new Function`.
import * as z from "zod/mini";
import type { Param, ParamSet } from "../kinds/define.ts";
import { described } from "./described.ts";
import { distributionObjectSchema, distributionSchema } from "./distribution-schema.ts";
import { isName, NAME_RULE } from "./ids.ts";
import { arrivalsSchema, profileSchema } from "./load-schema.ts";

z.config({ jitless: true });

const TEXT_LENGTH_MAX = 200;
const LIST_LENGTH_MAX = 10_000;

export const nameSchema = z
  .string()
  .check(
    z.regex(/^(?!all$)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/, `a name: ${NAME_RULE}`),
    z.refine(isName, `a name: ${NAME_RULE}`),
  );

const requiresSchema = z.record(
  z.string().check(z.regex(/^[1-9]\d{0,3}$/, "a stage number")),
  z.union([z.enum(["all", "any"]), z.number().check(z.int(), z.gte(1))]),
);

const headerName = z.string().check(z.maxLength(TEXT_LENGTH_MAX));

/** Schema of a set of parameters, each of which may be left out. */
export function fieldsOf(params: ParamSet): Record<string, z.ZodMiniType> {
  const fields: Record<string, z.ZodMiniType> = {};
  for (const [name, param] of Object.entries(params)) {
    fields[name] = described(z.optional(fieldSchema(param)), helpOf(param));
  }
  return fields;
}

function fieldSchema(param: Param): z.ZodMiniType {
  const schema = plainSchema(param);
  return param.nullMeans === undefined ? schema : z.nullable(schema);
}

/** Help, unit, default and its source, as editors show them. */
function helpOf(param: Param): string {
  const unit = "unit" in param && param.unit !== "" ? ` Unit: ${param.unit}.` : "";
  const meaning = param.nullMeans === undefined ? "" : ` null: ${param.nullMeans}.`;
  const source = param.source === undefined ? "" : ` (${param.source})`;
  return `${param.help}${unit}${meaning} Default: ${JSON.stringify(param.default)}${source}.`;
}

function listOf<T extends z.ZodMiniType>(schema: T) {
  return z.array(schema).check(z.minLength(1), z.maxLength(LIST_LENGTH_MAX));
}

function plainSchema(param: Param): z.ZodMiniType {
  switch (param.type) {
    case "number": {
      const number = z.number().check(z.gte(param.min), z.lte(param.max));
      return param.integer ? number.check(z.int()) : number;
    }
    case "ratio":
      return z.number().check(z.gte(0), z.lte(1));
    case "choice":
      return z.enum(param.options as readonly [string, ...string[]]);
    case "boolean":
      return z.boolean();
    case "text":
      return z.string().check(z.minLength(param.mayBeEmpty ? 0 : 1), z.maxLength(TEXT_LENGTH_MAX));
    case "headers":
      return z.record(headerName, z.union([headerName, z.number(), z.boolean()]));
    case "distribution":
      return distributionSchema(param.unit);
    case "object":
      return objectSchema(param.fields, param.presets);
    case "map":
      return z.record(nameSchema, z.strictObject(fieldsOf(param.entry)));
    case "numbers":
      return listOf(z.number().check(z.positive(), z.lte(1e6)));
    case "names":
      return param.options === undefined
        ? listOf(nameSchema)
        : z.array(z.enum(param.options as readonly [string, ...string[]])).check(z.maxLength(100));
    case "points":
      return profileSchema;
    case "arrivals":
      return arrivalsSchema(param.options);
    case "count": {
      const number = z.number().check(z.int(), z.gte(param.min), z.lte(param.max));
      const drawn = distributionObjectSchema("");
      return param.numberOnly
        ? z.union([number, drawn])
        : z.union([number, z.literal("all"), drawn]);
    }
    case "requires":
      return requiresSchema;
  }
}

function objectSchema(fields: ParamSet, presets: readonly string[] | undefined): z.ZodMiniType {
  const known = fieldsOf(fields);
  if (presets === undefined || presets.length === 0) return z.strictObject(known);
  const preset = z.optional(z.enum(presets as readonly [string, ...string[]]));
  return z.strictObject({ preset: described(preset, "Values of a real library."), ...known });
}
