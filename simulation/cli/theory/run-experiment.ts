// Runs the arms of an experiment with independent seeds and adds seeds until every error is as small
// as the rule of the case demands.
import type { EngineTotals } from "../../results/engine-port.ts";
import type { Arm, Experiment, Measure, Runs } from "./experiment.ts";
import type { Outcome } from "./family.ts";
import { judge, targetError } from "./judge.ts";
import { firstSeedOf, replicate } from "./replicate.ts";
import { type Estimate, estimateOf } from "./statistics.ts";
import type { Expectation, TheoryCase, ToleranceRule } from "./theory-case.ts";

/** More than the twenty that are asked for: z-scores of few seeds have heavier tails. */
const SEEDS = 32;
/** Arms do not share seeds either, or their z-scores would move together. */
const SEEDS_APART = 1_000_000;
const ROUNDS = 5;
const GROWTH_MAX = 8;
const DEFAULT_REQUESTS = 1_000_000;
/** Of a rule without statistical error: enough for every path through the model. */
const EXACT_REQUESTS = 20_000;
/** Requests of all seeds together beyond which an arm gets no more seeds. */
const REQUESTS_MAX = 600_000_000;

type Results = Readonly<Record<string, readonly EngineTotals[]>>;

/** Replications of an arm; more seeds are added to it, never longer runs. */
class ArmRuns {
  readonly totals: EngineTotals[] = [];
  private readonly arm: Arm;
  private readonly durationS: number;
  private readonly firstSeed: number;
  private readonly requestsPerSeed: number;

  constructor(arm: Arm, requests: number, firstSeed: number) {
    this.arm = arm;
    this.firstSeed = firstSeed;
    this.requestsPerSeed = requests / SEEDS;
    this.durationS = arm.warmupS + (arm.exactS ?? this.requestsPerSeed / arm.requestsPerS);
    this.add(arm.exactS === undefined ? SEEDS : 1);
  }

  /** Adds as many seeds as make the whole `factor` times as large; false: none. */
  grow(factor: number): boolean {
    if (!(factor > 1) || this.arm.exactS !== undefined) return false;
    const more = Math.ceil(this.totals.length * (Math.min(factor, GROWTH_MAX) - 1));
    if ((this.totals.length + more) * this.requestsPerSeed > REQUESTS_MAX) return false;
    this.add(more);
    return true;
  }

  private add(seeds: number): void {
    const { document, warmupS } = this.arm;
    const firstSeed = this.firstSeed + this.totals.length;
    const options = { warmupS, durationS: this.durationS, seeds, firstSeed };
    this.totals.push(...replicate(document, options));
  }
}

function estimate(measure: Measure, results: Results): Estimate {
  const seeds = Math.min(...measure.arms.map((arm) => results[arm]?.length ?? 0));
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

/** By how much each arm must grow; 1 or less: not at all. */
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

function requestsOf(rule: ToleranceRule): number {
  if (rule.min_requests !== undefined) return rule.min_requests;
  return rule.type === "exact" ? EXACT_REQUESTS : DEFAULT_REQUESTS;
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
  const runs: Record<string, ArmRuns> = {};
  const results: Record<string, readonly EngineTotals[]> = {};
  arms.forEach(([name, arm], i) => {
    const seed = firstSeed + i * SEEDS_APART;
    const run = new ArmRuns(arm, arm.requests ?? requestsOf(rule), seed);
    runs[name] = run;
    results[name] = run.totals;
  });
  for (let round = 0; round < ROUNDS; round++) {
    const factors = growth(measured, results, rule);
    const grown = arms.map(([name]) => runs[name]!.grow(factors[name] ?? 1));
    if (!grown.includes(true)) break;
  }
  const metrics = measured.map(({ expected, measure }) =>
    judge(rule, expected, estimate(measure, results), measure.judgement),
  );
  return { metrics, missing };
}
