// Writes the sources of a program, their request types and load profiles into their columns.
import { hash32 } from "../core/murmur.ts";
import type { SourceDescriptor } from "../kinds/descriptors.ts";
import { isMmpp, type MmppLiteral, startShares } from "../kinds/mmpp.ts";
import { areaUpTo } from "../primitives/profile.ts";
import {
  CONSTANT_GAPS,
  instants,
  MODULATED,
  PHASES_MAX,
  POISSON,
  phases,
  profiles,
  RECORDED,
  RENEWAL,
  sources,
  types,
} from "../primitives/source-parameters.ts";
import { loadFactor } from "../primitives/traffic.ts";
import type { Program } from "./program.ts";

/** First free rows of the tables that sources share. */
interface Rows {
  source: number;
  type: number;
  point: number;
  phase: number;
  instant: number;
}

/** Parameters of all sources. Null or the cap that was hit. */
export function fillSources(program: Program): string | null {
  const rows: Rows = { source: 0, type: 0, point: 0, phase: 0, instant: 0 };
  for (const [node, { id, descriptor }] of program.nodes.entries()) {
    if (descriptor.primitive !== "source") continue;
    const of = descriptor.source;
    const names = Object.keys(of.requests).sort();
    const { source } = rows;
    if (!sources.occupy(source + 1)) return "sources";
    if (!types.occupy(rows.type + names.length)) return "request types";
    sources.node[source] = node;
    sources.idHash[source] = hash32(0, id);
    sources.firstType[source] = rows.type;
    sources.typeCount[source] = names.length;
    fillSource(program, of, source);
    const cap = fillProfile(of.profile, rows) ?? fillArrivals(program, of, rows);
    if (cap !== null) return cap;
    rows.type = fillTypes(program, of, source, node, names, rows.type);
    rows.source++;
  }
  return null;
}

function fillSource(program: Program, of: SourceDescriptor, source: number): void {
  const { distribution } = program.index;
  sources.batch[source] = typeof of.batch === "number" ? of.batch : 0;
  sources.batchSize[source] = typeof of.batch === "number" ? -1 : distribution(of.batch, "");
  sources.clients[source] = of.clients;
  sources.users[source] = of.closed?.users ?? 0;
  sources.think[source] = of.closed ? distribution(of.closed.thinkTime, "ms") : -1;
  sources.patience[source] = of.patienceMs === null ? -1 : distribution(of.patienceMs, "ms");
  sources.deadlineMs[source] = of.deadlineMs ?? 0;
  sources.isBounded[source] = of.patienceMs !== null || of.deadlineMs !== null ? 1 : 0;
  sources.firstAtMs[source] = of.arrivals === "constant" && of.offsetMs !== null ? of.offsetMs : -1;
}

function fillProfile(profile: SourceDescriptor["profile"], rows: Rows): string | null {
  const { source } = rows;
  const points = profile?.points ?? [];
  if (!profiles.occupy(rows.point + points.length)) return "profile points";
  const sine = profile?.shape === "sine";
  const repeatMs = (profile?.repeatEveryS ?? 0) * 1000;
  sources.firstPoint[source] = rows.point;
  sources.pointCount[source] = points.length;
  sources.steps[source] = profile?.shape === "steps" ? 1 : 0;
  sources.repeatMs[source] = repeatMs;
  sources.amplitude[source] = sine ? profile.amplitude : 0;
  sources.periodMs[source] = sine ? profile.periodS * 1000 : 0;
  sources.phaseMs[source] = sine ? profile.phaseS * 1000 : 0;
  // Not below 1, and for a sine that of the largest amplitude: profiles that differ within these
  // bounds thin out the same candidates.
  sources.peak[source] = points.reduce((most, [, factor]) => Math.max(most, factor), sine ? 2 : 1);
  for (const [atS, factor] of points) {
    profiles.atMs[rows.point] = atS * 1000;
    profiles.multiplier[rows.point] = factor;
    rows.point++;
  }
  sources.repeatArea[source] = repeatMs > 0 ? areaUpTo(source, repeatMs) : 0;
  return null;
}

/** Named processes take the rate; the others have their own, and the number only tells whether there are any. */
function fillArrivals(program: Program, of: SourceDescriptor, rows: Rows): string | null {
  const { source } = rows;
  const { arrivals } = of;
  const named = typeof arrivals === "string";
  // Batches have times of their own; nothing arrives beside them.
  const ratePerS = of.schedule === undefined ? of.ratePerS : 0;
  const rate = named || ratePerS <= 0 ? ratePerS / 1000 : 1;
  const factor = loadFactor(source);
  sources.baseRatePerMs[source] = rate;
  sources.ratePerMs[source] = rate * factor;
  sources.haste[source] = factor;
  sources.gap[source] = -1;
  sources.phaseCount[source] = 0;
  sources.instantCount[source] = 0;
  if (named) {
    sources.arrivals[source] = arrivals === "poisson" ? POISSON : CONSTANT_GAPS;
    return of.schedule === undefined ? null : fillInstants(of.schedule.timesMs, rows);
  }
  if (isMmpp(arrivals)) {
    sources.arrivals[source] = MODULATED;
    return fillPhases(arrivals, rows);
  }
  const times = recordedTimes(arrivals);
  if (times !== null) {
    sources.arrivals[source] = RECORDED;
    return fillInstants(times, rows);
  }
  sources.arrivals[source] = RENEWAL;
  sources.gap[source] = program.index.distribution(arrivals, "ms");
  return null;
}

/** The instants of a trace of times, ms: scaled, then shifted; null where it is another distribution. */
function recordedTimes(arrivals: unknown): readonly number[] | null {
  const {
    timesMs,
    scale = 1,
    shiftMs = 0,
  } = arrivals as {
    readonly timesMs?: readonly number[];
    readonly scale?: number;
    readonly shiftMs?: number;
  };
  return timesMs?.map((time) => time * scale + shiftMs) ?? null;
}

function fillInstants(times: readonly number[], rows: Rows): string | null {
  if (!instants.occupy(rows.instant + times.length)) return "recorded instants";
  sources.firstInstant[rows.source] = rows.instant;
  sources.instantCount[rows.source] = times.length;
  instants.atMs.set(times, rows.instant);
  rows.instant += times.length;
  return null;
}

function fillPhases(mmpp: MmppLiteral, rows: Rows): string | null {
  const count = mmpp.ratesPerS.length;
  if (!phases.occupy(rows.phase + count)) return "phases";
  sources.firstPhase[rows.source] = rows.phase;
  sources.phaseCount[rows.source] = count;
  const starts = upperEnds(startShares(mmpp));
  for (const [phase, ratePerS] of mmpp.ratesPerS.entries()) {
    const row = rows.phase++;
    const switches = mmpp.switchPerS[phase] ?? [];
    const exitPerS = switches.reduce((sum, rate) => sum + rate, 0);
    phases.ratePerMs[row] = ratePerS / 1000;
    phases.exitPerMs[row] = exitPerS / 1000;
    phases.startUpTo[row] = starts[phase] ?? 1;
    phases.nextUpTo.set(upperEnds(switches), row * PHASES_MAX);
  }
  return null;
}

/** Upper ends of the shares of (0, 1) that weights get, 1 from the last weight above 0 on. */
function upperEnds(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const last = weights.findLastIndex((weight) => weight > 0);
  let below = 0;
  return weights.map((weight, at) => {
    below += weight;
    return at >= last ? 1 : below / total;
  });
}

function fillTypes(
  program: Program,
  of: SourceDescriptor,
  source: number,
  node: number,
  names: readonly string[],
  first: number,
): number {
  const total = names.reduce((sum, name) => sum + (of.requests[name]?.weight ?? 0), 0);
  let below = 0;
  let type = first;
  for (const name of names) {
    const entry = of.requests[name];
    below += entry?.weight ?? 0;
    types.source[type] = source;
    types.operation[type] = program.index.operationOf(node, name);
    types.upTo[type] = total > 0 ? below / total : 1;
    types.goalMs[type] = entry?.goalMs ?? 0;
    types.reported[type] = program.layout.typeIds.indexOf(name);
    type++;
  }
  return type;
}
