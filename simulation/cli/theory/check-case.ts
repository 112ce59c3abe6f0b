// One case: expressed, run, judged.
import { familyOf } from "./families.ts";
import type { Outcome } from "./family.ts";
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
  /** Standard normal score of the first metric that is judged by its error alone; null: none is. */
  readonly score: number | null;
  /** Independent runs of the arm that has most, and requests of all arms together; 0: no such runs. */
  readonly replications: number;
  readonly requests: number;
}

/** Rules that cannot fail a simulator. */
const UNTESTABLE: Readonly<Record<string, string>> = {
  qualitative: "the case has no number to test",
};

const NOTHING: Outcome = { metrics: [], missing: [] };

function result(
  id: string,
  status: CaseResult["status"],
  why: string,
  { metrics, replications = 0, requests = 0 }: Outcome = NOTHING,
): CaseResult {
  const score = metrics.find((metric) => metric.score !== undefined)?.score ?? null;
  return { id, status, metrics, why, score, replications, requests };
}

function judged(id: string, outcome: Outcome, remark: string): CaseResult {
  const failed = outcome.metrics.filter(({ pass }) => !pass);
  if (failed.length > 0) {
    const why = failed.map((metric) => `${metric.name}: ${metric.why ?? "off"}`).join("; ");
    return result(id, "fail", why, outcome);
  }
  if (outcome.missing.length > 0) {
    const why = `results do not tell ${outcome.missing.join(", ")}`;
    return result(id, "unsupported", why, outcome);
  }
  return result(id, "pass", remark, outcome);
}

export function checkCase(theory: TheoryCase): CaseResult {
  const { id, model, params, tolerance_rule: rule } = theory;
  const family = familyOf(theory);
  // A family that judges by itself may know what of a table without limits can be tested.
  const untestable = "check" in family ? undefined : UNTESTABLE[rule.type];
  if (untestable !== undefined) return result(id, "unsupported", untestable);
  if ("missing" in family) return result(id, "unsupported", family.missing);
  const expectations = expectationsOf(theory);
  const names = expectations.map(({ name }) => name);
  try {
    const parameters = new Parameters(params);
    if ("check" in family) return judged(id, family.check(theory, parameters), "");
    if (rule.type === "cross-simulator") {
      throw new Unsupported("the reference has an error of its own, which this model leaves out");
    }
    const experiment = family.express(parameters, names, model);
    return judged(id, runExperiment(theory, experiment, expectations), experiment.remark ?? "");
  } catch (error) {
    if (error instanceof Unsupported) return result(id, "unsupported", error.message);
    throw error;
  }
}
