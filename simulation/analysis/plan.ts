// What the analysis knows of a scenario before it runs: its phases, what disturbs it, and when first.
import type { ResolvedScenario } from "../scenario/document.ts";
import { firstDisturbanceMs } from "./baseline.ts";
import { type Disturbances, disturbancesOf } from "./disturbances.ts";
import { type Phase, phasesOf } from "./phases.ts";
import type { Topology } from "./topology.ts";

/** What is known of a scenario before it runs. */
export interface Plan {
  readonly phases: readonly Phase[];
  readonly disturbances: Disturbances;
  readonly disturbedMs: number;
}

/** Replications ask for the same again. */
const plans = new WeakMap<Topology, Plan>();

export function planOf(scenario: ResolvedScenario, topology: Topology): Plan {
  const known = plans.get(topology);
  if (known !== undefined) return known;
  const phases = phasesOf(scenario);
  const disturbances = disturbancesOf(phases, topology);
  const plan = { phases, disturbances, disturbedMs: firstDisturbanceMs(scenario, disturbances) };
  plans.set(topology, plan);
  return plan;
}
