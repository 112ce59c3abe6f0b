import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { monolith } from "./definition.ts";

/** A thread is held from the request to its answer, whatever module works. */
export function compile(input: ModelInput<ValuesOf<(typeof monolith)["params"]>>): NodeDescriptor {
  return { primitive: "station", station: { ...compileStation(input), blocking: true } };
}
