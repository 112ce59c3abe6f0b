// What the breakers of an edge say together: on the drawing and in the table.
import type { EdgeLive } from "./live-values.ts";

export type BreakerState = "closed" | "open" | "half-open";

/** Most breakers of an edge agree; where they don't, the majority is drawn. */
export function breakerState(live: EdgeLive | null): BreakerState {
  if (!live) return "closed";
  if (live.openRatio >= 0.5) return "open";
  if (live.halfOpenRatio > 0) return "half-open";
  return live.openRatio > 0 ? "open" : "closed";
}
