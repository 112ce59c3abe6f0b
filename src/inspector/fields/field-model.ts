// What every field of the inspector is given: the parameter, where its value stands, and what holds
// if the file says nothing.
import type { Param } from "../../../simulation/kinds/define.ts";
import type { Preset } from "../../../simulation/policies/catalog.ts";
import type { Json } from "../../../simulation/scenario/document.ts";

/** The value that holds without an explicit one, and where it comes from. */
export interface Fallback {
  readonly value: unknown;
  readonly source?: string | undefined;
  /** "preset resilience4j", "as the node": what to call it instead of "default". */
  readonly called?: string | undefined;
  /** The preset that gave the value, for what lies below it. */
  readonly preset?: PresetPlace | undefined;
}

/** A preset, and where in it one stands: "backoff." */
export interface PresetPlace {
  readonly preset: Preset;
  readonly prefix: string;
}

export interface FieldProps<P extends Param = Param> {
  readonly param: P;
  /** Path in the grammar of `--set`. */
  readonly path: string;
  /** Explicit value of the document; undefined if it is left out. */
  readonly value: unknown;
  readonly fallback: Fallback;
}

/** How a set of parameters gets the fallback of each. */
export type FallbackOf = (name: string, param: Param) => Fallback;

export function defaultOf(_name: string, param: Param): Fallback {
  return { value: param.default, source: param.source };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equality of JSON values; the order of keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** Values are JSON when they come from the document or a definition; this says so to the compiler. */
export function asJson(value: unknown): Json {
  return value as Json;
}

/** How many values of a set differ from what holds without them. */
export function countOffDefault(
  params: Readonly<Record<string, Param>>,
  values: Readonly<Record<string, unknown>>,
  fallbackOf: FallbackOf = defaultOf,
): number {
  return Object.entries(params).filter(([name, param]) => {
    const value = values[name];
    return value !== undefined && !sameValue(value, fallbackOf(name, param).value);
  }).length;
}
