// What a collapsed group, or several edges drawn as one, show: taken together from their parts.
import { useShallow } from "zustand/react/shallow";
import type { NodeState } from "../../simulation/results/story.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds } from "./graph-edits.ts";
import { type EdgeLive, edgeLiveOf, nodeLiveOf } from "./live-values.ts";
import { type RunState, useStudio } from "./studio-store.ts";

/** From bad to good; of several states the first one met is the worst. */
const WORST_FIRST: readonly NodeState[] = [
  "down",
  "failing",
  "saturated",
  "degraded",
  "recovering",
  "healthy",
];

export function worstOf(states: readonly (NodeState | null)[]): NodeState | null {
  return WORST_FIRST.find((state) => states.includes(state)) ?? null;
}

export interface GroupLive {
  /** null: none of its members has traffic. */
  readonly state: NodeState | null;
  /** Attempts per second that enter from outside; where none can, those that leave. */
  readonly ratePerS: number;
  readonly way: "in" | "out";
}

/** The members taken together; null before anything was simulated. */
export function groupLiveOf(
  run: RunState,
  document: ScenarioDocument,
  members: readonly string[],
): GroupLive | null {
  const lives = members.map((id) => nodeLiveOf(run, id)).filter((live) => live !== null);
  if (lives.length === 0) return null;
  const inside = new Set(members);
  const across = Object.keys(document.edges)
    .map((id) => ({ id, ...edgeEnds(id) }))
    .filter(({ from, to }) => inside.has(from) !== inside.has(to));
  const entering = across.filter(({ to }) => inside.has(to));
  const way = entering.length > 0 ? "in" : "out";
  const counted = way === "in" ? entering : across;
  const rates = counted.map(({ id }) => edgeLiveOf(run, id)?.ratePerS ?? 0);
  const ratePerS = rates.filter(Number.isFinite).reduce((sum, rate) => sum + rate, 0);
  return { state: worstOf(lives.map(({ state }) => state)), ratePerS, way };
}

export function useGroupLive(members: readonly string[]): GroupLive | null {
  return useStudio(useShallow(({ run, document }) => groupLiveOf(run, document.document, members)));
}

export type BundleLive = Pick<EdgeLive, "ratePerS" | "failureRatio">;

/** Rates add up, failures are weighed by them; null before anything was simulated. */
export function bundleLiveOf(run: RunState, edgeIds: readonly string[]): BundleLive | null {
  const lives = edgeIds.map((id) => edgeLiveOf(run, id)).filter((live) => live !== null);
  if (lives.length === 0) return null;
  let ratePerS = 0;
  let failedPerS = 0;
  for (const live of lives) {
    if (!(live.ratePerS > 0)) continue;
    ratePerS += live.ratePerS;
    if (live.failureRatio > 0) failedPerS += live.ratePerS * live.failureRatio;
  }
  return { ratePerS, failureRatio: ratePerS > 0 ? failedPerS / ratePerS : Number.NaN };
}

export function useBundleLive(edgeIds: readonly string[]): BundleLive | null {
  return useStudio(useShallow(({ run }) => bundleLiveOf(run, edgeIds)));
}
