// Whatever faults act in a scenario, it keeps its books, is the same in slices and with either event
// list, and goes on from a checkpoint as if nothing had been.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { expectSameAnyWay } from "../support/any-way.ts";
import { withRandomFaults } from "../support/random-faults.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import { randomServing } from "../support/random-serving.ts";
import { allOf, resolved, simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1000 : 8;
/** On a busy machine; a property that fails says so much sooner. */
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 120_000;

const scenarios = {
  calls: withRandomFaults(randomScenario),
  "stations of every sort": withRandomFaults(randomServing),
};

describe.each(Object.entries(scenarios))("faults of every kind among %s", (_, scenario) => {
  it(
    "keep two counts of everything that agree",
    () => {
      fc.assert(
        fc.property(scenario, (document) => {
          const totals = simulate(document);
          // A fault may close a circle that takes no time, such as a message that nobody can read.
          expect([null, "one instant"]).toContain(totals.endedEarly);
          expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
          const all = allOf(totals);
          expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
          const failed = Object.values(all.failed).reduce((sum, count) => sum + count, 0);
          const blamed = totals.failedAt.reduce((sum, { requests }) => sum + requests, 0);
          expect(blamed).toBe(failed);
          for (const { utilization, workingRatio } of Object.values(totals.nodes)) {
            expect(workingRatio ?? 0).toBeLessThanOrEqual((utilization ?? 0) + 1e-9);
            expect(utilization ?? 0).toBeLessThanOrEqual(1 + 1e-9);
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "are the same in slices, with the plain heap, and from a checkpoint on",
    () => {
      fc.assert(
        fc.property(
          scenario,
          fc.integer({ min: 1, max: 60 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          expectSameAnyWay,
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "can be switched off and on while it runs, and a replay of that is the same",
    () => {
      fc.assert(
        fc.property(scenario, fc.integer({ min: 1, max: 1500 }), (document, atMs) => {
          const off = Object.fromEntries(
            Object.entries(document.faults ?? {}).map(([id, fault]) => [
              id,
              { ...fault, enabled: false },
            ]),
          );
          engine.load(resolved({ ...document, faults: {} }));
          engine.run(atMs, Infinity);
          expect(engine.change(resolved(document))).toBe(true);
          engine.run(atMs + 200, Infinity);
          expect(engine.change(resolved({ ...document, faults: off }))).toBe(true);
          engine.run(Infinity, Infinity);
          const { checks } = engine.totals();
          expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
          const digest = engine.digest();
          engine.replayTo(atMs / 2);
          engine.run(Infinity, Infinity);
          expect(engine.digest()).toBe(digest);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
