import { createContext, useContext } from "react";

export interface Hover {
  /** Instant under the pointer, ms; null: the pointer is over no chart. */
  readonly atMs: number | null;
  /** The chart the pointer is over. */
  readonly chart: string | null;
  readonly set: (chart: string | null, atMs: number | null) => void;
}

/** Crosshair of all charts: they show the instant under the pointer, whichever it is over. */
export const HoverContext = createContext<Hover>({ atMs: null, chart: null, set: () => {} });

export function useHover(): Hover {
  return useContext(HoverContext);
}
