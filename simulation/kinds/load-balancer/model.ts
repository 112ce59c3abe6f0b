import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { loadBalancer } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof loadBalancer)["params"]>>,
): NodeDescriptor {
  const { layer, sticky } = input.values;
  const station = compileStation(input);
  const relays = layer === "l4" ? ("bytes" as const) : true;
  return { primitive: "station", station: { ...station, relays, sticky } };
}
