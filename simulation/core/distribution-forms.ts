// Every way to state a distribution is one row of FORMS; a literal is read by the row whose fields it
// has. Formulas: Law, Simulation Modeling and Analysis (2015), chapter 6, unless said otherwise.
import { exp, log } from "./deterministic-math.ts";
import { DEPTH_MAX, LIST_MAX, Literal, Refusal, VALUE_MAX } from "./distribution-literal.ts";
import type { DistributionSpec, Law } from "./distribution-spec.ts";
import { gammaFunction, normalQuantile } from "./special-functions.ts";

/** Standard normal quantile at 0.99. */
const Z99 = normalQuantile(0.99, 0.01);

/** Reads a part of a mixture, with its own shift, scale and maximum. */
type ReadPart = (literal: Literal) => DistributionSpec;

export interface Form {
  readonly type: string;
  readonly fields: readonly string[];
  readonly read: (literal: Literal, readPart: ReadPart) => Law;
}

function form(type: string, fields: string, read: Form["read"]): Form {
  return { type, fields: fields.split(" "), read };
}

/** A field marked "?" may be left out. */
export const FORMS: readonly Form[] = [
  form("constant", "value", (l) => ({ kind: "constant", value: l.number("value", 0) })),
  form("constant", "mean", (l) => ({ kind: "constant", value: l.number("mean", 0) })),
  form("uniform", "min max", uniformOf),
  form("exponential", "mean", (l) => ({ kind: "exponential", mean: l.positive("mean") })),
  form("erlang", "k mean", erlangOf),
  form("gamma", "shape mean", (l) => gammaOf(l, l.number("shape", 0.01, 10_000))),
  form("gamma", "scv mean", (l) => gammaOf(l, 1 / l.number("scv", 0.0001, 100))),
  form("hyperexponential", "means weights", branchesOf),
  form("hyperexponential", "mean scv", balancedBranchesOf),
  form("lognormal", "mean p99", lognormalOfMeanAndP99),
  form("lognormal", "mean sigma", (l) => {
    const sigma = l.number("sigma", 0, 10);
    return { kind: "lognormal", mu: log(l.positive("mean")) - (sigma * sigma) / 2, sigma };
  }),
  form("lognormal", "mean scv", (l) => {
    const variance = log(1 + l.number("scv", 0, 1e6));
    const mu = log(l.positive("mean")) - variance / 2;
    return { kind: "lognormal", mu, sigma: Math.sqrt(variance) };
  }),
  form("lognormal", "median sigma", (l) => ({
    kind: "lognormal",
    mu: log(l.positive("median")),
    sigma: l.number("sigma", 0, 10),
  })),
  form("lognormal", "median p99", lognormalOfMedianAndP99),
  form("weibull", "shape mean", (l) => {
    const shape = l.number("shape", 0.1, 1000);
    return { kind: "weibull", shape, scale: l.positive("mean") / gammaFunction(1 + 1 / shape) };
  }),
  form("weibull", "shape scaleMs", (l) => ({
    kind: "weibull",
    shape: l.number("shape", 0.1, 1000),
    scale: l.positive("scaleMs"),
  })),
  form("pareto", "shape min", (l) => ({
    kind: "pareto",
    shape: l.number("shape", 0.1, 1000),
    min: l.positive("min"),
  })),
  form("pareto", "shape mean", paretoOfMean),
  form("normal", "mean std", (l) => normalOf(l, l.positive("std"))),
  form("normal", "mean sigma", (l) => normalOf(l, l.positive("sigma"))),
  form("normal", "mean scv", (l) => {
    return normalOf(l, l.positive("mean") * Math.sqrt(l.number("scv", 1e-12, 100)));
  }),
  form("triangular", "min mode max", triangularOf),
  form("empirical", "quantiles", empiricalOf),
  form("empirical", "values weights?", discreteOf),
  form("mixture", "parts", mixtureOf),
  form("trace", "values", (l) => ({ kind: "trace", values: l.numbers("values", 0), cyclic: true })),
  form("trace", "times", traceOfTimes),
];

function uniformOf(l: Literal): Law {
  const min = l.number("min", 0);
  const max = l.number("max", 0);
  if (max < min) l.refuse("max", `must not be below ${l.nameOf("min")}.`);
  return max === min ? { kind: "constant", value: min } : { kind: "uniform", min, max };
}

function erlangOf(l: Literal): Law {
  const k = l.number("k", 1, 10_000);
  if (k !== Math.floor(k)) l.refuse("k", "must be a whole number.");
  return gammaOf(l, k);
}

function gammaOf(l: Literal, shape: number): Law {
  const mean = l.positive("mean");
  return shape === 1
    ? { kind: "exponential", mean }
    : { kind: "gamma", shape, scale: mean / shape };
}

function branchesOf(l: Literal): Law {
  const means = l.numbers("means", 1e-9);
  return { kind: "hyperexponential", means, weights: l.shares("weights", means.length) };
}

/** Two branches that carry the same load each (balanced means); needs scv >= 1. */
function balancedBranchesOf(l: Literal): Law {
  const mean = l.positive("mean");
  const scv = l.number("scv", 1, 1e6);
  if (scv === 1) return { kind: "exponential", mean };
  const rare = 1 / (scv + 1 + Math.sqrt((scv - 1) * (scv + 1)));
  const weights = [1 - rare, rare];
  return { kind: "hyperexponential", means: weights.map((w) => mean / (2 * w)), weights };
}

function lognormalOfMeanAndP99(l: Literal): Law {
  const mean = l.positive("mean");
  const ratio = log(l.positive("p99") / mean);
  const most = (Z99 * Z99) / 2;
  if (!(ratio > 0)) l.refuse("p99", `must be greater than ${l.nameOf("mean")}.`);
  if (ratio > most) {
    const limit = Math.floor(mean * exp(most) * 1000) / 1000;
    l.refuse("p99", `must be at most ${limit}: no lognormal has p99 / mean above 14.97.`);
  }
  // Smaller root of sigma^2 / 2 - z sigma + ln(p99 / mean) = 0, in the form without cancellation.
  const sigma = (2 * ratio) / (Z99 + Math.sqrt(Z99 * Z99 - 2 * ratio));
  return { kind: "lognormal", mu: log(mean) - (sigma * sigma) / 2, sigma };
}

function lognormalOfMedianAndP99(l: Literal): Law {
  const median = l.positive("median");
  const ratio = l.positive("p99") / median;
  if (!(ratio > 1)) l.refuse("p99", `must be greater than ${l.nameOf("median")}.`);
  return { kind: "lognormal", mu: log(median), sigma: log(ratio) / Z99 };
}

function paretoOfMean(l: Literal): Law {
  const shape = l.number("shape", 0.1, 1000);
  if (shape <= 1) l.refuse("shape", "must be greater than 1 where the mean is given.");
  return { kind: "pareto", shape, min: (l.positive("mean") * (shape - 1)) / shape };
}

function normalOf(l: Literal, deviation: number): Law {
  return { kind: "normal", mean: l.number("mean", 0), deviation };
}

function triangularOf(l: Literal): Law {
  const min = l.number("min", 0);
  const mode = l.number("mode", 0);
  const max = l.number("max", 0);
  if (mode < min) l.refuse("mode", `must not be below ${l.nameOf("min")}.`);
  if (max < mode) l.refuse("max", `must not be below ${l.nameOf("mode")}.`);
  return max === min ? { kind: "constant", value: min } : { kind: "triangular", min, mode, max };
}

function isPair(point: unknown): point is readonly [number, number] {
  return Array.isArray(point) && point.length === 2 && point.every((v) => typeof v === "number");
}

function empiricalOf(l: Literal): Law {
  const points = l.fields.quantiles;
  if (!Array.isArray(points) || points.length < 2 || points.length > LIST_MAX) {
    l.refuse("quantiles", "must be a list of at least two pairs [probability, value].");
  }
  points.forEach((point, i) => {
    const before = i === 0 ? [-1, 0] : points[i - 1];
    if (!isPair(point) || !(point[0] > before[0] && point[1] >= before[1])) {
      l.refuse("quantiles", `need ascending pairs [probability, value]; see entry ${i + 1}.`);
    }
  });
  const last = points[points.length - 1];
  if (points[0][0] !== 0 || last[0] !== 1 || last[1] > VALUE_MAX) {
    l.refuse("quantiles", "must start at probability 0 (smallest value) and end at 1 (largest).");
  }
  return {
    kind: "empirical",
    probabilities: points.map((point) => point[0]),
    values: points.map((point) => point[1]),
  };
}

function discreteOf(l: Literal): Law {
  const values = l.numbers("values", 0);
  const weights = l.shares("weights", values.length);
  const shareOf = new Map<number, number>();
  values.forEach((value, i) => {
    if (weights[i] > 0) shareOf.set(value, (shareOf.get(value) ?? 0) + weights[i]);
  });
  const sorted = [...shareOf.keys()].sort((a, b) => a - b);
  if (sorted.length === 1) return { kind: "constant", value: sorted[0] };
  return { kind: "discrete", values: sorted, weights: sorted.map((v) => shareOf.get(v) ?? 0) };
}

function mixtureOf(l: Literal, readPart: ReadPart): Law {
  const literals = l.fields.parts;
  if (!Array.isArray(literals) || literals.length === 0 || literals.length > 1000) {
    l.refuse("parts", "must be a list of 1 to 1000 distributions, each with a weight.");
  }
  if (l.depth >= DEPTH_MAX) l.refuse("parts", `are nested more than ${DEPTH_MAX} levels deep.`);
  const weights: number[] = [];
  const parts = literals.map((literal, i) => {
    const path = `${l.path}parts.${i}.`;
    if (typeof literal !== "object" || literal === null || literal.type === "trace") {
      throw new Refusal(
        "A part must be an object with type and weight, no trace.",
        path.slice(0, -1),
      );
    }
    const { weight = 1, ...rest } = literal;
    if (typeof weight !== "number" || !(weight >= 0 && weight <= VALUE_MAX)) {
      throw new Refusal(`weight must be a number from 0 to ${VALUE_MAX}.`, `${path}weight`);
    }
    weights.push(weight);
    return readPart(new Literal(rest, l.unit, path, l.depth + 1));
  });
  return { kind: "mixture", parts, weights: l.normalized("parts", weights) };
}

/** Points in time become the gaps between them; after the last nothing comes any more. */
function traceOfTimes(l: Literal): Law {
  const times = l.numbers("times", 0);
  const gaps = times.map((time, i) => time - (i === 0 ? 0 : times[i - 1]));
  if (gaps.some((gap) => gap < 0)) l.refuse("times", "must ascend.");
  return { kind: "trace", values: gaps, cyclic: false };
}
