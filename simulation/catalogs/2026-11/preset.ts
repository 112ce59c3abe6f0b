// What a preset is: the values that a real library ships for one policy, each with the place that
// states it and how that place's number becomes ours. Product vocabularies differ (retries besides
// the first, seconds, percent); the translation stands at the value, never in the engine.
import type { Param, ParamSet } from "../../kinds/define.ts";

/** A row of the reference table of documented settings. */
interface StatedRow {
  readonly system: string;
  readonly setting: string;
  /** The row's number times this, plus that, is `value`. */
  readonly times?: number;
  readonly plus?: number;
  /** What the row says where it is no number; `value` is our word for it. */
  readonly says?: string | number | boolean | null;
  /** Words of the row's explanation that were read, where the row itself does not hold the value. */
  readonly meaning?: string;
}

export interface Reading {
  readonly value: unknown;
  readonly from:
    | StatedRow
    /** A measured case, and the words in its record that were read. */
    | { readonly measured: string; readonly says: string }
    /** Read out of a page or a file of the product that stands in no table: what it says, in our words. */
    | { readonly where: string; readonly because: string };
}

/** A named set of values of one policy. */
export interface Preset {
  readonly label: string;
  /** Product and version, or date of the source, that was read. */
  readonly source: string;
  /** What the product does beyond the values; shown with the preset. */
  readonly note?: string;
  /** By path within the policy ("backoff.baseMs"). */
  readonly readings: Readonly<Record<string, Reading>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Presets of one policy by name ("envoy@2026-11"). */
export type PresetSet = Readonly<Record<string, Preset>>;

/** The row's number, as it is or translated. */
export function row(
  value: unknown,
  system: string,
  setting: string,
  how: { readonly times?: number; readonly plus?: number } = {},
): Reading {
  return { value, from: { system, setting, ...how } };
}

/** What the row says in words (or as a switch), read as `value`. */
export function word(
  value: unknown,
  system: string,
  setting: string,
  says: string | number | boolean | null,
): Reading {
  return { value, from: { system, setting, says } };
}

/** Read off the row's explanation. */
export function told(value: unknown, system: string, setting: string, meaning: string): Reading {
  return { value, from: { system, setting, meaning } };
}

/** Read off a measured case. */
export function seen(value: unknown, measured: string, says: string): Reading {
  return { value, from: { measured, says } };
}

/** Our reading of a page or file of the product. */
export function ours(value: unknown, where: string, because: string): Reading {
  return { value, from: { where, because } };
}

export function preset(fields: Omit<Preset, "values">): Preset {
  const values: Record<string, unknown> = {};
  for (const [path, { value }] of Object.entries(fields.readings)) put(values, path, value);
  return { ...fields, values };
}

function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() ?? path;
  let inner = values;
  for (const step of steps) {
    inner[step] ??= {};
    inner = inner[step] as Record<string, unknown>;
  }
  inner[last] = value;
}

/** Names of the presets that a policy with these parameters can follow to the letter. */
export function namesOffered(presets: PresetSet, params: ParamSet): readonly string[] {
  return Object.keys(presets).filter((name) => {
    const readings = Object.entries(presets[name].readings);
    return readings.every(([path, { value }]) => takes(params, path, value));
  });
}

/** Whether the policy has a parameter at the path that may have the value. */
export function takes(params: ParamSet, path: string, value: unknown): boolean {
  const [first, ...rest] = path.split(".");
  const param: Param | undefined = Object.hasOwn(params, first) ? params[first] : undefined;
  if (param === undefined) return false;
  if (rest.length > 0) return param.type === "object" && takes(param.fields, rest.join("."), value);
  if (value === null) return param.nullMeans !== undefined;
  if (param.type === "choice") return param.options.includes(String(value));
  if (param.type !== "names") return true;
  const options = param.options ?? [];
  return (value as readonly string[]).every((name) => options.includes(name));
}
