import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, OperationDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { cache } from "./definition.ts";

type Access = NonNullable<OperationDescriptor["access"]>;

export function compile(input: ModelInput<ValuesOf<(typeof cache)["params"]>>): NodeDescriptor {
  const { values, operations } = input;
  const { capacity, eviction, ttlMs, ttlJitter, hitRatio, singleFlight, staleMs, warm } = values;
  const later = values.writes === "behind" ? { flushMs: values.flushMs } : {};
  // Each instance holds its own entries, so there is no queue that they could share.
  const station = compileStation({ values: { ...values, queueScope: "instance" }, operations });
  const withAccess = Object.entries(station.operations).map(([name, work]) => {
    const access = (operations[name]?.access as Access | undefined) ?? "read";
    return [name, { ...work, access }];
  });
  return {
    primitive: "cache",
    station: { ...station, operations: Object.fromEntries(withAccess) },
    cache: {
      capacity,
      eviction,
      ttlMs,
      ttlJitter,
      hitRatio,
      singleFlight,
      staleMs,
      warm,
      ...later,
    },
  };
}
