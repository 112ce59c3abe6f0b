import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { tracingCollector } from "./definition.ts";

/** A plain station: nobody waits for it, so nothing but capacity is said of it. */
export function compile({
  values,
}: ModelInput<ValuesOf<(typeof tracingCollector)["params"]>>): NodeDescriptor {
  const { replicas, queueLengthMax, endpointDelayMs, errorRate } = values;
  const { sampleRatio, spanUs, tailSampling } = values;
  const station = compileBrokerStation({ ...values, instances: replicas });
  const work = { ...station.work, errorRate };
  const collector = { sampleRatio, spanUs, tail: tailSampling };
  return {
    primitive: "station",
    station: { ...station, queueLengthMax, endpointDelayMs, work, collector },
  };
}
