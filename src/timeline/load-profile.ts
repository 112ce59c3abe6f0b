// The offered load over time as the file asks for it: requests per second of every client, its profile
// and live changes taken into account. The engine draws around it.
import type { LoadProfile } from "../../simulation/kinds/define.ts";
import { isMmpp, meanRatePerS } from "../../simulation/kinds/mmpp.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { loadProfileOf } from "../../simulation/scenario/load-profile.ts";
import { momentsOf, parseDistribution } from "../store/distribution-shapes.ts";

export interface LoadPoint {
  readonly atMs: number;
  readonly ratePerS: number;
}

/** A number that live changes replace: [atMs, value], in order of time. */
type Changes = readonly (readonly [number, number])[];

/** What is needed of one client. */
export interface ClientLoad {
  readonly baseRatePerS: number;
  readonly profile: LoadProfile | null;
  /** Requests an arrival is, on average. */
  readonly batch: number;
  /** New base rates. */
  readonly changes: Changes;
  /** New amplitudes of a sine. */
  readonly amplitudes: Changes;
}

function inForce(first: number, changes: Changes, atMs: number): number {
  return changes.findLast(([changeMs]) => changeMs <= atMs)?.[1] ?? first;
}

/** Multiplier at an instant: before the first point its value, after the last one that one's. */
export function multiplierAt({ profile, amplitudes }: ClientLoad, atS: number): number {
  if (profile === null) return 1;
  if (profile.shape === "sine") {
    const amplitude = inForce(profile.amplitude, amplitudes, atS * 1000);
    return 1 + amplitude * Math.sin((2 * Math.PI * (atS - profile.phaseS)) / profile.periodS);
  }
  const { points, repeatEveryS } = profile;
  const placeS = repeatEveryS === null ? atS : atS % repeatEveryS;
  const at = lastBefore(points, placeS);
  const before = points[at];
  const after = points[at + 1];
  if (!before) return points[0]?.[1] ?? 1;
  if (!after || profile.shape === "steps") return before[1];
  const share = (placeS - before[0]) / (after[0] - before[0]);
  return before[1] + share * (after[1] - before[1]);
}

/** Number of the last point at or before a time, -1 before the first. */
function lastBefore(points: LoadProfile["points"], atS: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.[0] ?? 0) <= atS) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Just before a corner, so that steps are drawn as steps. */
const BEFORE_MS = 1e-3;
/** More corners than this of a client are not drawn one by one: there are few pixels more. */
const CORNERS_MAX = 3000;
const SAMPLES = 800;

function evenly(fromMs: number, toMs: number, count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, at) => fromMs + ((toMs - fromMs) * at) / count);
}

/** Instants at which the load of a client must be known for its line. */
function cornersOf({ profile }: ClientLoad, durationMs: number): readonly number[] {
  if (profile === null) return [];
  if (profile.shape === "sine") {
    const periods = durationMs / (profile.periodS * 1000);
    return evenly(0, durationMs, Math.min(SAMPLES, Math.ceil(32 * Math.max(1, periods))));
  }
  const { points, repeatEveryS } = profile;
  const everyMs = repeatEveryS === null ? Infinity : repeatEveryS * 1000;
  const repetitions = Math.max(1, Math.ceil(durationMs / everyMs));
  if (points.length * repetitions > CORNERS_MAX) return evenly(0, durationMs, SAMPLES);
  const once = [...points.map(([atS]) => atS * 1000), ...(repeatEveryS === null ? [] : [everyMs])];
  return Array.from({ length: repetitions }, (_, at) => at).flatMap((at) =>
    once.map((ms) => (at === 0 ? ms : at * everyMs + ms)),
  );
}

/** The sum over all clients as a line; corners of steps appear twice. */
export function loadLine(clients: readonly ClientLoad[], durationMs: number): LoadPoint[] {
  const corners = new Set([0, durationMs]);
  for (const client of clients) {
    for (const atMs of cornersOf(client, durationMs)) corners.add(atMs);
    for (const [atMs] of [...client.changes, ...client.amplitudes]) corners.add(atMs);
  }
  const loadOf = (client: ClientLoad, ms: number) =>
    inForce(client.baseRatePerS, client.changes, ms) *
    multiplierAt(client, ms / 1000) *
    client.batch;
  const rateAt = (ms: number) => clients.reduce((sum, client) => sum + loadOf(client, ms), 0);
  const points: LoadPoint[] = [];
  for (const atMs of [...corners].sort((a, b) => a - b)) {
    if (atMs < 0 || atMs > durationMs) continue;
    if (atMs > 0) points.push({ atMs, ratePerS: rateAt(atMs - BEFORE_MS) });
    points.push({ atMs, ratePerS: rateAt(atMs) });
  }
  return points;
}

/** Defaults of a source kind that this lane needs. */
export interface SourceDefaults {
  readonly ratePerS: number;
}

function meanOf(literal: Json, unit: string): number {
  const read = parseDistribution(literal, unit);
  return read.ok ? momentsOf(read.spec).meanMs : Number.NaN;
}

/** Rate at multiplier 1 of arrivals that have one of their own. */
function ownRatePerS(arrivals: Json): number {
  if (isMmpp(arrivals)) return meanRatePerS(arrivals);
  const gapMs = meanOf(arrivals, "ms");
  return gapMs > 0 ? 1000 / gapMs : 0;
}

/** Recorded instants as rates in a hundredth of their extent each. */
function countedTimes(timesMs: readonly number[]): LoadProfile {
  const last = timesMs.at(-1) ?? 0;
  const binMs = Math.max(1, last / 100);
  const counts = new Map<number, number>();
  for (const time of timesMs) {
    const bin = Math.floor(time / binMs);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bins = Math.floor(last / binMs) + 1;
  const points = Array.from({ length: bins + 1 }, (_, bin): [number, number] => [
    (bin * binMs) / 1000,
    ((counts.get(bin) ?? 0) * 1000) / binMs,
  ]);
  return { ...loadProfileOf({ shape: "steps", points }), recorded: true };
}

function recordedTimes(arrivals: Json | undefined): readonly number[] | null {
  if (typeof arrivals !== "object" || arrivals === null || !("timesMs" in arrivals)) return null;
  const {
    timesMs,
    scale = 1,
    shiftMs = 0,
  } = arrivals as {
    readonly timesMs: unknown;
    readonly scale?: number;
    readonly shiftMs?: number;
  };
  return Array.isArray(timesMs) ? timesMs.map((time) => Number(time) * scale + shiftMs) : null;
}

function batchOf(batch: Json | undefined): number {
  if (batch === undefined || typeof batch === "number") return batch ?? 1;
  const mean = meanOf(batch, "");
  return Number.isFinite(mean) ? mean : 1;
}

/** The document's sources of open-loop load; `defaults` tells which kinds are sources. */
export function clientLoads(
  document: ScenarioDocument,
  defaults: ReadonlyMap<string, SourceDefaults>,
): ClientLoad[] {
  const loads: ClientLoad[] = [];
  for (const [id, node] of Object.entries(document.nodes)) {
    const source = defaults.get(node.kind);
    if (!source || (node.closed !== undefined && node.closed !== null)) continue;
    const { arrivals = "poisson", ratePerS = source.ratePerS } = node;
    const times = recordedTimes(arrivals);
    const given = node.profile ? loadProfileOf(node.profile) : null;
    const profile = times ? countedTimes(times) : given;
    // Where the rate stands elsewhere, the number only says whether there is any.
    const own = profile?.recorded ? 1 : typeof arrivals === "string" ? null : ownRatePerS(arrivals);
    const rate = (value: number) => (own === null || value === 0 ? value : own);
    const changes = changesOf(document, `nodes.${id}.ratePerS`);
    loads.push({
      baseRatePerS: rate(typeof ratePerS === "number" ? ratePerS : source.ratePerS),
      profile,
      batch: batchOf(node.batch),
      changes: changes.map(([atMs, value]) => [atMs, rate(value)]),
      amplitudes: changesOf(document, `nodes.${id}.profile.amplitude`),
    });
  }
  return loads;
}

/** Users of closed loops; their rate follows from the answers and is not known beforehand. */
export function closedUsers(document: ScenarioDocument): number {
  let users = 0;
  for (const { closed } of Object.values(document.nodes)) {
    if (typeof closed !== "object" || closed === null || !("users" in closed)) continue;
    users += typeof closed.users === "number" ? closed.users : 0;
  }
  return users;
}

function changesOf(document: ScenarioDocument, path: string): Changes {
  const changes: (readonly [number, number])[] = [];
  for (const { atMs, set } of Object.values(document.changes ?? {})) {
    const value = set[path];
    if (typeof value === "number") changes.push([atMs, value]);
  }
  return changes.sort((a, b) => a[0] - b[0]);
}
