// Runs the arms of an experiment with independent seeds and makes them longer until every error is
// as small as the rule of the case demands.
import type { EngineTotals } from "../../results/engine-port.ts";
import type { Arm, Experiment, Measure, Runs } from "./experiment.ts";
import type { Outcome } from "./family.ts";
import { judge, targetError } from "./judge.ts";
import { firstSeedOf, replicate } from "./replicate.ts";
import { type Estimate, estimateOf } from "./statistics.ts";
import type { Expectation, TheoryCase, ToleranceRule } from "./theory-case.ts";

/** More than the twenty that are asked for: z-scores of few seeds have heavier tails. */
const SEEDS = 32;
const ROUNDS = 5;
const GROWTH_MAX = 8;
const DEFAULT_REQUESTS = 1_000_000;
/** Of a rule without statistical error: enough for every path through the model. */
const EXACT_REQUESTS = 20_000;
/** Requests of all seeds together beyond which an arm is not made longer. */
const REQUESTS_MAX = 600_000_000;

type Results = Record<string, readonly EngineTotals[]>;

function seedsOf({ exactS }: Arm): number {
  return exactS === undefined ? SEEDS : 1;
}

function measuredS(arm: Arm, requests: number): number {
  return arm.exactS ?? requests / (seedsOf(arm) * arm.requestsPerS);
}

function runArm(arm: Arm, requests: number, firstSeed: number): readonly EngineTotals[] {
  return replicate(arm.document, {
    warmupS: arm.warmupS,
    durationS: arm.warmupS + measuredS(arm, requests),
    seeds: seedsOf(arm),
    firstSeed,
  });
}

function estimate(measure: Measure, results: Results): Estimate {
  const seeds = Math.max(...measure.arms.map((arm) => results[arm]?.length ?? 0));
  const readings = Array.from({ length: seeds }, (_, seed) => {
    const runs: Record<string, EngineTotals> = {};
    for (const arm of measure.arms) runs[arm] = results[arm]![seed]!;
    return measure.read(runs as Runs);
  });
  return estimateOf(readings);
}

interface Measured {
  readonly expected: Expectation;
  readonly measure: Measure;
}

/** By how much each arm must become longer; 1 or less: long enough. */
function growth(measured: readonly Measured[], results: Results, rule: ToleranceRule) {
  const factors: Record<string, number> = {};
  for (const { expected, measure } of measured) {
    if (measure.judgement === "exact") continue;
    const { se } = estimate(measure, results);
    const ratio = se / Math.abs(expected.reference) / targetError(rule, expected);
    if (!(ratio > 1)) continue;
    for (const arm of measure.arms) factors[arm] = Math.max(factors[arm] ?? 1, ratio * ratio * 1.2);
  }
  return factors;
}

export function runExperiment(
  theory: TheoryCase,
  experiment: Experiment,
  expectations: readonly Expectation[],
): Outcome {
  const { tolerance_rule: rule } = theory;
  const firstSeed = firstSeedOf(theory);
  const measured: Measured[] = [];
  const missing: string[] = [];
  for (const expected of expectations) {
    const measure = experiment.measures[expected.name];
    if (measure === undefined) missing.push(expected.name);
    else measured.push({ expected, measure });
  }
  const needed = new Set(measured.flatMap(({ measure }) => measure.arms));
  const arms = Object.entries(experiment.arms).filter(([name]) => needed.has(name));
  const requests: Record<string, number> = {};
  const results: Results = {};
  let stale = new Map(arms);
  for (let round = 0; stale.size > 0; round++) {
    for (const [name, arm] of stale) {
      requests[name] ??=
        arm.requests ??
        rule.min_requests ??
        (rule.type === "exact" ? EXACT_REQUESTS : DEFAULT_REQUESTS);
      results[name] = runArm(arm, requests[name], firstSeed);
    }
    if (round === ROUNDS) break;
    const factors = growth(measured, results, rule);
    stale = new Map(
      arms.filter(([name, arm]) => {
        const factor = Math.min(factors[name] ?? 1, GROWTH_MAX);
        const longer = (requests[name] ?? 0) * factor;
        if (factor <= 1 || arm.exactS !== undefined || longer > REQUESTS_MAX) return false;
        requests[name] = longer;
        return true;
      }),
    );
  }
  const metrics = measured.map(({ expected, measure }) =>
    judge(rule, expected, estimate(measure, results), measure.judgement),
  );
  return { metrics, missing };
}
