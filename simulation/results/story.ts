// States and cascade: the words shared by engine, analysis, command and page.

/** States of a node, by code. Rules and constants: analysis/node-states.ts. */
export const NODE_STATES = [
  "healthy",
  "degraded",
  "saturated",
  "failing",
  "down",
  "recovering",
] as const;

export type NodeState = (typeof NODE_STATES)[number];

/** State code of a window without traffic; not a state. */
export const NO_TRAFFIC = 255;

/** One departure of a node from health and what caused it. */
export interface CascadeStep {
  readonly atS: number;
  readonly node: string;
  readonly state: NodeState;
  /** `fault:ID`, `change:ID`, `load`, `node:ID/MECHANISM`, `capacity` or `unexplained`. */
  readonly because: string;
}
