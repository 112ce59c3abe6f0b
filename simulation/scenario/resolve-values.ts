// Fills in what a file leaves out, parameter by parameter: explicit value, else the preset's, else
// the protocol's, else the default; and remembers which of them it was.
import type { Param, ParamSet } from "../kinds/define.ts";
import { PRESETS, type PresetSet } from "../policies/catalog.ts";
import type { Origin, ResolvedValues } from "./document.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { loadProfileOf } from "./load-profile.ts";

/** Values that stand in for a default, with the origin they are shown with. */
export interface Supplied {
  readonly values: JsonObject;
  readonly origin: Origin;
}

const NOTHING: Supplied = { values: {}, origin: "default" };

/** All values of a set of parameters. `path` is that of the entity or object they stand on. */
export function resolveValues(
  params: ParamSet,
  given: JsonObject,
  path: string,
  origins: Map<string, Origin>,
  supplied: Supplied = NOTHING,
): ResolvedValues {
  const values: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(params)) {
    values[name] = resolveValue(name, param, given, path, origins, supplied);
  }
  return values;
}

function resolveValue(
  name: string,
  param: Param,
  given: JsonObject,
  path: string,
  origins: Map<string, Origin>,
  supplied: Supplied,
): unknown {
  const place = `${path}.${name}`;
  const own = given[name];
  const substitute = supplied.values[name];
  const origin: Origin =
    own !== undefined ? "explicit" : substitute !== undefined ? supplied.origin : "default";
  origins.set(place, origin);
  // A preset may say null: "unlimited" is a value like any other.
  const instead = substitute === undefined ? param.default : substitute;
  const value = own === undefined ? instead : own;
  if (value === null || value === undefined) return null;
  if (param.type === "object") {
    const inside = objectSupplied(name, own, substitute, supplied, param.default);
    return resolveValues(param.fields, isObject(own) ? own : {}, place, origins, inside);
  }
  if (param.type === "map") {
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([key, entry]) => [
        key,
        resolveValues(param.entry, entry as JsonObject, `${place}.${key}`, origins),
      ]),
    );
  }
  return param.type === "points" ? loadProfileOf(value) : value;
}

/** What stands in for the fields that an object leaves out. */
function objectSupplied(
  policy: string,
  own: unknown,
  substitute: unknown,
  supplied: Supplied,
  fallback: JsonObject | null,
): Supplied {
  const preset = isObject(own) ? presetValues(policy, own.preset) : null;
  if (preset !== null) return { values: preset, origin: "preset" };
  if (isObject(substitute)) return { values: substitute, origin: supplied.origin };
  return { values: fallback ?? {}, origin: "default" };
}

function presetValues(policy: string, preset: unknown): JsonObject | null {
  const presets: Readonly<Record<string, PresetSet>> = PRESETS;
  if (typeof preset !== "string" || !Object.hasOwn(presets, policy)) return null;
  return Object.hasOwn(presets[policy], preset) ? presets[policy][preset].values : null;
}
