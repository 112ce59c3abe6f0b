// Runs one scenario with several seeds on the one engine of this process.
import { engine } from "../../engine/engine.ts";
import type { EngineTotals } from "../../results/engine-port.ts";
import type { ResolvedScenario, ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { Unsupported } from "./parameters.ts";
import { keepHistograms } from "./pooled.ts";
import type { TheoryCase } from "./theory-case.ts";

export interface Replication {
  readonly warmupS: number;
  /** Whole run, the warm-up included. */
  readonly durationS: number;
  readonly seeds: number;
  /** Seed of the first replication; the others follow. */
  readonly firstSeed: number;
}

/** Wide windows: the series is not read, so it should cost nothing. */
const WINDOWS = 20;

/** The scenario as the engine takes it; throws Unsupported where the format does not allow it. */
export function resolveForRun(
  document: ScenarioDocument,
  { warmupS, durationS, firstSeed }: Omit<Replication, "seeds">,
  windowS = Math.max(0.001, durationS / WINDOWS),
): ResolvedScenario {
  const run = { durationS, warmupS, seed: firstSeed, windowS };
  const resolved = resolveScenario({ ...document, run: { ...document.run, ...run } });
  if (resolved.ok) return resolved.scenario;
  const said = resolved.problems
    .filter(({ severity }) => severity === "error")
    .map(({ path, message }) => `${path}: ${message}`);
  throw new Unsupported(`not in this version: ${said.slice(0, 3).join("; ")}`);
}

/**
 * A first seed of its own for every model and set of parameters (FNV-1a), so that two cases with the
 * same stations do not share their randomness and their z-scores are independent.
 */
export function firstSeedOf({ model, params }: TheoryCase): number {
  let hash = 0x811c9dc5;
  for (const character of `${model} ${JSON.stringify(params)}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  // Room above for the seeds of all arms.
  return hash >>> 1;
}

/** A run that did not reach its end is our failure or a cap, never a sample. */
export function runToEnd(untilMs: number): void {
  const stop = engine.run(untilMs, Number.POSITIVE_INFINITY);
  if (stop.kind === "cap") throw new Error(`The run hit the cap "${stop.cap}".`);
}

/** Totals of independent replications, in order of their seeds. */
export function replicate(document: ScenarioDocument, options: Replication): EngineTotals[] {
  const resolved = resolveForRun(document, options);
  const first = options.firstSeed;
  engine.load(resolved, first);
  return Array.from({ length: options.seeds }, (_, i) => {
    if (i > 0) engine.reset(first + i);
    runToEnd(resolved.durationMs);
    const totals = engine.totals();
    keepHistograms(totals);
    return totals;
  });
}
