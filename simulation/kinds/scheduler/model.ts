import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import type { scheduler } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof scheduler)["params"]>>): NodeDescriptor {
  const { everyS, offsetS, atS, jobs, atOnce, overlap, windowS, atWindowEnd, requests } =
    input.values;
  const everyMs = everyS === null ? null : everyS * 1000;
  const firstMs = offsetS === null ? everyMs : offsetS * 1000;
  return {
    primitive: "source",
    source: {
      ratePerS: everyS === null ? 0 : 1 / everyS,
      arrivals: "constant",
      profile: null,
      closed: null,
      requests,
      patienceMs: null,
      deadlineMs: null,
      clients: 1,
      offsetMs: null,
      batch: jobs,
      schedule: {
        everyMs,
        firstMs: firstMs ?? 0,
        timesMs: [...new Set(atS ?? [])].sort((left, right) => left - right).map((at) => at * 1000),
        atOnce,
        overlap,
        windowMs: windowS === null ? null : windowS * 1000,
        stops: atWindowEnd === "stop",
      },
    },
  };
}
