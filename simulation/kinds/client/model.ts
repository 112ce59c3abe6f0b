import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import type { client } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof client)["params"]>>): NodeDescriptor {
  const { values } = input;
  return {
    primitive: "source",
    source: {
      ratePerS: values.ratePerS,
      arrivals: values.arrivals,
      profile: values.profile && {
        steps: values.profile.shape === "steps",
        points: values.profile.points,
      },
      closed: values.closed,
      requests: values.requests,
      patienceMs: values.patienceMs,
      clients: values.clients,
      offsetMs: values.offsetMs,
      batch: values.batch,
    },
  };
}
