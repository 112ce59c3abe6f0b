// Laws of the reference cases as distribution literals of the scenario file.
import { gammaFunction } from "../../core/special-functions.ts";
import type { DistributionLiteral } from "../../kinds/define.ts";
import { Unsupported } from "./parameters.ts";

export interface Law {
  readonly literal: DistributionLiteral;
  readonly meanMs: number;
  /** Squared coefficient of variation. */
  readonly scv: number;
}

export function exponential(meanMs: number): Law {
  return { literal: { type: "exponential", meanMs }, meanMs, scv: 1 };
}

export function constant(valueMs: number): Law {
  return { literal: valueMs, meanMs: valueMs, scv: 0 };
}

export function erlang(meanMs: number, k: number): Law {
  return { literal: { type: "erlang", k, meanMs }, meanMs, scv: 1 / k };
}

export function gamma(meanMs: number, shape: number): Law {
  return { literal: { type: "gamma", shape, meanMs }, meanMs, scv: 1 / shape };
}

export function uniform(minMs: number, maxMs: number): Law {
  const meanMs = (minMs + maxMs) / 2;
  const scv = (maxMs - minMs) ** 2 / 12 / meanMs ** 2;
  return { literal: { type: "uniform", minMs, maxMs }, meanMs, scv };
}

/** `weights` need not sum to one. */
export function hyperexponential(weights: readonly number[], meansMs: readonly number[]): Law {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let meanMs = 0;
  let second = 0;
  weights.forEach((weight, i) => {
    const mean = meansMs[i] ?? Number.NaN;
    meanMs += (weight / total) * mean;
    second += (weight / total) * 2 * mean * mean;
  });
  const literal = { type: "hyperexponential", weights, meansMs };
  return { literal, meanMs, scv: second / meanMs ** 2 - 1 };
}

/** Two phases that carry the same load each (Whitt, 1982: H2 with balanced means). */
export function balancedHyperexponential(meanMs: number, scv: number): Law {
  if (!(scv > 1)) throw new Unsupported(`a hyperexponential law of cv2 ${scv} does not exist`);
  const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const means = [meanMs / (2 * first), meanMs / (2 * (1 - first))];
  return hyperexponential([first, 1 - first], means);
}

/** `sigma` is the standard deviation of the logarithm. */
export function lognormal(meanMs: number, sigma: number): Law {
  return { literal: { type: "lognormal", meanMs, sigma }, meanMs, scv: Math.exp(sigma ** 2) - 1 };
}

export function lognormalOfScv(meanMs: number, scv: number): Law {
  return lognormal(meanMs, Math.sqrt(Math.log(1 + scv)));
}

export function pareto(shape: number, minMs: number): Law {
  const meanMs = (shape * minMs) / (shape - 1);
  const scv = shape > 2 ? 1 / (shape * (shape - 2)) : Number.POSITIVE_INFINITY;
  return { literal: { type: "pareto", shape, minMs }, meanMs, scv };
}

export function empirical(valuesMs: readonly number[], weights: readonly number[]): Law {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (power: number) =>
    valuesMs.reduce((sum, value, i) => sum + ((weights[i] ?? 0) / total) * value ** power, 0);
  const literal = { type: "empirical", valuesMs, weights };
  return { literal, meanMs: moment(1), scv: moment(2) / moment(1) ** 2 - 1 };
}

/** Two values, the first with probability `firstRatio`. */
export function twoPoint(firstMs: number, firstRatio: number, secondMs: number): Law {
  return empirical([firstMs, secondMs], [firstRatio, 1 - firstRatio]);
}

export function weibull(shape: number, scale: number): Law {
  const meanMs = scale * gammaFunction(1 + 1 / shape);
  const second = scale ** 2 * gammaFunction(1 + 2 / shape);
  return { literal: { type: "weibull", shape, meanMs }, meanMs, scv: second / meanMs ** 2 - 1 };
}

export function weibullOfMean(shape: number, meanMs: number): Law {
  return weibull(shape, meanMs / gammaFunction(1 + 1 / shape));
}
