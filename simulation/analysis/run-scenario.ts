// Runs a scenario to its end and judges it: what the command, sweeps and tests call. No wall clock:
// `wallMs` and `eventsPerSecond` are 0 until the caller fills them in.
import type { EnginePort } from "../results/engine-port.ts";
import type { Maybe, RunResult } from "../results/run-result.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { type Baseline, shadowScenario } from "./baseline.ts";
import { createObserver, type Observer } from "./observer.ts";
import { combineReplications } from "./replications.ts";
import { judgeSlos } from "./slo.ts";

export type Engine = EnginePort<ResolvedScenario>;

export interface RunOptions {
  /** Seed of the first replication; the r-th runs with seed + r. Default: the scenario's. */
  readonly seed?: number;
  /** Independent runs, 1 or more. */
  readonly replications?: number;
  /** SLOs need their whole 95 % interval on the right side. */
  readonly strict?: boolean;
}

/** Events between two visits of the observer; also bounds the rows it is handed at once. */
const SLICE_EVENTS = 2_000_000;

/** Runs what is loaded to its own end and shows the observer every window. */
function runToEnd(engine: Engine, observer: Observer | null): void {
  let seen = 0;
  for (;;) {
    const stop = engine.run(Infinity, SLICE_EVENTS);
    const windows = engine.windowCount();
    if (observer !== null && windows > seen) observer.push(engine.rows(seen));
    seen = windows;
    if (stop.kind !== "budget") break;
  }
  observer?.finish();
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

interface Watched {
  readonly result: RunResult;
  readonly recoveryS: Maybe;
}

function runOnce(
  scenario: ResolvedScenario,
  seed: number,
  engine: Engine,
  observe: boolean,
): Watched {
  const baseline = observe ? shadowBaseline(scenario, seed, engine) : undefined;
  engine.load(scenario, seed);
  const observer = observe ? createObserver(scenario, engine.layout(), baseline) : null;
  runToEnd(engine, observer);
  const result: RunResult = {
    ...engine.totals(),
    replications: 1,
    wallMs: 0,
    eventsPerSecond: 0,
    slos: [],
    cascade: observer?.cascade() ?? [],
  };
  return { result, recoveryS: observer?.recovery().recoveryS ?? null };
}

/** Mean over the replications; null as soon as one of them has not recovered. */
function meanRecoveryS(runs: readonly Watched[]): Maybe {
  let sum = 0;
  for (const { recoveryS } of runs) {
    if (recoveryS === null) return null;
    sum += recoveryS;
  }
  return sum / runs.length;
}

/** Runs the scenario, `replications` times, and judges its SLOs on the means. */
export function runScenario(
  scenario: ResolvedScenario,
  options: RunOptions,
  engine: Engine,
): RunResult {
  const seed = options.seed ?? scenario.seed;
  const replications = Math.max(1, options.replications ?? 1);
  const asksRecovery = scenario.slos.some(({ expr }) => expr.trimStart().startsWith("recovery"));
  const runs = Array.from({ length: replications }, (_, index) =>
    // The cascade shown is the first replication's; the others are only watched if judged by it.
    runOnce(scenario, seed + index, engine, index === 0 || asksRecovery),
  );
  const combined = combineReplications(runs.map((run) => run.result));
  const recoveryS = meanRecoveryS(asksRecovery ? runs : runs.slice(0, 1));
  const slos = judgeSlos(combined, scenario.slos, { recoveryS, strict: options.strict ?? false });
  return { ...combined, slos };
}
