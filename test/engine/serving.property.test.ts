// Whatever way its stations serve, a run keeps its books, is the same in slices and with either
// event list, and goes on from a checkpoint as if nothing had been.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAnyWay } from "../support/any-way.ts";
import { randomServing } from "../support/random-serving.ts";
import { simulate } from "../support/simulate.ts";

const RUNS = process.env.BROWNOUT_FULL ? 1000 : 12;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 120_000;

describe("a random scenario with stations of every sort", () => {
  it(
    "keeps two counts of everything that agree",
    () => {
      fc.assert(
        fc.property(randomServing, (document) => {
          const totals = simulate(document);
          expect(totals.endedEarly).toBeNull();
          expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
          for (const { utilization, workingRatio } of Object.values(totals.nodes)) {
            expect(workingRatio ?? 0).toBeLessThanOrEqual((utilization ?? 0) + 1e-9);
          }
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "is the same in slices, with the plain heap, and from a checkpoint on",
    () => {
      fc.assert(
        fc.property(
          randomServing,
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
    "ends with nobody left when it drains",
    () => {
      fc.assert(
        fc.property(randomServing, (document) => {
          const nodes = Object.fromEntries(
            Object.entries(document.nodes).map(([id, node]) => {
              // A batch that waits for more would wait for ever.
              const { bulk, ...others } = node as { bulk?: { max: number } };
              return [id, bulk === undefined ? node : { ...others, bulk: { max: bulk.max } }];
            }),
          );
          const drained = simulate({
            ...document,
            nodes: nodes as typeof document.nodes,
            run: { ...document.run, drain: true },
          });
          if (drained.endedEarly !== null) return;
          for (const { inFlightAtEnd } of Object.values(drained.nodes))
            expect(inFlightAtEnd).toBe(0);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
