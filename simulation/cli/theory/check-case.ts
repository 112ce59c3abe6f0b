// One case: expressed, run, judged.
import { familyOf } from "./families.ts";
import type { Metric } from "./judge.ts";
import { Parameters, Unsupported } from "./parameters.ts";
import { runExperiment } from "./run-experiment.ts";
import { expectationsOf, type TheoryCase } from "./theory-case.ts";

export interface CaseResult {
  readonly id: string;
  readonly status: "pass" | "fail" | "unsupported";
  readonly metrics: readonly Metric[];
  /** Why it failed or is unsupported, and what of the rule could not be followed; else empty. */
  readonly why: string;
}

/** Rules that cannot fail a simulator, or that compare with another one. */
const UNTESTABLE: Readonly<Record<string, string>> = {
  qualitative: "the case has no number to test",
  "cross-simulator": "the case compares with another simulator's scripted clients",
};

function unsupported(id: string, why: string, metrics: readonly Metric[] = []): CaseResult {
  return { id, status: "unsupported", metrics, why };
}

function judged(
  id: string,
  metrics: readonly Metric[],
  missing: readonly string[],
  remark: string,
): CaseResult {
  const failed = metrics.filter(({ pass }) => !pass);
  if (failed.length > 0) {
    const why = failed.map((metric) => `${metric.name}: ${metric.why ?? "off"}`).join("; ");
    return { id, status: "fail", metrics, why };
  }
  if (missing.length > 0) {
    return unsupported(id, `results do not tell ${missing.join(", ")}`, metrics);
  }
  return { id, status: "pass", metrics, why: remark };
}

export function checkCase(theory: TheoryCase): CaseResult {
  const { id, model, params, tolerance_rule: rule } = theory;
  const untestable = UNTESTABLE[rule.type];
  if (untestable !== undefined) return unsupported(id, untestable);
  const family = familyOf(model);
  if ("missing" in family) return unsupported(id, family.missing);
  const expectations = expectationsOf(theory);
  const names = expectations.map(({ name }) => name);
  try {
    const parameters = new Parameters(params);
    if ("check" in family) {
      const { metrics, missing } = family.check(theory, parameters);
      return judged(id, metrics, missing, "");
    }
    const experiment = family.express(parameters, names, model);
    const { metrics, missing } = runExperiment(theory, experiment, expectations);
    return judged(id, metrics, missing, experiment.remark ?? "");
  } catch (error) {
    if (error instanceof Unsupported) return unsupported(id, error.message);
    throw error;
  }
}
