// The six states a node can be in, as the interface names and draws them.

export const STATE_NAMES = [
  "healthy",
  "degraded",
  "saturated",
  "failing",
  "down",
  "recovering",
] as const;

export type StateName = (typeof STATE_NAMES)[number];

/** Token of the color of shapes, rings and bars of a state. */
export function stateColor(state: StateName): string {
  return `var(--state-${state})`;
}

/** Stroke of the ring of a node: width in px and dash pattern. */
export const STATE_RING: Readonly<
  Record<StateName, { readonly width: number; readonly dash?: string }>
> = {
  healthy: { width: 1.5 },
  degraded: { width: 2 },
  saturated: { width: 2.5 },
  failing: { width: 2.5 },
  down: { width: 2, dash: "2 3" },
  recovering: { width: 2, dash: "6 4" },
};
