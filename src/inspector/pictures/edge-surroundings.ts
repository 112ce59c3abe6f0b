import { createContext } from "react";

/** What a policy's picture needs to know of its edge. */
export interface EdgeSurroundings {
  /** Timeout of one attempt, ms; null: waits for ever. */
  readonly timeoutMs: number | null;
  /** Shares of the caller's breakers that are open or half-open now; NaN: not known. */
  readonly openRatio: number;
  readonly halfOpenRatio: number;
}

export const EdgeContext = createContext<EdgeSurroundings>({
  timeoutMs: null,
  openRatio: Number.NaN,
  halfOpenRatio: Number.NaN,
});
