import { createContext } from "react";

/** What a policy's picture needs to know of its edge. */
export interface EdgeSurroundings {
  /** Timeout of one attempt, ms; null: waits for ever. */
  readonly timeoutMs: number | null;
  /** Live values of the edge by column; one that is not known is missing or NaN. */
  readonly live: Readonly<Record<string, number>>;
}

export const EdgeContext = createContext<EdgeSurroundings>({ timeoutMs: null, live: {} });

/** A live value, null while it is not known. */
export function liveValue(surroundings: EdgeSurroundings, column: string): number | null {
  const value = surroundings.live[column];
  return value !== undefined && Number.isFinite(value) ? value : null;
}
