// A stand-in of the engine for tests of the worker's session: one event per simulated ms, a window
// every 100 ms, and it writes down what it was asked.
import type {
  EnginePort,
  EngineTotals,
  RunControl,
  RunStop,
} from "../../simulation/results/engine-port.ts";
import { rowLengthOf, type SeriesLayout } from "../../simulation/results/series.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";

export const FAKE_LAYOUT: SeriesLayout = {
  windowMs: 100,
  typeIds: ["all"],
  nodeIds: ["a", "b"],
  edgeIds: ["a->b"],
};

type Control = Pick<RunControl<ResolvedScenario>, "endEarly" | "whyNotChange">;

export class FakeEngine implements EnginePort<ResolvedScenario>, Control {
  private atMs = 0;
  private durationMs = 0;
  private cap: string | null = null;
  /** Called for every executed event; tests let wall time go by in it. */
  onEvent: () => void = () => {};
  /** What `change` answers. */
  takesChanges = true;
  failsAtMs = Number.POSITIVE_INFINITY;
  capAtMs = Number.POSITIVE_INFINITY;
  /** What the engine says then. */
  hit: Omit<Extract<RunStop, { kind: "cap" }>, "kind"> = { cap: "events" };
  readonly untils: number[] = [];

  load(scenario: ResolvedScenario): void {
    this.durationMs = scenario.durationMs;
    this.reset();
  }

  reset(): void {
    this.atMs = 0;
    this.cap = null;
  }

  run(untilMs: number, maxEvents: number): RunStop {
    this.untils.push(untilMs);
    if (this.cap !== null) return { kind: "cap", cap: this.cap };
    const end = Math.min(untilMs, this.durationMs);
    for (let executed = 0; this.atMs + 1 <= end; ) {
      this.atMs += 1;
      executed += 1;
      this.onEvent();
      if (this.atMs >= this.failsAtMs) throw new Error("broken on purpose");
      if (this.atMs >= this.capAtMs) return { kind: "cap", ...this.hit };
      if (executed >= maxEvents && this.atMs < this.durationMs) return { kind: "budget" };
    }
    return this.atMs >= this.durationMs ? { kind: "end" } : { kind: "time" };
  }

  change(): boolean {
    return this.takesChanges;
  }

  whyNotChange(): string | null {
    return this.takesChanges ? null : "Node cache is new: this needs a restart at 0.";
  }

  endEarly(reason: string): void {
    this.cap = reason;
  }

  nowMs(): number {
    return this.atMs;
  }

  events(): number {
    return this.atMs;
  }

  layout(): SeriesLayout {
    return FAKE_LAYOUT;
  }

  windowCount(): number {
    return Math.floor(this.atMs / FAKE_LAYOUT.windowMs);
  }

  rows(from: number): Float64Array {
    const length = rowLengthOf(FAKE_LAYOUT);
    const rows = new Float64Array((this.windowCount() - from) * length);
    for (let at = 0; at < rows.length / length; at++) {
      rows[at * length] = (from + at + 1) * FAKE_LAYOUT.windowMs;
    }
    return rows;
  }

  viewRows(from: number): Float64Array {
    return this.rows(from);
  }

  live(): Float64Array {
    return new Float64Array(0);
  }

  takeParticles(): { readonly values: Float64Array; readonly ratio: number } {
    return { values: new Float64Array(0), ratio: 1 };
  }

  totals(): EngineTotals {
    throw new Error("Not asked for in these tests.");
  }

  digest(): string {
    return `digest at ${this.atMs}`;
  }
}
