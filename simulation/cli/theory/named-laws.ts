// A law as a case names it: a word or Kendall's letter, and numbers in parameters of their own or in
// the text itself ("exp", "erlang k=2 mean 15ms", "H2 cv2=4", "uniform(5, 15)").

import type { Law } from "./laws.ts";
import * as laws from "./laws.ts";
import { type Parameters, Unsupported } from "./parameters.ts";

/** Where the law's numbers are looked for. */
interface Source {
  readonly params: Parameters;
  /** "service", "interarrival", ...: its own parameters are called `service_k` or just `k`. */
  readonly stem: string;
  readonly text: string;
  /** Mean that the case gives apart from the law. */
  readonly meanMs: number | undefined;
}

const NUMBER = "([\\d.]+(?:e-?\\d+)?)";

/** A number named in the text (`k=2`, `cv2 4`) or in a parameter, prefixed or not. */
function numberOf({ params, stem, text }: Source, ...names: string[]): number | undefined {
  for (const name of names) {
    const inText = new RegExp(`(?:^|[\\s(,;])${name}\\s*[=:]?\\s*${NUMBER}`, "i").exec(text)?.[1];
    if (inText !== undefined) return Number(inText);
  }
  const stems = stem === "interarrival" ? [stem, "arrival"] : [stem];
  const candidates = names.flatMap((name) =>
    stems.flatMap((each) => [`${each}_${name}`, `${name}_${each}`]),
  );
  const name = [...candidates, ...names].find((each) => params.has(each));
  return name === undefined ? undefined : params.number(name);
}

function needed(source: Source, what: string, ...names: string[]): number {
  const value = numberOf(source, ...names);
  if (value === undefined) throw new Unsupported(`the ${source.stem} law has no ${what}`);
  return value;
}

function scvOf(source: Source): number | undefined {
  const scv = numberOf(source, "cv2", "scv", "c2", "cv²");
  if (scv !== undefined) return scv;
  const cv = numberOf(source, "cv");
  return cv === undefined ? undefined : cv * cv;
}

/** Milliseconds, from `mean 15ms` or `mean 0.2 s` in the text or the case's own mean. */
function meanOf(source: Source): number {
  const [, value, unit] = /\bmean\s*[=:]?\s*([\d.]+)\s*(ms|s)\b/i.exec(source.text) ?? [];
  if (value !== undefined) return Number(value) * (unit === "s" ? 1000 : 1);
  if (source.meanMs === undefined) throw new Unsupported(`the ${source.stem} law has no mean`);
  return source.meanMs;
}

function erlangOf(source: Source): Law {
  const digits = /^(?:erlang|e)[\s_-]*\(?(\d+)/i.exec(source.text)?.[1];
  const stated = numberOf(source, "k");
  const k = digits === undefined ? stated : Number(digits);
  if (k === undefined || (stated !== undefined && stated !== k)) {
    throw new Unsupported(`the ${source.stem} law has no clear number of stages`);
  }
  source.params.ignore("service_cv2", `${source.stem}_cv2`);
  return laws.erlang(meanOf(source), k);
}

function list(source: Source, ...names: string[]): readonly number[] | undefined {
  const { params, stem } = source;
  const name = names.flatMap((each) => [`${stem}_${each}`, each]).find((each) => params.has(each));
  return name === undefined ? undefined : params.numbers(name);
}

function hyperexponentialOf(source: Source): Law {
  const means = list(source, "means_ms");
  const weights = list(source, "weights", "probabilities", "p");
  if (means !== undefined && weights !== undefined) return laws.hyperexponential(weights, means);
  const first = numberOf(source, "p1", "p");
  if (first === undefined) {
    const scv = scvOf(source);
    if (scv === undefined) throw new Unsupported(`the ${source.stem} law has no cv2`);
    return laws.balancedHyperexponential(meanOf(source), scv);
  }
  // The variability only repeats what the phases say.
  scvOf(source);
  const phases = [1, 2].map((phase) => needed(source, "means", `mean${phase}_ms`, `mean${phase}`));
  return laws.hyperexponential([first, 1 - first], phases);
}

function lognormalOf(source: Source): Law {
  const sigma = numberOf(source, "sigma_log", "sigma", "σ");
  source.params.ignore("mu_log_ms", "mu_log", "mu");
  const scv = scvOf(source);
  if (sigma !== undefined) return laws.lognormal(meanOf(source), sigma);
  if (scv === undefined) throw new Unsupported(`the ${source.stem} law has no spread`);
  return laws.lognormalOfScv(meanOf(source), scv);
}

function paretoOf(source: Source): Law {
  const shape = needed(source, "tail index", "alpha", "shape", "α");
  const least = numberOf(source, "xm_ms", "xm", "scale_ms");
  if (source.meanMs === undefined && least !== undefined) return laws.pareto(shape, least);
  return laws.pareto(shape, (meanOf(source) * (shape - 1)) / shape);
}

function weibullOf(source: Source): Law {
  const shape = needed(source, "shape", "shape", "k");
  const scale = numberOf(source, "scale_ms", "scale");
  scvOf(source);
  if (source.meanMs === undefined && scale !== undefined) return laws.weibull(shape, scale);
  return laws.weibullOfMean(shape, meanOf(source));
}

function gammaOf(source: Source): Law {
  const shape = numberOf(source, "shape", "k");
  const scv = scvOf(source);
  const own = shape ?? (scv === undefined ? undefined : 1 / scv);
  if (own === undefined) throw new Unsupported(`the ${source.stem} law has no shape`);
  return laws.gamma(meanOf(source), own);
}

function uniformOf(source: Source): Law {
  const [, low, high] = /([\d.]+)\s*(?:ms)?\s*(?:,|\.\.|-|to)\s*([\d.]+)/.exec(source.text) ?? [];
  if (low !== undefined && high !== undefined) return laws.uniform(Number(low), Number(high));
  const least = numberOf(source, "low_ms", "min_ms", "low", "min", "a_ms");
  const most = numberOf(source, "high_ms", "max_ms", "high", "max", "b_ms");
  if (least !== undefined && most !== undefined) return laws.uniform(least, most);
  // Without ends: from zero to twice the mean, or as wide as the variability says.
  const scv = scvOf(source) ?? 1 / 3;
  const mean = meanOf(source);
  const half = mean * Math.sqrt(3 * scv);
  if (half > mean * (1 + 1e-9)) throw new Unsupported("a uniform law cannot vary that much");
  return laws.uniform(Math.max(0, mean - half), mean + half);
}

function empiricalOf(source: Source): Law {
  const values = list(source, "values_ms", "values");
  const weights = list(source, "weights", "probabilities", "probs", "p");
  if (values === undefined || weights === undefined) {
    throw new Unsupported(`the ${source.stem} law has no values with probabilities`);
  }
  return laws.empirical(values, weights);
}

/** By the first letters of the law's name; a lone capital is Kendall's letter. */
const FORMS: readonly (readonly [RegExp, (source: Source) => Law])[] = [
  [/^(exp|markov|poisson|m$)/i, (source) => laws.exponential(meanOf(source))],
  [/^(det|const|fixed|d$)/i, (source) => laws.constant(meanOf(source))],
  [/^(erlang|e[_-]?\d|e_?k$)/i, erlangOf],
  [/^(hyperexp|h[_-]?2)/i, hyperexponentialOf],
  [/^(lognormal|logn|ln\b)/i, lognormalOf],
  [/^pareto/i, paretoOf],
  [/^weibull/i, weibullOf],
  [/^gamma/i, gammaOf],
  [/^(uniform|u\b)/i, uniformOf],
  [/^(empirical|discrete|two-?point|bimodal)/i, empiricalOf],
];

/** The law called `text`, with the numbers that belong to it in `params`. */
export function lawNamed(
  params: Parameters,
  text: string,
  meanMs: number | undefined,
  stem = "service",
): Law {
  const source = { params, stem, text: text.trim(), meanMs };
  const form = FORMS.find(([pattern]) => pattern.test(source.text))?.[1];
  if (form === undefined) throw new Unsupported(`no mapping for the ${stem} law "${text}"`);
  const law = form(source);
  // A mean that the law itself fixes must be the one that the case states.
  if (meanMs !== undefined && Math.abs(law.meanMs - meanMs) > 1e-3 * meanMs) {
    throw new Unsupported(`the ${stem} law "${text}" has the mean ${law.meanMs} ms, not ${meanMs}`);
  }
  // Of laws without a free spread it only repeats what is known.
  for (const name of ["cv2", "scv"]) params.ignore(`${stem}_${name}`);
  return law;
}

const TEXTS = (stem: string) => [stem, `${stem}_law`, `${stem}_dist`, `${stem}_distribution`];

/**
 * The law of a time: its name under `stem`, its mean under one of `means`, in seconds or
 * milliseconds as the name says; `letter` is what Kendall's notation says where nothing else does.
 */
export function lawOf(
  params: Parameters,
  stem: string,
  means: readonly string[],
  letter = "M",
): Law {
  const meanMs = params.durationMs(...means);
  const name = TEXTS(stem).find((each) => params.isText(each));
  return lawNamed(params, name === undefined ? letter : params.text(name), meanMs, stem);
}

/** The service law of a single station. */
export function serviceLaw(params: Parameters, letter?: string): Law {
  return lawOf(params, "service", ["service_mean", "service", "mean_service", "mean"], letter);
}

/** Service laws of several stations: one name for all or one each, exponential where none is given. */
export function serviceLaws(
  params: Parameters,
  meansMs: readonly number[],
  letter = "M",
): readonly Law[] {
  const names = ["services", "service", "laws", "service_laws", "service_law"];
  const name = names.find((each) => params.has(each));
  const given = name === undefined ? letter : params.value(name);
  return meansMs.map((mean, i) => {
    const text = Array.isArray(given) ? given[i] : given;
    if (typeof text !== "string") throw new Unsupported("a service law is not a word");
    return lawNamed(params, text, mean);
  });
}
