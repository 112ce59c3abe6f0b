import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { transactionCoordinator } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof transactionCoordinator)["params"]>>,
): NodeDescriptor {
  const againMs = input.values.recoveryMs;
  const steps = { way: "two-phase", againMs, byJob: false } as const;
  return { primitive: "station", station: { ...compileStation(input), steps } };
}
