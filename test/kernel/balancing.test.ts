// The compiled engine against JavaScript for callers that judge and choose among instances, and the
// books of both: what arrives is accounted for, whoever was left out.
import fc from "fast-check";
import { expect, it } from "vitest";
import { buildKernel } from "../../scripts/kernel/plugin.ts";
import { createEngine } from "../../simulation/engine/engine.ts";
import { kernelOf } from "../../simulation/engine/kernel.ts";
import { randomBalancing } from "../support/random-balancing.ts";
import { resolved } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL === "1" ? 1000 : 6;

it("gives the digest of JavaScript, compiled plainly and with checks, in slices too", async () => {
  const kernel = kernelOf(await buildKernel({ checked: true }));
  if (typeof kernel === "string") throw new Error(kernel);
  const engines = {
    js: createEngine({ heapOnly: false, kernel: "js" }),
    wasm: createEngine({ heapOnly: false, kernel: "wasm" }),
    checked: createEngine({ heapOnly: false, kernel }),
  };
  let ejections = 0;
  fc.assert(
    fc.property(randomBalancing, fc.integer({ min: 50, max: 900 }), (document, pausedAt) => {
      const digests = Object.values(engines).map((engine, index) => {
        engine.load(resolved(document));
        engine.run(Infinity, pausedAt);
        // One of them goes on from a checkpoint.
        if (index === 0) engine.restoreCheckpoint(engine.saveCheckpoint());
        engine.run(Infinity, Infinity);
        return engine.digest();
      });
      expect(new Set(digests).size).toBe(1);
      const { checks, edges } = engines.js.totals();
      for (const { entity, law, difference } of checks) {
        expect(difference, `${law} of ${entity}`).toBeLessThan(1e-9);
      }
      ejections += edges["users->api"]?.balancing?.ejections ?? 0;
    }),
    { numRuns: RUNS },
  );
  expect(ejections).toBeGreaterThan(50);
}, 600_000);
