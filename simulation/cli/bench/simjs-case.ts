// The same queueing model in SimJS and in Brownout, in turns within one process.
import type { KernelChoice } from "../../engine/kernel.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { compareSpeeds, runInTurns } from "./comparison.ts";
import { type BenchResult, speedOf } from "./measure.ts";
import { type QueueModel, simJsRun } from "./simjs.ts";
import { nodeStage } from "./stage.ts";

const WARM_UPS = 2;

/** The model of a scenario of one Poisson source and exponential stations in the order of the file. */
export function queueModelOf(document: ScenarioDocument): QueueModel {
  const resolved = resolveScenario(document);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const { nodes, durationMs } = resolved.scenario;
  const [clients, ...stations] = nodes;
  return {
    ratePerS: clients!.values.ratePerS as number,
    durationS: durationMs / 1000,
    stations: stations.map(({ id, values }) => {
      const time = values.serviceTime as { readonly type: string; readonly meanMs: number };
      if (time.type !== "exponential" || values.replicas !== 1) {
        throw new Error(`${id} is no station of the SimJS model.`);
      }
      return { servers: values.concurrency as number, meanS: time.meanMs / 1000 };
    }),
  };
}

export interface SimJsOptions {
  readonly document: ScenarioDocument;
  readonly kernel: KernelChoice;
  readonly pairs: number;
}

/** The row is that of SimJS; the comparison says how many times as fast Brownout is. */
export async function simJsCase(
  name: string,
  { document, kernel, pairs }: SimJsOptions,
): Promise<BenchResult> {
  const clock = nodeStage();
  const simJs = simJsRun(queueModelOf(document));
  await clock.make({ kind: "scenario", document, kernel });
  const runs = await runInTurns(
    { clock, run: clock.run },
    { clock, run: async () => simJs() },
    { pairs, warmUps: WARM_UPS },
  );
  return {
    name,
    where: "node",
    kernel: "simjs",
    metrics: true,
    ...speedOf(runs.second),
    bytesPerInFlight: null,
    kernelRatio: null,
    comparison: compareSpeeds(["Brownout", "SimJS"], runs),
  };
}
