// Runs a scenario to its end and judges it: what the command, sweeps and tests call. No wall clock:
// `wallMs` and `eventsPerSecond` are 0 until the caller fills them in.
import { estimateMean } from "../metrics/confidence.ts";
import { ONE_INSTANT } from "../results/early-end.ts";
import type { EnginePort } from "../results/engine-port.ts";
import type { Maybe, RunResult } from "../results/run-result.ts";
import type { RunSample } from "../results/run-sample.ts";
import { sampleWarningsOf } from "../results/sample-size.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { type Baseline, shadowScenario } from "./baseline.ts";
import { batchMeansOf } from "./batch-means.ts";
import { withRatios } from "./derived-ratios.ts";
import { createObserver, type Observer } from "./observer.ts";
import { recoveryResultOf } from "./recovery.ts";
import { Replications } from "./replications.ts";
import { sampleOf } from "./samples.ts";
import { judgeSlos, type SloOptions, valueAt } from "./slo.ts";
import { steadyUntilMs } from "./steady-state.ts";

export type Engine = EnginePort<ResolvedScenario>;

export interface RunOptions {
  /** Seed of the first replication; the r-th runs with seed + r. Default: the scenario's. */
  readonly seed?: number;
  /** Independent runs, 1 or more. */
  readonly replications?: number;
  /** SLOs need their whole 95 % interval on the right side. */
  readonly strict?: boolean;
  /** Asked before each replication but the first; true: there is no more time. */
  readonly isOver?: () => boolean;
  /** Told of each replication while its run still stands in the engine. */
  readonly afterEach?: (result: RunResult) => void;
}

/** Events between two visits of the observer; also bounds the rows it is handed at once. */
const SLICE_EVENTS = 2_000_000;

/** Runs what is loaded to its own end, shows the observer every window and looks at the instants. */
function runToEnd(
  engine: Engine,
  observer: Observer | null,
  sampleAtMs: readonly number[] = [],
): RunSample[] {
  const samples: RunSample[] = [];
  let seen = 0;
  for (;;) {
    const atMs = sampleAtMs[samples.length];
    const stop = engine.run(atMs ?? Infinity, SLICE_EVENTS);
    const windows = engine.windowCount();
    if (observer !== null && windows > seen) observer.push(engine.viewRows(seen));
    seen = windows;
    if (stop.kind === "budget") continue;
    // An instant at the very end ends the run as well.
    if (atMs !== undefined && engine.nowMs() === atMs) samples.push(sampleOf(engine, atMs));
    if (stop.kind === "time") continue;
    observer?.finish(stop.kind === "cap" && stop.cap === ONE_INSTANT);
    return samples;
  }
}

/**
 * The baseline of the undisturbed run, where the scenario disturbs itself too early to have one of
 * its own. Leaves that run loaded in the engine: load the scenario after it.
 */
export function shadowBaseline(
  scenario: ResolvedScenario,
  seed: number,
  engine: Engine,
): Baseline | undefined {
  const shadow = shadowScenario(scenario);
  if (shadow === null) return undefined;
  engine.load(shadow, seed);
  const observer = createObserver(shadow, engine.layout());
  runToEnd(engine, observer);
  return observer.baseline();
}

function watchedBy(
  observer: Observer,
  { failedAt }: Pick<RunResult, "failedAt">,
): Pick<RunResult, "cascade" | "story" | "recovery" | "blame" | "alerts"> {
  const cascade = observer.cascade();
  const alerts = observer.alerts();
  const spreadMs = (cascade.at(-1)?.atS ?? Number.NaN) * 1000;
  return {
    cascade,
    story: observer.story(),
    recovery: recoveryResultOf(observer.recovery(), spreadMs),
    blame: observer.blame(failedAt),
    ...(alerts.length === 0 ? {} : { alerts }),
  };
}

/** Result of the run in the engine as it stands, not judged yet. */
export function resultSoFar(engine: Engine, observer: Observer | null): RunResult {
  const totals = withRatios(engine.totals());
  return {
    ...totals,
    replications: 1,
    wallMs: 0,
    eventsPerSecond: 0,
    slos: [],
    cascade: [],
    ...(observer === null ? {} : watchedBy(observer, totals)),
  };
}

/**
 * The result of the run in the engine with intervals by batch means, where load and system stayed as
 * they are for the whole run and it is long enough for 20 batches; else the result as it is.
 */
export function withBatchMeans(
  result: RunResult,
  engine: Engine,
  scenario: ResolvedScenario,
): RunResult {
  if (scenario.drain || steadyUntilMs(scenario) < engine.nowMs()) return result;
  const at = (...path: readonly string[]): Maybe => valueAt(result, path);
  const batches = batchMeansOf(engine.layout(), engine.viewRows(0), result.warmupS * 1000, at);
  return batches === null ? result : { ...result, batchMeans: batches };
}

/** Queues and groups by consumer, as `broker/queue`. */
function consumedBy(scenario: ResolvedScenario): Readonly<Record<string, readonly string[]>> {
  const consumed: Record<string, string[]> = {};
  for (const { sort, from, to, values } of scenario.edges) {
    if (sort !== "deliver") continue;
    const name = values.queue ?? values.group;
    consumed[to] = [...(consumed[to] ?? []), `${from}/${name}`];
  }
  return consumed;
}

/** Mean time to recover; none as soon as one of the runs has not recovered. */
function recoveryOf(recovery: readonly Maybe[]): Pick<SloOptions, "recoveryS"> {
  const times = recovery.filter((time) => time !== null);
  if (times.length === 0 || times.length < recovery.length) return { recoveryS: null };
  const { mean, halfWidth } = estimateMean(times);
  const interval = times.length > 1 ? { recoveryHalfWidthS: halfWidth } : {};
  return { recoveryS: mean, ...interval };
}

/** The result with its objectives judged and warnings where too few samples stand behind numbers. */
export function judged(
  result: RunResult,
  scenario: ResolvedScenario,
  recovery: readonly Maybe[],
  strict = false,
): RunResult {
  const options = { ...recoveryOf(recovery), consumes: consumedBy(scenario), strict };
  const slos = judgeSlos(result, scenario.slos, options);
  const unsure = slos.filter(({ value, halfWidth }) => value !== null && halfWidth === undefined);
  const warnings = [...result.warnings, ...sampleWarningsOf(result)];
  if (strict && unsure.length > 0) {
    const names = unsure.map(({ expr }) => expr).join(", ");
    warnings.push(`Judged without an interval that could be relied on: ${names}.`);
  }
  return { ...result, warnings, slos };
}

export interface Watched {
  readonly result: RunResult;
  readonly recoveryS: Maybe;
}

/** One run, and how long it took to recover; watched only where asked for. */
export function runOnce(
  scenario: ResolvedScenario,
  seed: number,
  engine: Engine,
  observe: boolean,
): Watched {
  const baseline = observe ? shadowBaseline(scenario, seed, engine) : undefined;
  engine.load(scenario, seed);
  const observer = observe ? createObserver(scenario, engine.layout(), baseline) : null;
  const samples = runToEnd(engine, observer, scenario.sampleAtMs);
  const result = resultSoFar(engine, observer);
  return {
    result: samples.length > 0 ? { ...result, samples } : result,
    recoveryS: observer?.recovery().recoveryS ?? null,
  };
}

/** Runs the scenario, `replications` times, and judges its SLOs on the means. */
export function runScenario(
  scenario: ResolvedScenario,
  options: RunOptions,
  engine: Engine,
): RunResult {
  const seed = options.seed ?? scenario.seed;
  const count = Math.max(1, options.replications ?? 1);
  const asksRecovery = scenario.slos.some(({ expr }) => expr.trimStart().startsWith("recovery"));
  const replications = new Replications();
  const recovery: Maybe[] = [];
  for (let run = 0; run < count; run++) {
    if (run > 0 && options.isOver?.() === true) break;
    // The cascade shown is the first replication's; the others are only watched if judged by it.
    const observe = run === 0 || asksRecovery;
    const { result, recoveryS } = runOnce(scenario, seed + run, engine, observe);
    replications.add(result);
    options.afterEach?.(result);
    if (observe && result.endedEarly === null) recovery.push(recoveryS);
  }
  const combined = replications.combined();
  const result = count === 1 ? withBatchMeans(combined, engine, scenario) : combined;
  return judged(result, scenario, recovery, options.strict);
}
