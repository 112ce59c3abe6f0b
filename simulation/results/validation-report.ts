// What is published of a run of the theory cases (`validate --publish`): enough to show each case,
// how it was judged and whether the errors behave as errors of chance do.

type ParameterValue =
  | number
  | string
  | boolean
  | null
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

export interface ValidationMetric {
  /** Name with its unit, as in the file of cases: `sojourn_mean_ms`, `utilization.n1`. */
  readonly name: string;
  readonly reference: number;
  readonly estimate: number;
  /** Standard error of the estimate; null where it has none. */
  readonly se: number | null;
  /** (estimate - reference) / se, null without an error. */
  readonly z: number | null;
  readonly pass: boolean;
  /** Why it did not pass. */
  readonly why?: string;
}

export interface ValidationCase {
  readonly id: string;
  /** The model in words: `M/M/1 FIFO`. */
  readonly title: string;
  /** The same in Kendall's notation or a few words, without what stands in brackets or after a colon. */
  readonly model: string;
  /** `1-single-station`, `2-networks`, ... */
  readonly family: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly status: "pass" | "fail" | "unsupported";
  /** Why it failed or is unsupported, or a remark on how it was judged; else empty. */
  readonly why: string;
  readonly metrics: readonly ValidationMetric[];
  /** How the references were computed, and by which method. */
  readonly formula: string;
  readonly method: string;
  /** Literature behind the formula. */
  readonly source: string;
  /** How the reference itself was checked. */
  readonly verification: string;
  /** The rule by which an estimate passes. */
  readonly rule: string;
  /** Independent runs behind the case's estimates and simulated requests; 0: not of that kind. */
  readonly replications: number;
  readonly requests: number;
}

/**
 * One score a case, so that all are independent: its first statistical metric's error in standard
 * errors, mapped from Student's t to the normal law. A correct engine gives scores from N(0, 1).
 */
export interface ZScores {
  readonly n: number;
  /** Null where there are too few scores to tell. */
  readonly mean: number | null;
  readonly sd: number | null;
  /** p-value of the Kolmogorov-Smirnov test against N(0, 1). */
  readonly ksP: number | null;
  /** 99 % bounds: |mean| <= meanBound, sdLow <= sd <= sdHigh, ksP >= ksPBound. */
  readonly meanBound: number | null;
  readonly sdLow: number | null;
  readonly sdHigh: number | null;
  readonly ksPBound: number;
  /** All three within their bounds. */
  readonly pass: boolean;
}

export interface ValidationReport {
  /** Version of the engine that was judged. */
  readonly generatedFor: string;
  readonly cases: readonly ValidationCase[];
  readonly zScores: ZScores;
}
