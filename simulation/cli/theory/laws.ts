// Service-time laws of the reference cases as distribution literals of the scenario file.
import { gammaFunction } from "../../core/special-functions.ts";
import type { DistributionLiteral } from "../../kinds/define.ts";
import { type Parameters, Unsupported } from "./parameters.ts";

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

/** `sigma` is the standard deviation of the logarithm. */
export function lognormal(meanMs: number, sigma: number): Law {
  return { literal: { type: "lognormal", meanMs, sigma }, meanMs, scv: Math.exp(sigma ** 2) - 1 };
}

export function pareto(shape: number, minMs: number): Law {
  const meanMs = (shape * minMs) / (shape - 1);
  const scv = shape > 2 ? 1 / (shape * (shape - 2)) : Number.POSITIVE_INFINITY;
  return { literal: { type: "pareto", shape, minMs }, meanMs, scv };
}

/** Two values, the first with probability `firstRatio`. */
export function twoPoint(firstMs: number, firstRatio: number, secondMs: number): Law {
  const meanMs = firstRatio * firstMs + (1 - firstRatio) * secondMs;
  const literal = {
    type: "empirical",
    valuesMs: [firstMs, secondMs],
    weights: [firstRatio, 1 - firstRatio],
  };
  const second = firstRatio * firstMs ** 2 + (1 - firstRatio) * secondMs ** 2;
  return { literal, meanMs, scv: second / meanMs ** 2 - 1 };
}

export function weibull(shape: number, scale: number): Law {
  const meanMs = scale * gammaFunction(1 + 1 / shape);
  const second = scale ** 2 * gammaFunction(1 + 2 / shape);
  return { literal: { type: "weibull", shape, meanMs }, meanMs, scv: second / meanMs ** 2 - 1 };
}

function erlangLaw(params: Parameters, name: string, meanMs: number): Law {
  const digits = /^erlang-?(\d+)$/.exec(name)?.[1];
  return erlang(meanMs, digits === undefined ? params.number("k") : Number(digits));
}

function lognormalLaw(params: Parameters, meanMs: number): Law {
  if (!params.has("sigma_log")) {
    return lognormal(meanMs, Math.sqrt(Math.log(1 + params.number("service_cv2"))));
  }
  const sigma = params.number("sigma_log");
  params.ignore("mu_log_ms", "service_cv2");
  return lognormal(meanMs, sigma);
}

function paretoLaw(params: Parameters, meanMs: number): Law {
  const shape = params.number("alpha");
  params.ignore("xm_ms");
  return pareto(shape, (meanMs * (shape - 1)) / shape);
}

/** The law named by `name`, with the fields that belong to it in `params`. */
export function lawNamed(params: Parameters, name: string, meanMs: number): Law {
  if (name === "exp") return exponential(meanMs);
  if (name === "deterministic" || name === "det") return constant(meanMs);
  if (name.startsWith("erlang")) return erlangLaw(params, name, meanMs);
  if (name === "lognormal") return lognormalLaw(params, meanMs);
  if (name === "pareto") return paretoLaw(params, meanMs);
  if (name === "hyperexp2") {
    const first = params.number("p1");
    const means = [params.number("mean1_ms"), params.number("mean2_ms")];
    return hyperexponential([first, 1 - first], means);
  }
  throw new Unsupported(`no mapping for the service law "${name}"`);
}

/** The service law of a single station: exponential where none is named. */
export function serviceLaw(params: Parameters): Law {
  const meanMs = params.number("service_mean_ms");
  return lawNamed(params, params.textOr("service", "exp"), meanMs);
}
