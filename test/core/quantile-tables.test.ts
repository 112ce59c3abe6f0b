import { expect, it } from "vitest";
import { compileDistributions } from "../../simulation/core/distributions.ts";
import { seedStream } from "../../simulation/core/random.ts";
import { registers, SAMPLE, UNIFORM } from "../../simulation/core/registers.ts";
import { loadDistributions, sampleInto } from "../../simulation/core/sample.ts";
import { gammaP, gammaQ } from "../../simulation/core/special-functions.ts";
import { specOf } from "../support/distribution-specs.ts";

// The error that counts is that of the probability: how far the cdf of the value drawn is from the
// uniform number that asked for it, relative to the nearer end.
it.each([
  [0.05, 2e-4],
  [0.1, 2e-5],
  [0.3, 1e-6],
  [0.5, 1e-6],
  [1.5, 1e-6],
  [3, 1e-6],
  [3.7, 1e-6],
  [20, 1e-6],
  [1000, 2e-6],
  [10_000, 1e-5],
])("a table of shape %d misses no probability by more than %d of it", (shape, most) => {
  loadDistributions(compileDistributions([specOf({ type: "gamma", shape, meanMs: shape })]));
  seedStream(0, 1, "tables", "check");
  let worst = 0;
  for (let i = 0; i < 20_000; i++) {
    sampleInto(0, 0);
    const u = registers[UNIFORM] ?? Number.NaN;
    const x = registers[SAMPLE] ?? Number.NaN;
    const error = u < 0.5 ? gammaP(shape, x) / u - 1 : gammaQ(shape, x) / (1 - u) - 1;
    worst = Math.max(worst, Math.abs(error));
  }
  expect(worst).toBeLessThan(most);
  expect(worst).toBeGreaterThan(0);
});
