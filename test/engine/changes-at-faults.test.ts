// A change made at the very instant at which a fault begins or ends, live and in a replay.
import { expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, sketch } from "../support/simulate.ts";

const FAULT = { kind: "hang", target: "server", atS: 0.7, forS: 0.3 };

function withFault(enabled: boolean): ScenarioDocument {
  return sketch({
    run: { durationS: 2, seed: 1, windowS: 0.25 },
    nodes: {
      client: { kind: "client", ratePerS: 50 },
      server: { kind: "service", serviceTime: { type: "exponential", meanMs: 10 } },
    },
    edges: { "client->server": { protocol: "rest", timeoutMs: 100 } },
    faults: { hang: { ...FAULT, enabled } },
  });
}

it.each([
  ["begins", 700],
  ["ends", 1000],
])("comes after the fault when that %s", (_, atMs) => {
  engine.load(resolved(withFault(true)));
  engine.run(atMs, Infinity);
  expect(engine.change(resolved(withFault(false)))).toBe(true);
  engine.run(Infinity, Infinity);
  const [digest, events] = [engine.digest(), engine.events()];
  engine.replayTo(100);
  engine.run(Infinity, Infinity);
  expect([engine.digest(), engine.events()]).toEqual([digest, events]);
  // Stopping at the instant itself meets the change there, too.
  engine.replayTo(100);
  engine.run(atMs, Infinity);
  engine.run(Infinity, Infinity);
  expect(engine.digest()).toBe(digest);
});
