// Runs a document in process, for tests of the engine.
import { createEngine, engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ResolvedScenario, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

/** The plain heap keeps all events: the reference for the bucket list. */
const heapEngine = createEngine({ heapOnly: true });

export interface SimulateOptions {
  readonly seed?: number;
  /** Events per slice; default: all at once. */
  readonly slice?: number;
  readonly heapOnly?: boolean;
}

export function resolved(document: ScenarioDocument): ResolvedScenario {
  const result = resolveScenario(document);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.scenario;
}

/** Totals at the end of the run. */
export function simulate(document: ScenarioDocument, options: SimulateOptions = {}): EngineTotals {
  const under = options.heapOnly ? heapEngine : engine;
  under.load(resolved(document), options.seed);
  for (;;) {
    const stop = under.run(Infinity, options.slice ?? Infinity);
    if (stop.kind === "end" || stop.kind === "cap") return under.totals();
  }
}
