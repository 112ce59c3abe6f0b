// A proxy of a mesh: a station that hands on how its calls end. It is in no palette; a mesh puts it on
// the way of each call (scenario/mesh).
import type { ModelInput, NodeDescriptor, OperationDescriptor } from "./descriptors.ts";
import { compileStation, type StationValues } from "./station-model.ts";

interface ProxyValues extends StationValues {
  /** The node that its instances stand beside. */
  readonly companionOf?: string;
  /** False: what it ends with is its own. */
  readonly relays?: false;
}

export function compileProxy({ values, operations }: ModelInput<ProxyValues>): NodeDescriptor {
  const station = compileStation({ values, operations });
  const verdict = (name: string): Pick<OperationDescriptor, "failsWith"> =>
    operations[name]?.failsWith === undefined
      ? {}
      : { failsWith: operations[name].failsWith as NonNullable<OperationDescriptor["failsWith"]> };
  const named = Object.entries(station.operations).map(([name, work]) => [
    name,
    { ...work, ...verdict(name) },
  ]);
  const relays = values.relays === false ? {} : ({ relays: true } as const);
  const companion = values.companionOf === undefined ? {} : { companionOf: values.companionOf };
  return {
    primitive: "station",
    station: { ...station, operations: Object.fromEntries(named), ...relays, ...companion },
  };
}
