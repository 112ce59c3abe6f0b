// The simulation thread: wires the engine, the analysis and the session to the page. All logic is
// in session.ts and pace.ts, which tests drive with a clock of their own.
import { expose, transfer } from "comlink";
import type { Baseline } from "../../simulation/analysis/baseline.ts";
import { startBlastRadius } from "../../simulation/analysis/blast-radius.ts";
import { startCampaign } from "../../simulation/analysis/campaign.ts";
import { startCounterfactuals } from "../../simulation/analysis/counterfactuals.ts";
import { createObserver, type Observer } from "../../simulation/analysis/observer.ts";
import {
  type Engine,
  judged,
  resultSoFar,
  shadowBaseline,
  withBatchMeans,
} from "../../simulation/analysis/run-scenario.ts";
import { startStabilityMap } from "../../simulation/analysis/stability-map.ts";
import { adviseWarmup } from "../../simulation/analysis/warm-up.ts";
import { backlogSeriesOf, recordBacklogs } from "../../simulation/engine/backlog-series.ts";
import { brokerInsidesOf } from "../../simulation/engine/broker-inside.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { compiledKernel } from "../../simulation/engine/kernel.ts";
import {
  latencyBandsOf,
  latencyBinsOf,
  recordBands,
} from "../../simulation/engine/latency-bands.ts";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type {
  Json,
  ResolvedScenario,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import type {
  CampaignAnswer,
  CampaignRequest,
  PilotWorker,
  RemediesAnswer,
  SimulationWorker,
  StudyAnswer,
  WarmupAnswer,
} from "./protocol.ts";
import { REHEARSAL, REHEARSED_MS } from "./rehearsal.ts";
import { type Resolution, Session } from "./session.ts";
import { TraceDesk } from "./trace-desk.ts";

let receive: ((snapshot: Snapshot) => void) | null = null;

function resolve(document: ScenarioDocument): Resolution {
  const result = resolveScenario(document);
  if (!result.ok) return result;
  return { ok: true, scenario: result.scenario, warnings: result.problems };
}

function withValues(
  document: ScenarioDocument,
  set: Readonly<Record<string, Json>>,
): ScenarioDocument {
  let edited = document;
  for (const [path, value] of Object.entries(set)) {
    const result = setPath(edited, path, value);
    if (result.ok) edited = result.document;
  }
  return edited;
}

const baselines = new WeakMap<ResolvedScenario, Baseline | null>();

/** Baseline of an undisturbed run, where the scenario has none of its own; kept for a reset. */
function baselineFor(scenario: ResolvedScenario): Baseline | undefined {
  const known = baselines.get(scenario);
  if (known !== undefined) return known ?? undefined;
  const baseline = shadowBaseline(scenario, scenario.seed, engine);
  baselines.set(scenario, baseline ?? null);
  return baseline;
}

/** What the run began with; another scenario now means that it was changed live. */
let begun: ResolvedScenario | null = null;

function begin(scenario: ResolvedScenario): Observer {
  begun = scenario;
  const baseline = baselineFor(scenario);
  engine.load(scenario);
  return createObserver(scenario, engine.layout(), baseline);
}

function resultOf(scenario: ResolvedScenario, observer: Observer, busyMs: number): RunResult {
  const bare = resultSoFar(engine, observer);
  const result = scenario === begun ? withBatchMeans(bare, engine, scenario) : bare;
  const { recoveryS } = observer.recovery();
  return {
    ...judged(result, scenario, [recoveryS]),
    wallMs: busyMs,
    eventsPerSecond: busyMs > 0 ? (result.events / busyMs) * 1000 : 0,
  };
}

/** Runs pilots in this thread's engine, so it is asked of a worker without a run of its own. */
async function suggestWarmup(document: ScenarioDocument): Promise<WarmupAnswer> {
  const resolved = resolveScenario(document);
  if (!resolved.ok) return { ok: false, problems: resolved.problems };
  return { ok: true, advice: adviseWarmup(resolved.scenario, engine) };
}

/** Runs in this thread's engine, as pilots do. */
async function runCampaign(
  document: ScenarioDocument,
  request: CampaignRequest,
  onProgress: (result: CampaignResult) => void,
): Promise<CampaignAnswer> {
  const started = startCampaign(document, request);
  if (!started.ok) return started;
  const { campaign } = started;
  while (campaign.next(engine)) onProgress(campaign.result());
  return { ok: true, result: campaign.result() };
}

/** Runs in this thread's engine, as pilots do. */
async function tryRemedies(
  document: ScenarioDocument,
  replications: number,
  onProgress: (result: CounterfactualResult) => void,
): Promise<RemediesAnswer> {
  const started = startCounterfactuals(document, { replications });
  if (!started.ok) return started;
  const { counterfactuals } = started;
  while (counterfactuals.next(engine)) onProgress(counterfactuals.result());
  return { ok: true, result: counterfactuals.result() };
}

interface Study<Result> {
  readonly next: (engine: Engine) => boolean;
  readonly result: () => Result;
}

/** Runs in this thread's engine, as pilots do. */
function studied<Result>(
  study: Study<Result>,
  onProgress: (result: Result) => void,
): StudyAnswer<Result> {
  while (study.next(engine)) onProgress(study.result());
  return { ok: true, result: study.result() };
}

/** Works in this thread's engine, as pilots do, but keeps the run for the next question. */
const desk = new TraceDesk(engine, resolve, () => {
  recordBands(false);
  recordBacklogs(false);
});

/** A task of its own, so that waiting messages are taken first; timers cannot be this prompt. */
const turn = new MessageChannel();
const turns: (() => void)[] = [];
turn.port1.onmessage = () => turns.shift()?.();

function later(callback: () => void, delayMs: number): void {
  if (delayMs > 0) {
    setTimeout(callback, delayMs);
    return;
  }
  turns.push(callback);
  turn.port2.postMessage(null);
}

function send(snapshot: Snapshot): void {
  const { rows, live, particles, states } = snapshot;
  const buffers = [rows.buffer, live.buffer, particles.buffer, states.buffer] as ArrayBuffer[];
  receive?.(transfer(snapshot, [...new Set(buffers)]));
}

/** Gives the arrays of an answer away instead of copying them. */
function handOver<Answer extends object>(answer: Answer): Answer {
  const arrays = Object.values(answer).filter((value) => ArrayBuffer.isView(value));
  return transfer(
    answer,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

const session = new Session<Observer>({
  engine,
  resolve,
  withValues,
  begin,
  resultOf,
  wallMs: () => performance.now(),
  later,
  send,
});

const worker: SimulationWorker & PilotWorker = {
  load: (document) => session.load(document),
  run: (speed, catchUpMs) => session.run(speed, catchUpMs),
  pause: () => session.pause(),
  setSpeed: (speed) => session.setSpeed(speed),
  step: () => session.step(),
  reset: () => session.reset(),
  change: (set) => session.change(set),
  acknowledge: () => session.acknowledge(),
  setVisible: (visible) => session.setVisible(visible),
  result: () => session.result(),
  latencyBins: async (scope) => handOver(latencyBinsOf(engine.layout(), scope)),
  backlogSeries: async (from) => handOver(backlogSeriesOf(from)),
  latencyBands: async (type, from) => handOver(latencyBandsOf(engine.layout(), type, from)),
  brokerInsides: async (ids) => brokerInsidesOf(engine.layout(), ids),
  suggestWarmup,
  runCampaign,
  tryRemedies,
  runBlastRadius: async (document, mode, onProgress) => {
    const started = startBlastRadius(document, { mode });
    return started.ok ? studied(started.blast, onProgress) : started;
  },
  traceList: async () => engine.traceList(),
  traceRequests: async (document, wanted) => desk.traces(document, wanted),
  exportTraces: async (document, wanted, format) => desk.textOf(document, wanted, format),
  simulated: () => session.simulated(),
  mapStability: async (document, request, onProgress) => {
    const started = startStabilityMap(document, request);
    return started.ok ? studied(started.sweep, onProgress) : started;
  },
  connect: async (onSnapshot) => {
    receive = onSnapshot;
  },
};

/** Compiles the engine before it is needed, and says in the browser's timeline which one there is. */
function prepareKernel(): void {
  const start = performance.now();
  const kernel = compiledKernel();
  const detail = typeof kernel === "string" ? `js: ${kernel}` : kernel.name;
  performance.measure("kernel", { start, detail });
}

/**
 * Checks and simulates a small design while nothing else is asked: what that builds on the way is
 * there when the first scenario comes.
 */
function rehearse(): void {
  if (begun !== null) return;
  const resolved = resolveScenario(REHEARSAL);
  if (!resolved.ok) throw new Error(resolved.problems[0]?.message);
  engine.load(resolved.scenario);
  engine.run(REHEARSED_MS, Number.POSITIVE_INFINITY);
}

recordBands(true);
recordBacklogs(true);
prepareKernel();
expose(worker);
later(rehearse, 0);
