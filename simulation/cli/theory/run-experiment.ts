// Runs the arms of an experiment with independent seeds, as long as the error that the rule of the
// case demands needs. A short pilot with seeds of its own decides the length and is then forgotten:
// to stop as soon as the error looks small would favor samples whose error is estimated too small.
import type { EngineTotals } from "../../results/engine-port.ts";
import { type Arm, type Experiment, type Measure, NotTold, type Runs } from "./experiment.ts";
import type { Outcome } from "./family.ts";
import { judge, targetError } from "./judge.ts";
import { firstSeedOf, replicate, resolveForRun } from "./replicate.ts";
import { type Estimate, estimateOf } from "./statistics.ts";
import type { Expectation, TheoryCase, ToleranceRule } from "./theory-case.ts";

/** More than the twenty that are asked for: an error estimated from few seeds is itself uncertain. */
const SEEDS = 64;
const PILOT_SEEDS = 20;
/** Arms do not share seeds either, or their z-scores would move together. */
const SEEDS_APART = 1_000_000;
const PILOT_OFFSET = 500_000;
/** A pilot is this part of what the case says to suffice, within limits. */
const PILOT_SHARE = 0.05;
const PILOT_REQUESTS: readonly [number, number] = [100_000, 2_000_000];
/** Nothing of a pilot is judged, so it may begin with a little of the start in it. */
const PILOT_WARMUP = 0.3;
/** What the pilot's error, and with it the length, may be too small by chance. */
const PILOT_MARGIN = 1.3;
const REQUESTS_MIN = 200_000;
const DEFAULT_REQUESTS = 1_000_000;
/** Of a rule without statistical error: enough for every path through the model. */
const EXACT_REQUESTS = 20_000;
/** Requests of all seeds together beyond which an arm gets no more seeds. */
const REQUESTS_MAX = 600_000_000;
const ROUNDS = 4;
const GROWTH_MAX = 4;

type Results = Readonly<Record<string, readonly EngineTotals[]>>;

interface Measured {
  readonly expected: Expectation;
  readonly measure: Measure;
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
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

function errorOf(measure: Measure, results: Results): number {
  try {
    return estimate(measure, results).se;
  } catch (error) {
    if (error instanceof NotTold) return Number.NaN;
    throw error;
  }
}

/** By how much the requests of each arm must be multiplied to reach the errors of the rule. */
function shortfall(measured: readonly Measured[], results: Results, rule: ToleranceRule) {
  const factors: Record<string, number> = {};
  for (const { expected, measure } of measured) {
    if (measure.judgement === "exact" || measure.arms.some((arm) => !(arm in results))) continue;
    const target = targetError(rule, expected);
    const ratio = errorOf(measure, results) / Math.abs(expected.reference) / target;
    if (!Number.isFinite(ratio)) continue;
    for (const arm of measure.arms) factors[arm] = Math.max(factors[arm] ?? 0, ratio * ratio);
  }
  return factors;
}

/** Replications of an arm, all of one length. */
class ArmRuns {
  readonly totals: EngineTotals[] = [];
  private readonly arm: Arm;
  private readonly requestsPerSeed: number;
  private readonly durationS: number;
  private readonly firstSeed: number;

  constructor(arm: Arm, requests: number, seeds: number, firstSeed: number) {
    this.arm = arm;
    this.firstSeed = firstSeed;
    this.requestsPerSeed = requests / seeds;
    this.durationS = arm.warmupS + (arm.exactS ?? this.requestsPerSeed / arm.requestsPerS);
    this.add(arm.exactS === undefined ? seeds : 1);
  }

  /** Adds seeds for a whole `factor` times as large, if that is needed and affordable. */
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

/** What the case itself says to suffice. */
function requestsOf(rule: ToleranceRule): number {
  if (rule.min_requests !== undefined) return rule.min_requests;
  return rule.type === "exact" ? EXACT_REQUESTS : DEFAULT_REQUESTS;
}

/** Requests for each arm: fixed by the case, or from a pilot where an error must be reached. */
function lengths(
  arms: readonly (readonly [string, Arm])[],
  measured: readonly Measured[],
  rule: ToleranceRule,
  firstSeed: number,
): Record<string, number> {
  const fixed = requestsOf(rule);
  const requests: Record<string, number> = {};
  for (const [name, arm] of arms) requests[name] = arm.requests ?? fixed;
  if (rule.target_rel_se === undefined) return requests;
  const results: Record<string, readonly EngineTotals[]> = {};
  const spent: Record<string, number> = {};
  arms.forEach(([name, arm], i) => {
    if (arm.requests !== undefined || arm.exactS !== undefined) return;
    // Half as long as the warm-up at least, so that each run sees more than one fluctuation.
    const least = (PILOT_SEEDS * arm.warmupS * arm.requestsPerS) / 2;
    const pilot = Math.max(least, clamp(PILOT_SHARE * fixed, PILOT_REQUESTS));
    const seed = firstSeed + i * SEEDS_APART + PILOT_OFFSET;
    const short = { ...arm, warmupS: PILOT_WARMUP * arm.warmupS };
    results[name] = new ArmRuns(short, pilot, PILOT_SEEDS, seed).totals;
    spent[name] = pilot;
  });
  const factors = shortfall(measured, results, rule);
  for (const name of Object.keys(results)) {
    const wanted = PILOT_MARGIN * (factors[name] ?? 0) * spent[name]!;
    requests[name] = clamp(wanted, [REQUESTS_MIN, REQUESTS_MAX]);
  }
  return requests;
}

function judgeAll(measured: readonly Measured[], results: Results, rule: ToleranceRule): Outcome {
  const missing: string[] = [];
  const metrics = measured.flatMap(({ expected, measure }) => {
    try {
      return [judge(rule, expected, estimate(measure, results), measure.judgement)];
    } catch (error) {
      if (!(error instanceof NotTold)) throw error;
      missing.push(expected.name);
      return [];
    }
  });
  return { metrics, missing };
}

/** The arms that a measure reads, as it needs them. */
function armsFor({ arms }: Experiment, measured: readonly Measured[]): (readonly [string, Arm])[] {
  const needed = new Set(measured.flatMap(({ measure }) => measure.arms));
  const detailed = new Set(
    measured.flatMap(({ measure }) => (measure.detail === true ? measure.arms : [])),
  );
  return Object.entries(arms)
    .filter(([name]) => needed.has(name))
    .map(([name, arm]) => {
      if (!detailed.has(name)) return [name, arm];
      const run = { ...arm.document.run, detail: true };
      return [name, { ...arm, document: { ...arm.document, run } }];
    });
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
  const arms = armsFor(experiment, measured);
  // A feature that is missing shows before hours are spent on the arms that do without it.
  for (const [, { document }] of arms) {
    resolveForRun(document, { warmupS: 0, durationS: 1, firstSeed });
  }
  const requests = lengths(arms, measured, rule, firstSeed);
  const runs: Record<string, ArmRuns> = {};
  const results: Record<string, readonly EngineTotals[]> = {};
  arms.forEach(([name, arm], i) => {
    const run = new ArmRuns(arm, requests[name]!, arm.seeds ?? SEEDS, firstSeed + i * SEEDS_APART);
    runs[name] = run;
    results[name] = run.totals;
  });
  for (let round = 0; round < ROUNDS; round++) {
    const factors = shortfall(measured, results, rule);
    const grown = arms.map(([name]) => runs[name]!.grow(1.1 * (factors[name] ?? 0)));
    if (!grown.includes(true)) break;
  }
  const judged = judgeAll(measured, results, rule);
  const replications = Math.max(0, ...arms.map(([name]) => results[name]!.length));
  const simulated = Object.values(results).flat();
  const offered = simulated.reduce((sum, run) => sum + (run.endToEnd.all?.offered ?? 0), 0);
  return {
    metrics: judged.metrics,
    missing: [...missing, ...judged.missing],
    replications,
    requests: offered,
  };
}
