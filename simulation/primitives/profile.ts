// Load profile: the factor on a source's rate over time, joined by lines or held as steps. Before its
// first point and after its last the factor stays.
import { AT, registers } from "../core/registers.ts";
import { profiles, sources } from "./parameters.ts";

/** Number of the last point of a source's profile at or before a time, -1 before the first. */
function pointBefore(source: number, atMs: number): number {
  const first = sources.firstPoint[source];
  let point = -1;
  while (point + 1 < sources.pointCount[source] && profiles.atMs[first + point + 1] <= atMs)
    point++;
  return point;
}

/** Growth of the multiplier per ms after a point. */
function slopeAfter(source: number, point: number): number {
  if (point < 0 || point + 1 >= sources.pointCount[source] || sources.steps[source] === 1) return 0;
  const at = sources.firstPoint[source] + point;
  const rise = profiles.multiplier[at + 1] - profiles.multiplier[at];
  return rise / (profiles.atMs[at + 1] - profiles.atMs[at]);
}

/** The profile's multiplier at a time, ms; 1 without a profile. */
export function multiplierAt(source: number, atMs: number): number {
  if (sources.pointCount[source] === 0) return 1;
  const point = pointBefore(source, atMs);
  const at = sources.firstPoint[source] + Math.max(0, point);
  return profiles.multiplier[at] + slopeAfter(source, point) * (atMs - profiles.atMs[at]);
}

/**
 * Leaves in `registers[AT]` when a gap of `gapMs` that begins at `fromMs` is over: a renewal process
 * runs through its gaps as fast as the profile says, so that the integral of the multiplier over
 * the gap is `gapMs`. Infinity when the profile ends at 0 before that.
 */
export function endGap(source: number, fromMs: number, gapMs: number): void {
  const count = sources.pointCount[source];
  if (count === 0) {
    registers[AT] = fromMs + gapMs;
    return;
  }
  const first = sources.firstPoint[source];
  let at = fromMs;
  let left = gapMs;
  for (let point = pointBefore(source, at); point < count; point++) {
    const multiplier = multiplierAt(source, at);
    const slope = slopeAfter(source, point);
    const isLast = point + 1 === count;
    const span = isLast ? 0 : profiles.atMs[first + point + 1] - at;
    const rest = isLast && multiplier > 0 ? Infinity : 0;
    const area = rest + (multiplier + (slope * span) / 2) * span;
    if (area >= left) {
      // The positive root of slope x^2 / 2 + multiplier x = left, in the form that bears slope 0.
      const root = Math.sqrt(multiplier * multiplier + 2 * slope * left);
      registers[AT] = left === 0 ? at : at + (2 * left) / (multiplier + root);
      return;
    }
    left -= area;
    at += span;
  }
  registers[AT] = Infinity;
}
