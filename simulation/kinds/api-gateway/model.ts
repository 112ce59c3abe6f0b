import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { apiGateway } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof apiGateway)["params"]>>,
): NodeDescriptor {
  // A limit behind it is no failure of its own: the client is told of it, and when to come back.
  return { primitive: "station", station: { ...compileStation(input), relays: "limits" } };
}
