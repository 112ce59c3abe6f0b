// Cases about the number in the system at instants: a run is stopped there and looked at.
import { engine } from "../../../engine/engine.ts";
import { NODE_LIVE_COLUMNS } from "../../../results/snapshot.ts";
import type { ScenarioDocument } from "../../../scenario/document.ts";
import type { Family, Outcome } from "../family.ts";
import { judge, type Metric } from "../judge.ts";
import { exponential, pareto } from "../laws.ts";
import { type Parameters, Unsupported } from "../parameters.ts";
import { firstSeedOf, resolveForRun, runToEnd } from "../replicate.ts";
import { call, client, scenario, station } from "../scenarios.ts";
import { type Estimate, estimateOf } from "../statistics.ts";
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

/** Sample variance with its standard error from the fourth central moment. */
function varianceOf(values: readonly number[]): Estimate {
  const { mean } = meanOf(values);
  const squares = meanOf(values.map((value) => (value - mean) ** 2));
  return { ...squares, mean: (squares.mean * values.length) / (values.length - 1) };
}

function judgeAll(theory: TheoryCase, estimates: Readonly<Record<string, Estimate>>): Outcome {
  const metrics: Metric[] = [];
  const missing: string[] = [];
  for (const expected of expectationsOf(theory)) {
    const estimate = estimates[expected.name];
    if (estimate === undefined) missing.push(expected.name);
    else {
      const judgement = expected.name.startsWith("p_") ? "proportion" : "mean";
      metrics.push(judge(theory.tolerance_rule, expected, estimate, judgement));
    }
  }
  return { metrics, missing };
}

/** From an empty start, at several times, over many independent runs. */
function transient(theory: TheoryCase, params: Parameters): Outcome {
  const ratePerS = params.number("lambda_rps");
  const law = exponential(params.number("service_mean_ms"));
  const timesS = params.numbers("t_s");
  params.finish();
  const document = scenario(
    { clients: client(ratePerS), [NODE]: station(law, 1) },
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
  return judgeAll(theory, estimates);
}

const HOUR_MS = 3_600_000;
/** Far enough apart to be as good as independent: the rule of the reference cases. */
const APART_MS = 10_000;
const LOOKS_PER_RUN = 20_000;

/** Number in an infinite-server station with heavy-tailed service, after an hour's warm-up. */
function infiniteServers(theory: TheoryCase, params: Parameters): Outcome {
  const ratePerS = params.number("lambda_rps");
  const name = params.text("service");
  if (name !== "pareto") throw new Unsupported(`no mapping for the service law "${name}"`);
  const shape = params.number("alpha");
  const law = pareto(shape, (params.number("service_mean_ms") * (shape - 1)) / shape);
  params.finish();
  const document = scenario(
    { clients: client(ratePerS), [NODE]: station(law, null) },
    { [`clients->${NODE}`]: call() },
  );
  const looks = Math.max(LOOKS_PER_RUN, theory.tolerance_rule.min_requests ?? 0);
  const timesMs = Array.from({ length: looks }, (_, i) => HOUR_MS + i * APART_MS);
  const values = valuesAt(document, timesMs, firstSeedOf(theory), 1).map(([value]) => value!);
  const estimates: Record<string, Estimate> = {
    mean_in_flight: meanOf(values),
    variance_in_flight: varianceOf(values),
  };
  for (const { name: metric } of expectationsOf(theory)) {
    const limit = /^p_in_flight_gt_(\d+)$/.exec(metric)?.[1];
    if (limit !== undefined) estimates[metric] = shareOf(values, (value) => value > Number(limit));
  }
  return judgeAll(theory, estimates);
}

export const AT_INSTANTS: readonly Family[] = [
  { model: /^M\/M\/1 transient from empty/, check: transient },
  { model: /^M\/G\/inf/, check: infiniteServers },
];
