// A family of models: how its cases are recognized by their words, and turned into scenarios or into
// draws from the engine's samplers.
import type { Experiment } from "./experiment.ts";
import type { Metric } from "./judge.ts";
import type { Parameters } from "./parameters.ts";
import type { TheoryCase } from "./theory-case.ts";

/** Judged metrics, and the names of expected values that cannot be measured. */
export interface Outcome {
  readonly metrics: readonly Metric[];
  readonly missing: readonly string[];
  /** Independent runs of the arm that has most, and requests of all arms together. */
  readonly replications?: number;
  readonly requests?: number;
}

interface Named {
  /** Of the text `model` of a case. */
  readonly model: RegExp;
}

export interface ScenarioFamily extends Named {
  /** Throws Unsupported where a case of the family cannot be expressed. */
  readonly express: (params: Parameters, names: readonly string[], model: string) => Experiment;
}

export interface DirectFamily extends Named {
  /** Measures and judges by itself; throws Unsupported. */
  readonly check: (theory: TheoryCase, params: Parameters) => Outcome;
}

export type Family = ScenarioFamily | DirectFamily;
