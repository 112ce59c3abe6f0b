import { createContext } from "react";

/** What a policy's picture needs to know of its edge. */
export interface EdgeSurroundings {
  /** Timeout of one attempt, ms; null: waits for ever. */
  readonly timeoutMs: number | null;
  /** Instances of the caller; each keeps policies of its own unless they are shared. */
  readonly callers: number;
  /** Live values of the edge by column; one that is not known is missing or NaN. */
  readonly live: Readonly<Record<string, number>>;
}

export const EdgeContext = createContext<EdgeSurroundings>({
  timeoutMs: null,
  callers: 1,
  live: {},
});

/** A live value, null while it is not known. */
export function liveValue(surroundings: EdgeSurroundings, column: string): number | null {
  const value = surroundings.live[column];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Of all callers together, as the engine counts, brought down to one of them. */
export function perCaller(
  surroundings: EdgeSurroundings,
  column: string,
  scope: unknown,
): number | null {
  const value = liveValue(surroundings, column);
  if (value === null) return null;
  return scope === "shared" ? value : value / Math.max(1, surroundings.callers);
}
