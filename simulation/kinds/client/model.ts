import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import type { client } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof client)["params"]>>): NodeDescriptor {
  const { values } = input;
  return {
    primitive: "source",
    source: {
      // A recorded series says the rate itself: 1/s times it. At 0 nothing comes.
      ratePerS: values.profile?.recorded && values.ratePerS > 0 ? 1 : values.ratePerS,
      arrivals: values.arrivals,
      profile: values.profile,
      closed: values.closed,
      requests: values.requests,
      patienceMs: values.patienceMs,
      deadlineMs: values.deadlineMs,
      clients: values.clients,
      offsetMs: values.offsetMs,
      batch: values.batch,
    },
  };
}
