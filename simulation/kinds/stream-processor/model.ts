import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { streamProcessor } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof streamProcessor)["params"]>>,
): NodeDescriptor {
  const { windows: stream } = input.values;
  return { primitive: "station", station: { ...compileStation(input), stream } };
}
