// Editing a distribution: its numbers, and how one type or way of stating it is turned into another
// without moving its mean.
import {
  type DistributionSpec,
  distributionFields,
  type Moments,
  momentsOf,
  parseDistribution,
  quantileOf,
} from "../../store/distribution-shapes.ts";
import {
  bareName,
  type Form,
  fieldLabel,
  fieldName,
  formsOf,
  isList,
  type Literal,
  SHAPING,
  typeOf,
} from "./distribution-forms.ts";
import { isRecord } from "./field-model.ts";

export interface NumericEntry {
  /** Name in the literal. */
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly isTime: boolean;
}

/** The literal's numbers in the order of its form. */
export function numericEntries(literal: Literal, unit: string): readonly NumericEntry[] {
  if (typeof literal === "number") {
    return [{ name: "value", label: "Value", value: literal, isTime: unit === "ms" }];
  }
  const type = typeOf(literal);
  const order = [...distributionFields(type).flat().map(bareName), ...SHAPING.map(bareName)];
  return Object.entries(literal)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number")
    .filter(([name]) => name !== "weight")
    .map(([name, value]) => ({
      name,
      label: fieldLabel(name, type),
      value,
      isTime: name.endsWith("Ms"),
    }))
    .sort((a, b) => order.indexOf(bareName(a.name)) - order.indexOf(bareName(b.name)));
}

/** The literal with one of its fields replaced; undefined takes it away. */
export function withEntry(literal: Literal, name: string, value: unknown): Literal {
  if (!isRecord(literal)) return typeof value === "number" ? value : literal;
  const { [name]: _old, ...rest } = literal;
  return value === undefined ? rest : { ...literal, [name]: value };
}

/** What the literal means; null if it means nothing (the problems of the document say why). */
export function readLiteral(literal: unknown, unit: string): DistributionSpec | null {
  const read = parseDistribution(literal, unit);
  return read.ok ? read.spec : null;
}

/** The field that keeps a literal from meaning anything, as a path inside it; null if none does. */
export function wrongField(literal: unknown, unit: string): string | null {
  const read = parseDistribution(literal, unit);
  return read.ok ? null : read.field;
}

const FIRST: Moments = { meanMs: 10, p50Ms: 7, p99Ms: 40, scv: 1 };

function finite(value: number, instead: number): number {
  return Number.isFinite(value) ? value : instead;
}

/** Numbers for a field of a new literal, so that its mean stays where it was. */
function suggestion(field: string, type: string, moments: Moments): number {
  const { p50Ms, p99Ms } = moments;
  const mean = finite(moments.meanMs, p99Ms);
  const scv = finite(moments.scv, 4);
  switch (bareName(field)) {
    case "p99":
      return Math.min(Math.max(p99Ms, mean * 1.5), mean * 12);
    case "median":
      return p50Ms > 0 ? p50Ms : mean;
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
      // Wider, and the part of a normal law below 0 that is drawn anew would move its mean.
      if (type === "normal") return 0.0625;
      return type === "hyperexponential" && scv <= 1 ? 4 : scv > 0 ? scv : 1;
    case "sigma":
      // A normal law takes its deviation under this name, a lognormal that of the logarithm.
      return type === "normal" ? mean * 0.25 : Math.sqrt(Math.log1p(scv > 0 ? scv : 0.25));
    default:
      return mean;
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Probabilities at which an empirical distribution takes over what was there. */
const QUANTILES = [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

/** Values with the given shape, stretched to the mean. */
function stretched(values: readonly number[], meanNow: number, meanWanted: number) {
  const factor = meanNow > 0 ? meanWanted / meanNow : 1;
  return values.map((value) => rounded(value * factor));
}

function meanBetween(values: readonly number[]): number {
  return values.reduce((sum, value, i) => {
    const before = values[i - 1];
    if (before === undefined) return sum;
    const share = (QUANTILES[i] ?? 1) - (QUANTILES[i - 1] ?? 0);
    return sum + (share * (before + value)) / 2;
  }, 0);
}

/** The lists of a new literal, near what `spec` was. */
function listFor(field: string, spec: DistributionSpec | null, moments: Moments): unknown {
  const mean = finite(moments.meanMs, moments.p99Ms);
  const at = (u: number) => (spec ? quantileOf(spec, Math.min(u, 0.999)) : (u + 0.5) * mean);
  switch (bareName(field)) {
    case "quantiles": {
      const values = QUANTILES.map(at);
      const kept = stretched(values, meanBetween(values), mean);
      return QUANTILES.map((u, i) => [u, kept[i]]);
    }
    case "parts":
      return [
        { weight: 0.9, type: "exponential", meanMs: rounded(mean / 2) },
        { weight: 0.1, type: "exponential", meanMs: rounded(mean * 5.5) },
      ];
    case "means":
      return [rounded(mean / 2), rounded(mean * 5.5)];
    case "weights":
      return [0.9, 0.1];
    case "times":
      return [1, 2, 3, 4, 5].map((gap) => rounded(gap * mean));
    default: {
      // In an order that does not rise: a trace is used as it stands.
      const values = [0.5, 0.125, 0.75, 0.375, 0.875, 0.25, 0.625].map(at);
      const now = values.reduce((sum, value) => sum + value, 0) / values.length;
      return stretched(values, now, mean);
    }
  }
}

function inUnit(list: unknown, unit: string): unknown {
  if (unit === "ms" || !Array.isArray(list)) return list;
  return list.map((entry) => {
    if (!isRecord(entry) || typeof entry.meanMs !== "number") return entry;
    const { meanMs, ...rest } = entry;
    return { ...rest, mean: meanMs };
  });
}

/** The literal of that type, stated that way, with the same mean. */
export function withForm(literal: Literal, type: string, form: Form, unit: string): Literal {
  const spec = readLiteral(literal, unit);
  const moments = spec ? momentsOf(spec) : FIRST;
  if (type === "constant") return rounded(suggestion("mean", type, moments));
  const weight = isRecord(literal) && literal.weight !== undefined ? literal.weight : undefined;
  const next: Record<string, unknown> = weight === undefined ? { type } : { weight, type };
  for (const field of form) {
    next[fieldName(field, unit)] = isList(field)
      ? inUnit(listFor(field, spec, moments), unit)
      : rounded(suggestion(field, type, moments));
  }
  return next;
}

/** The literal of another type with the same mean; a constant is a bare number. */
export function withType(literal: Literal, type: string, unit: string): Literal {
  const forms = formsOf(type);
  const byMean = forms.find((form) => form.some((field) => bareName(field) === "mean"));
  return withForm(literal, type, byMean ?? forms[0] ?? [], unit);
}
