// The compiled engine against JavaScript for stations that serve in other ways than slots and queue.
import fc from "fast-check";
import { expect, it } from "vitest";
import { buildKernel } from "../../scripts/kernel/plugin.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import { kernelOf } from "../../simulation/engine/kernel.ts";
import { randomServing } from "../support/random-serving.ts";
import { resolved } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL === "1" ? 1000 : 6;

it("gives the digest of JavaScript, compiled plainly and with checks", async () => {
  const kernel = kernelOf(await buildKernel({ checked: true }));
  if (typeof kernel === "string") throw new Error(kernel);
  const engines = {
    js: createEngine({ heapOnly: false, kernel: "js" }),
    wasm: createEngine({ heapOnly: false, kernel: "wasm" }),
    checked: createEngine({ heapOnly: false, kernel }),
  };
  fc.assert(
    fc.property(randomServing, (document) => {
      const digests = Object.values(engines).map((engine) => {
        engine.load(resolved(document));
        engine.run(Infinity, Infinity);
        return engine.digest();
      });
      expect(new Set(digests).size).toBe(1);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
