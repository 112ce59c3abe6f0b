// A case of theory expressed as ordinary scenarios: one or more arms, and where each expected value
// is read from their results.
import type { EngineTotals } from "../../results/engine-port.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import type { Average, Reading } from "./statistics.ts";

export interface Arm {
  /** Its `run` block is filled in by the runner. */
  readonly document: ScenarioDocument;
  /** Arrivals at the clients, to turn a number of requests into a duration. */
  readonly requestsPerS: number;
  /** Dropped from each replication. */
  readonly warmupS: number;
  /** A run of exactly this length (after the warm-up), where the case is about one. */
  readonly exactS?: number;
  /** Requests of all replications together, where the case's own number is too many. */
  readonly requests?: number;
  /** Replications, where a long warm-up makes the usual number too costly. */
  readonly seeds?: number;
}

/** Thrown where a result does not have the value that a measure reads; the message names it. */
export class NotTold extends Error {}

/** The same replication of every arm, by arm. */
export type Runs = Readonly<Record<string, EngineTotals>>;

/** `exact`: no statistical slack. `proportion`: binomial error. `mean`: error between seeds. */
export type Judgement = "exact" | "proportion" | "mean";

export interface Measure {
  /** The arms it is read from; they get more seeds when its error is too large. */
  readonly arms: readonly string[];
  readonly judgement?: Judgement;
  /** Its arms must record how load spreads over instances, which costs time. */
  readonly detail?: boolean;
  readonly read: (runs: Runs) => Reading;
}

export interface Experiment {
  readonly arms: Readonly<Record<string, Arm>>;
  /** By the expected value's name. A name that is missing here cannot be measured. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** Said in the result, when part of the rule could not be followed. */
  readonly remark?: string;
}

export const MAIN = "main";

/** A reading of which each replication counts the same, as a time average over the period. */
export function timeAverage(value: number): Average {
  return { value, weight: 1 };
}

/** A share or a mean over `weight` requests. Without any, the replication does not count. */
export function perRequest(value: number | null, weight: number): Average {
  return value === null || weight === 0 ? { value: 0, weight: 0 } : { value, weight };
}

/** `read` applied to one arm. */
export function onArm(
  arm: string,
  read: (run: EngineTotals) => Reading,
  judgement?: Judgement,
): Measure {
  const measure = { arms: [arm], read: (runs: Runs) => read(runOf(runs, arm)) };
  return judgement === undefined ? measure : { ...measure, judgement };
}

export function runOf(runs: Runs, arm: string): EngineTotals {
  const run = runs[arm];
  if (run === undefined) throw new Error(`There is no arm "${arm}".`);
  return run;
}
