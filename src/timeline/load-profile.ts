// The offered load over time as the file asks for it: base rate of every client times its profile,
// including live changes of the base rate. Requests per second; the engine draws around it.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";

export interface LoadPoint {
  readonly atMs: number;
  readonly ratePerS: number;
}

/** What is needed of one client. */
export interface ClientLoad {
  readonly baseRatePerS: number;
  /** [atS, multiplier], in order of time. */
  readonly profile: readonly (readonly [number, number])[];
  readonly stepped: boolean;
  /** [atMs, new base rate], in order of time. */
  readonly changes: readonly (readonly [number, number])[];
}

/** Multiplier at an instant: before the first point its value, after the last one that one's. */
export function multiplierAt(client: ClientLoad, atS: number): number {
  const { profile, stepped } = client;
  if (profile.length === 0) return 1;
  const next = profile.findIndex(([pointS]) => pointS > atS);
  if (next === 0) return profile[0]?.[1] ?? 1;
  const before = profile[(next < 0 ? profile.length : next) - 1];
  const after = profile[next];
  if (!before) return 1;
  if (!after || stepped) return before[1];
  const share = (atS - before[0]) / (after[0] - before[0]);
  return before[1] + share * (after[1] - before[1]);
}

function baseAt(client: ClientLoad, atMs: number): number {
  const applied = client.changes.filter(([changeMs]) => changeMs <= atMs);
  return applied.at(-1)?.[1] ?? client.baseRatePerS;
}

/** Just before a corner, so that steps are drawn as steps. */
const BEFORE_MS = 1e-3;

/** The sum over all clients as a line; corners of steps appear twice. */
export function loadLine(clients: readonly ClientLoad[], durationMs: number): LoadPoint[] {
  const corners = new Set([0, durationMs]);
  for (const client of clients) {
    for (const [atS] of client.profile) corners.add(atS * 1000);
    for (const [atMs] of client.changes) corners.add(atMs);
  }
  const rateAt = (ms: number) =>
    clients.reduce((sum, client) => sum + baseAt(client, ms) * multiplierAt(client, ms / 1000), 0);
  const points: LoadPoint[] = [];
  for (const atMs of [...corners].sort((a, b) => a - b)) {
    if (atMs < 0 || atMs > durationMs) continue;
    if (atMs > 0) points.push({ atMs, ratePerS: rateAt(atMs - BEFORE_MS) });
    points.push({ atMs, ratePerS: rateAt(atMs) });
  }
  return points;
}

function isPoint(entry: Json): entry is readonly [number, number] {
  return Array.isArray(entry) && typeof entry[0] === "number" && typeof entry[1] === "number";
}

/** The file says just the points, or `{ shape, points }`. */
function profileOf(value: Json | undefined): Pick<ClientLoad, "profile" | "stepped"> {
  const whole = typeof value === "object" && value !== null && "points" in value ? value : null;
  const points = whole ? whole.points : value;
  const profile = Array.isArray(points) ? points.filter(isPoint) : [];
  return { profile: profile.sort((a, b) => a[0] - b[0]), stepped: whole?.shape === "steps" };
}

/** Defaults of a source kind that this lane needs. */
export interface SourceDefaults {
  readonly ratePerS: number;
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
    const base = typeof node.ratePerS === "number" ? node.ratePerS : source.ratePerS;
    loads.push({
      baseRatePerS: base,
      ...profileOf(node.profile),
      changes: rateChanges(document, `nodes.${id}.ratePerS`),
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

function rateChanges(document: ScenarioDocument, path: string): (readonly [number, number])[] {
  const changes: (readonly [number, number])[] = [];
  for (const { atMs, set } of Object.values(document.changes ?? {})) {
    const rate = set[path];
    if (typeof rate === "number") changes.push([atMs, rate]);
  }
  return changes.sort((a, b) => a[0] - b[0]);
}
