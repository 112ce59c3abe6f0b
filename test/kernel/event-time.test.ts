// Windows of event time, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { scene } from "../engine/messaging.ts";
import { compiledAlike } from "./same-compiled.ts";

const WINDOWS: Readonly<Record<string, object>> = {
  tumbling: { sizeMs: 500, allowedLatenessMs: 200, lateOperation: "late" },
  sliding: { type: "sliding", sizeMs: 900, slideMs: 300, guarantee: "atLeastOnce" },
  session: { type: "session", sizeMs: 40, idleMs: 300, stateBytes: 1e6 },
};

function documentOf(windows: object): ScenarioDocument {
  return scene({
    kind: "kafka",
    run: { durationS: 6 },
    client: { ratePerS: 120, arrivals: "poisson" },
    broker: { serviceTime: 1, partitions: 3, keyCount: 9 },
    publish: { networkMs: { type: "exponential", meanMs: 150 } },
    consumers: {
      w: {
        kind: "stream-processor",
        replicas: 2,
        serviceTime: 4,
        windows: { outOfOrderMs: 100, checkpointMs: 400, ...windows },
      },
    },
    deliver: { w: { networkMs: 1, sessionTimeoutMs: 500 } },
    faults: { gone: { kind: "crash", target: "w[0]", atS: 2, forS: 1 } },
  });
}

describe("windows of event time", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.keys(WINDOWS))("are the same in every engine: %s", (name) => {
    expectAlike(documentOf(WINDOWS[name] ?? {}));
  });
});
