// From the literal in a scenario file to numbers, with every refusal as data.
import { log } from "./deterministic-math.ts";
import { FORMS } from "./distribution-forms.ts";
import { leastOf } from "./distribution-laws.ts";
import { Literal, Refusal, VALUE_MAX, WITH_UNIT } from "./distribution-literal.ts";
import type { DistributionSpec, Law } from "./distribution-spec.ts";

export type ParsedDistribution =
  | { readonly ok: true; readonly spec: DistributionSpec }
  | {
      readonly ok: false;
      /** One sentence for the page: what is wrong and what is allowed. */
      readonly message: string;
      /** The field it is about, as a path inside the literal ("parts.1.meanMs"); "" = the whole. */
      readonly field: string;
    };

/** The names of all types, in the order of the format. */
export const DISTRIBUTION_TYPES: readonly string[] = [...new Set(FORMS.map(({ type }) => type))];

/**
 * The ways to state a type: each a list of field names as they stand in the file for a parameter in
 * ms; optional ones end in "?". Besides, every type takes `shiftMs`, `scale` and `maxMs` (for uniform
 * and triangular `maxMs` is the upper end itself).
 */
export function distributionFields(type: string): readonly (readonly string[])[] {
  return FORMS.filter((candidate) => candidate.type === type).map(({ fields }) =>
    fields.map((field) => {
      const base = field.replace("?", "");
      return WITH_UNIT.has(base) ? field.replace(base, `${base}Ms`) : field;
    }),
  );
}

function times(values: readonly number[], factor: number): readonly number[] {
  return values.map((value) => value * factor);
}

/** The law of `factor` times a draw from it. */
function scaledLaw(law: Law, factor: number): Law {
  switch (law.kind) {
    case "constant":
      return { ...law, value: law.value * factor };
    case "uniform":
      return { ...law, min: law.min * factor, max: law.max * factor };
    case "exponential":
      return { ...law, mean: law.mean * factor };
    case "gamma":
    case "weibull":
      return { ...law, scale: law.scale * factor };
    case "hyperexponential":
      return { ...law, means: times(law.means, factor) };
    case "lognormal":
      return { ...law, mu: law.mu + log(factor) };
    case "pareto":
      return { ...law, min: law.min * factor };
    case "normal":
      return { ...law, mean: law.mean * factor, deviation: law.deviation * factor };
    case "triangular":
      return { ...law, min: law.min * factor, mode: law.mode * factor, max: law.max * factor };
    case "empirical":
    case "discrete":
    case "trace":
      return { ...law, values: times(law.values, factor) };
    case "mixture":
      return { ...law, parts: law.parts.map((part) => scaledSpec(part, factor)) };
  }
}

function scaledSpec(spec: DistributionSpec, factor: number): DistributionSpec {
  return {
    law: scaledLaw(spec.law, factor),
    shift: spec.shift * factor,
    max: spec.max * factor,
  };
}

/** Fields that every type takes. */
const EVERYWHERE = ["shift", "scale", "max"];

function lawOf(literal: Literal): { readonly law: Law; readonly boundsItself: boolean } {
  const { type } = literal.fields;
  if (typeof type !== "string" || !DISTRIBUTION_TYPES.includes(type)) {
    literal.refuse("type", `must be one of ${DISTRIBUTION_TYPES.join(", ")}.`);
  }
  const forms = FORMS.filter((form) => form.type === type);
  const needed = (fields: readonly string[]) => fields.filter((field) => !field.endsWith("?"));
  const form = forms.find(({ fields }) => needed(fields).every((field) => literal.has(field)));
  if (form === undefined) {
    const choices = forms.map(({ fields }) =>
      needed(fields)
        .map((field) => literal.nameOf(field))
        .join(" and "),
    );
    literal.refuse("", `A ${type} distribution needs ${choices.join(", or ")}.`);
  }
  const known = new Set(
    ["type", ...form.fields, ...EVERYWHERE].map((field) => literal.nameOf(field.replace("?", ""))),
  );
  const unknown = Object.keys(literal.fields).find(
    (name) => literal.fields[name] !== undefined && !known.has(name),
  );
  if (unknown !== undefined) {
    const sentence = `${unknown} does not go with ${form.fields.join(", ").replace("?", "")} here.`;
    throw new Refusal(sentence, literal.path + unknown);
  }
  return { law: form.read(literal, readSpec), boundsItself: form.fields.includes("max") };
}

function readSpec(literal: Literal): DistributionSpec {
  const { law, boundsItself } = lawOf(literal);
  const shift = literal.has("shift") ? literal.number("shift", 0) : 0;
  const scale = literal.has("scale") ? literal.number("scale", 1e-9, 1e9) : 1;
  const hasMax = literal.has("max") && !boundsItself;
  const max = hasMax ? literal.number("max", 0) : Infinity;
  const spec: DistributionSpec = { law: scale === 1 ? law : scaledLaw(law, scale), shift, max };
  const least = leastOf(spec);
  if (max < least || (max === least && law.kind !== "constant")) {
    literal.refuse("max", `must be above the smallest possible value, ${least}.`);
  }
  return spec;
}

/**
 * The numbers behind a literal of a scenario file. `unit` is that of the parameter ("ms", "" ...): it
 * is the unit of a bare number and decides the names of the fields. Values may not be negative.
 */
export function parseDistribution(literal: unknown, unit: string): ParsedDistribution {
  if (typeof literal === "number") {
    if (!(literal >= 0 && literal <= VALUE_MAX)) {
      return { ok: false, message: `Must be a number from 0 to ${VALUE_MAX}.`, field: "" };
    }
    const law: Law = { kind: "constant", value: literal };
    return { ok: true, spec: { law, shift: 0, max: Infinity } };
  }
  if (typeof literal !== "object" || literal === null || Array.isArray(literal)) {
    return { ok: false, message: "Must be a number or an object with a type.", field: "" };
  }
  try {
    return { ok: true, spec: readSpec(new Literal({ ...literal }, unit, "", 1)) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { ok: false, message: refusal.message, field: refusal.field };
  }
}
