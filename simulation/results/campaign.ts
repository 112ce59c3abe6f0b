// What a campaign of random faults found: each of them alone against the same scenario.
import type { Maybe } from "./run-result.ts";

/** As it would stand in a file: kind, target, times and nothing else, so with the kind's own numbers. */
export type CampaignFault = {
  readonly kind: string;
  readonly target: string;
  readonly atS: number;
  /** Absent: it is done at one instant. */
  readonly forS?: number;
};

/** Requests over the measured period. */
export interface CampaignCounts {
  readonly offered: number;
  /** Ended other than ok or degraded. */
  readonly failed: number;
  /** Not ended yet at the end of the run. */
  readonly unanswered: number;
  /** Ok, and within the goal of their type, per second. */
  readonly goodput: number;
}

export interface CampaignRun extends CampaignCounts {
  /** Number in the order drawn, from 1. */
  readonly run: number;
  readonly fault: CampaignFault;
  /** The fault in words. */
  readonly sentence: string;
  /**
   * Requests that failed or stayed unanswered beyond those of the undisturbed run, 0 if fewer;
   * without the share of those that only the fault brought.
   */
  readonly damage: number;
  /** From the end of the fault until all is back, s; null: not before the end of the run. */
  readonly recoveryS: Maybe;
  /** Why the run ended early; null if it did not. */
  readonly endedEarly: string | null;
  readonly digest: string;
}

export interface CampaignResult {
  readonly scenario: string;
  /** Seed of the faults drawn. */
  readonly seed: number;
  /** Seed of every run. */
  readonly runSeed: number;
  readonly simulatedS: number;
  /** The same run without any fault. */
  readonly undisturbed: CampaignCounts;
  /** The worst first. */
  readonly runs: readonly CampaignRun[];
}
