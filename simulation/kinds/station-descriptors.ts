// Parts of what a station is told, each present where a kind has it.
import type { DistributionLiteral } from "./define.ts";

/** How the number of instances follows the load. */
export interface AutoscaleDescriptor {
  /** Instances at the start. */
  readonly initial: number;
  readonly metric: "utilization" | "working" | "inFlight" | "backlog";
  readonly target: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly syncPeriodS: number;
  readonly tolerance: number;
  readonly upStabilizationS: number;
  readonly downStabilizationS: number;
  readonly startupS: number;
  readonly drainS: number;
  readonly pollingS: number;
  readonly cooldownS: number;
  readonly activation: number;
}

/** How another version takes the place of the present one. */
export interface RolloutDescriptor {
  /** Instances where nothing scales them. */
  readonly instances: number;
  /** Instances above their number, and unavailable ones, at most, as shares of it. */
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly startupS: number;
  /** From answering to being found ready; null: nobody asks. */
  readonly readyS: number | null;
  readonly drainS: number;
}

/** How a node finds out whether its callers are who they say; times in ms. */
export interface AccessDescriptor {
  readonly check: "local" | "introspection";
  readonly checkMs: DistributionLiteral;
  readonly refuseMs: number;
}

/** Calls of an operation that belong together, so that a failure undoes them. */
export interface StepsDescriptor {
  /** Prepare, then commit at all of them or roll back; or one after another, each with what undoes it. */
  readonly way: "two-phase" | "saga";
  /** After which time what was left is gone on with, ms; null: never. */
  readonly againMs: number | null;
  /** It has no log of its own: a job finds what was left and undoes it. */
  readonly byJob: boolean;
}

/** Where the rows of a store with several instances are. */
export type PlacesDescriptor =
  | { readonly way: "shards" }
  | {
      readonly way: "replicas";
      /** Until replicas have applied a write, ms. */
      readonly lag: DistributionLiteral;
      readonly readsFrom: "replicas" | "primary" | "all";
      /** Until another instance is the primary, ms; null: never. */
      readonly failoverMs: number | null;
    };

/** Calls that a provider's plan allows, and their prices. */
export interface QuotaDescriptor {
  readonly way: "window" | "bucket";
  readonly limit: number;
  readonly windowMs: number;
  readonly perCaller: boolean;
  readonly bills: boolean;
  readonly tells: boolean;
  readonly feePerMonth: number;
  readonly pricePer1000: number;
  readonly overPricePer1000: number;
}

/** How a platform starts and ends what a function runs in. */
export interface EnvironmentsDescriptor {
  readonly max: number;
  readonly requestsEach: number;
  /** null: any number may start at once. */
  readonly burst: number | null;
  readonly ratePerS: number;
  readonly coldStart: DistributionLiteral;
  /** null: idle ones stay. */
  readonly idleMs: number | null;
  readonly warm: number;
  /** null: nobody waits. */
  readonly waitMs: number | null;
}

export interface StickyDescriptor {
  readonly sessions: number;
  /** null: for ever. */
  readonly durationMs: number | null;
  readonly state: "instance" | "shared";
}

/** Windows of event time that its records are counted in. Times in ms. */
export interface StreamDescriptor {
  readonly type: "tumbling" | "sliding" | "session";
  readonly sizeMs: number;
  readonly slideMs: number;
  readonly outOfOrderMs: number;
  readonly allowedLatenessMs: number;
  readonly idleMs: number | null;
  readonly lateOperation: string | null;
  readonly guarantee: "exactlyOnce" | "atLeastOnce";
  readonly checkpointMs: number;
  readonly stateBytes: number;
  readonly restoreMbPerS: number;
}
