// How a type of distribution is stated in the file: the ways to give its numbers, its lists, and what
// every type takes besides.
import { DISTRIBUTION_TYPES, distributionFields } from "../../store/distribution-shapes.ts";
import { isRecord } from "./field-model.ts";

export type Literal = number | Readonly<Record<string, unknown>>;

/** Every type of the format; a part of a mixture may be all but a trace. */
export const EDITABLE_TYPES: readonly string[] = DISTRIBUTION_TYPES;
export const PART_TYPES: readonly string[] = DISTRIBUTION_TYPES.filter((type) => type !== "trace");

/** In the file a field carries its unit only where the parameter is in ms. */
export function fieldName(field: string, unit: string): string {
  // Weibull's scale parameter keeps its ending everywhere: `scale` alone multiplies any draw.
  return unit === "ms" || field === "scaleMs" ? field : field.replace(/Ms$/, "");
}

export function bareName(field: string): string {
  return field.replace("?", "").replace(/Ms$/, "");
}

export function typeOf(literal: Literal): string {
  return typeof literal === "number" ? "constant" : String(literal.type);
}

/** Fields that hold lists or other distributions. */
const LISTS = new Set(["quantiles", "parts", "values", "times", "means", "weights"]);

export function isList(field: string): boolean {
  return LISTS.has(bareName(field));
}

const LABELS: Readonly<Record<string, string>> = {
  value: "Value",
  mean: "Mean",
  p99: "p99",
  median: "Median",
  min: "Least",
  max: "Most",
  mode: "Likeliest",
  std: "Deviation",
  sigma: "Sigma",
  scv: "SCV",
  shape: "Shape",
  scale: "Scale",
  k: "Stages",
  shift: "Shift",
  quantiles: "Quantiles",
  values: "Values",
  times: "Instants",
  means: "Means",
  weights: "Weights",
  parts: "Parts",
};

export function fieldLabel(field: string, type: string): string {
  const bare = bareName(field);
  if (bare === "max" && type !== "uniform" && type !== "triangular") return "Cap";
  return LABELS[bare] ?? bare;
}

/** Names of the fields of a way to state a type, the optional ones left out. */
export type Form = readonly string[];

function needed(form: readonly string[]): Form {
  return form.filter((field) => !field.endsWith("?"));
}

/** Ways to state a type. A constant is a bare number; instants belong to arrivals. */
export function formsOf(type: string): readonly Form[] {
  if (type === "constant") return [["valueMs"]];
  return distributionFields(type).map(needed);
}

export function formLabel(form: Form, type: string): string {
  return form
    .map((field, index) => {
      const label = fieldLabel(field, type);
      return index === 0 || label === "SCV" || label === "p99" ? label : label.toLowerCase();
    })
    .join(", ");
}

/** Which of the forms a literal uses; -1 if none fits. */
export function formIndexOf(literal: Literal, unit: string): number {
  if (!isRecord(literal)) return 0;
  return formsOf(typeOf(literal)).findIndex((form) =>
    form.every((field) => literal[fieldName(field, unit)] !== undefined),
  );
}

/** What any distribution may carry: added, multiplied, limited. */
export const SHAPING = ["shiftMs", "scale", "maxMs"] as const;

/** Those that go with a type: where `maxMs` is the upper end itself there is no cap. */
export function shapingOf(type: string, unit: string): readonly string[] {
  if (type === "constant") return [];
  const bounded = type === "uniform" || type === "triangular";
  return SHAPING.filter((field) => !(bounded && field === "maxMs")).map((field) =>
    fieldName(field, unit),
  );
}
