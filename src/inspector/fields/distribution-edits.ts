// Editing a distribution: which fields a literal has, and how one type is turned into another without
// moving its mean.
import {
  DISTRIBUTION_TYPES,
  type DistributionSpec,
  distributionFields,
  type Moments,
  momentsOf,
  parseDistribution,
} from "../../store/distribution-shapes.ts";
import { isRecord } from "./field-model.ts";

export type Literal = number | Readonly<Record<string, unknown>>;

/** Fields that hold lists or other distributions: they come with a file or an import. */
const LISTS = new Set(["quantiles", "parts", "values", "times", "means", "weights"]);

/** In the file a field carries its unit only where the parameter is in ms. */
export function fieldName(field: string, unit: string): string {
  return unit === "ms" ? field : field.replace(/Ms$/, "");
}

function bareName(field: string): string {
  return field.replace("?", "").replace(/Ms$/, "");
}

/** Ways to state a type by numbers alone. */
function numericForms(type: string): readonly (readonly string[])[] {
  return distributionFields(type).filter((form) =>
    form.every((field) => !LISTS.has(bareName(field))),
  );
}

/** Types that number fields can state. */
export const EDITABLE_TYPES: readonly string[] = DISTRIBUTION_TYPES.filter(
  (type) => numericForms(type).length > 0 && type !== "trace",
);

export function typeOf(literal: Literal): string {
  return typeof literal === "number" ? "constant" : String(literal.type);
}

const SHAPING = ["shiftMs", "scale", "maxMs"];

export interface NumericEntry {
  /** Name in the literal. */
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly isTime: boolean;
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
};

/** The literal's numbers in the order of its form. */
export function numericEntries(literal: Literal, unit: string): readonly NumericEntry[] {
  if (typeof literal === "number") {
    return [{ name: "value", label: "Value", value: literal, isTime: unit === "ms" }];
  }
  const order = [
    ...distributionFields(typeOf(literal)).flat().map(bareName),
    ...SHAPING.map(bareName),
  ];
  return Object.entries(literal)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number")
    .map(([name, value]) => ({
      name,
      label: LABELS[bareName(name)] ?? name,
      value,
      isTime: name.endsWith("Ms"),
    }))
    .sort((a, b) => order.indexOf(bareName(a.name)) - order.indexOf(bareName(b.name)));
}

/** The literal with one of its numbers replaced. */
export function withEntry(literal: Literal, name: string, value: number): Literal {
  return isRecord(literal) ? { ...literal, [name]: value } : value;
}

/** What the literal means; null if it means nothing (the problems of the document say why). */
export function readLiteral(literal: unknown, unit: string): DistributionSpec | null {
  const read = parseDistribution(literal, unit);
  return read.ok ? read.spec : null;
}

/** Numbers for a field of a new literal, so that its mean stays where it was. */
function suggestion(field: string, type: string, { meanMs, p99Ms }: Moments): number {
  const mean = Number.isFinite(meanMs) ? meanMs : p99Ms;
  switch (bareName(field)) {
    case "p99":
      return Math.min(Math.max(p99Ms, mean * 1.5), mean * 12);
    case "min":
      return type === "pareto" ? mean * 0.6 : 0;
    case "mode":
      return mean;
    case "max":
      return mean * 2;
    case "std":
      return mean * 0.25;
    case "k":
      return 4;
    case "shape":
      return type === "pareto" ? 2.5 : 2;
    case "scv":
      return 4;
    case "sigma":
      return 0.5;
    default:
      return mean;
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The literal of another type with the same mean; a constant is a bare number. */
export function withType(literal: Literal, type: string, unit: string): Literal {
  const spec = readLiteral(literal, unit);
  const moments = spec ? momentsOf(spec) : { meanMs: 10, p50Ms: 7, p99Ms: 40, scv: 1 };
  if (type === "constant") return rounded(suggestion("mean", type, moments));
  const forms = numericForms(type);
  const form = forms.find((fields) => fields.some((field) => bareName(field) === "mean"));
  const next: Record<string, unknown> = { type };
  for (const field of form ?? forms[0] ?? []) {
    const name = fieldName(field.replace("?", ""), unit);
    next[name] = rounded(suggestion(field, type, moments));
  }
  return next;
}
