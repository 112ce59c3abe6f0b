// A scenario on the engine and on a build of it that lacks a part, in turns, each in a thread.
import type { ScenarioDocument } from "../../scenario/document.ts";
import { compareSpeeds, type Paired, runInTurns } from "./comparison.ts";
import { type BenchResult, speedOf, type Timed } from "./measure.ts";
import { profileOf } from "./profile.ts";
import { buildProgram } from "./program-script.ts";
import { type Reduced, withoutMetrics, withoutUnused } from "./reduced.ts";
import { threadStage } from "./thread.ts";
import type { WorkloadSpec } from "./workload.ts";

/** What was never executed with these seeds is gone, so only they may be measured. */
const SEEDS = 5;
const WARM_UPS = 2 * SEEDS;

type Without = "metrics" | "unused" | "nothing";

const NAMES: Readonly<Record<Without, string>> = {
  metrics: "the engine without metrics",
  unused: "the engine without unused branches",
  nothing: "the same engine",
};

async function reduce(script: string, without: Without, spec: WorkloadSpec): Promise<Reduced> {
  if (without === "nothing") return { script, places: 0 };
  if (without === "metrics") return withoutMetrics(script);
  const runs = Array.from({ length: SEEDS }, () => ({ ask: "run" }) as const);
  const requests = [{ ask: "make", spec }, ...runs, { ask: "bytes" }] as const;
  return withoutUnused(script, await profileOf(script, requests));
}

/** Without metrics nobody counts the requests: they are those of the same seed on the whole engine. */
function countedAlike({ first, second }: Paired): Paired {
  const counted = first.map((run, i): Timed => {
    const { events, requests } = second[i]!;
    if (run.events === events) return { ...run, requests };
    throw new Error(`The reduced engine executed ${run.events} events instead of ${events}.`);
  });
  return { first: counted, second };
}

export interface ReducedOptions {
  readonly document: ScenarioDocument;
  readonly without: Without;
  readonly pairs: number;
}

/** The row is that of the reduced engine; the comparison says how much faster it is. */
export async function reducedCase(
  name: string,
  { document, without, pairs }: ReducedOptions,
): Promise<BenchResult> {
  const spec = { kind: "scenario", document, kernel: "js", seeds: SEEDS } as const;
  const script = await buildProgram(false);
  const { script: less, places } = await reduce(script, without, spec);
  if (without !== "nothing" && places === 0) throw new Error(`There was nothing to leave out.`);
  const [reduced, whole] = [threadStage(less), threadStage(script)];
  try {
    await reduced.make(spec);
    await whole.make(spec);
    const clock = (stage: typeof whole) => ({ clock: stage, run: stage.run });
    const turns = { pairs, warmUps: WARM_UPS };
    const runs = countedAlike(await runInTurns(clock(reduced), clock(whole), turns));
    return {
      name,
      where: "node",
      kernel: "js",
      metrics: without !== "metrics",
      ...speedOf(runs.first),
      bytesPerInFlight: await reduced.bytesPerInFlight(),
      kernelRatio: null,
      comparison: compareSpeeds([NAMES[without], "the whole engine"], runs),
    };
  } finally {
    await reduced.close();
    await whole.close();
  }
}
