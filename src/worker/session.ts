// One run in the worker: runs the engine in slices of wall time, lets messages in between, and
// sends snapshots. Engine, observer and clock are handed in; a session knows none of them by name.

import type { AlertResult } from "../../simulation/results/alert-result.ts";
import { ONE_INSTANT } from "../../simulation/results/early-end.ts";
import type { EnginePort, RunControl, RunStop } from "../../simulation/results/engine-port.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import {
  PARTICLE_STRIDE,
  type RunStatus,
  type Snapshot,
  type StorySentence,
} from "../../simulation/results/snapshot.ts";
import type { CascadeStep } from "../../simulation/results/story.ts";
import type {
  Json,
  Problem,
  ResolvedScenario,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import {
  achievedSpeed,
  ChunkSize,
  Pace,
  ParticleThinning,
  SLICE_MS,
  SnapshotGate,
} from "./pace.ts";
import type { AppliedChange, LoadResult, SimulationWorker, Speed } from "./protocol.ts";

/** Follows the series and says what they mean. */
export interface SessionObserver {
  readonly analysisWindowMs: number;
  /** Whole series rows back to back, in order; may not keep them. */
  push(rows: Float64Array): void;
  /** The run is over; `isStuck`: time stands still. */
  finish(isStuck?: boolean): void;
  /** Takes over parameters that changed at `atMs`; rows up to there may still come. */
  update(scenario: ResolvedScenario, atMs: number): void;
  /** Analysis windows judged so far. */
  windowCount(): number;
  /** State codes of all nodes from that window on. */
  states(from?: number): Uint8Array;
  cascade(): readonly CascadeStep[];
  story(): readonly StorySentence[];
  alerts?(): readonly AlertResult[];
}

export type Resolution =
  | {
      readonly ok: true;
      readonly scenario: ResolvedScenario;
      readonly warnings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface SessionParts<O extends SessionObserver> {
  readonly engine: EnginePort<ResolvedScenario> &
    Pick<RunControl<ResolvedScenario>, "endEarly" | "whyNotChange">;
  readonly resolve: (document: ScenarioDocument) => Resolution;
  /** The document with values set by path. */
  readonly withValues: (
    document: ScenarioDocument,
    set: Readonly<Record<string, Json>>,
  ) => ScenarioDocument;
  /** Puts the engine at time 0 of the scenario and gives an observer for the run. */
  readonly begin: (scenario: ResolvedScenario) => O;
  /** Totals so far, judged. `busyMs` is the wall time the engine worked. */
  readonly resultOf: (scenario: ResolvedScenario, observer: O, busyMs: number) => RunResult;
  /** Wall time, ms. */
  readonly wallMs: () => number;
  /** Calls back after other messages had their turn, not before `delayMs`. */
  readonly later: (callback: () => void, delayMs: number) => void;
  readonly send: (snapshot: Snapshot) => void;
}

interface Loaded<O> {
  /** The design in force: as loaded, with the live changes since. */
  document: ScenarioDocument;
  scenario: ResolvedScenario;
  observer: O;
}

/** Longer than this the first snapshot does not wait for a row of the series, ms. */
const FIRST_ROW_MS = 150;
/** Pause between two slices when the engine is ahead of the clock, ms. */
const REST_MS = 8;

/** Wall time that the engine may work on one run, ms: a forgotten page must not work for ever. */
const WORK_LIMIT_MS = 3_600_000;

export class Session<O extends SessionObserver>
  implements
    Omit<
      SimulationWorker,
      "connect" | "latencyBins" | "latencyBands" | "backlogSeries" | "brokerInsides" | "traceList"
    >
{
  private readonly parts: SessionParts<O>;
  private loaded: Loaded<O> | null = null;
  private readonly pace = new Pace();
  private readonly chunk = new ChunkSize();
  private readonly gate = new SnapshotGate();
  private readonly thinning = new ParticleThinning();
  private going = false;
  /** Each start has its number, so that a slice of an earlier start stops by itself. */
  private starts = 0;
  private rowsSent = 0;
  private statesSent = 0;
  private sentNowMs = 0;
  private sentWallMs = 0;
  private status: RunStatus = { kind: "running" };
  private busyMs = 0;
  /** What was loaded, with each change since at its time. */
  private played: ScenarioDocument | null = null;
  /** Simulated time that is reached first, at full speed and without snapshots. */
  private catchUpMs = 0;
  /** A snapshot of a rare event waits until the page can take it. */
  private owesSnapshot = false;

  constructor(parts: SessionParts<O>) {
    this.parts = parts;
  }

  async load(document: ScenarioDocument): Promise<LoadResult> {
    this.stop();
    const resolution = this.parts.resolve(document);
    if (!resolution.ok) return resolution;
    const { scenario, warnings } = resolution;
    this.loaded = { document, scenario, observer: this.parts.begin(scenario) };
    this.played = document;
    this.rewind();
    const layout = this.parts.engine.layout();
    this.thinning.spreadOver(layout.edgeIds.length);
    const { durationMs, warmupMs, seed } = scenario;
    return { ok: true, info: { layout, durationMs, warmupMs, seed }, warnings };
  }

  private rewind(): void {
    this.rowsSent = 0;
    this.statesSent = 0;
    this.sentNowMs = 0;
    this.sentWallMs = this.parts.wallMs();
    this.busyMs = 0;
    this.status = { kind: "running" };
    this.owesSnapshot = false;
    this.gate.acknowledged();
  }

  private stop(): void {
    this.going = false;
    this.starts += 1;
  }

  async run(speed: Speed, catchUpMs = 0): Promise<void> {
    if (!this.loaded || this.status.kind !== "running") return;
    this.stop();
    this.going = true;
    this.catchUpMs = catchUpMs;
    const wallMs = this.parts.wallMs();
    this.pace.start(speed, this.parts.engine.nowMs(), wallMs);
    this.sentNowMs = this.parts.engine.nowMs();
    this.sentWallMs = wallMs;
    this.continueAfter(0);
  }

  async pause(): Promise<void> {
    this.stop();
    this.report();
  }

  async setSpeed(speed: Speed): Promise<void> {
    this.pace.start(speed, this.parts.engine.nowMs(), this.parts.wallMs());
  }

  async step(): Promise<void> {
    if (!this.loaded || this.going || this.status.kind !== "running") return;
    this.advance(this.loaded, Number.POSITIVE_INFINITY, 1);
    this.report();
  }

  async reset(): Promise<void> {
    if (!this.loaded) return;
    this.stop();
    this.loaded.observer = this.parts.begin(this.loaded.scenario);
    this.played = this.loaded.document;
    this.rewind();
  }

  async change(
    set: Readonly<Record<string, Json>>,
  ): Promise<AppliedChange | { readonly problems: readonly Problem[] }> {
    const { loaded, parts } = this;
    if (!loaded) return { problems: [refusal("Nothing is loaded.")] };
    const document = parts.withValues(loaded.document, set);
    const resolution = parts.resolve(document);
    if (!resolution.ok) return resolution;
    // All events of this instant come first, so that a replay meets the change at the same point.
    parts.engine.run(parts.engine.nowMs(), Number.POSITIVE_INFINITY);
    const reason = parts.engine.whyNotChange(resolution.scenario);
    if (reason !== null) return { problems: [refusal(reason)] };
    parts.engine.change(resolution.scenario);
    loaded.document = document;
    loaded.scenario = resolution.scenario;
    const atMs = parts.engine.nowMs();
    // The rows it has seen so far may end seconds earlier.
    loaded.observer.update(resolution.scenario, atMs);
    this.played = withChange(this.played ?? document, atMs, set);
    return { atMs, set };
  }

  /** A document that leads to this very run, changes made live included. */
  async simulated(): Promise<ScenarioDocument> {
    if (!this.played) throw new Error("Nothing is loaded.");
    return this.played;
  }

  async acknowledge(): Promise<void> {
    this.gate.acknowledged();
    if (this.owesSnapshot) this.report();
  }

  async setVisible(visible: boolean): Promise<void> {
    this.gate.setVisible(visible);
    if (visible) this.report();
  }

  async result(): Promise<RunResult> {
    if (!this.loaded) throw new Error("Nothing is loaded.");
    const { scenario, observer } = this.loaded;
    return this.parts.resultOf(scenario, observer, this.busyMs);
  }

  private continueAfter(delayMs: number): void {
    const start = this.starts;
    this.parts.later(() => {
      if (start === this.starts) this.slice();
    }, delayMs);
  }

  private isCatchingUp(): boolean {
    return this.parts.engine.nowMs() < this.catchUpMs;
  }

  /** One slice of work; then a snapshot if one is due, and the next slice. */
  private slice(): void {
    if (!this.loaded) return;
    const begin = this.parts.wallMs();
    let ahead = false;
    if (this.isCatchingUp()) this.pace.catchUp(this.catchUpMs, begin);
    if (this.busyMs >= WORK_LIMIT_MS) this.parts.engine.endEarly("wall time");
    while (!ahead && this.status.kind === "running") {
      const before = this.parts.wallMs();
      if (before - begin >= SLICE_MS) break;
      ahead = this.advance(this.loaded, this.pace.targetMs(before), this.chunk.events);
    }
    const end = this.parts.wallMs();
    this.busyMs += end - begin;
    this.pace.reached(this.parts.engine.nowMs(), end);
    if (this.status.kind !== "running") {
      this.stop();
      this.report();
      return;
    }
    if (this.gate.isOpen(end) && !this.isCatchingUp() && this.hasValues(end))
      this.sendSnapshot(end);
    this.continueAfter(ahead ? REST_MS : 0);
  }

  /** The first snapshot has something to show: it waits a little for the first row. */
  private hasValues(wallMs: number): boolean {
    if (this.rowsSent > 0 || this.parts.engine.windowCount() > 0) return true;
    return wallMs - this.sentWallMs >= FIRST_ROW_MS;
  }

  /** Runs up to a time or a number of events; true if the time was reached. */
  private advance(loaded: Loaded<O>, targetMs: number, maxEvents: number): boolean {
    const { engine } = this.parts;
    const untilMs = Math.min(targetMs, loaded.scenario.durationMs);
    const eventsBefore = engine.events();
    const wallBefore = this.parts.wallMs();
    try {
      const stop = engine.run(untilMs, maxEvents);
      this.chunk.learn(engine.events() - eventsBefore, this.parts.wallMs() - wallBefore);
      const atEnd = stop.kind === "time" && untilMs >= loaded.scenario.durationMs;
      if (stop.kind === "end" || stop.kind === "cap" || (atEnd && !loaded.scenario.drain)) {
        this.status = { kind: "finished", digest: engine.digest(), ...earlyEndOf(stop) };
      }
      return stop.kind === "time";
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.status = { kind: "failed", message };
      return true;
    }
  }

  /** A snapshot now if the page can take one, else as soon as it can. */
  private report(): void {
    if (!this.loaded) return;
    if (this.gate.mayCarryNews()) this.sendSnapshot(this.parts.wallMs());
    else this.owesSnapshot = true;
  }

  private sendSnapshot(wallMs: number): void {
    if (!this.loaded) return;
    const { engine } = this.parts;
    const { observer } = this.loaded;
    const rows = engine.rows(this.rowsSent);
    if (rows.length > 0) observer.push(rows);
    if (this.status.kind !== "running") observer.finish(isStuck(this.status));
    const sampled = engine.takeParticles();
    const particles = this.thinning.thin(sampled.values, PARTICLE_STRIDE);
    const nowMs = engine.nowMs();
    this.owesSnapshot = false;
    this.gate.sent(wallMs);
    this.parts.send({
      nowMs,
      events: engine.events(),
      speed: achievedSpeed(nowMs - this.sentNowMs, wallMs - this.sentWallMs),
      status: this.status,
      firstRow: this.rowsSent,
      rows,
      live: engine.live(),
      particles,
      particleRatio: sampled.ratio * this.thinning.every,
      firstState: this.statesSent,
      states: observer.states(this.statesSent),
      analysisWindowMs: observer.analysisWindowMs,
      cascade: observer.cascade(),
      story: observer.story(),
      ...alertsOf(observer),
    });
    this.rowsSent = engine.windowCount();
    this.statesSent = observer.windowCount();
    this.sentNowMs = nowMs;
    this.sentWallMs = wallMs;
  }
}

/** The document with a change at its time; several of one instant are one. */
function withChange(
  document: ScenarioDocument,
  atMs: number,
  set: Readonly<Record<string, Json>>,
): ScenarioDocument {
  const { changes = {} } = document;
  const same = Object.keys(changes).find((id) => changes[id]?.atMs === atMs);
  const id = same ?? `live-${Object.keys(changes).length + 1}`;
  return {
    ...document,
    changes: { ...changes, [id]: { atMs, set: { ...changes[id]?.set, ...set } } },
  };
}

function earlyEndOf(stop: RunStop): Pick<RunResult, "endedEarly" | "endedOver"> {
  if (stop.kind !== "cap") return { endedEarly: null };
  const { cap: endedEarly, over } = stop;
  return over === undefined ? { endedEarly } : { endedEarly, endedOver: over };
}

function isStuck(status: RunStatus): boolean {
  return status.kind === "finished" && status.endedEarly === ONE_INSTANT;
}

function refusal(message: string): Problem {
  return { code: "change-refused", path: "", message, severity: "error" };
}

function alertsOf(observer: Pick<SessionObserver, "alerts">): {
  readonly alerts?: readonly AlertResult[];
} {
  const alerts = observer.alerts?.() ?? [];
  return alerts.length === 0 ? {} : { alerts };
}
