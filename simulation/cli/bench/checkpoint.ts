// A state with 4,096 calls in progress, saved and put back again and again: what a step of time
// travel costs beside the replay. A "request" is one save or one return to what was saved.
import { createEngine } from "../../engine/engine.ts";
import { type KernelChoice, kernelFor } from "../../engine/kernel.ts";
import { growingBytes } from "../../engine/memory-use.ts";
import { calls } from "../../primitives/rows.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import type { Workload } from "./workload.ts";

const COPIES = 100;
const CALLS_IN_PROGRESS = 4096;

export function checkpointWorkload(document: ScenarioDocument, choice: KernelChoice): Workload {
  const resolved = resolveScenario(document);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const engine = createEngine({ heapOnly: false, kernel: choice });
  engine.load(resolved.scenario);
  engine.run(resolved.scenario.durationMs / 2, Number.POSITIVE_INFINITY);
  const { inFlightAtEnd } = engine.totals().nodes.service!;
  if (inFlightAtEnd !== CALLS_IN_PROGRESS) {
    throw new Error(`${inFlightAtEnd} calls are in progress, not ${CALLS_IN_PROGRESS}.`);
  }
  let restoring = false;
  let saved = engine.saveCheckpoint();
  return {
    kernel: kernelFor(choice).name,
    metrics: true,
    run() {
      for (let i = 0; i < COPIES; i++) {
        if (restoring) engine.restoreCheckpoint(saved);
        else saved = engine.saveCheckpoint();
        restoring = !restoring;
      }
      return { requests: COPIES, events: 0 };
    },
    bytesPerInFlight: () => growingBytes() / calls.highWater,
  };
}
