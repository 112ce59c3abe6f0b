// What its three callers (worker, command, tests) may ask of the engine. One engine exists per
// isolate; `load` reuses its memory. Nothing here sleeps, schedules itself or reads a clock.
import type { RunResult } from "./run-result.ts";
import type { SeriesLayout } from "./series.ts";

/** Why `run` came back. A cap names itself: "events", "live-calls", "memory", "messages", ... */
export type RunStop =
  | { readonly kind: "time" }
  | { readonly kind: "budget" }
  | { readonly kind: "end" }
  | { readonly kind: "cap"; readonly cap: string };

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
  /** The present, see snapshot.ts (a fresh array, may be transferred). */
  live(): Float64Array;
  /** Sampled messages since the last call, PARTICLE_STRIDE numbers each; `ratio` = one in how many. */
  takeParticles(): { readonly values: Float64Array; readonly ratio: number };
  totals(): EngineTotals;
  /** 32 hex digits over all simulated results so far. */
  digest(): string;
}
