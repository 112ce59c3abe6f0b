// What a distribution is once every number of its literal is resolved. Values are in the unit of the
// parameter it belongs to (ms for times); `scale` of the literal is already in the law.

/** The shape of a distribution, before shift and truncation. */
export type Law =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly min: number; readonly max: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "gamma"; readonly shape: number; readonly scale: number }
  | {
      readonly kind: "hyperexponential";
      readonly means: readonly number[];
      /** Shares of the branches; they add up to 1. */
      readonly weights: readonly number[];
    }
  | { readonly kind: "lognormal"; readonly mu: number; readonly sigma: number }
  | { readonly kind: "weibull"; readonly shape: number; readonly scale: number }
  | { readonly kind: "pareto"; readonly shape: number; readonly min: number }
  /** Conditioned on being at least 0; mean and deviation are those before. */
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
  | {
      readonly kind: "triangular";
      readonly min: number;
      readonly mode: number;
      readonly max: number;
    }
  /** Quantile function linear between the points (probabilities[i], values[i]), from 0 to 1. */
  | {
      readonly kind: "empirical";
      readonly probabilities: readonly number[];
      readonly values: readonly number[];
    }
  /** Single values, ascending, with shares that add up to 1. */
  | {
      readonly kind: "discrete";
      readonly values: readonly number[];
      readonly weights: readonly number[];
    }
  | {
      readonly kind: "mixture";
      readonly parts: readonly DistributionSpec[];
      readonly weights: readonly number[];
    }
  /** Values used in order; starts again at its end if `cyclic`, else Infinity follows. */
  | { readonly kind: "trace"; readonly values: readonly number[]; readonly cyclic: boolean };

export type LawOf<K extends Law["kind"]> = Extract<Law, { kind: K }>;

export interface DistributionSpec {
  readonly law: Law;
  /** Added to every draw. */
  readonly shift: number;
  /** A draw above it (shift included) is drawn again, then clamped to it; Infinity = no limit. */
  readonly max: number;
}

/** A draw above `max` is repeated so many times before it is clamped. */
export const REDRAWS = 100;

/** Gamma shapes below this are sampled by exact inversion, the others through a table. */
export const TABLE_SHAPE_MIN = 0.05;
