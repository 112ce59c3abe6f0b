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
  /** End of the first window out of health. */
  readonly atS: number;
  readonly node: string;
  /** The gravest state soon after, and the end of the window in which it was entered. */
  readonly state: NodeState;
  readonly stateAtS: number;
  /** `fault:ID`, `change:ID`, `load`, `node:ID/MECHANISM`, `capacity` or `unexplained`. */
  readonly because: string;
}

/** What kept a system down after its trigger had gone. */
export interface SustainingLoop {
  readonly name: "retries" | "wastedWork" | "coldCache" | "staleQueue";
  /**
   * Share of retried calls; of service time spent for callers who had given up; of the usual hit ratio
   * that is gone; of the time in a queue that lies beyond its callers' time-out.
   */
  readonly share: number;
  /** The cache, or the node with the queue. */
  readonly node?: string;
  /** Hit ratio now and usually, or ms in the queue and ms that its callers wait. */
  readonly now?: number;
  readonly usual?: number;
}

/** When a disturbance was felt, seen, spread and over; s since the start, null: it did not happen. */
export interface RecoveryResult {
  /** Nothing injected, a fault acts, its end is waited for, or all is back. */
  readonly status: "none" | "acting" | "waiting" | "recovered";
  readonly impactAtS: number | null;
  readonly detectedAtS: number | null;
  /** The last node that departed from health. */
  readonly spreadUntilS: number | null;
  readonly faultEndAtS: number | null;
  readonly recoveredAtS: number | null;
  /** From the end of the last fault until all was back, s. */
  readonly recoveryS: number | null;
  /** The trigger is over and the load as before, yet goodput does not come back. */
  readonly metastable: {
    /** Goodput over the baseline's. */
    readonly goodputRatio: number;
    readonly loops: readonly SustainingLoop[];
  } | null;
}
