// Where a design recovers by itself: load times size of a trigger, each cell a run.
import type { Maybe } from "./level.ts";

/**
 * Recovered: once the trigger is over, goodput comes back. Metastable: trigger gone, load as before, goodput
 * not. Overloaded: goodput is missing without any trigger.
 */
export type Stability = "recovered" | "metastable" | "overloaded";

type SetValue = string | number | boolean | null;

export interface StabilityCell {
  /** The present load times this. */
  readonly load: number;
  /** Of the trigger, in the unit of the axis; null: without it. */
  readonly size: number | null;
  /** As most of its runs ended; null: not run yet, or a run reached one of its limits. */
  readonly state: Stability | null;
  /** Runs made, and those of them that ended as the state says. */
  readonly runs: number;
  readonly agreeing: number;
  /** Goodput over the usual: after the trigger if metastable; without a trigger over what is offered. */
  readonly goodputRatio: Maybe;
  /** From the end of the trigger until all was back, s, mean; null: not in every run. */
  readonly recoveryS: Maybe;
  /** What makes the file this cell's scenario: values by path. */
  readonly set: Readonly<Record<string, SetValue>>;
}

export interface StabilityAxis {
  /** `forS`, or a parameter of the fault. */
  readonly param: string;
  readonly label: string;
  readonly unit: string;
  /** In the file; null: the fault has no end there. */
  readonly present: Maybe;
}

export interface StabilityMap {
  readonly scenario: string;
  /** Of the first run of each cell; the others use the following ones. */
  readonly seed: number;
  readonly replications: number;
  readonly trigger: { readonly id: string; readonly name: string; readonly kind: string };
  readonly size: StabilityAxis;
  /** Rising. */
  readonly loads: readonly number[];
  /** Rising; the cells without the trigger come on top. */
  readonly sizes: readonly number[];
  /** Offered at the present load, 1/s; null: users wait for answers, so it depends. */
  readonly presentPerS: Maybe;
  /** Load by load, and for each: without the trigger, then by size. */
  readonly cells: readonly StabilityCell[];
  readonly runsMade: number;
  readonly runsInAll: number;
}
