// What its three callers (worker, command, tests) may ask of the engine. One engine exists per
// isolate; `load` reuses its memory. Nothing here sleeps, schedules itself or reads a clock.
import type { RunResult } from "./run-result.ts";
import type { SeriesLayout } from "./series.ts";

/**
 * Why `run` came back. A cap names itself: "events" and "memory" (limits of the run), "requests",
 * "calls", "messages", "pending events" ... (a table is full), "one instant" (it does not end; `over` is the id of
 * the edge that was busiest in it), or what `endEarly` was told.
 */
export type RunStop =
  | { readonly kind: "time" }
  | { readonly kind: "budget" }
  | { readonly kind: "end" }
  | { readonly kind: "cap"; readonly cap: string; readonly over?: string };

/** Totals that the engine counts; judgement (SLOs, cascade) is added by analysis. */
export type EngineTotals = Omit<
  RunResult,
  "slos" | "cascade" | "wallMs" | "eventsPerSecond" | "replications" | "ci95"
>;

export interface EnginePort<Scenario> {
  /** Compiles a resolved scenario and puts the run at time 0 with its seed (or the one given). */
  load(scenario: Scenario, seed?: number): void;
  /** Back to time 0 of the loaded scenario; same columns, nothing allocated. */
  reset(seed: number): void;
  /** Executes all events up to and including `untilMs`, at most `maxEvents`. */
  run(untilMs: number, maxEvents: number): RunStop;
  /** Takes over changed parameters at the current time; false if the change is structural. */
  change(scenario: Scenario): boolean;
  nowMs(): number;
  /** Events executed so far. */
  events(): number;
  layout(): SeriesLayout;
  /** Number of finished windows. */
  windowCount(): number;
  /** Copy of the series rows `from` .. windowCount()-1, back to back. */
  rows(from: number): Float64Array;
  /** The same rows where the engine keeps them, to be read before the run goes on. */
  viewRows(from: number): Float64Array;
  /** The present, see snapshot.ts (a fresh array, may be transferred). */
  live(): Float64Array;
  /** Sampled messages since the last call, PARTICLE_STRIDE numbers each; `ratio` = one in how many. */
  takeParticles(): { readonly values: Float64Array; readonly ratio: number };
  totals(): EngineTotals;
  /** 32 hex digits over all simulated results so far. */
  digest(): string;
}

/** A saved state of a run; opaque, lives as long as the engine's thread. */
export interface Checkpoint {
  readonly atMs: number;
  /** Events executed before it. */
  readonly events: number;
  /** Memory that it holds. The series, which checkpoints of one run share, is not counted. */
  readonly bytes: number;
}

export interface CheckpointKeeping {
  /** Finished windows between two checkpoints, 1 or more. */
  readonly everyWindows: number;
  /** Memory for all of them and their series; beyond it every second one is given up. */
  readonly maxBytes: number;
}

/** What an engine offers beyond running on. */
export interface RunControl<Scenario> {
  /** The state between two events: what follows from it is bit for bit what would have followed. */
  saveCheckpoint(): Checkpoint;
  /** Back (or ahead) to a saved state, also one of another scenario or seed. */
  restoreCheckpoint(checkpoint: Checkpoint): void;
  /** Keeps checkpoints from now on, of later runs too; null stops that. */
  keepCheckpoints(keeping: CheckpointKeeping | null): void;
  /** Those kept of the present course of the run, in order of time. */
  keptCheckpoints(): readonly Checkpoint[];
  /** The last kept at or before `atMs`; null: only time 0 is. */
  nearestCheckpoint(atMs: number): Checkpoint | null;
  /**
   * Goes to an instant of the present course of the run, earlier or later, from the nearest
   * checkpoint; live changes are made again at their times. All events of the instant are executed.
   */
  replayTo(atMs: number): RunStop;
  /**
   * Goes on from a checkpoint with changed parameters, another course of the run. Null, or why
   * that is not possible, in a sentence; the engine then is where it was.
   */
  fork(checkpoint: Checkpoint, scenario: Scenario): string | null;
  /** Why `change` would refuse, in a sentence; null when it would not. */
  whyNotChange(scenario: Scenario): string | null;
  /** Ends the run here with its results so far; `reason` stands where a cap's name does. */
  endEarly(reason: string): void;
}
