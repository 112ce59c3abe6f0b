// Whether an estimate agrees with its reference, by the rule of the case.
import type { Judgement } from "./experiment.ts";
import type { Estimate } from "./statistics.ts";
import type { Expectation, ToleranceRule } from "./theory-case.ts";

export interface Metric {
  readonly name: string;
  readonly reference: number;
  readonly estimate: number;
  /** Null where the estimate has no statistical error. */
  readonly se: number | null;
  readonly z: number | null;
  readonly pass: boolean;
  /** Why it did not pass. */
  readonly why?: string;
}

/** References are printed with nine significant digits. */
const ROUNDING = 5e-9;
const DEFAULT_Z = 4;

/** The error of a p99 or of a rare event may be twice as large. */
export function targetError({ target_rel_se }: ToleranceRule, expected: Expectation): number {
  if (target_rel_se === undefined) return Number.POSITIVE_INFINITY;
  const rare = /^p_|probability|fraction/.test(expected.name) && expected.reference < 0.05;
  return target_rel_se * (rare || /p99/.test(expected.name) ? 2 : 1);
}

/** "utilization is exact (0.3%)": a tighter limit that the rule's text gives for one metric. */
function limitInText(text: string | undefined, name: string): number | undefined {
  const percent = new RegExp(`\\b${name} is exact \\(([\\d.]+)%\\)`).exec(text ?? "")?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
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
  estimate: Estimate,
  se: number,
  rule: ToleranceRule,
): Metric {
  const { name, reference } = expected;
  const off = estimate.mean - reference;
  const bias = (rule.bias_allowance ?? 0) * Math.abs(reference);
  const z = se > 0 ? off / se : null;
  const metric = { name, reference, estimate: estimate.mean, se, z };
  const target = targetError(rule, expected);
  if (se > target * Math.abs(reference)) {
    return { ...metric, pass: false, why: `standard error above ${target} of the reference` };
  }
  const slack = (rule.z ?? DEFAULT_Z) * se + bias + ROUNDING * Math.abs(reference);
  if (Math.abs(off) <= slack) return { ...metric, pass: true };
  return { ...metric, pass: false, why: `more than ${rule.z ?? DEFAULT_Z} standard errors off` };
}

/** Relative limit of rules that know no statistical error; undefined for the others. */
function relativeLimit(rule: ToleranceRule, name: string): number | undefined {
  if (rule.type === "exact") return rule.max_rel_err ?? 0;
  if (rule.type === "fluid" || rule.type === "bound") return rule.max_rel_err ?? 0;
  if (rule.type !== "approximation") return undefined;
  return limitInText(rule.text, name) ?? rule.max_rel_err ?? 0;
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
  if (judgement === "proportion" && rule.type === "binomial") {
    const p = expected.reference;
    return byError(expected, estimate, Math.sqrt((p * (1 - p)) / estimate.weight), rule);
  }
  return byError(expected, estimate, estimate.se, rule);
}
