// Distributions, by direct draws from the engine's sampler with several seeds. Judged by moments, by
// the rank of the reference quantiles and by the whole distribution function.
import { cdfOf, compileDistributions, parseDistribution } from "../../../core/distributions.ts";
import { clearMemory } from "../../../core/memory.ts";
import { seedStream, streamTable } from "../../../core/random.ts";
import { registers, SAMPLE } from "../../../core/registers.ts";
import { loadDistributions, sampleInto } from "../../../core/sample.ts";
import { gammaQ } from "../../../core/special-functions.ts";
import type { Family, Outcome } from "../family.ts";
import type { Metric } from "../judge.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { type Expectation, expectationsOf, type TheoryCase } from "../theory-case.ts";

const SEEDS = [1, 2, 3];
const DRAWS = 1_000_000;
const Z_MAX = 4;
/** Kolmogorov-Smirnov: D sqrt(n) above this has probability 0.001. */
const KS_MAX = 1.95;
const CHI_SQUARE_P_MIN = 0.001;
const ROUNDING = 5e-9;
const STREAM = 0;

type Literal = Readonly<Record<string, unknown>>;

/** By two of its values where the case has them; mu and sigma only repeat what those say. */
function lognormalLiteral(params: Parameters): Literal {
  const named = { mean: "meanMs", median: "medianMs", p99: "p99Ms" } as const;
  const given = Object.entries(named).filter(([name]) => params.isNumber(name));
  const literal: Record<string, unknown> = { type: "lognormal" };
  for (const [name, field] of given) literal[field] = params.number(name);
  const scv = params.firstNumber("cv2", "scv");
  const sigma = scv === undefined ? params.firstNumber("sigma") : Math.sqrt(Math.log(1 + scv));
  if (given.length < 2) literal.sigma = sigma;
  if (given.length === 0) literal.medianMs = Math.exp(params.number("mu"));
  params.ignore("mu", "sigma");
  return literal;
}

/** The literal that states the law of the model's first word. */
function literalOf(model: string, params: Parameters): Literal {
  const word = /^\w+/.exec(model)?.[0] ?? "";
  switch (word) {
    case "Exponential":
      return { type: "exponential", meanMs: params.number("mean") };
    case "Lognormal":
      return lognormalLiteral(params);
    case "Gamma": {
      const shape = params.number("shape");
      return { type: "gamma", shape, meanMs: shape * params.number("scale") };
    }
    case "Weibull":
      return { type: "weibull", shape: params.number("shape"), scaleMs: params.number("scale") };
    case "Pareto":
      return { type: "pareto", shape: params.number("alpha"), minMs: params.number("xm") };
    case "Uniform":
      return { type: "uniform", minMs: params.number("low"), maxMs: params.number("high") };
    case "Normal":
      if (params.number("low") !== 0) throw new Unsupported("a normal is cut at 0 only");
      return { type: "normal", meanMs: params.number("mu"), stdMs: params.number("sigma") };
    case "Erlang":
      return { type: "erlang", k: params.number("k"), meanMs: params.number("mean") };
    case "Hyperexponential": {
      const weights = params.numbers("weights");
      return { type: "hyperexponential", weights, meansMs: params.numbers("means") };
    }
    case "Discrete": {
      const weights = params.numbers("weights");
      return { type: "empirical", valuesMs: params.numbers("values"), weights };
    }
    default:
      return { type: "constant", valueMs: params.number("value") };
  }
}

interface Sample {
  /** Ascending. */
  readonly values: Float64Array;
  readonly mean: number;
  readonly variance: number;
  /** Fourth central moment. */
  readonly fourth: number;
}

function draw(seed: number, model: string): Sample {
  seedStream(STREAM, seed, model, "draws");
  const values = new Float64Array(DRAWS);
  let sum = 0;
  for (let i = 0; i < DRAWS; i++) {
    sampleInto(0, STREAM);
    values[i] = registers[SAMPLE]!;
    sum += values[i]!;
  }
  const mean = sum / DRAWS;
  let second = 0;
  let fourth = 0;
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  return { values: values.sort(), mean, variance: second / (DRAWS - 1), fourth: fourth / DRAWS };
}

/** Share of the draws that are at most x. */
function shareUpTo(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low / values.length;
}

function quantile(values: Float64Array, p: number): number {
  return values[Math.max(0, Math.ceil(p * values.length) - 1)]!;
}

function byError({ name, reference }: Expectation, estimate: number, se: number): Metric {
  const off = estimate - reference;
  const pass = Math.abs(off) <= Z_MAX * se + ROUNDING * Math.abs(reference);
  const z = se > 0 ? off / se : null;
  // So many draws that the error itself is known.
  const score = z === null ? {} : { score: z };
  const metric = { name, reference, estimate, se, z, ...score, pass };
  return pass ? metric : { ...metric, why: `more than ${Z_MAX} standard errors off` };
}

/** Judged by how many draws lie below the reference, told as a distance of the quantile. */
function byRank(expected: Expectation, { values }: Sample, p: number, single: boolean): Metric {
  const { name, reference } = expected;
  const estimate = quantile(values, p);
  if (single) {
    const pass = estimate === reference;
    return { name, reference, estimate, se: null, z: null, pass };
  }
  const z = (p - shareUpTo(values, reference)) / Math.sqrt((p * (1 - p)) / values.length);
  const pass = Math.abs(z) <= Z_MAX;
  const se = z === 0 ? null : Math.abs((estimate - reference) / z);
  const metric = { name, reference, estimate, se, z, pass };
  return pass ? metric : { ...metric, why: `its rank is more than ${Z_MAX} standard errors off` };
}

function frequencies(
  expected: readonly Expectation[],
  { values }: Sample,
  of: readonly number[],
): readonly Metric[] {
  const shares = expected.map((_, i) => {
    const upTo = shareUpTo(values, of[i]!);
    return upTo - (i === 0 ? 0 : shareUpTo(values, of[i - 1]!));
  });
  let chiSquare = 0;
  expected.forEach(({ reference }, i) => {
    chiSquare += (DRAWS * (shares[i]! - reference) ** 2) / reference;
  });
  const pass = gammaQ((expected.length - 1) / 2, chiSquare / 2) >= CHI_SQUARE_P_MIN;
  return expected.map((each, i) => {
    const se = Math.sqrt((each.reference * (1 - each.reference)) / DRAWS);
    const metric = { ...byError(each, shares[i]!, se), pass };
    return pass ? metric : { ...metric, why: `chi-square ${chiSquare.toFixed(1)}` };
  });
}

interface Law {
  readonly cdf: (x: number) => number;
  /** Values of a law of single values, else none. */
  readonly atoms: readonly number[];
  readonly isConstant: boolean;
  readonly testsVariance: boolean;
}

function metricsOf(expectations: readonly Expectation[], sample: Sample, law: Law): Metric[] {
  const { values, mean, variance, fourth } = sample;
  const single = law.atoms.length > 0 || law.isConstant;
  const metrics: Metric[] = [];
  for (const expected of expectations) {
    const percent = /^p(\d+)$/.exec(expected.name)?.[1];
    if (expected.name === "mean") {
      metrics.push(byError(expected, mean, Math.sqrt(variance / DRAWS)));
    } else if (expected.name === "variance" && law.testsVariance) {
      const se = Math.sqrt(Math.max(0, fourth - variance * variance) / DRAWS);
      metrics.push(byError(expected, variance, se));
    } else if (percent !== undefined) {
      metrics.push(byRank(expected, sample, Number(percent) / 100, single));
    }
  }
  const shares = expectations.filter(({ name }) => name.startsWith("frequencies."));
  metrics.push(...frequencies(shares, sample, law.atoms));
  if (single) return metrics;
  let distance = 0;
  values.forEach((x, i) => {
    const at = law.cdf(x);
    distance = Math.max(distance, (i + 1) / DRAWS - at, at - i / DRAWS);
  });
  const estimate = distance * Math.sqrt(DRAWS);
  const pass = estimate < KS_MAX;
  metrics.push({ name: "ks_distance_sqrt_n", reference: 0, estimate, se: null, z: null, pass });
  return metrics;
}

function check(theory: TheoryCase, params: Parameters): Outcome {
  const parsed = parseDistribution(literalOf(theory.model, params), "ms");
  if (!parsed.ok) throw new Unsupported(parsed.message);
  params.finish();
  clearMemory();
  streamTable.occupy(STREAM + 1);
  loadDistributions(compileDistributions([parsed.spec]));
  const { law } = parsed.spec;
  const facts: Law = {
    cdf: (x) => cdfOf(parsed.spec, x),
    atoms: law.kind === "discrete" ? law.values : [],
    isConstant: law.kind === "constant",
    testsVariance: !/variance not tested/.test(theory.tolerance_rule.text ?? ""),
  };
  const expectations = expectationsOf(theory);
  const metrics = SEEDS.flatMap((seed, i) =>
    metricsOf(expectations, draw(seed, theory.model), facts).map((metric) =>
      i === 0 ? metric : { ...metric, name: `${metric.name}@seed${seed}` },
    ),
  );
  return { metrics, missing: [] };
}

export const SAMPLING: readonly Family[] = [
  {
    model:
      /^(Exponential|Weibull|Gamma|Pareto|Uniform|Normal|Erlang|Hyperexponential|Deterministic|Lognormal)[\s(,]|^Discrete empirical/,
    check,
  },
];
