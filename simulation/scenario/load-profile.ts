// A load profile of the file with every field filled in.
import type { LoadProfile } from "../kinds/define.ts";
import { isObject } from "./json-shape.ts";
import { parseRateCsv } from "./rate-csv.ts";

type Point = readonly [number, number];

const POINTS: LoadProfile = {
  shape: "linear",
  points: [],
  recorded: false,
  repeatEveryS: null,
  amplitude: 0,
  periodS: 0,
  phaseS: 0,
};

/** Reads what `profileSchema` allows; a recorded series is held as steps unless it says lines. */
export function loadProfileOf(value: unknown): LoadProfile {
  if (Array.isArray(value)) return { ...POINTS, points: value as readonly Point[] };
  if (!isObject(value)) return POINTS;
  const { csv, ...fields } = value as Partial<LoadProfile> & { readonly csv?: string };
  if (csv === undefined) return { ...POINTS, ...fields };
  const read = parseRateCsv(csv);
  return {
    ...POINTS,
    shape: "steps",
    ...fields,
    points: read.ok ? read.points : [],
    recorded: true,
  };
}
