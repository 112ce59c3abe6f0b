// What the engine shows while it runs: one transferable array of the present and the series rows
// that were finished since the last snapshot. At most 10 a second, one unacknowledged.
import type { AlertResult } from "./alert-result.ts";
import type { CascadeStep, NodeState } from "./story.ts";

/** Live columns of one node, all over the last second of simulated time (or the window if longer). */
export const NODE_LIVE_COLUMNS = [
  "ratePerS",
  "goodPerS",
  "failureRatio",
  "p50Ms",
  "p99Ms",
  "queue",
  "queueBound",
  "held",
  "slots",
  "inFlight",
  "instances",
  "instancesUp",
  // State of each of the first INSTANCES_TOLD instances, one bit an instance, the first in bit 0:
  // is it up, and are all of its slots held? NaN where the node has none.
  "upBits",
  "fullBits",
  "backlog",
  "oldestMs",
  // Of brokers, per second: delivered once more, and given to a dead-letter queue.
  "redeliveredPerS",
  "deadPerS",
  "limit",
  // Of caches; NaN of other nodes, and where nothing was asked for.
  "hitRatio",
  "entries",
  // Of hubs: connections held now, and those refused so far; NaN of other nodes.
  "connections",
  "refusedConnections",
  // Of windows of event time: keys and windows kept, how far the watermark is behind, late records so
  // far; NaN of other nodes, and without a watermark.
  "windowsKept",
  "watermarkLagMs",
  "lateRecords",
] as const;

export const EDGE_LIVE_COLUMNS = [
  "ratePerS",
  "failureRatio",
  "p99Ms",
  "retryRatio",
  "openRatio",
  "halfOpenRatio",
  "pending",
  "poolInUse",
  "poolIdle",
  "poolWaiting",
  "poolMax",
  "inBackoff",
  "ejectedRatio",
  "healthyMembers",
  // Of the caller's policies, all its instances together; NaN where there is no such policy.
  "bulkheadInUse",
  "policyWaiting",
  "tokens",
] as const;

export type NodeLiveColumn = (typeof NODE_LIVE_COLUMNS)[number];
export type EdgeLiveColumn = (typeof EDGE_LIVE_COLUMNS)[number];

/** Instances whose state is told one by one; of larger nodes only how many are up. */
export const INSTANCES_TOLD = 30;

/** Kinds of a sampled message on an edge. */
export const PARTICLE_REQUEST = 0;
export const PARTICLE_RETRY = 1;
export const PARTICLE_RESPONSE = 2;
export const PARTICLE_FAILURE = 3;
export const PARTICLE_MESSAGE = 4;
/** Numbers of one particle: [edge index, kind, departure ms, arrival ms]. */
export const PARTICLE_STRIDE = 4;

export interface Snapshot {
  /** Simulated time, ms. */
  readonly nowMs: number;
  readonly events: number;
  /** Achieved speed: simulated ms per wall ms since the last snapshot. Set by the worker. */
  readonly speed: number;
  readonly status: RunStatus;
  /** Index of the first series row in `rows`. */
  readonly firstRow: number;
  /** Whole series rows back to back, see series.ts. */
  readonly rows: Float64Array;
  /** Nodes in layout order times NODE_LIVE_COLUMNS, then edges times EDGE_LIVE_COLUMNS. NaN = no value. */
  readonly live: Float64Array;
  /** Sampled real messages since the last snapshot, PARTICLE_STRIDE numbers each. */
  readonly particles: Float64Array;
  /** One real message in this many is shown as a particle. */
  readonly particleRatio: number;
  /** States from analysis window `firstState` on: nodes in layout order per window (codes of NODE_STATES, 255 = no traffic). */
  readonly firstState: number;
  readonly states: Uint8Array;
  readonly analysisWindowMs: number;
  /** The cascade so far, in order of time. */
  readonly cascade: readonly CascadeStep[];
  /** One or two sentences on what happened so far, each with its evidence. */
  readonly story: readonly StorySentence[];
  /** What became of the alert rules so far; left out where there are none. */
  readonly alerts?: readonly AlertResult[];
}

export type RunStatus =
  | { readonly kind: "running" }
  | {
      readonly kind: "finished";
      readonly digest: string;
      readonly endedEarly: string | null;
      /** As in the result. */
      readonly endedOver?: string;
    }
  | { readonly kind: "failed"; readonly message: string };

/** A sentence for people, and what it rests on. */
export interface StorySentence {
  readonly text: string;
  readonly node: string | null;
  /** All nodes that it tells of, in its order, where they are more than that one. */
  readonly nodes?: readonly string[];
  readonly atS: number | null;
  readonly state: NodeState | null;
}
