// Cases about the number in the system at instants: a run is stopped there and looked at.
import { engine } from "../../../engine/engine.ts";
import { NODE_LIVE_COLUMNS } from "../../../results/snapshot.ts";
import type { ScenarioDocument } from "../../../scenario/document.ts";
import type { Family, Outcome } from "../family.ts";
import { judge, type Metric } from "../judge.ts";
import { notationIn } from "../kendall.ts";
import type { Law } from "../laws.ts";
import { serviceLaw } from "../named-laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { firstSeedOf, resolveForRun, runToEnd } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { stationCase } from "../station-case.ts";
import { type Estimate, estimateOf, type Pooled } from "../statistics.ts";
import { expectationsOf, type TheoryCase } from "../theory-case.ts";

const NODE = "service";

/** Number waiting and in service at the station now. */
function inFlightNow(): number {
  const node = engine.layout().nodeIds.indexOf(NODE);
  const at = node * NODE_LIVE_COLUMNS.length + NODE_LIVE_COLUMNS.indexOf("inFlight");
  return engine.live()[at] ?? Number.NaN;
}

/** Values at each of `timesMs` (ascending), one list a run. */
function valuesAt(
  document: ScenarioDocument,
  timesMs: readonly number[],
  firstSeed: number,
  runs: number,
): number[][] {
  const durationS = (timesMs.at(-1) ?? 0) / 1000;
  const resolved = resolveForRun(document, { warmupS: 0, durationS, firstSeed }, durationS);
  engine.load(resolved, firstSeed);
  const values: number[][] = timesMs.map(() => []);
  for (let run = 0; run < runs; run++) {
    if (run > 0) engine.reset(firstSeed + run);
    timesMs.forEach((timeMs, i) => {
      runToEnd(timeMs);
      values[i]!.push(inFlightNow());
    });
  }
  return values;
}

function meanOf(values: readonly number[]): Estimate {
  return estimateOf(values.map((value) => ({ value, weight: 1 })));
}

function shareOf(values: readonly number[], holds: (value: number) => boolean): Estimate {
  return meanOf(values.map((value) => (holds(value) ? 1 : 0)));
}

interface Observed {
  readonly estimates: Readonly<Record<string, Estimate>>;
  readonly runs: number;
  readonly requests: number;
  /** Whether all looks are independent, so that shares have the binomial error. */
  readonly independent: boolean;
}

function judgeAll(
  theory: TheoryCase,
  { estimates, runs, requests, independent }: Observed,
): Outcome {
  const metrics: Metric[] = [];
  const missing: string[] = [];
  for (const expected of expectationsOf(theory)) {
    const estimate = estimates[expected.name];
    if (estimate === undefined) missing.push(expected.name);
    else {
      const judgement = independent && expected.name.startsWith("p_") ? "proportion" : "mean";
      metrics.push(judge(theory.tolerance_rule, expected, estimate, judgement));
    }
  }
  return { metrics, missing, replications: runs, requests: Math.round(requests) };
}

/** From an empty start, at several times, over many independent runs. */
function transient(theory: TheoryCase, params: Parameters): Outcome {
  const { model } = theory;
  const notation = notationIn(model);
  const ratePerS = params.number("lambda_rps");
  const law = serviceLaw(params, notation?.service);
  const { servers, fields } = stationCase(params, model, law, notation);
  const timesS = [...(params.isList("t_s") ? params.numbers("t_s") : [params.number("t_s")])];
  params.finish();
  timesS.sort((a, b) => a - b);
  const document = scenario(
    { clients: client(ratePerS), [NODE]: station(law, servers, fields) },
    { [`clients->${NODE}`]: call() },
  );
  const runs = theory.tolerance_rule.min_requests ?? 100_000;
  const timesMs = timesS.map((timeS) => timeS * 1000);
  const values = valuesAt(document, timesMs, firstSeedOf(theory), runs);
  const estimates: Record<string, Estimate> = {};
  timesS.forEach((timeS, i) => {
    estimates[`mean_in_system_t${timeS}s`] = meanOf(values[i]!);
    estimates[`p_empty_t${timeS}s`] = shareOf(values[i]!, (value) => value === 0);
  });
  return judgeAll(theory, {
    estimates,
    runs,
    requests: runs * ratePerS * timesS.at(-1)!,
    independent: true,
  });
}

const HOUR_MS = 3_600_000;
/** Far enough apart to be as good as independent: the rule of the reference cases. */
const APART_MS = 10_000;
const SERVICES_APART = 20;
const LOOKS = 20_000;
const LONG_RUNS = 50;

/** Sample variance over all looks at the station. */
function varianceReading(looks: readonly number[]): Pooled {
  const sums = [0, 0, 0];
  for (const value of looks) {
    sums[0]! += 1;
    sums[1]! += value;
    sums[2]! += value * value;
  }
  const of = ([n = 0, sum = 0, squares = 0]: Float64Array) => (squares - (sum * sum) / n) / (n - 1);
  return { sums, weight: looks.length, of };
}

/**
 * Number in an infinite-server station, after an hour's warm-up that heavy tails need. Heavy tails
 * also make looks of one run depend on each other however far they are apart, so the error is taken
 * between runs.
 */
function infiniteServers(theory: TheoryCase, params: Parameters): Outcome {
  const ratePerS = params.number("lambda_rps");
  const law = serviceLaw(params, notationIn(theory.model)?.service);
  params.finish();
  const document = scenario(
    { clients: client(ratePerS), [NODE]: station(law, null) },
    { [`clients->${NODE}`]: call() },
  );
  const looks = Math.max(LOOKS, theory.tolerance_rule.min_requests ?? 0) / LONG_RUNS;
  const apartMs = Math.max(APART_MS, SERVICES_APART * law.meanMs);
  const timesMs = Array.from({ length: Math.ceil(looks) }, (_, i) => HOUR_MS + i * apartMs);
  const values = valuesAt(document, timesMs, firstSeedOf(theory), LONG_RUNS);
  const runs = Array.from({ length: LONG_RUNS }, (_, run) => values.map((at) => at[run]!));
  const mean = (of: (value: number) => number) =>
    estimateOf(
      runs.map((run) => ({
        value: run.reduce((sum, value) => sum + of(value), 0) / run.length,
        weight: run.length,
      })),
    );
  const variance = estimateOf(runs.map(varianceReading));
  const estimates: Record<string, Estimate> = {
    mean_in_flight: mean((value) => value),
    mean_in_system: mean((value) => value),
    variance_in_flight: variance,
    variance_in_system: variance,
  };
  for (const { name: metric } of expectationsOf(theory)) {
    const limit = /^p_in_(?:flight|system)_gt_(\d+)$/.exec(metric)?.[1];
    if (limit === undefined) continue;
    estimates[metric] = mean((value) => (value > Number(limit) ? 1 : 0));
  }
  const requests = (LONG_RUNS * ratePerS * timesMs.at(-1)!) / 1000;
  return judgeAll(theory, { estimates, runs: LONG_RUNS, requests, independent: false });
}

interface Sine {
  readonly meanPerS: number;
  readonly amplitude: number;
  readonly periodS: number;
}

function sineOf(params: Parameters): Sine {
  if (!params.isText("rate")) {
    const meanPerS = params.firstNumber("mean_rate_rps", "lambda_mean_rps", "lambda_rps");
    if (meanPerS === undefined) throw new Unsupported("the case has no mean rate");
    const amplitude = params.firstNumber("amplitude", "relative_amplitude", "beta");
    const periodS = params.firstNumber("period_s", "cycle_s");
    if (amplitude === undefined || periodS === undefined) {
      throw new Unsupported("the case has no amplitude or period of the rate");
    }
    return { meanPerS, amplitude, periodS };
  }
  const text = params.text("rate");
  const number = "([\\d.]+)";
  const pattern = `^${number}\\s*[*·]?\\s*\\(1\\s*\\+\\s*${number}\\s*[*·]?\\s*sin\\(2\\s*(?:π|pi)\\s*t\\s*/`;
  const [, mean, amplitude, period] =
    new RegExp(`${pattern}\\s*${number}\\s*s?\\)\\)`).exec(text) ?? [];
  if (mean === undefined || amplitude === undefined || period === undefined) {
    throw new Unsupported(`no mapping for the rate "${text}"`);
  }
  return { meanPerS: Number(mean), amplitude: Number(amplitude), periodS: Number(period) };
}

/** Points of a cycle by which its first harmonic is fitted. */
const PHASES = 20;
const CYCLES_PER_RUN = 250;
const CYCLES_DEFAULT = 5000;

/** The first harmonic of one cycle's values at equal distances: sum, sine part, cosine part. */
function harmonic(cycle: readonly number[], of: Pooled["of"]): Pooled {
  const sums = [1, 0, 0, 0];
  cycle.forEach((value, i) => {
    const angle = (2 * Math.PI * i) / cycle.length;
    sums[1]! += value / cycle.length;
    sums[2]! += (2 * value * Math.sin(angle)) / cycle.length;
    sums[3]! += (2 * value * Math.cos(angle)) / cycle.length;
  });
  return { sums, weight: 1, of };
}

/**
 * Number in an infinite-server station under a sinusoidal rate, looked at in many cycles. A linear
 * system answers a sine by a sine, so the largest mean and its lag are those of the first harmonic.
 */
function periodic(theory: TheoryCase, params: Parameters): Outcome {
  const { meanPerS, amplitude, periodS } = sineOf(params);
  const law: Law = serviceLaw(params, notationIn(theory.model)?.service);
  params.finish();
  const document = scenario(
    {
      clients: client(meanPerS, { profile: { shape: "sine", amplitude, periodS, phaseS: 0 } }),
      [NODE]: station(law, null),
    },
    { [`clients->${NODE}`]: call() },
  );
  const stated = expectationsOf(theory).flatMap(({ name }) => {
    const phase = /^mean_at_phase_([\d.]+)s$/.exec(name)?.[1];
    return phase === undefined ? [] : [{ name, phaseS: Number(phase) }];
  });
  const grid = Array.from({ length: PHASES }, (_, i) => (i * periodS) / PHASES);
  const phases = [...new Set([...grid, ...stated.map(({ phaseS }) => phaseS)])];
  phases.sort((a, b) => a - b);
  const cycles = theory.tolerance_rule.min_requests ?? CYCLES_DEFAULT;
  const runs = Math.ceil(cycles / CYCLES_PER_RUN);
  const first = Math.ceil((30 * law.meanMs) / 1000 / periodS);
  const timesMs = Array.from({ length: CYCLES_PER_RUN }, (_, i) =>
    phases.map((phaseS) => 1000 * ((first + i) * periodS + phaseS)),
  ).flat();
  const values = valuesAt(document, timesMs, firstSeedOf(theory), runs);
  const at = (phaseS: number, cycle: number, run: number) =>
    values[cycle * phases.length + phases.indexOf(phaseS)]![run]!;
  const cyclesOf = <T>(read: (cycle: number, run: number) => T): T[] =>
    Array.from({ length: runs * CYCLES_PER_RUN }, (_, i) =>
      read(i % CYCLES_PER_RUN, Math.floor(i / CYCLES_PER_RUN)),
    );
  const estimates: Record<string, Estimate> = {};
  for (const { name, phaseS } of stated) {
    estimates[name] = meanOf(cyclesOf((cycle, run) => at(phaseS, cycle, run)));
  }
  const fitted = (of: Pooled["of"]) =>
    estimateOf(
      cyclesOf((c, r) =>
        harmonic(
          grid.map((phaseS) => at(phaseS, c, r)),
          of,
        ),
      ),
    );
  estimates.max_mean = fitted(
    ([n = 1, mean = 0, sine = 0, cosine = 0]) => (mean + Math.hypot(sine, cosine)) / n,
  );
  estimates.min_mean = fitted(
    ([n = 1, mean = 0, sine = 0, cosine = 0]) => (mean - Math.hypot(sine, cosine)) / n,
  );
  // sin(w (t - lag)) = sin(w t) cos(w lag) - cos(w t) sin(w lag).
  estimates.lag_of_peak_s = fitted(
    ([, , sine = 0, cosine = 0]) => (Math.atan2(-cosine, sine) * periodS) / (2 * Math.PI),
  );
  const durationS = (first + CYCLES_PER_RUN) * periodS;
  return judgeAll(theory, {
    estimates,
    runs,
    requests: runs * durationS * meanPerS,
    independent: true,
  });
}

export const AT_INSTANTS: readonly Family[] = [
  { model: /transient/i, check: transient },
  { model: /M_?t\/\w+\/(inf|∞)/, check: periodic },
  { model: /[MG]\/\w+\/(inf|∞)/, check: infiniteServers },
];
