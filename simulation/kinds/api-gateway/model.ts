import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { apiGateway } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof apiGateway)["params"]>>,
): NodeDescriptor {
  return { primitive: "station", station: compileStation(input) };
}
