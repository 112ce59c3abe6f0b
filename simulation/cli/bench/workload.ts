// What can be measured, apart from where: made from a description that is plain data, so that it can
// be sent to a worker of a browser. Making one is not part of the measured time.
import { events } from "../../core/event-list.ts";
import { createEngine } from "../../engine/engine.ts";
import { type Kernel, type KernelChoice, kernelFor } from "../../engine/kernel.ts";
import { growingBytes } from "../../engine/memory-use.ts";
import { attempts, calls } from "../../primitives/rows.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { checkpointWorkload } from "./checkpoint.ts";
import { holdWorkload } from "./hold.ts";

/** Work of one run, counted by what is measured. */
export interface Work {
  /** Requests of a scenario, holds of an event list, copies of a state. */
  readonly requests: number;
  readonly events: number;
}

export interface Workload {
  /** Which code executes the events; always "js" where the loop is not the engine's. */
  readonly kernel: Kernel["name"];
  /** Whether full metrics were recorded. */
  readonly metrics: boolean;
  readonly run: () => Work;
  /** Bytes of rows for each call (or event) in progress when most were; null where nothing is. */
  readonly bytesPerInFlight: () => number | null;
}

export type WorkloadSpec =
  | { readonly kind: "hold"; readonly pending: number }
  | {
      readonly kind: "scenario" | "checkpoint";
      readonly document: ScenarioDocument;
      readonly kernel: KernelChoice;
      /** Seeds of the runs are those from the scenario's on, this many, and again. */
      readonly seeds?: number;
    };

const SEEDS = 1_000_000;

/** A scenario run from an empty start, with one seed after another. */
function scenarioWorkload(
  document: ScenarioDocument,
  choice: KernelChoice,
  seeds: number,
): Workload {
  const resolved = resolveScenario(document);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const { scenario } = resolved;
  const engine = createEngine({ heapOnly: false, kernel: choice });
  engine.load(scenario);
  let runs = 0;
  return {
    kernel: kernelFor(choice).name,
    metrics: true,
    run() {
      engine.reset(scenario.seed + (runs++ % seeds));
      const stop = engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      if (stop.kind !== "end") throw new Error(`${scenario.name}: ${JSON.stringify(stop)}`);
      return { requests: engine.totals().endToEnd.all?.offered ?? 0, events: engine.events() };
    },
    bytesPerInFlight: () => growingBytes() / Math.max(calls.highWater, attempts.highWater),
  };
}

export function workload(spec: WorkloadSpec): Workload {
  switch (spec.kind) {
    case "hold":
      return {
        ...holdWorkload(spec.pending),
        kernel: "js",
        metrics: false,
        bytesPerInFlight: () => growingBytes() / events.highWater,
      };
    case "checkpoint":
      return checkpointWorkload(spec.document, spec.kernel);
    case "scenario":
      return scenarioWorkload(spec.document, spec.kernel, spec.seeds ?? SEEDS);
  }
}
