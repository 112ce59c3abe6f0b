// What the sentences of the story are made from.
import type { Baseline } from "./baseline.ts";
import type { Departure, DepartureLog } from "./departures.ts";
import type { Disturbances } from "./disturbances.ts";
import type { Incident } from "./incidents.ts";
import type { OtherIncident } from "./other-incidents.ts";
import type { WindowReadings } from "./readings.ts";
import type { RecoveryTimes } from "./recovery.ts";
import type { Topology } from "./topology.ts";

export interface StoryInputs {
  readonly topology: Topology;
  readonly disturbances: Disturbances;
  readonly window: WindowReadings;
  readonly baseline: Baseline;
  /** The incident to tell of, with its departures in order; null if there is none. */
  readonly incident: Incident | null;
  readonly departures: readonly Departure[];
  readonly log: DepartureLog;
  /** Mean utilization of a station so far. */
  readonly utilizationOf: (node: number) => number;
  readonly shown: Uint8Array;
  /** Requests that have ended since the first disturbance. */
  readonly disturbed: { readonly ended: number; readonly failed: number };
  /** When that was; Infinity if nothing disturbs the run. */
  readonly disturbedMs: number;
  /** All incidents but the one to tell of. */
  readonly others: readonly OtherIncident[];
  readonly times: RecoveryTimes;
  /** The run ended in an instant that does not end: nothing is known of what came after the window. */
  readonly isStuck: boolean;
}
