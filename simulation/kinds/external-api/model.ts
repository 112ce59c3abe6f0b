import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, QuotaDescriptor } from "../descriptors.ts";
import { compileElsewhere } from "../station-model.ts";
import type { externalApi } from "./definition.ts";

type Values = ValuesOf<(typeof externalApi)["params"]>;

function quotaOf(quota: Values["quota"]): QuotaDescriptor | null {
  if (quota === null) return null;
  const { windowS, scope, over, ...same } = quota;
  const bills = over === "bill";
  return { ...same, windowMs: windowS * 1000, perCaller: scope === "caller", bills };
}

/** What the provider runs on is not ours to know: it takes any number of calls at once. */
export function compile({ values, operations }: ModelInput<Values>): NodeDescriptor {
  const station = compileElsewhere({ values, operations });
  return { primitive: "station", station: { ...station, quota: quotaOf(values.quota) } };
}
