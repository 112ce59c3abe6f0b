// What the page and the simulation worker say to each other (over comlink).
import type { BacklogSeries } from "../../simulation/results/backlog-series.ts";
import type { BrokerInside } from "../../simulation/results/broker-inside.ts";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import type { BlastRadiusResult, Coupling, DownMode } from "../../simulation/results/coupling.ts";
import type { LatencyBands, LatencyBins, LatencyScope } from "../../simulation/results/latency.ts";
import type { OfferedLoad } from "../../simulation/results/offered-load.ts";
import type { RunResult, WarmupAdvice } from "../../simulation/results/run-result.ts";
import type { SeriesLayout } from "../../simulation/results/series.ts";
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { StabilityMap } from "../../simulation/results/stability-map.ts";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import type { Json, Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";

/** Simulated seconds per wall second, or as fast as it goes. */
export type Speed = number | "max";

export interface RunInfo {
  readonly layout: SeriesLayout;
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly seed: number;
}

export type LoadResult =
  | { readonly ok: true; readonly info: RunInfo; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One live change of the running scenario, as recorded in `changes`. */
export interface AppliedChange {
  readonly atMs: number;
  readonly set: Readonly<Record<string, Json>>;
}

export type WarmupAnswer =
  | { readonly ok: true; readonly advice: WarmupAdvice }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type CampaignAnswer =
  | { readonly ok: true; readonly result: CampaignResult }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type RemediesAnswer =
  | { readonly ok: true; readonly result: CounterfactualResult }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What came of many runs in the background, or why there are none. */
export type StudyAnswer<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type CouplingAnswer =
  | { readonly ok: true; readonly coupling: Coupling }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type AssessmentAnswer =
  | { readonly ok: true; readonly load: OfferedLoad }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Asked of a worker that runs nothing. */
export interface AssessmentWorker {
  /** Offered load and headroom of every node, from the document alone. */
  assess(document: ScenarioDocument): Promise<AssessmentAnswer>;
  /** How journeys hang on nodes, likewise; nodes without breakdowns are up this share of time. */
  couple(document: ScenarioDocument, nodeAvailability: number): Promise<CouplingAnswer>;
}

/** What a campaign draws from; see simulation/analysis/campaign.ts. */
export interface CampaignRequest {
  readonly runs: number;
  readonly seed: number;
  readonly kinds?: readonly string[];
  readonly targets?: readonly string[];
}

/** What a stability map turns; see simulation/analysis/stability-knobs.ts. */
export interface StabilityRequest {
  readonly trigger?: string;
  readonly size?: string;
}

/** Asked of a second worker, so that the run in the first one is left alone. */
export interface PilotWorker {
  /** Runs pilots of the scenario to propose a warm-up. */
  suggestWarmup(document: ScenarioDocument): Promise<WarmupAnswer>;
  /**
   * Runs a campaign of random faults. `onProgress` (a comlink proxy) gets what was found so far after
   * each run; to stop it, end the worker.
   */
  runCampaign(
    document: ScenarioDocument,
    request: CampaignRequest,
    onProgress: (result: CampaignResult) => void,
  ): Promise<CampaignAnswer>;
  /** Tries what would have helped, likewise; `replications` runs of each design. */
  tryRemedies(
    document: ScenarioDocument,
    replications: number,
    onProgress: (result: CounterfactualResult) => void,
  ): Promise<RemediesAnswer>;
  /** Takes each node down in turn, likewise. */
  runBlastRadius(
    document: ScenarioDocument,
    mode: DownMode,
    onProgress: (result: BlastRadiusResult) => void,
  ): Promise<StudyAnswer<BlastRadiusResult>>;
  /**
   * The traces of those of the wanted requests that this scenario offers: their time is simulated once
   * more, from the nearest checkpoint of earlier questions.
   */
  traceRequests(
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
  ): Promise<readonly Trace[]>;
  /** The same as a file of another tool: its text. */
  exportTraces(
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
    format: TraceFormat,
  ): Promise<string>;
  /** Runs load times size of a trigger, likewise. */
  mapStability(
    document: ScenarioDocument,
    request: StabilityRequest,
    onProgress: (result: StabilityMap) => void,
  ): Promise<StudyAnswer<StabilityMap>>;
}

export interface SimulationWorker {
  /** Compiles a scenario and puts the run at time 0, paused. */
  load(document: ScenarioDocument): Promise<LoadResult>;
  /**
   * Starts or resumes. Snapshots arrive at `onSnapshot` of `connect`, each must be acknowledged. Up
   * to the simulated time `catchUpMs` it goes as fast as it can, whatever the speed.
   */
  run(speed: Speed, catchUpMs?: number): Promise<void>;
  pause(): Promise<void>;
  setSpeed(speed: Speed): Promise<void>;
  /** Executes one event while paused and sends a snapshot. */
  step(): Promise<void>;
  /** Back to time 0 with the same scenario. */
  reset(): Promise<void>;
  /** Applies values at the current simulated time; refuses what is structural. */
  change(
    set: Readonly<Record<string, Json>>,
  ): Promise<AppliedChange | { readonly problems: readonly Problem[] }>;
  /** The page has drawn the last snapshot and can take another. */
  acknowledge(): Promise<void>;
  /** Snapshots stop while the page is hidden; the run goes on. */
  setVisible(visible: boolean): Promise<void>;
  /** Totals so far (after the end: of the run). */
  result(): Promise<RunResult>;
  /** Latencies since the warm-up, in the engine's own buckets. */
  latencyBins(scope: LatencyScope): Promise<LatencyBins>;
  /** Latencies of a request type over time, from a window on. */
  latencyBands(type: string, fromWindow: number): Promise<LatencyBands>;
  /** Backlogs of queues, groups and partitions, from a window on. */
  backlogSeries(fromWindow: number): Promise<BacklogSeries>;
  /** A document that leads to this very run, with the changes made since it began. */
  simulated(): Promise<ScenarioDocument>;
  /** Finished requests that can be traced, so far. */
  traceList(): Promise<readonly TraceSummary[]>;
  /** Queues, groups and partitions of these brokers now, by node. */
  brokerInsides(ids: readonly string[]): Promise<Readonly<Record<string, BrokerInside>>>;
  /** Registers the receiver (a comlink proxy). */
  connect(onSnapshot: (snapshot: Snapshot) => void): Promise<void>;
}
