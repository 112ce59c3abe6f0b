import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { schemaRegistry } from "./definition.ts";

export function compile({
  values,
}: ModelInput<ValuesOf<(typeof schemaRegistry)["params"]>>): NodeDescriptor {
  const { compatibility, registeredBy, replicas, concurrency, serviceTime } = values;
  const station = compileBrokerStation({ instances: replicas, concurrency, serviceTime });
  const registry = { compatibility, beforeRelease: registeredBy === "pipeline" };
  return { primitive: "station", station: { ...station, registry } };
}
