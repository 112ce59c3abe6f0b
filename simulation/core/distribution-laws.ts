// Distribution functions, quantiles and partial moments of the laws, all in closed form (mixtures by
// bisection). Both tails are kept apart, so that neither loses digits where the other is near 1.
import { exp, expm1, log, log1p, pow } from "./deterministic-math.ts";
import { type DistributionSpec, type Law, type LawOf, REDRAWS } from "./distribution-spec.ts";
import { gammaP, gammaQ, gammaQuantile, normalCdf, normalQuantile } from "./special-functions.ts";

/** Index of the last entry of an ascending list that is at most x; -1 if none is. */
function lastAtMost(list: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** P(X <= x), or P(X > x) if `upper`. */
export function lawTail(law: Law, x: number, upper: boolean): number {
  switch (law.kind) {
    case "constant":
      return x >= law.value !== upper ? 1 : 0;
    case "exponential":
      if (x <= 0) return upper ? 1 : 0;
      return upper ? exp(-x / law.mean) : -expm1(-x / law.mean);
    case "gamma":
      return (upper ? gammaQ : gammaP)(law.shape, Math.max(0, x / law.scale));
    case "hyperexponential":
      return law.means.reduce(
        (sum, mean, i) => sum + law.weights[i] * lawTail({ kind: "exponential", mean }, x, upper),
        0,
      );
    case "lognormal":
      return lognormalTail(law, x, upper);
    case "weibull": {
      if (x <= 0) return upper ? 1 : 0;
      const hazard = pow(x / law.scale, law.shape);
      return upper ? exp(-hazard) : -expm1(-hazard);
    }
    case "pareto": {
      if (x <= law.min) return upper ? 1 : 0;
      const logTail = -law.shape * log(x / law.min);
      return upper ? exp(logTail) : -expm1(logTail);
    }
    case "normal":
      return normalTail(law, x, upper);
    case "mixture":
      return law.parts.reduce((sum, part, i) => sum + law.weights[i] * specTail(part, x, upper), 0);
    default: {
      const below = boundedCdf(law, x);
      return upper ? 1 - below : below;
    }
  }
}

function lognormalTail(law: LawOf<"lognormal">, x: number, upper: boolean): number {
  if (x <= 0) return upper ? 1 : 0;
  if (law.sigma === 0) return log(x) >= law.mu !== upper ? 1 : 0;
  const z = (log(x) - law.mu) / law.sigma;
  return normalCdf(upper ? -z : z);
}

function normalTail(law: LawOf<"normal">, x: number, upper: boolean): number {
  if (x <= 0) return upper ? 1 : 0;
  const z = (x - law.mean) / law.deviation;
  const zero = -law.mean / law.deviation;
  const kept = normalCdf(-zero);
  return (upper ? normalCdf(-z) : normalCdf(z) - normalCdf(zero)) / kept;
}

function boundedCdf(
  law: LawOf<"uniform" | "triangular" | "empirical" | "discrete" | "trace">,
  x: number,
): number {
  switch (law.kind) {
    case "uniform":
      return Math.max(0, Math.min(1, (x - law.min) / (law.max - law.min)));
    case "triangular": {
      const { min, mode, max } = law;
      if (x <= min || x >= max) return x >= max ? 1 : 0;
      return x < mode
        ? ((x - min) * (x - min)) / ((max - min) * (mode - min))
        : 1 - ((max - x) * (max - x)) / ((max - min) * (max - mode));
    }
    case "empirical": {
      const { probabilities, values } = law;
      const at = lastAtMost(values, x);
      if (at < 0) return 0;
      if (at === values.length - 1) return 1;
      const share = (x - values[at]) / (values[at + 1] - values[at]);
      return probabilities[at] + share * (probabilities[at + 1] - probabilities[at]);
    }
    case "discrete": {
      const upTo = lastAtMost(law.values, x) + 1;
      if (upTo === law.values.length) return 1;
      return law.weights.slice(0, upTo).reduce((sum, weight) => sum + weight, 0);
    }
    case "trace":
      return law.values.filter((value) => value <= x).length / law.values.length;
  }
}

/** Smallest x with P(X <= x) >= lower, where lower + upper = 1. */
export function lawQuantile(law: Law, lower: number, upper: number): number {
  switch (law.kind) {
    case "constant":
      return law.value;
    case "uniform":
      return law.min + lower * (law.max - law.min);
    case "exponential":
      return law.mean * (lower < upper ? -log1p(-lower) : -log(upper));
    case "gamma":
      return law.scale * gammaQuantile(law.shape, lower, upper);
    case "lognormal":
      if (law.sigma === 0) return exp(law.mu);
      return exp(law.mu + law.sigma * normalQuantile(lower, upper));
    case "weibull":
      return law.scale * pow(lower < upper ? -log1p(-lower) : -log(upper), 1 / law.shape);
    case "pareto":
      return law.min * exp((lower < upper ? -log1p(-lower) : -log(upper)) / law.shape);
    case "normal": {
      const below = normalCdf(-law.mean / law.deviation);
      const kept = normalCdf(law.mean / law.deviation);
      const z = normalQuantile(below + lower * kept, upper * kept);
      return Math.max(0, law.mean + law.deviation * z);
    }
    case "triangular": {
      const { min, mode, max } = law;
      const width = max - min;
      return lower * width < mode - min
        ? min + Math.sqrt(lower * width * (mode - min))
        : max - Math.sqrt(upper * width * (max - mode));
    }
    case "empirical":
      return empiricalQuantile(law, lower);
    case "discrete":
      return discreteQuantile(law.values, law.weights, lower);
    case "trace": {
      const sorted = law.values.toSorted((a, b) => a - b);
      const rank = Math.ceil(lower * sorted.length);
      return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }
    case "hyperexponential":
    case "mixture":
      return blendQuantile(law, lower, upper);
  }
}

function empiricalQuantile(law: LawOf<"empirical">, lower: number): number {
  const { probabilities, values } = law;
  const at = Math.min(lastAtMost(probabilities, lower), values.length - 2);
  const share = (lower - probabilities[at]) / (probabilities[at + 1] - probabilities[at]);
  return values[at] + share * (values[at + 1] - values[at]);
}

function discreteQuantile(
  values: readonly number[],
  weights: readonly number[],
  lower: number,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i];
    // Weights were divided by their total, so sums may miss a boundary by some rounding errors.
    if (lower <= sum + 1e-14) return values[i];
  }
  return values[values.length - 1];
}

/** Between the quantiles of the parts, which bracket that of the whole. */
function blendQuantile(
  law: LawOf<"hyperexponential" | "mixture">,
  lower: number,
  upper: number,
): number {
  const ends =
    law.kind === "mixture"
      ? law.parts.map((part) => specQuantile(part, lower, upper))
      : law.means.map((mean) => lawQuantile({ kind: "exponential", mean }, lower, upper));
  const used = ends.filter((_, i) => law.weights[i] > 0);
  let low = used.reduce((a, b) => Math.min(a, b));
  let high = used.reduce((a, b) => Math.max(a, b));
  const reached = (x: number) =>
    lower < upper ? lawTail(law, x, false) >= lower : lawTail(law, x, true) <= upper;
  if (reached(low)) return low;
  for (let step = 0; step < 200; step++) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Share of draws that end clamped to the maximum: all redraws lay above it. */
export function clampedShare(spec: DistributionSpec): number {
  return pow(lawTail(spec.law, spec.max - spec.shift, true), REDRAWS + 1);
}

/** P(X <= x), or P(X > x) if `upper`, of what is sampled: shifted, redrawn above `max`, clamped. */
export function specTail(spec: DistributionSpec, x: number, upper: boolean): number {
  if (spec.max === Infinity) return lawTail(spec.law, x - spec.shift, upper);
  if (x >= spec.max) return upper ? 0 : 1;
  const below = lawTail(spec.law, x - spec.shift, false);
  const kept = (1 - clampedShare(spec)) / lawTail(spec.law, spec.max - spec.shift, false);
  return upper ? 1 - below * kept : below * kept;
}

/** Quantile of what is sampled; lower + upper = 1. */
export function specQuantile(spec: DistributionSpec, lower: number, upper: number): number {
  if (spec.max === Infinity) return spec.shift + lawQuantile(spec.law, lower, upper);
  const clamped = clampedShare(spec);
  if (upper < clamped || lower === 1) return spec.max;
  const inside = lawTail(spec.law, spec.max - spec.shift, false) / (1 - clamped);
  const x = lawQuantile(spec.law, lower * inside, 1 - lower * inside);
  return Math.min(spec.max, spec.shift + x);
}

/** Smallest value that can occur. */
export function leastOf(spec: DistributionSpec): number {
  return spec.shift + leastOfLaw(spec.law);
}

function leastOfLaw(law: Law): number {
  switch (law.kind) {
    case "constant":
      return law.value;
    case "uniform":
    case "pareto":
    case "triangular":
      return law.min;
    case "empirical":
    case "discrete":
    case "trace":
      return law.values.reduce((a, b) => Math.min(a, b));
    case "mixture":
      return law.parts.map(leastOf).reduce((a, b) => Math.min(a, b));
    default:
      return 0;
  }
}
