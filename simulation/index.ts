// The public API of the simulator: read a scenario, run it, judge it. Everything else is internal.

/** Random faults, each alone against the same scenario, ranked by damage. */
export { startCampaign } from "./analysis/campaign.ts";
/** Runs a scenario to its end: totals, SLOs, cascade. One engine exists per thread or worker. */
export { runScenario } from "./analysis/run-scenario.ts";
/** The engine itself, for callers that run in slices or change a run while it goes on. */
export { engine } from "./engine/engine.ts";
export type {
  Checkpoint,
  CheckpointKeeping,
  EnginePort,
  EngineTotals,
  RunControl,
  RunStop,
} from "./results/engine-port.ts";
export type { RunResult } from "./results/run-result.ts";
export type { Problem, ResolvedScenario, ScenarioDocument } from "./scenario/document.ts";
/** JSON text to a document, or all problems at once; never throws. */
export { parseScenario } from "./scenario/parse.ts";
/** A document with every default, preset and recorded change in place. */
export { resolveScenario } from "./scenario/resolve.ts";
/** A document as text in stable order, made for diffs. */
export { serializeScenario } from "./scenario/serialize.ts";
