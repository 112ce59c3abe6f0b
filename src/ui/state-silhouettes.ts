// The outer shapes of the states' glyphs as path data on a 16 px grid, for drawings on a canvas
// element: small as they are there, the shape and not the sign inside tells the state.
import type { StateName } from "./state-names.ts";

export interface Silhouette {
  readonly d: string;
  /** Drawn as a line instead of filled. */
  readonly isLine: boolean;
}

export const STATE_SILHOUETTES: Readonly<Record<StateName, Silhouette>> = {
  healthy: { d: "M1.5 8a6.5 6.5 0 1 1 13 0a6.5 6.5 0 1 1-13 0Z", isLine: false },
  degraded: { d: "M8 1.6 15 14H1Z", isLine: false },
  saturated: { d: "M1.5 1.5H14.5V14.5H1.5Z", isLine: false },
  failing: { d: "M8 .8 15.2 8 8 15.2.8 8Z", isLine: false },
  down: { d: "M2 8a6 6 0 1 1 12 0a6 6 0 1 1-12 0ZM4.2 11.8l7.6-7.6", isLine: true },
  recovering: { d: "M13.6 8a5.6 5.6 0 1 1-1.7-4M13.9.9v4h-4", isLine: true },
};
