// The literal of a distribution: a number (constant, in the parameter's unit) or an object whose
// fields depend on its type. The structure is for editors and for spelling; the sampler's own reader
// has the last word on the numbers.
import * as z from "zod/mini";
import {
  DISTRIBUTION_TYPES,
  distributionFields,
  parseDistribution,
} from "../core/distribution-parse.ts";

const LIST_MAX = 1_000_000;
const VALUE_MAX = 1e12;
const COMMON = ["shiftMs", "scale", "maxMs"];

const numbers = z.array(z.number()).check(z.minLength(1), z.maxLength(LIST_MAX));

const FIELD_SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = {
  quantiles: z
    .array(z.tuple([z.number(), z.number()]))
    .check(z.minLength(2), z.maxLength(LIST_MAX)),
  parts: z
    .array(z.looseObject({ type: z.enum(DISTRIBUTION_TYPES), weight: z.number() }))
    .check(z.minLength(1)),
  valuesMs: numbers,
  timesMs: numbers,
  meansMs: numbers,
  weights: numbers,
};

/** Names of the fields of a literal of one type, for a parameter in ms. */
function fieldsOfType(type: string): readonly string[] {
  const fields = distributionFields(type).flat();
  return [...new Set([...fields.map((field) => field.replace("?", "")), ...COMMON])];
}

/** A parameter that is not in ms takes the names without the unit too. */
function namesFor(field: string, unit: string): readonly string[] {
  return unit === "ms" || !field.endsWith("Ms") ? [field] : [field.slice(0, -2), field];
}

function literalSchema(type: string, unit: string) {
  const fields: Record<string, z.ZodMiniType> = {};
  for (const field of fieldsOfType(type)) {
    const schema = z.optional(FIELD_SCHEMAS[field] ?? z.number());
    for (const name of namesFor(field, unit)) fields[name] = schema;
  }
  return z.strictObject({ type: z.literal(type), ...fields });
}

function makeObjectSchema(unit: string): z.ZodMiniType {
  const [first, ...others] = DISTRIBUTION_TYPES.map((type) => literalSchema(type, unit));
  return z
    .discriminatedUnion("type", [first, ...others])
    .check((context) => report(context, unit))
    .register(z.globalRegistry, { id: unit === "" ? "distribution" : `distribution-${unit}` });
}

interface Check {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

function report(context: Check, unit: string): void {
  const read = parseDistribution(context.value, unit);
  if (read.ok) return;
  const path = read.field === "" ? [] : read.field.split(".");
  context.issues.push({ code: "custom", message: read.message, path, input: context.value });
}

const objectSchemas = new Map<string, z.ZodMiniType>();

/** Schema of a literal with a type, without the bare number. */
export function distributionObjectSchema(unit: string): z.ZodMiniType {
  const schema = objectSchemas.get(unit) ?? makeObjectSchema(unit);
  objectSchemas.set(unit, schema);
  return schema;
}

/** Schema of a literal whose bare number is in `unit` ("ms", or "" for a plain number). */
export function distributionSchema(unit: string): z.ZodMiniType {
  return z.union([z.number().check(z.gte(0), z.lte(VALUE_MAX)), distributionObjectSchema(unit)]);
}
