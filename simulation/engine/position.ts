// What the engine knows of a run beside the columns: what is simulated, and how far it has come.
import type { PlannedFault } from "../primitives/fault-plan.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import type { Program } from "./program.ts";
import type { AppliedChange } from "./summary.ts";

/** A change at its time, ms: recorded in the file, or made live and kept for replays. */
export interface TimedChange {
  readonly id: string;
  readonly atMs: number;
  readonly after: ResolvedScenario;
  readonly live: boolean;
}

/** All of it belongs to a checkpoint; lists are replaced, never written into. */
export interface Position {
  /** Scenario of the start, and the changes since: a replay of them has the same digest. */
  start: Program | null;
  program: Program | null;
  applied: readonly AppliedChange[];
  faults: readonly PlannedFault[];
  /** Times, ms, at which something happens outside the event list. */
  marks: readonly number[];
  nextMark: number;
  nextWindow: number;
  executed: number;
  /** When it was last looked whether time passes, ms (caps.ts). */
  lookedMs: number;
  /** What each edge had sent by then. */
  lookedSent: Float64Array;
  warm: boolean;
  ended: boolean;
  seed: number;
  cap: string | null;
  /** Id of the edge that a run which ended in one instant was busiest on. */
  over: string | null;
  /** Changes past and to come, and how many of them were made. */
  changes: readonly TimedChange[];
  made: number;
}

/** Before anything is loaded. */
export const NOTHING: Readonly<Position> = {
  start: null,
  program: null,
  applied: [],
  faults: [],
  marks: [],
  nextMark: 0,
  nextWindow: 1,
  executed: 0,
  lookedMs: -1,
  lookedSent: new Float64Array(0),
  warm: false,
  ended: false,
  seed: 0,
  cap: null,
  over: null,
  changes: [],
  made: 0,
};
