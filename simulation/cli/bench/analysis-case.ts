// A scenario of the gallery with the analysis of its run and without, in turns: what it costs to know
// why something failed. The shadow run that some scenarios need for a baseline is a run of its own and
// made before.
import { createObserver } from "../../analysis/observer.ts";
import { shadowBaseline } from "../../analysis/run-scenario.ts";
import { createEngine } from "../../engine/engine.ts";
import { type KernelChoice, kernelFor } from "../../engine/kernel.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { compareSpeeds, runInTurns } from "./comparison.ts";
import { type BenchResult, speedOf } from "./measure.ts";
import { nodeStage } from "./stage.ts";
import type { Work } from "./workload.ts";

/** What happens once a run is compiled late: after fewer, that would be what is measured. */
const WARM_UPS = 400;

export interface AnalysisOptions {
  readonly document: ScenarioDocument;
  readonly kernel: KernelChoice;
  readonly pairs: number;
  readonly warmUps?: number;
}

/** The row is that of runs with their analysis; the comparison says how much faster they are without. */
export async function analysisCase(
  name: string,
  { document, kernel, pairs, warmUps = WARM_UPS }: AnalysisOptions,
): Promise<BenchResult> {
  const resolved = resolveScenario(document);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const { scenario } = resolved;
  const engine = createEngine({ heapOnly: false, kernel });
  const baseline = shadowBaseline(scenario, scenario.seed, engine);
  engine.load(scenario);
  // Both make the same runs, one after the other.
  const made = { alone: 0, watched: 0 };
  const run = (which: keyof typeof made): Work => {
    engine.reset(scenario.seed + made[which]++);
    engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const { endToEnd, failedAt } = engine.totals();
    if (which === "watched") {
      const observer = createObserver(scenario, engine.layout(), baseline);
      observer.push(engine.viewRows(0));
      observer.finish();
      observer.cascade();
      observer.story();
      observer.blame(failedAt);
    }
    return { requests: endToEnd.all?.offered ?? 0, events: engine.events() };
  };
  const clock = nodeStage();
  const runs = await runInTurns(
    { clock, run: async () => run("alone") },
    { clock, run: async () => run("watched") },
    { pairs, warmUps },
  );
  return {
    name,
    where: "node",
    kernel: kernelFor(kernel).name,
    metrics: true,
    ...speedOf(runs.second),
    bytesPerInFlight: null,
    kernelRatio: null,
    comparison: compareSpeeds(["the run alone", "the run with its analysis"], runs),
  };
}
