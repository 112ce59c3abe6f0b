// Loading, leaving and following a run. The worker is handed in by the app, so that the store can
// be tested with any stand-in of the protocol.
import type { Snapshot } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { SimulationWorker } from "../worker/protocol.ts";
import {
  appendRows,
  appendStates,
  emptyRows,
  emptyStates,
  type RunRows,
  type StateWindows,
} from "./run-rows.ts";
import { designHash } from "./scenario-port.ts";
import {
  INITIAL_RUN,
  type ParticleBatch,
  patchRun,
  type RunState,
  studio,
} from "./studio-store.ts";

/** Numbers on the canvas and in tables are read, not watched: 5 a second. */
const PUBLISH_EVERY_MS = 200;

let worker: SimulationWorker | null = null;
/** Counts loads, so that an answer to an older one is dropped. */
let loads = 0;
let accepting = false;
let rows: RunRows | null = null;
let states: StateWindows = emptyStates(0);
let publishedAtMs = 0;
const particleListeners = new Set<(batch: ParticleBatch) => void>();

export function attachWorker(port: SimulationWorker): void {
  worker = port;
}

export function attachedWorker(): SimulationWorker {
  if (!worker) throw new Error("No simulation worker is attached to the store.");
  return worker;
}

export function isAttached(): boolean {
  return worker !== null;
}

/** Sampled messages of each snapshot; gives the way to stop listening. */
export function listenToParticles(listener: (batch: ParticleBatch) => void): () => void {
  particleListeners.add(listener);
  return () => particleListeners.delete(listener);
}

export function failRun(message: string): void {
  accepting = false;
  patchRun({ status: "failed", message });
}

/** What survives from run to run. */
function freshRun(): RunState {
  const { requestedSpeed } = studio.getState().run;
  return { ...INITIAL_RUN, requestedSpeed };
}

/** Forgets the run, as when another document is opened. */
export function leaveRun(): void {
  loads += 1;
  accepting = false;
  const wasBusy = studio.getState().run.status === "running";
  studio.setState({ run: freshRun() });
  if (wasBusy && worker) void worker.pause();
}

/** Compiles the document in the worker; true if the run stands ready at time 0. */
export async function loadRun(): Promise<boolean> {
  loads += 1;
  const load = loads;
  accepting = false;
  const document = studio.getState().document.document;
  studio.setState({ run: { ...freshRun(), status: "loading" } });
  const result = await attachedWorker().load(document);
  if (load !== loads) return false;
  if (!result.ok) {
    const first = result.problems.find((problem) => problem.severity === "error");
    patchRun({ status: "failed", message: first?.message ?? "The scenario has errors." });
    return false;
  }
  rows = emptyRows(result.info.layout);
  states = emptyStates(result.info.layout.nodeIds.length);
  publishedAtMs = 0;
  accepting = true;
  patchRun({ status: "paused", info: result.info, rows, states, runningDocument: document });
  return true;
}

function isInProgress(run: RunState): boolean {
  return run.status === "running" || run.status === "paused";
}

/** Compares the edited document with the one that runs; equal again after an undo. */
export function noteDesign(document: ScenarioDocument): void {
  const { run } = studio.getState();
  if (!run.runningDocument || !isInProgress(run)) return;
  const designChanged = designHash(document) !== designHash(run.runningDocument);
  if (designChanged !== run.designChanged) patchRun({ designChanged });
}

function phaseAfter(snapshot: Snapshot, run: RunState): Partial<RunState> {
  switch (snapshot.status.kind) {
    case "running":
      return { status: run.status === "paused" ? "paused" : "running" };
    case "finished":
      return {
        status: "finished",
        digest: snapshot.status.digest,
        endedEarly: snapshot.status.endedEarly,
        endedOver: snapshot.status.endedOver ?? null,
      };
    case "failed":
      return { status: "failed", message: snapshot.status.message };
  }
}

/** Takes a snapshot over: rows at once, what people read at most every PUBLISH_EVERY_MS. */
export function receiveSnapshot(snapshot: Snapshot, wallMs: number): void {
  if (!accepting || !rows) return;
  rows = appendRows(rows, snapshot.firstRow, snapshot.rows);
  states = appendStates(states, snapshot.firstState, snapshot.states, snapshot.analysisWindowMs);
  const { run } = studio.getState();
  const clock: Partial<RunState> = {
    nowMs: snapshot.nowMs,
    speed: snapshot.speed,
    events: snapshot.events,
    ...phaseAfter(snapshot, run),
  };
  const isFirst = snapshot.firstRow === 0 && snapshot.rows.length > 0;
  const due =
    isFirst ||
    wallMs - publishedAtMs >= PUBLISH_EVERY_MS ||
    run.status !== "running" ||
    snapshot.status.kind !== "running";
  if (due) publishedAtMs = wallMs;
  patchRun(
    due
      ? {
          ...clock,
          live: snapshot.live,
          rows,
          states,
          cascade: snapshot.cascade,
          story: snapshot.story,
          alerts: snapshot.alerts ?? [],
          particleRatio: snapshot.particleRatio,
        }
      : clock,
  );
  for (const listener of particleListeners) listener(snapshot);
}
