// Mean and highest rate of a source of load, from its parameters.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import type { LoadProfile } from "../kinds/define.ts";
import type { ScheduleDescriptor, SourceDescriptor } from "../kinds/descriptors.ts";
import { isMmpp, meanRatePerS } from "../kinds/mmpp.ts";

/** Mean of a literal in the parameter's unit; infinite where the distribution has none. */
export function meanOf(literal: unknown, unit: string): number {
  const parsed = parseDistribution(literal, unit);
  return parsed.ok ? momentsOf(parsed.spec).meanMs : 0;
}

export interface SourceLoad {
  /** Requests per second at the profile's multiplier 1; for a recorded series its mean. */
  readonly ratePerS: number;
  /** The same where the profile is highest. */
  readonly peakPerS: number;
}

/** Rate of arrivals without batches, profile and recorded series. */
function bareRate({ arrivals, ratePerS }: SourceDescriptor, durationMs: number): number {
  if (typeof arrivals === "string" || ratePerS <= 0) return ratePerS;
  if (isMmpp(arrivals)) return meanRatePerS(arrivals);
  const { timesMs } = arrivals as { readonly timesMs?: readonly number[] };
  if (timesMs !== undefined) {
    return timesMs.filter((at) => at < durationMs).length / (durationMs / 1000);
  }
  const gapMs = meanOf(arrivals, "ms");
  return gapMs > 0 ? 1000 / gapMs : 0;
}

/** Batches that a schedule starts, over a run. */
function startsPerS({ everyMs, firstMs, timesMs }: ScheduleDescriptor, durationMs: number): number {
  const listed = timesMs.filter((at) => at < durationMs).length;
  const regular =
    everyMs === null || firstMs >= durationMs ? 0 : Math.ceil((durationMs - firstMs) / everyMs);
  return ((listed + regular) * 1000) / durationMs;
}

/** Area under the points from the first one to `endS`, joined by lines or held as steps. */
function areaUnder({ points, shape }: LoadProfile, endS: number): number {
  let area = 0;
  for (const [index, [atS, value]] of points.entries()) {
    const [nextS, next] = points[index + 1] ?? [Infinity, value];
    const upTo = Math.min(endS, nextS);
    if (upTo <= atS) break;
    const reached =
      shape === "steps" || nextS === Infinity
        ? value
        : value + ((next - value) * (upTo - atS)) / (nextS - atS);
    area += (upTo - atS) * (shape === "steps" ? value : (value + reached) / 2);
  }
  return area;
}

function factorsOf(profile: LoadProfile | null, durationMs: number) {
  if (profile === null) return { usual: 1, most: 1 };
  if (profile.shape === "sine") return { usual: 1, most: 1 + profile.amplitude };
  const durationS = durationMs / 1000;
  const endS = profile.repeatEveryS ?? durationS;
  const reached = profile.points.filter(([atS], index) => index === 0 || atS < endS);
  if (reached.length === 0) return { usual: 1, most: 1 };
  const most = reached.reduce((highest, [, value]) => Math.max(highest, value), 0);
  if (!profile.recorded) return { usual: 1, most };
  const firstS = reached[0]?.[0] ?? 0;
  const spanS = endS - firstS;
  const usual = spanS > 0 ? areaUnder(profile, endS) / spanS : most;
  return { usual, most };
}

/**
 * Load of a source over a run of `durationMs`. Users that wait for answers ask for at most one request
 * each per think time; without a think time nothing bounds them, which gives an infinite rate.
 */
export function sourceLoad(source: SourceDescriptor, durationMs: number): SourceLoad {
  if (source.closed !== null) {
    const thinkMs = meanOf(source.closed.thinkTime, "ms");
    const ratePerS = thinkMs > 0 ? (source.closed.users * 1000) / thinkMs : Infinity;
    return { ratePerS, peakPerS: ratePerS };
  }
  if (source.schedule !== undefined) {
    const ratePerS = meanOf(source.batch, "") * startsPerS(source.schedule, durationMs);
    return { ratePerS, peakPerS: ratePerS };
  }
  const rate = bareRate(source, durationMs) * meanOf(source.batch, "");
  const { usual, most } = factorsOf(source.profile, durationMs);
  return { ratePerS: rate * usual, peakPerS: rate * most };
}
