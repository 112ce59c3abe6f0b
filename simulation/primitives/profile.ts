// Load profile: the factor on a source's rate over time, a sine or points joined by lines or held as
// steps. Before its first point and after its last the factor stays; points may repeat as a pattern.
import { sineOfTurns } from "../core/deterministic-math.ts";
import { AT, registers } from "../core/registers.ts";
import { profiles, sources } from "./source-parameters.ts";

const ONE_OVER_PI = 0.3183098861837907;

export function hasProfile(source: number): boolean {
  return sources.pointCount[source] > 0 || sources.periodMs[source] > 0;
}

/** Number of the last point at or before a place in the pattern, -1 before the first. */
function pointBefore(source: number, placeMs: number): number {
  const first = sources.firstPoint[source];
  let low = 0;
  let high = sources.pointCount[source];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (profiles.atMs[first + middle] <= placeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the stretch after a point ends: the next point, the end of the pattern or never. */
function stretchEnd(source: number, point: number): number {
  if (point + 1 < sources.pointCount[source]) {
    return profiles.atMs[sources.firstPoint[source] + point + 1];
  }
  return sources.repeatMs[source] > 0 ? sources.repeatMs[source] : Infinity;
}

/** Growth of the multiplier per ms after a point. */
function slopeAfter(source: number, point: number): number {
  if (point < 0 || point + 1 >= sources.pointCount[source] || sources.steps[source] === 1) return 0;
  const at = sources.firstPoint[source] + point;
  const rise = profiles.multiplier[at + 1] - profiles.multiplier[at];
  return rise / (profiles.atMs[at + 1] - profiles.atMs[at]);
}

/** Multiplier at a place in the stretch after a point. */
function multiplierAfter(source: number, point: number, placeMs: number): number {
  const at = sources.firstPoint[source] + Math.max(0, point);
  return profiles.multiplier[at] + slopeAfter(source, point) * (placeMs - profiles.atMs[at]);
}

/** When the repetition began that a time falls into, ms; 0 for points that do not repeat. */
function patternStart(source: number, atMs: number): number {
  const repeat = sources.repeatMs[source];
  if (repeat === 0) return 0;
  const start = Math.floor(atMs / repeat) * repeat;
  // The quotient may have been rounded up to the next repetition.
  return start > atMs ? start - repeat : start;
}

/** The profile's multiplier at a time, ms; 1 without a profile. */
export function multiplierAt(source: number, atMs: number): number {
  const period = sources.periodMs[source];
  if (period > 0) {
    const turns = (atMs - sources.phaseMs[source]) / period;
    return 1 + sources.amplitude[source] * sineOfTurns(turns);
  }
  if (sources.pointCount[source] === 0) return 1;
  const place = atMs - patternStart(source, atMs);
  return multiplierAfter(source, pointBefore(source, place), place);
}

/**
 * Leaves in `registers[AT]` when a gap of `gapMs` that begins at `fromMs` is over: a renewal process
 * runs through its gaps as fast as the profile says, so that the integral of the multiplier over
 * the gap is `gapMs`. Infinity when the profile ends at 0 before that.
 */
export function endGap(source: number, fromMs: number, gapMs: number): void {
  if (gapMs <= 0 || gapMs === Infinity || !hasProfile(source)) registers[AT] = fromMs + gapMs;
  else if (sources.periodMs[source] > 0) endGapOnSine(source, fromMs, gapMs);
  else endGapOnPoints(source, fromMs, gapMs);
}

function endGapOnPoints(source: number, fromMs: number, gapMs: number): void {
  let start = patternStart(source, fromMs);
  let place = fromMs - start;
  let left = gapMs;
  for (;;) {
    for (let point = pointBefore(source, place); point < sources.pointCount[source]; point++) {
      const end = stretchEnd(source, point);
      const span = end - place;
      if (span <= 0) continue;
      const multiplier = multiplierAfter(source, point, place);
      const slope = slopeAfter(source, point);
      const open = multiplier > 0 ? Infinity : 0;
      const area = end === Infinity ? open : (multiplier + (slope * span) / 2) * span;
      if (area >= left) {
        // The positive root of slope x^2 / 2 + multiplier x = left, in the form that bears slope 0.
        const root = Math.sqrt(Math.max(0, multiplier * multiplier + 2 * slope * left));
        registers[AT] = start + place + (2 * left) / (multiplier + root);
        return;
      }
      left -= area;
      place = end;
    }
    const whole = sources.repeatArea[source];
    if (sources.repeatMs[source] === 0 || whole <= 0) {
      registers[AT] = Infinity;
      return;
    }
    // All repetitions but the one in which the gap ends.
    const skipped = Math.max(0, -Math.floor(-left / whole) - 1);
    left -= skipped * whole;
    start += (1 + skipped) * sources.repeatMs[source];
    place = 0;
  }
}

/**
 * Area below the sine profile over a part of a period, in periods: from u turns after its upward
 * crossing on for d turns. As a product, so that nothing cancels where d is small.
 */
function sineArea(amplitude: number, u: number, d: number): number {
  return d + amplitude * ONE_OVER_PI * sineOfTurns(u + d / 2) * sineOfTurns(d / 2);
}

/** Newton's method, kept between bounds that every step tightens. */
function endGapOnSine(source: number, fromMs: number, gapMs: number): void {
  const period = sources.periodMs[source];
  const amplitude = sources.amplitude[source];
  const turns = (fromMs - sources.phaseMs[source]) / period;
  const u = turns - Math.floor(turns);
  const periods = gapMs / period;
  const whole = Math.floor(periods);
  const area = periods - whole;
  let low = area / (1 + amplitude);
  let high = amplitude < 1 ? Math.min(1, area / (1 - amplitude)) : 1;
  let d = area;
  for (let step = 0; step < 100; step++) {
    const excess = sineArea(amplitude, u, d) - area;
    if (excess > 0) high = d;
    else low = d;
    const change = excess / (1 + amplitude * sineOfTurns(u + d));
    if (Math.abs(change) <= 1e-16 * d) break;
    const next = d - change;
    const inside = next > low && next < high;
    const tried = inside ? next : (low + high) / 2;
    if (tried === d) break;
    d = tried;
  }
  registers[AT] = fromMs + (whole + d) * period;
}

/**
 * Integral of the multiplier from one time to a later one, ms. `amplitude` is that of a sine, which
 * may have been another one than now.
 */
export function areaBetween(
  source: number,
  amplitude: number,
  fromMs: number,
  toMs: number,
): number {
  const period = sources.periodMs[source];
  if (period > 0) {
    const turns = (fromMs - sources.phaseMs[source]) / period;
    return sineArea(amplitude, turns - Math.floor(turns), (toMs - fromMs) / period) * period;
  }
  if (sources.pointCount[source] === 0) return toMs - fromMs;
  const repeat = sources.repeatMs[source];
  const startFrom = patternStart(source, fromMs);
  const startTo = patternStart(source, toMs);
  const between = areaUpTo(source, toMs - startTo) - areaUpTo(source, fromMs - startFrom);
  if (repeat === 0) return between;
  return between + Math.floor((startTo - startFrom) / repeat + 0.5) * sources.repeatArea[source];
}

/** Integral of the multiplier from the beginning of the pattern to a place in it, ms. */
export function areaUpTo(source: number, placeMs: number): number {
  let area = 0;
  let place = 0;
  for (let point = -1; point < sources.pointCount[source] && place < placeMs; point++) {
    const end = Math.min(placeMs, stretchEnd(source, point));
    const span = end - place;
    if (span <= 0) continue;
    const multiplier = multiplierAfter(source, point, place);
    area += (multiplier + (slopeAfter(source, point) * span) / 2) * span;
    place = end;
  }
  return area;
}
