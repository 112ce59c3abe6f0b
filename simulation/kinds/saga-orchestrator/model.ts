import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { sagaOrchestrator } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof sagaOrchestrator)["params"]>>,
): NodeDescriptor {
  const { durable, recoveryMs, reconcileMs } = input.values;
  const steps = {
    way: "saga",
    againMs: durable ? recoveryMs : reconcileMs,
    byJob: !durable,
  } as const;
  return { primitive: "station", station: { ...compileStation(input), steps } };
}
