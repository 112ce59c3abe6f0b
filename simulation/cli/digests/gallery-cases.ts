// The runs whose digests are kept: every design of a gallery file (as it stands and each of its
// variants), without a fault and with each of its faults, for a few seeds. Times are compressed, so
// that faults and warm-up fall into half a minute; rates, latencies and timeouts stay.
import type { Json, ScenarioDocument } from "../../scenario/document.ts";
import { parseScenario } from "../../scenario/parse.ts";
import { applySet, applyVariant, type VariantResult } from "../../scenario/variants.ts";

/** Longest simulated time of a case, s. */
const SHORT_S = 30;
/** The usual one, another, and the largest that a file may name. */
const SEEDS = [1, 2, 4_294_967_295];

export interface DigestCase {
  /** `shop.brownout.json, as it is, fault slow-payment, seed 2`: what a failure names. */
  readonly name: string;
  readonly document: ScenarioDocument;
  readonly seed: number;
}

type JsonObject = Readonly<Record<string, Json>>;

/** Times on the clock of the run; a latency or a timeout is none. */
const CLOCK_TIMES = new Set(
  "durationS warmupS atS forS rampS atMs periodS phaseS repeatEveryS".split(" "),
);

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value with its clock times multiplied; a list of pairs is a profile of [time, multiplier]. */
function scaled(value: Json, factor: number): Json {
  if (Array.isArray(value)) {
    return value.map((entry: Json) => {
      const isPair = Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "number";
      return isPair ? [entry[0] * factor, entry[1]] : scaled(entry, factor);
    });
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, entry]): [string, Json] => [
    key,
    typeof entry === "number" && CLOCK_TIMES.has(key) ? entry * factor : scaled(entry, factor),
  ]);
  return Object.fromEntries(entries);
}

/** A variant of which the faults that it adds or changes are as much sooner. */
function withFaultsScaled(variant: JsonObject, factor: number): JsonObject {
  if (!isObject(variant.set ?? null)) return variant;
  const set = Object.entries(variant.set as JsonObject).map(([path, value]): [string, Json] => {
    const [part, , name = ""] = path.split(".");
    if (part !== "faults") return [path, value];
    const isTime = typeof value === "number" && CLOCK_TIMES.has(name);
    return [path, isTime ? value * factor : scaled(value, factor)];
  });
  return { ...variant, set: Object.fromEntries(set) };
}

interface Shortenable {
  readonly run: Json;
  readonly faults?: Json;
  readonly changes?: Json;
  readonly variants?: Readonly<Record<string, JsonObject>>;
  readonly nodes: Record<string, JsonObject>;
}

function shortened(document: ScenarioDocument): ScenarioDocument {
  const factor = Math.min(1, SHORT_S / (document.run.durationS ?? SHORT_S));
  const whole = document as unknown as Shortenable;
  const { run, faults = {}, changes = {}, variants = {}, nodes } = whole;
  const profiles = Object.entries(nodes).map(([id, node]) => {
    const { profile } = node;
    return [id, profile === undefined ? node : { ...node, profile: scaled(profile, factor) }];
  });
  return {
    ...document,
    run: scaled(run, factor),
    faults: scaled(faults, factor),
    changes: scaled(changes, factor),
    variants: Object.fromEntries(
      Object.entries(variants).map(([id, variant]) => [id, withFaultsScaled(variant, factor)]),
    ),
    nodes: Object.fromEntries(profiles),
  } as unknown as ScenarioDocument;
}

function taken(result: VariantResult, name: string): ScenarioDocument {
  if (result.ok) return result.document;
  throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
}

/** All cases of a gallery file given as text; throws if it is no correct scenario. */
export function galleryCases(file: string, text: string): readonly DigestCase[] {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
  const base = shortened(parsed.document);
  const designs: [string, ScenarioDocument][] = [["as it is", base]];
  for (const variant of Object.keys(base.variants ?? {}).sort()) {
    designs.push([`variant ${variant}`, taken(applyVariant(base, variant), `${file}#${variant}`)]);
  }
  return designs.flatMap(([design, document]) => {
    const faults = Object.keys(document.faults ?? {}).sort();
    return [null, ...faults].flatMap((fault) => {
      const label = `${file}, ${design}, ${fault === null ? "no fault" : `fault ${fault}`}`;
      const set = Object.fromEntries(faults.map((id) => [`faults.${id}.enabled`, id === fault]));
      const played = taken(applySet(document, set), label);
      return SEEDS.map((seed) => ({ name: `${label}, seed ${seed}`, document: played, seed }));
    });
  });
}
