import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { serverless } from "./definition.ts";

/**
 * One station for the platform: as many slots as all environments take together, each held for as long
 * as its request lasts, its calls included.
 */
export function compile({
  values,
  operations,
}: ModelInput<ValuesOf<(typeof serverless)["params"]>>): NodeDescriptor {
  const { environments, ...work } = values;
  const { max, requestsEach, waitMs } = environments;
  const station = compileStation({
    operations,
    values: {
      ...work,
      replicas: 1,
      concurrency: max * requestsEach,
      queueLengthMax: waitMs === null ? 0 : null,
      queueTimeoutMs: waitMs,
      queueScope: "instance",
      discipline: "fifo",
      preemptive: "none",
      codelTargetMs: 0,
      codelIntervalMs: 0,
      breakdowns: null,
      rateLimit: null,
      admission: null,
      instanceSpeed: null,
      instanceWeight: null,
      endpointDelayMs: 0,
      priority: 0,
      blocking: true,
    },
  });
  return { primitive: "station", station: { ...station, environments } };
}
