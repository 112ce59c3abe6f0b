// Whether an estimate agrees with its reference, by the rule of the case.
import type { ValidationMetric } from "../../results/validation-report.ts";
import type { Judgement } from "./experiment.ts";
import { type Estimate, normalScore } from "./statistics.ts";
import type { Expectation, ToleranceRule } from "./theory-case.ts";

export interface Metric extends ValidationMetric {
  /**
   * `z` as a standard normal score, which allows for an error estimated from few replications.
   * Only where the reference is exact and the error is of chance alone.
   */
  readonly score?: number;
}

/** References are printed with nine significant digits. */
const ROUNDING = 5e-9;
const DEFAULT_Z = 4;
/** A probability below this cannot be estimated, only limited: no affordable run would show it. */
const TOO_RARE = 1e-6;

function isProbability(name: string): boolean {
  return /^p_|probability|frac/.test(name);
}

/** The error of a p99 or of a rare event may be twice as large. */
export function targetError(rule: ToleranceRule, expected: Expectation): number {
  const { name, reference } = expected;
  if (rule.target_rel_se === undefined) return Number.POSITIVE_INFINITY;
  if (limitInText(rule.text, name) !== undefined || isTooRare(expected)) {
    return Number.POSITIVE_INFINITY;
  }
  const rare = isProbability(name) && reference < 0.05;
  return rule.target_rel_se * (rare || /p99/.test(name) ? 2 : 1);
}

function isTooRare({ name, reference }: Expectation): boolean {
  return isProbability(name) && reference > 0 && reference < TOO_RARE;
}

/** Sentences of a rule that give one metric, or all standard deviations, a limit of their own. */
function limitInText(text: string | undefined, name: string): number | undefined {
  for (const sentence of (text ?? "").split(/[.;](?=\s|$)/)) {
    const percent =
      new RegExp(`\\b${name.replace(/_ms$/, "")}\\w* is exact \\(([\\d.]+)%\\)`).exec(sentence) ??
      (/(^|_)std(_|$)/.test(name)
        ? /\bstd\b.*?(?:within|only to|use) ([\d.]+)%/.exec(sentence.replaceAll("_", " "))
        : new RegExp(`^\\s*${name.replace(/_ms$/, "")}\\b.*within ([\\d.]+)%`).exec(sentence));
    if (percent?.[1] !== undefined) return Number(percent[1]) / 100;
  }
  return undefined;
}

function withoutError(expected: Expectation, estimate: number, limit: number): Metric {
  const { name, reference } = expected;
  const allowed = (limit + ROUNDING) * (reference === 0 ? 1 : Math.abs(reference));
  const pass = Math.abs(estimate - reference) <= allowed;
  const metric = { name, reference, estimate, se: null, z: null, pass };
  return pass ? metric : { ...metric, why: `more than ${limit} (relative) off` };
}

function byError(
  expected: Expectation,
  { mean, replications }: Estimate,
  error: { readonly se: number; readonly known: boolean },
  rule: ToleranceRule,
): Metric {
  const { name, reference } = expected;
  const { se } = error;
  const off = mean - reference;
  const bias = (rule.bias_allowance ?? 0) * Math.abs(reference);
  const z = se > 0 ? off / se : null;
  const score = z === null || error.known ? z : normalScore(z, replications - 1);
  const scored = score === null || bias > 0 ? {} : { score };
  const metric = { name, reference, estimate: mean, se, z, ...scored };
  const target = targetError(rule, expected);
  if (se > target * Math.abs(reference)) {
    return { ...metric, pass: false, why: `standard error above ${target} of the reference` };
  }
  const slack = (rule.z ?? DEFAULT_Z) * se + bias + ROUNDING * Math.abs(reference);
  if (Math.abs(off) <= slack) return { ...metric, pass: true };
  return { ...metric, pass: false, why: `more than ${rule.z ?? DEFAULT_Z} standard errors off` };
}

/** Seen no more often than once in a million. */
function byLimit({ name, reference }: Expectation, { mean, se }: Estimate): Metric {
  const pass = mean < TOO_RARE;
  const metric = { name, reference, estimate: mean, se, z: null, pass };
  return pass ? metric : { ...metric, why: `more often than ${TOO_RARE}` };
}

/** Relative limit of rules that know no statistical error; undefined for the others. */
function relativeLimit(rule: ToleranceRule, name: string): number | undefined {
  if (rule.type === "exact" || rule.type === "fluid" || rule.type === "bound") {
    return rule.max_rel_err ?? 0;
  }
  const inText = limitInText(rule.text, name);
  if (rule.type === "approximation") return inText ?? rule.max_rel_err ?? 0;
  return inText;
}

/** For "mixed" rules, what a metric without statistical error may be off. */
const EXACT_IN_MIXED = 1e-9;

export function judge(
  rule: ToleranceRule,
  expected: Expectation,
  estimate: Estimate,
  judgement: Judgement | undefined,
): Metric {
  const limit = relativeLimit(rule, expected.name);
  if (limit !== undefined) return withoutError(expected, estimate.mean, limit);
  if (judgement === "exact") return withoutError(expected, estimate.mean, EXACT_IN_MIXED);
  if (isTooRare(expected)) return byLimit(expected, estimate);
  if (judgement === "proportion" && rule.type === "binomial") {
    const p = expected.reference;
    const se = Math.sqrt((p * (1 - p)) / estimate.weight);
    return byError(expected, estimate, { se, known: true }, rule);
  }
  return byError(expected, estimate, { se: estimate.se, known: false }, rule);
}
