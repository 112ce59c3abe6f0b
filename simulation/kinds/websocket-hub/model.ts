import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { websocketHub } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof websocketHub)["params"]>>,
): NodeDescriptor {
  const { connectionsMax, acceptMs, acceptBacklog, sendBufferBytes, whenFull } = input.values;
  const hub = { connectionsMax, acceptMs, acceptBacklog, sendBufferBytes, whenFull };
  return { primitive: "station", station: { ...compileStation(input), hub } };
}
