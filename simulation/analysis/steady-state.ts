// Whether a run can reach a steady state at all: only then do batches of it, or a cut at its start,
// mean anything. Faults, recorded changes and load profiles that vary keep it from that.
import type { ResolvedNode, ResolvedScenario } from "../scenario/document.ts";

interface Profile {
  readonly shape?: unknown;
  readonly points?: readonly (readonly [number, number])[];
  readonly amplitude?: unknown;
}

/** When the load of a source first leaves the multiplier it starts with, ms. */
function firstLoadChangeMs(node: ResolvedNode): number {
  // Users of a closed loop follow no profile; recorded instants are one course of events, no steady law.
  if (node.values.closed) return Infinity;
  const arrivals = node.values.arrivals as { readonly timesMs?: unknown } | string | undefined;
  if (typeof arrivals === "object" && arrivals?.timesMs !== undefined) return 0;
  const profile = node.values.profile as Profile | null | undefined;
  if (profile === null || profile === undefined) return Infinity;
  if (profile.shape === "sine") return profile.amplitude === 0 ? Infinity : 0;
  const points = profile.points ?? [];
  const at = points.findIndex((point, i) => i > 0 && point[1] !== points[i - 1][1]);
  if (at < 1) return Infinity;
  return points[profile.shape === "steps" ? at : at - 1][0] * 1000;
}

/** When load or system first change, ms since the start; Infinity if they stay as they are. */
export function steadyUntilMs(scenario: ResolvedScenario): number {
  const times = [
    ...scenario.faults.filter(({ enabled }) => enabled).map(({ atMs }) => atMs),
    ...scenario.changes.map(({ atMs }) => atMs),
    ...scenario.nodes.map(firstLoadChangeMs),
  ];
  return times.reduce((first, ms) => Math.min(first, ms), Infinity);
}

/** The same system at the load it starts with, without what disturbs it; as long as that lasts. */
export function undisturbed(scenario: ResolvedScenario): ResolvedScenario {
  const calm = { ...scenario, faults: [], changes: [], slos: [], sampleAtMs: [], drain: false };
  return { ...calm, durationMs: Math.min(scenario.durationMs, steadyUntilMs(calm)) };
}
