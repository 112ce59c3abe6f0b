import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, OperationDescriptor } from "../descriptors.ts";
import { compileElsewhere } from "../station-model.ts";
import type { cdn } from "./definition.ts";

type Access = NonNullable<OperationDescriptor["access"]>;

export function compile(input: ModelInput<ValuesOf<(typeof cdn)["params"]>>): NodeDescriptor {
  const { values, operations } = input;
  const { replicas, instanceWeight, endpointDelayMs, keyCount, keySkew } = values;
  const { capacity, ttlMs, singleFlight, staleMs, warm, staleIfErrorMs, purgeMs, shield } = values;
  const station = compileElsewhere(input);
  const withAccess = Object.entries(station.operations).map(([name, work]) => {
    const access = (operations[name]?.access as Access | undefined) ?? "read";
    return [name, { ...work, access }];
  });
  return {
    primitive: "cache",
    station: {
      ...station,
      instances: replicas,
      instanceWeight: instanceWeight ?? [],
      endpointDelayMs,
      keys: { count: keyCount, skew: keySkew },
      operations: Object.fromEntries(withAccess),
    },
    cache: {
      ...{ capacity, ttlMs, singleFlight, staleMs, warm },
      eviction: "lru",
      ttlJitter: 0,
      hitRatio: null,
      points: { staleIfErrorMs, purgeMs, shield },
    },
  };
}
