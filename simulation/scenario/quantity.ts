// Values as one types them: JSON, a number with a unit (300ms, 2s, 5%, 1MB), or a text.
import type { Json } from "./document.ts";

const MILLISECONDS: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const FACTORS: Readonly<Record<string, number>> = {
  "%": 0.01,
  "/s": 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  k: 1e3,
};

const QUANTITY =
  /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(us|µs|ms|s|min|h|d|%|\/s|B|kB|MB|GB|k)$/;

/** Whether a field counts seconds: its name ends in S but is not a rate per second. */
function isInSeconds(field: string): boolean {
  return field.endsWith("S") && !field.endsWith("PerS");
}

/** The number in "300ms", in ms (in s for a field whose name ends in S); null if it is none. */
export function parseQuantity(text: string, field = ""): number | null {
  const match = QUANTITY.exec(text);
  if (match === null) return null;
  const number = Number(match[1]);
  const perUnit = MILLISECONDS[match[2]];
  if (perUnit === undefined) {
    return match[2] === "%" ? number / 100 : number * FACTORS[match[2]];
  }
  const milliseconds = number * perUnit;
  return isInSeconds(field) ? milliseconds / 1000 : milliseconds;
}

/** Reads a typed value for the field that a path ends in. */
export function parseValue(text: string, path = ""): Json {
  const trimmed = text.trim();
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    const field = path.slice(path.lastIndexOf(".") + 1);
    return parseQuantity(trimmed, field) ?? text;
  }
}
