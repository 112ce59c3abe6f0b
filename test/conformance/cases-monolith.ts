// Cases of a monolith: a thread is held until the answer, which cannot be changed, and so the share of
// its threads that are held does not follow from what its modules compute.
import type { ParameterCase } from "./parameter-cases.ts";

type Cases = Readonly<Record<string, ParameterCase>>;

export function wholeCases(station: Cases, scaling: Cases): Cases {
  const { blocking: _, ...cases } = station;
  const metric = scaling["autoscale.metric"]?.given ?? {};
  const given = Object.entries(metric).filter(([path]) => !path.endsWith(".blocking"));
  return { ...scaling, "autoscale.metric": { given: Object.fromEntries(given) }, ...cases };
}
