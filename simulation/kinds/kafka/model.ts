import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { kafka } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof kafka)["params"]>>): NodeDescriptor {
  const { values } = input;
  return {
    primitive: "log",
    station: compileBrokerStation(values),
    log: { partitions: values.partitions, byKey: values.partitioner === "key" },
  };
}
