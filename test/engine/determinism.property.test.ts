import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomScenario } from "../support/random-scenarios.ts";
import { simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1000 : 60;

describe("a run", () => {
  it("conserves requests and obeys Little's and the utilization law in any scenario", () => {
    fc.assert(
      fc.property(randomScenario, (document) => {
        const { checks, endedEarly } = simulate(document);
        expect(endedEarly).toBeNull();
        expect(checks.length).toBeGreaterThan(0);
        expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it("is the same straight, in slices and with the plain heap", () => {
    fc.assert(
      fc.property(randomScenario, fc.integer({ min: 1, max: 50 }), (document, slice) => {
        const straight = simulate(document).digest;
        expect(simulate(document, { slice }).digest).toBe(straight);
        expect(simulate(document, { heapOnly: true }).digest).toBe(straight);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it("ends every offered request once", () => {
    fc.assert(
      fc.property(randomScenario, (document) => {
        const all = simulate(document).endToEnd.all;
        if (!all) throw new Error("no totals");
        expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
