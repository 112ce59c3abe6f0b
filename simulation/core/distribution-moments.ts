// Moments and pictures of distributions, for the inspector, for checks and for theory. Moments of the
// laws and of their parts below a limit are closed forms; no sampling.
import { exp, log, pow } from "./deterministic-math.ts";
import { specQuantile, specTail } from "./distribution-laws.ts";
import { type DistributionSpec, type Law, type LawOf, REDRAWS } from "./distribution-spec.ts";
import { gammaFunction, gammaP, normalCdf } from "./special-functions.ts";

/** Probability, and integral of x and of x^2 over the part of a law that is at most a limit. */
interface Partial {
  readonly p: number;
  readonly first: number;
  readonly second: number;
}

const NOTHING: Partial = { p: 0, first: 0, second: 0 };

function plus(a: Partial, b: Partial, weight = 1): Partial {
  return {
    p: a.p + weight * b.p,
    first: a.first + weight * b.first,
    second: a.second + weight * b.second,
  };
}

function atom(value: number, limit: number): Partial {
  return value <= limit ? { p: 1, first: value, second: value * value } : NOTHING;
}

/** Uniform on [from, to], the part at most `limit`. */
function segment(from: number, to: number, limit: number): Partial {
  if (from === to) return atom(from, limit);
  const end = Math.min(to, limit);
  if (end <= from) return NOTHING;
  const p = (end - from) / (to - from);
  const second = (from * from + from * end + end * end) / 3;
  return { p, first: (p * (from + end)) / 2, second: p * second };
}

function gammaPartial(shape: number, scale: number, limit: number): Partial {
  const x = Math.max(0, limit / scale);
  return {
    p: gammaP(shape, x),
    first: scale * shape * gammaP(shape + 1, x),
    second: scale * scale * shape * (shape + 1) * gammaP(shape + 2, x),
  };
}

function weibullPartial({ shape, scale }: LawOf<"weibull">, limit: number): Partial {
  const hazard = limit <= 0 ? 0 : limit === Infinity ? limit : pow(limit / scale, shape);
  const moment = (n: number) => gammaFunction(1 + n / shape) * gammaP(1 + n / shape, hazard);
  return { p: gammaP(1, hazard), first: scale * moment(1), second: scale * scale * moment(2) };
}

function lognormalPartial({ mu, sigma }: LawOf<"lognormal">, limit: number): Partial {
  if (sigma === 0) return atom(exp(mu), limit);
  if (limit <= 0) return NOTHING;
  const z = limit === Infinity ? Infinity : (log(limit) - mu) / sigma;
  const moment = (n: number) =>
    exp(n * mu + (n * n * sigma * sigma) / 2) * normalCdf(z - n * sigma);
  return { p: normalCdf(z), first: moment(1), second: moment(2) };
}

function paretoPartial({ shape, min }: LawOf<"pareto">, limit: number): Partial {
  if (limit <= min) return NOTHING;
  const ratio = limit === Infinity ? Infinity : log(limit / min);
  // Integral of shape y^(n - shape - 1) dy over y = x / min from 1 to limit / min.
  const moment = (n: number) => {
    const power = n - shape;
    if (ratio === Infinity) return power < 0 ? shape / -power : Infinity;
    return power === 0 ? shape * ratio : (shape * (exp(power * ratio) - 1)) / power;
  };
  return { p: moment(0), first: min * moment(1), second: min * min * moment(2) };
}

function normalPartial({ mean, deviation }: LawOf<"normal">, limit: number): Partial {
  if (limit <= 0) return NOTHING;
  const a = -mean / deviation;
  const b = (limit - mean) / deviation;
  const density = (z: number) => exp(-0.5 * z * z) * 0.3989422804014327;
  const bTimesDensity = b === Infinity ? 0 : b * density(b);
  const p = normalCdf(b) - normalCdf(a);
  const z1 = density(a) - density(b);
  const z2 = p + a * density(a) - bTimesDensity;
  const kept = normalCdf(-a);
  return {
    p: p / kept,
    first: (mean * p + deviation * z1) / kept,
    second: (mean * mean * p + 2 * mean * deviation * z1 + deviation * deviation * z2) / kept,
  };
}

function triangularPartial(law: LawOf<"triangular">, limit: number): Partial {
  const { min, mode, max } = law;
  // The density rises with t = distance from one end; integrals from 0 to t of (end + s t)^n.
  const side = (end: number, s: number, t: number, leg: number): Partial => {
    if (leg === 0) return NOTHING;
    const area = (max - min) * leg;
    const p = (t * t) / area;
    return {
      p,
      first: p * (end + (s * 2 * t) / 3),
      second: p * (end * end + (s * 4 * end * t) / 3 + (t * t) / 2),
    };
  };
  if (limit <= min) return NOTHING;
  const rising = side(min, 1, Math.min(limit, mode) - min, mode - min);
  if (limit <= mode) return rising;
  const falling = side(max, -1, max - mode, max - mode);
  const beyond = side(max, -1, max - Math.min(limit, max), max - mode);
  return plus(plus(rising, falling), beyond, -1);
}

function listPartial(law: LawOf<"empirical" | "discrete" | "trace">, limit: number): Partial {
  const { values } = law;
  if (law.kind === "empirical") {
    const shares = law.probabilities;
    return values.reduce((sum, value, i) => {
      if (i === 0) return sum;
      return plus(sum, segment(values[i - 1], value, limit), shares[i] - shares[i - 1]);
    }, NOTHING);
  }
  const share = law.kind === "discrete" ? law.weights : undefined;
  return values.reduce(
    (sum, value, i) => plus(sum, atom(value, limit), share?.[i] ?? 1 / values.length),
    NOTHING,
  );
}

function lawPartial(law: Law, limit: number): Partial {
  switch (law.kind) {
    case "constant":
      return atom(law.value, limit);
    case "uniform":
      return segment(law.min, law.max, limit);
    case "exponential":
      return gammaPartial(1, law.mean, limit);
    case "gamma":
      return gammaPartial(law.shape, law.scale, limit);
    case "hyperexponential":
      return law.means.reduce(
        (sum, mean, i) => plus(sum, gammaPartial(1, mean, limit), law.weights[i]),
        NOTHING,
      );
    case "lognormal":
      return lognormalPartial(law, limit);
    case "weibull":
      return weibullPartial(law, limit);
    case "pareto":
      return paretoPartial(law, limit);
    case "normal":
      return normalPartial(law, limit);
    case "triangular":
      return triangularPartial(law, limit);
    case "mixture":
      return law.parts.reduce((sum, part, i) => {
        const weight = law.weights[i];
        return weight === 0 ? sum : plus(sum, specPartial(part, limit), weight);
      }, NOTHING);
    default:
      return listPartial(law, limit);
  }
}

/** Of what is sampled: shifted, drawn again above `max`, clamped after the last redraw. */
function specPartial(spec: DistributionSpec, limit: number): Partial {
  const { law, shift, max } = spec;
  const end = Math.min(limit, max);
  const part = lawPartial(law, end - shift);
  // Without a shift nothing is added: 0 times an infinite mean would be no number.
  const shifted: Partial =
    shift === 0
      ? part
      : {
          p: part.p,
          first: part.first + shift * part.p,
          second: part.second + 2 * shift * part.first + shift * shift * part.p,
        };
  if (max === Infinity) return shifted;
  const below = lawPartial(law, max - shift).p;
  const clamped = pow(Math.max(0, 1 - below), REDRAWS + 1);
  return plus(plus(NOTHING, shifted, (1 - clamped) / below), atom(max, limit), clamped);
}

export interface Moments {
  /** In the unit of the values, whatever it is; Infinity where the integral diverges. */
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Squared coefficient of variation: variance / mean^2; 0 for a constant. */
  readonly scv: number;
}

/** Mean, median, p99 and squared coefficient of variation of what is sampled. */
export function momentsOf(spec: DistributionSpec): Moments {
  const { first, second } = specPartial(spec, Infinity);
  const relative = second / (first * first) - 1;
  const scv = second === Infinity ? Infinity : first === 0 ? 0 : Math.max(0, relative);
  return { meanMs: first, p50Ms: quantileOf(spec, 0.5), p99Ms: quantileOf(spec, 0.99), scv };
}

/** Smallest value that at least the share u of the draws does not exceed, 0 <= u <= 1. */
export function quantileOf(spec: DistributionSpec, u: number): number {
  return specQuantile(spec, u, 1 - u);
}

/** Share of the draws that are at most x. */
export function cdfOf(spec: DistributionSpec, x: number): number {
  return specTail(spec, x, false);
}

/**
 * The density at the middles of n equal cells from the 0.1 % to the 99.5 % quantile: the mean density
 * of each cell, so that single values show as bars of their share. x in the unit of the values, y in
 * 1 / unit.
 */
export function densityOf(spec: DistributionSpec, n: number): { x: number; y: number }[] {
  const low = quantileOf(spec, 0.001);
  const high = quantileOf(spec, 0.995);
  const spread = high - low;
  const margin = spread > 0 ? spread * 0.02 : Math.max(Math.abs(low), 1) * 0.5;
  const from = Math.max(0, low - margin);
  const width = (high + margin - from) / n;
  const points: { x: number; y: number }[] = [];
  let before = specTail(spec, from, false);
  for (let cell = 1; cell <= n; cell++) {
    const upTo = specTail(spec, from + width * cell, false);
    points.push({ x: from + width * (cell - 0.5), y: (upTo - before) / width });
    before = upTo;
  }
  return points;
}
