// What an instance keeps of an identity provider: a cache beside it that hands on how its calls end. It
// is in no palette; scenario/access puts it between a node and its provider.
import type { CacheDescriptor, ModelInput, NodeDescriptor } from "./descriptors.ts";
import { compileStation, type StationValues } from "./station-model.ts";

interface KeptValues extends StationValues, CacheDescriptor {
  /** The node that its instances stand beside. */
  readonly companionOf: string;
}

export function compileTokenStore({ values }: ModelInput<KeptValues>): NodeDescriptor {
  const { companionOf } = values;
  const { capacity, eviction, ttlMs, ttlJitter, hitRatio, singleFlight, staleMs, warm } = values;
  const station = compileStation({ values, operations: {} });
  return {
    primitive: "cache",
    station: { ...station, relays: true, companionOf },
    cache: { capacity, eviction, ttlMs, ttlJitter, hitRatio, singleFlight, staleMs, warm },
  };
}
