// The page's side of the worker: starts it, takes snapshots, and says when it can take the next.
import { proxy, wrap } from "comlink";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import type { BlastRadiusResult, DownMode } from "../../simulation/results/coupling.ts";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { StabilityMap } from "../../simulation/results/stability-map.ts";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { takeEarlyWorker } from "./early-worker.ts";
import { newWorker } from "./new-worker.ts";
import type {
  AssessmentAnswer,
  AssessmentWorker,
  CampaignAnswer,
  CampaignRequest,
  CouplingAnswer,
  PilotWorker,
  RemediesAnswer,
  SimulationWorker,
  StabilityRequest,
  StudyAnswer,
  WarmupAnswer,
} from "./protocol.ts";

export interface WorkerClient {
  readonly port: SimulationWorker;
  /** Ends the worker and its listeners. */
  readonly close: () => void;
}

/** All that a worker offers answers with promises, so from afar it has the type that it has there. */
function portOf<Offered>(worker: Worker): Offered {
  return wrap<Offered>(worker) as unknown as Offered;
}

let assessor: AssessmentWorker | null = null;

/** Starts with the first question and stays. */
function assessmentWorker(): AssessmentWorker {
  assessor ??= portOf<AssessmentWorker>(
    new Worker(new URL("./assessment.worker.ts", import.meta.url), {
      type: "module",
      name: "assessment",
    }),
  );
  return assessor;
}

/** Offered load and headroom. */
export function assess(document: ScenarioDocument): Promise<AssessmentAnswer> {
  return assessmentWorker().assess(document);
}

/** How journeys hang on nodes, as drawn. */
export function couple(
  document: ScenarioDocument,
  nodeAvailability: number,
): Promise<CouplingAnswer> {
  return assessmentWorker().couple(document, nodeAvailability);
}

let tracer: PilotWorker | null = null;

/** Traces, from a worker that stays: it keeps the run that it was asked about. */
export function traceRequests(
  document: ScenarioDocument,
  wanted: readonly TraceSummary[],
): Promise<readonly Trace[]> {
  tracer ??= portOf<PilotWorker>(newWorker());
  return tracer.traceRequests(document, wanted);
}

/** The same as a file of another tool. */
export function exportTraces(
  document: ScenarioDocument,
  wanted: readonly TraceSummary[],
  format: TraceFormat,
): Promise<string> {
  tracer ??= portOf<PilotWorker>(newWorker());
  return tracer.exportTraces(document, wanted, format);
}

export interface BackgroundRuns<Answer> {
  readonly answer: Promise<Answer>;
  readonly stop: () => void;
}

/** Runs in a worker of their own, which ends with its answer or when it is stopped. */
function inBackground<Answer>(ask: (port: PilotWorker) => Promise<Answer>): BackgroundRuns<Answer> {
  const worker = newWorker();
  const answer = new Promise<Answer>((resolve, refuse) => {
    worker.addEventListener("error", (event) => {
      refuse(new Error(event.message || "The worker did not start."));
    });
    const port = portOf<PilotWorker>(worker);
    ask(port).then(resolve, refuse);
  }).finally(() => worker.terminate());
  return { answer, stop: () => worker.terminate() };
}

/** Pilot runs. */
export function suggestWarmup(document: ScenarioDocument): Promise<WarmupAnswer> {
  return inBackground((port) => port.suggestWarmup(document)).answer;
}

/** A campaign of faults. */
export function runCampaign(
  document: ScenarioDocument,
  request: CampaignRequest,
  onProgress: (result: CampaignResult) => void,
): BackgroundRuns<CampaignAnswer> {
  return inBackground((port) => port.runCampaign(document, request, proxy(onProgress)));
}

/** What would have helped, `replications` runs of each change. */
export function tryRemedies(
  document: ScenarioDocument,
  replications: number,
  onProgress: (result: CounterfactualResult) => void,
): BackgroundRuns<RemediesAnswer> {
  return inBackground((port) => port.tryRemedies(document, replications, proxy(onProgress)));
}

/** Each node down in turn. */
export function runBlastRadius(
  document: ScenarioDocument,
  mode: DownMode,
  onProgress: (result: BlastRadiusResult) => void,
): BackgroundRuns<StudyAnswer<BlastRadiusResult>> {
  return inBackground((port) => port.runBlastRadius(document, mode, proxy(onProgress)));
}

/** Load times size of a trigger. */
export function mapStability(
  document: ScenarioDocument,
  request: StabilityRequest,
  onProgress: (result: StabilityMap) => void,
): BackgroundRuns<StudyAnswer<StabilityMap>> {
  return inBackground((port) => port.mapStability(document, request, proxy(onProgress)));
}

/**
 * Starts a worker. `receive` gets each snapshot; the worker is told to go on once the page had a
 * frame to draw it. `fail` hears of a worker that died or could not be started.
 */
export function startWorker(
  receive: (snapshot: Snapshot) => void,
  fail: (message: string) => void,
): WorkerClient {
  const early = takeEarlyWorker();
  const worker = early?.worker ?? newWorker();
  worker.addEventListener("error", (event) => fail(event.message || "The worker did not start."));
  if (early?.failure) queueMicrotask(() => fail(early.failure ?? ""));
  const port = portOf<SimulationWorker>(worker);
  const take = (snapshot: Snapshot): void => {
    receive(snapshot);
    requestAnimationFrame(() => void port.acknowledge());
  };
  port.connect(proxy(take)).catch((error: unknown) => fail(String(error)));
  const tellVisibility = (): void => {
    void port.setVisible(document.visibilityState === "visible");
  };
  document.addEventListener("visibilitychange", tellVisibility);
  return {
    port,
    close: () => {
      document.removeEventListener("visibilitychange", tellVisibility);
      worker.terminate();
    },
  };
}
