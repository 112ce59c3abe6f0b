// The sources of randomness themselves: the Poisson process of a client and the generator, and that
// identities hold in every run, whatever was drawn.
import { clearMemory } from "../../../core/memory.ts";
import { nextUniform, seedStream, streamTable } from "../../../core/random.ts";
import { registers, UNIFORM } from "../../../core/registers.ts";
import { engine } from "../../../engine/engine.ts";
import type { EngineTotals } from "../../../results/engine-port.ts";
import type { IdentityCheck } from "../../../results/run-result.ts";
import { rowLengthOf, typeColumn } from "../../../results/series.ts";
import type { ScenarioDocument } from "../../../scenario/document.ts";
import type { Family, Outcome } from "../family.ts";
import type { Metric } from "../judge.ts";
import { constant, exponential } from "../laws.ts";
import { allOf, nodeOf } from "../measures.ts";
import type { Parameters } from "../parameters.ts";
import { firstSeedOf, resolveForRun, runToEnd } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { estimateOf } from "../statistics.ts";
import type { TheoryCase } from "../theory-case.ts";

const Z_MAX = 4;
const WINDOWS_PER_RUN = 10_000;

function meanOf(values: readonly number[]): { readonly mean: number; readonly se: number } {
  return estimateOf(values.map((value) => ({ value, weight: 1 })));
}

function varianceOf(values: readonly number[]): number {
  const { mean } = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1);
}

function lagOneCorrelation(values: readonly number[]): number {
  const { mean } = meanOf(values);
  let products = 0;
  for (let i = 1; i < values.length; i++) products += (values[i]! - mean) * (values[i - 1]! - mean);
  return products / ((values.length - 1) * varianceOf(values));
}

function withSe(name: string, reference: number, estimate: number, se: number): Metric {
  const z = (estimate - reference) / se;
  return { name, reference, estimate, se, z, score: z, pass: Math.abs(z) <= Z_MAX };
}

function yesNo(name: string, reference: number, estimate: boolean): Metric {
  const value = estimate ? 1 : 0;
  return { name, reference, estimate: value, se: null, z: null, pass: value === reference };
}

/** Requests offered in each window of the loaded run. */
function offeredPerWindow(): number[] {
  const rows = engine.rows(0);
  const length = rowLengthOf(engine.layout());
  const offset = typeColumn(0, "offered");
  return Array.from({ length: rows.length / length }, (_, row) => rows[row * length + offset]!);
}

/** Gaps between the instants at which anything happens: each arrival, served at once. */
function gapsBetweenArrivals(document: ScenarioDocument, seed: number, count: number): number[] {
  const durationS = 1e6;
  engine.load(resolveForRun(document, { warmupS: 0, durationS, firstSeed: seed }, durationS), seed);
  const gaps: number[] = [];
  let before = 0;
  while (gaps.length < count) {
    engine.run(durationS * 1000, 1);
    const now = engine.nowMs();
    if (now > before) gaps.push(now - before);
    before = now;
  }
  return gaps;
}

function poissonCounts(theory: TheoryCase, params: Parameters): Outcome {
  const ratePerS = params.number("rate");
  const windowS = params.number("window_s");
  const windows = params.number("windows");
  params.finish();
  const seed = firstSeedOf(theory);
  const document = scenario(
    { clients: client(ratePerS), sink: station(constant(0), null) },
    { "clients->sink": call() },
  );
  const durationS = WINDOWS_PER_RUN * windowS;
  const counts: number[] = [];
  const timing = { warmupS: 0, durationS, firstSeed: seed };
  engine.load(resolveForRun(document, timing, windowS), seed);
  for (let run = 0; counts.length < windows; run++) {
    if (run > 0) engine.reset(seed + run);
    runToEnd(durationS * 1000);
    counts.push(...offeredPerWindow().slice(0, WINDOWS_PER_RUN));
  }
  const n = counts.length;
  const { mean, se } = meanOf(counts);
  const gaps = gapsBetweenArrivals(document, seed + n, windows);
  const gapScv = varianceOf(gaps) / meanOf(gaps).mean ** 2;
  const metrics = [
    withSe("mean", Number(theory.expected.mean), mean, se),
    withSe("index_of_dispersion", 1, varianceOf(counts) / mean, Math.sqrt(2 / n)),
    // Exponential gaps: the asymptotic variance of the squared coefficient of variation is 8 / n.
    withSe("interarrival_cv2", 1, gapScv, Math.sqrt(8 / gaps.length)),
    withSe("lag1_autocorr", 0, lagOneCorrelation(counts), 1 / Math.sqrt(n)),
  ];
  for (const [name, reference] of Object.entries(theory.expected)) {
    const limit = /^p_count_le_(\d+)$/.exec(name)?.[1];
    if (limit === undefined || typeof reference !== "number") continue;
    const share = counts.filter((count) => count <= Number(limit)).length / n;
    metrics.push(withSe(name, reference, share, Math.sqrt((reference * (1 - reference)) / n)));
  }
  return { metrics, missing: [] };
}

const GENERATOR_SEEDS = 10;
const SEEDS_INSIDE = 9;

function uniforms(seed: number, entity: string, count: number): number[] {
  clearMemory();
  streamTable.occupy(1);
  seedStream(0, seed, entity, "arrivals");
  return Array.from({ length: count }, () => {
    nextUniform(0);
    return registers[UNIFORM]!;
  });
}

function chiSquare(values: readonly number[], bins: number): number {
  const counts = new Float64Array(bins);
  for (const value of values) counts[Math.floor(value * bins)]!++;
  const expected = values.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = meanOf(a).mean;
  const meanB = meanOf(b).mean;
  const products = a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0);
  return products / (a.length - 1) / Math.sqrt(varianceOf(a) * varianceOf(b));
}

function totalsOf(document: ScenarioDocument, seed: number): EngineTotals {
  const resolved = resolveForRun(document, { warmupS: 0, durationS: 60, firstSeed: seed });
  engine.load(resolved, seed);
  // A draining run goes on beyond its duration.
  runToEnd(Number.POSITIVE_INFINITY);
  return engine.totals();
}

const SMALL = scenario(
  { clients: client(80), service: station(exponential(10), 1) },
  { "clients->service": call() },
);

/** The same with a client and a service that have nothing to do with it. */
const WITH_NEIGHBOR = scenario(
  { ...SMALL.nodes, "a-client": client(50), "a-service": station(exponential(5), 1) },
  { ...SMALL.edges, "a-client->a-service": call() },
);

function neighborChangesDraws(seed: number): boolean {
  const alone = nodeOf(totalsOf(SMALL, seed), "service");
  const beside = nodeOf(totalsOf(WITH_NEIGHBOR, seed), "service");
  return JSON.stringify(alone) !== JSON.stringify(beside);
}

function generator(theory: TheoryCase, params: Parameters): Outcome {
  const count = params.number("n");
  const bins = params.number("bins");
  params.finish();
  const limit = (name: string) => Number(theory.expected[name]);
  const low = limit("chi2_999dof_low");
  const high = limit("chi2_999dof_high");
  const seed = firstSeedOf(theory);
  const values = Array.from({ length: GENERATOR_SEEDS }, (_, i) =>
    uniforms(seed + i, "clients", count),
  );
  const squares = values.map((each) => chiSquare(each, bins)).sort((a, b) => a - b);
  const inside = squares.filter((square) => square > low && square < high).length;
  const uniform = inside >= SEEDS_INSIDE;
  const lag = Math.max(...values.map((each) => Math.abs(lagOneCorrelation(each))));
  const across = Math.abs(correlation(values[0]!, uniforms(seed, "service", count)));
  const below = (name: string, estimate: number): Metric => {
    const reference = limit(name);
    return { name, reference, estimate, se: null, z: null, pass: estimate < reference };
  };
  const square = (name: string, reference: number, estimate: number): Metric => {
    return { name, reference, estimate, se: null, z: null, pass: uniform };
  };
  const [first, second] = [totalsOf(SMALL, seed), totalsOf(SMALL, seed)];
  return {
    metrics: [
      square("chi2_999dof_low", low, squares[0]!),
      square("chi2_999dof_high", high, squares.at(-1)!),
      below("lag1_corr_abs_max", lag),
      below("different_streams_corr_abs_max", across),
      yesNo("same_seed_identical_trace", 1, first.digest === second.digest),
      yesNo("adding_unrelated_component_changes_other_streams", 0, neighborChangesDraws(seed)),
    ],
    missing: [],
  };
}

/** A chain that times out, retries and rejects, and ends empty. */
function eventful(): ScenarioDocument {
  const retry = { maxAttempts: 3, backoff: { type: "constant", baseMs: 20, jitter: "full" } };
  return scenario(
    {
      clients: client(90),
      front: station(exponential(4), 20, { queueLengthMax: 30, blocking: true }),
      back: station(exponential(10), 1, { queueLengthMax: 20 }),
    },
    {
      "clients->front": call({ timeoutMs: 400 }),
      "front->back": call({ timeoutMs: 120, retry }),
    },
    { run: { drain: true } },
  );
}

function largestDifference(checks: readonly IdentityCheck[], law: IdentityCheck["law"]) {
  return checks
    .filter((check) => check.law === law)
    .reduce((worst, check) => (check.difference > worst.difference ? check : worst));
}

/** The worst entity decides each identity. */
function samplePathIdentities(theory: TheoryCase): Outcome {
  const totals = totalsOf(eventful(), firstSeedOf(theory));
  const limit = theory.tolerance_rule.max_rel_err ?? 0;
  const ratio = (name: string, law: "little" | "utilization"): Metric => {
    const { left, right } = largestDifference(totals.checks, law);
    const estimate = left / right;
    return {
      name,
      reference: 1,
      estimate,
      se: null,
      z: null,
      pass: Math.abs(estimate - 1) <= limit,
    };
  };
  const { offered, completed, inFlightAtEnd } = allOf(totals);
  const gone = offered - completed;
  const conserved = largestDifference(totals.checks, "conservation").difference === 0;
  return {
    metrics: [
      ratio("ratio_integral_N_over_sum_T", "little"),
      ratio("ratio_busy_time_over_sum_service", "utilization"),
      {
        name: "arrivals_minus_departures_minus_drops",
        reference: 0,
        estimate: gone,
        se: null,
        z: null,
        pass: gone === 0 && inFlightAtEnd === 0 && conserved,
      },
    ],
    missing: [],
  };
}

export const RANDOMNESS: readonly Family[] = [
  { model: /^Poisson arrivals: counts in/, check: poissonCounts },
  { model: /^PRNG uniformity/, check: generator },
  { model: /^Little's law as a sample-path identity/, check: samplePathIdentities },
];
