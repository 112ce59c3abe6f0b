// Times at which something happens outside the event list: faults come and go, the warm-up ends, a
// draining run stops offering, changes are made.
import { boundariesOf } from "../primitives/fault-plan.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import type { Position } from "./position.ts";

/** A draining run ends at this multiple of its duration at the latest. */
export const DRAIN_FACTOR = 10;

/** Marks still to come, changes aside. */
export function marksOf(
  { faults }: Pick<Position, "faults">,
  { warmupMs, durationMs, drain }: ResolvedScenario,
  nowMs: number,
): number[] {
  const times = faults.flatMap((fault) => boundariesOf(fault));
  if (warmupMs > 0) times.push(warmupMs);
  if (drain) times.push(durationMs);
  return times.filter((time) => time > nowMs);
}

/**
 * These marks and those of changes to come; a change may be due at this very instant, after the events
 * of it. One that is due when a fault comes or goes has a mark of its own after the fault's.
 */
export function withChanges(
  times: readonly number[],
  { changes, made }: Pick<Position, "changes" | "made">,
  nowMs: number,
): number[] {
  const due = changes.slice(made).flatMap(({ atMs }) => (atMs >= nowMs ? [atMs] : []));
  return [...new Set(times), ...new Set(due)].sort((a, b) => a - b);
}
