import { type DistributionSpec, parseDistribution } from "../../simulation/core/distributions.ts";

/** The spec of a literal that must be right. */
export function specOf(literal: unknown, unit = "ms"): DistributionSpec {
  const parsed = parseDistribution(literal, unit);
  if (!parsed.ok) throw new Error(`${parsed.field}: ${parsed.message}`);
  return parsed.spec;
}

/** One literal of every law, some shifted, truncated or nested: the tests go over all of them. */
export const literals: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  constant: { type: "constant", valueMs: 7.25 },
  uniform: { type: "uniform", minMs: 2, maxMs: 18 },
  exponential: { type: "exponential", meanMs: 10 },
  "exponential, shifted": { type: "exponential", meanMs: 10, shiftMs: 5 },
  "exponential, truncated": { type: "exponential", meanMs: 10, maxMs: 25 },
  "exponential, nearly always above its maximum": { type: "exponential", meanMs: 10, maxMs: 0.1 },
  erlang: { type: "erlang", k: 3, meanMs: 9 },
  gamma: { type: "gamma", shape: 0.5, meanMs: 8 },
  "gamma, shape below the tables": { type: "gamma", shape: 0.03, meanMs: 8 },
  "gamma, nearly constant": { type: "gamma", scv: 0.001, meanMs: 50 },
  hyperexponential: { type: "hyperexponential", meansMs: [2, 50], weights: [0.9, 0.1] },
  "hyperexponential, balanced": { type: "hyperexponential", meanMs: 10, scv: 4 },
  lognormal: { type: "lognormal", meanMs: 20, p99Ms: 100 },
  "lognormal, shifted and truncated": {
    type: "lognormal",
    meanMs: 20,
    p99Ms: 100,
    shiftMs: 3,
    maxMs: 120,
  },
  weibull: { type: "weibull", shape: 1.5, scaleMs: 10 },
  "weibull, heavy": { type: "weibull", shape: 0.45, meanMs: 7 },
  pareto: { type: "pareto", shape: 3, minMs: 4 },
  "pareto, truncated": { type: "pareto", shape: 1, minMs: 4, maxMs: 4000 },
  normal: { type: "normal", meanMs: 10, stdMs: 4 },
  "normal, often below 0": { type: "normal", meanMs: 1, stdMs: 4, maxMs: 6 },
  triangular: { type: "triangular", minMs: 1, modeMs: 2, maxMs: 10 },
  "empirical, quantiles": {
    type: "empirical",
    quantiles: [
      [0, 1],
      [0.5, 4],
      [0.9, 20],
      [1, 100],
    ],
  },
  "empirical, values": {
    type: "empirical",
    valuesMs: [1, 2, 5, 10, 50],
    weights: [0.5, 0.25, 0.15, 0.07, 0.03],
  },
  "empirical, equal shares": { type: "empirical", valuesMs: [5, 1, 3, 9] },
  mixture: {
    type: "mixture",
    parts: [
      { weight: 3, type: "lognormal", meanMs: 5, p99Ms: 30 },
      { weight: 1, type: "normal", meanMs: 100, stdMs: 10, shiftMs: 2 },
      { weight: 1, type: "exponential", meanMs: 30, maxMs: 60 },
      { weight: 0.5, type: "constant", valueMs: 40 },
    ],
  },
  "mixture of mixtures, truncated": {
    type: "mixture",
    maxMs: 70,
    parts: [
      { weight: 1, type: "triangular", minMs: 5, modeMs: 6, maxMs: 9 },
      {
        weight: 1,
        type: "mixture",
        scale: 2,
        parts: [
          { weight: 1, type: "gamma", shape: 3.7, meanMs: 12 },
          { weight: 2, type: "pareto", shape: 2.5, minMs: 8 },
        ],
      },
    ],
  },
};

/** Laws with single values of positive probability: quantiles have steps there. */
export function hasAtoms(spec: DistributionSpec): boolean {
  const { law } = spec;
  if (law.kind === "mixture") return law.parts.some(hasAtoms);
  return ["constant", "discrete", "trace"].includes(law.kind);
}
