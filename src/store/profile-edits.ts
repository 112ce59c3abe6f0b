// The forms a load profile has in the file, and turning one into another.
import { loadProfileOf } from "../../simulation/scenario/load-profile.ts";
import type { RatePoint } from "../../simulation/scenario/rate-csv.ts";

export type Point = readonly [atS: number, multiplier: number];

export interface PointsProfile {
  readonly form: "linear" | "steps";
  readonly points: readonly Point[];
  readonly repeatEveryS: number | null;
}

export interface SineProfile {
  readonly form: "sine";
  readonly amplitude: number;
  readonly periodS: number;
  readonly phaseS: number;
}

/** A series of rates as the file holds it. */
export interface RecordedProfile {
  readonly form: "recorded";
  readonly isStepped: boolean;
  readonly rates: readonly RatePoint[];
  readonly repeatEveryS: number | null;
}

export type Profile = PointsProfile | SineProfile | RecordedProfile;

export const FIRST_PROFILE: PointsProfile = {
  form: "linear",
  points: [
    [0, 1],
    [30, 2],
  ],
  repeatEveryS: null,
};

const FIRST_SINE: SineProfile = { form: "sine", amplitude: 0.5, periodS: 60, phaseS: 0 };

/** What the file says; null: no profile. */
export function readProfile(value: unknown): Profile | null {
  if (typeof value !== "object" || value === null) return null;
  const { shape, points, recorded, repeatEveryS, amplitude, periodS, phaseS } =
    loadProfileOf(value);
  if (shape === "sine") return { form: shape, amplitude, periodS, phaseS };
  if (!recorded) return { form: shape, points, repeatEveryS };
  return { form: "recorded", isStepped: shape === "steps", rates: points, repeatEveryS };
}

/** As it is written: lines without repetition are the plain case, just their points. */
export function writtenProfile(profile: PointsProfile | SineProfile): unknown {
  if (profile.form === "sine") {
    const { amplitude, periodS, phaseS } = profile;
    return { shape: "sine", amplitude, periodS, ...(phaseS === 0 ? {} : { phaseS }) };
  }
  const { form, repeatEveryS } = profile;
  const points = [...profile.points].sort((a, b) => a[0] - b[0]);
  if (repeatEveryS !== null) return { shape: form, points, repeatEveryS };
  return form === "linear" ? points : { shape: form, points };
}

/** Rates as multiples of a base rate above 0. */
export function pointsOfRates(rates: readonly RatePoint[], baseRatePerS: number): readonly Point[] {
  return rates.map(([atS, ratePerS]) => [atS, ratePerS / baseRatePerS]);
}

/** The profile in another form; points are kept between lines and steps. */
export function inForm(profile: Profile, form: PointsProfile["form"] | "sine"): unknown {
  if (form === "sine") return writtenProfile(FIRST_SINE);
  const kept = profile.form === "linear" || profile.form === "steps" ? profile : FIRST_PROFILE;
  return writtenProfile({ ...kept, form });
}

/** The repetition that fits points: at least as long as they are. */
export function firstRepetition(points: readonly Point[]): number {
  return Math.max(60, points.at(-1)?.[0] ?? 0);
}

/** A point put in its place by time; one at the very instant of another takes its place. */
export function withPoint(points: readonly Point[], [atS, multiplier]: Point): readonly Point[] {
  const others = points.filter(([other]) => other !== atS);
  return [...others, [atS, multiplier] as const].sort((a, b) => a[0] - b[0]);
}

/** A point moved, kept between its neighbors in time. */
export function movedPoint(
  points: readonly Point[],
  index: number,
  [atS, multiplier]: Point,
  lastS: number,
): readonly Point[] {
  const from = points[index - 1]?.[0] ?? 0;
  const to = points[index + 1]?.[0] ?? lastS;
  const kept = Math.min(Math.max(atS, from), to);
  return points.with(index, [kept, Math.max(0, multiplier)]);
}
