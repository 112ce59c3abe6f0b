import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileStation } from "../station-model.ts";
import type { identityProvider } from "./definition.ts";

export function compile(
  input: ModelInput<ValuesOf<(typeof identityProvider)["params"]>>,
): NodeDescriptor {
  const { tokenTime, keysTime } = input.values;
  const operations = {
    ...input.operations,
    token: { serviceTime: tokenTime, ...input.operations.token },
    keys: { serviceTime: keysTime, ...input.operations.keys },
  };
  return { primitive: "station", station: compileStation({ ...input, operations }) };
}
