// What a policy's fields have without an explicit value: the preset's, the object's own default, or
// the parameter's; and the words on where that comes from.
import type { ObjectParam, Param } from "../../../simulation/kinds/define.ts";
import { PRESETS, type Preset, type PresetSet } from "../../../simulation/policies/catalog.ts";
import { type Fallback, isRecord, type PresetPlace } from "./field-model.ts";

type Values = Readonly<Record<string, unknown>>;

export function presetOf(policy: string, name: unknown): Preset | null {
  const presets = (PRESETS as Readonly<Record<string, PresetSet>>)[policy] ?? {};
  return typeof name === "string" ? (presets[name] ?? null) : null;
}

/** The preset that holds in an object: its own, or that of the object around it. */
export function presetIn(policy: string, own: Values, fallback: Fallback): PresetPlace | null {
  const preset = presetOf(policy, own.preset);
  return preset === null ? (fallback.preset ?? null) : { preset, prefix: "" };
}

/** What a field of the object has without an explicit value. */
export function fallbackIn(
  name: string,
  param: Param,
  place: PresetPlace | null,
  above: unknown,
): Fallback {
  if (isRecord(above) && above[name] !== undefined) {
    if (place === null) return { value: above[name] };
    const path = place.prefix + name;
    return {
      value: above[name],
      source: sourceText(place.preset, path),
      called: `Preset ${place.preset.label}`,
      preset: { preset: place.preset, prefix: `${path}.` },
    };
  }
  return { value: param.default, source: param.source };
}

/** Values that stand in for what the object leaves out. */
export function standIns(place: PresetPlace | null, own: Values, fallback: Fallback): unknown {
  return place !== null && own.preset !== undefined ? place.preset.values : fallback.value;
}

/** All values of the object as they hold: explicit, preset or default. */
export function valuesInForce(
  param: ObjectParam,
  policy: string,
  explicit: unknown,
  above: unknown,
): Values {
  const own = isRecord(explicit) ? explicit : {};
  const place = presetIn(policy, own, { value: above });
  const instead = standIns(place, own, { value: above });
  return Object.fromEntries(
    Object.entries(param.fields).map(([name, field]) => {
      const fallback = fallbackIn(name, field, place, instead);
      const value = own[name] === undefined ? fallback.value : own[name];
      if (field.type !== "object" || !isRecord(value)) return [name, value];
      return [name, valuesInForce(field, name, own[name], fallback.value)];
    }),
  );
}

/** Which row, measurement or reason a preset's value rests on. */
function sourceText(preset: Preset, path: string): string {
  const reading = preset.readings[path];
  if (!reading) return preset.source;
  const { from } = reading;
  if ("because" in from) return `${from.where}. Our reading: ${from.because}.`;
  if ("measured" in from) return `${preset.source}: ${from.says}`;
  const stated = `${from.system}: ${from.setting}`;
  if (from.plus === 1) return `${stated}, which does not count the first`;
  return from.says === undefined ? stated : `${stated}: ${from.says ?? "none"}`;
}

/** How many values of a policy the file says otherwise than its preset. */
export function differingFrom(preset: Preset, own: Values): number {
  return Object.keys(preset.readings).filter((path) => {
    const steps = path.split(".");
    let value: unknown = own;
    for (const step of steps) value = isRecord(value) ? value[step] : undefined;
    return value !== undefined && value !== preset.readings[path]?.value;
  }).length;
}
