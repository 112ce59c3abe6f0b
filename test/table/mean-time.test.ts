import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOf, withMean } from "../../src/store/mean-time.ts";

const LITERALS = [
  8,
  { type: "exponential", meanMs: 8 },
  { type: "lognormal", meanMs: 8, p99Ms: 40 },
  { type: "uniform", minMs: 2, maxMs: 10 },
  { type: "gamma", meanMs: 8, shape: 2 },
  { type: "erlang", meanMs: 8, k: 3 },
  { type: "pareto", minMs: 3, shape: 2.5 },
  {
    type: "empirical",
    quantiles: [
      [0, 1],
      [0.5, 4],
      [1, 30],
    ],
  },
  { type: "trace", valuesMs: [1, 5, 9] },
  { type: "exponential", meanMs: 8, shiftMs: 2, maxMs: 50 },
];

describe("a new mean for a distribution", () => {
  it.each(LITERALS)("is what %j has afterwards, with the shape it had", (literal) => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 10_000, noNaN: true }), (mean) => {
        const wished = Number(mean.toPrecision(4));
        const next = withMean(literal, "ms", wished);
        expect(next).not.toBeNull();
        expect(meanOf(next, "ms") / wished).toBeCloseTo(1, 3);
        if (typeof literal === "object") expect(next).toMatchObject({ type: literal.type });
      }),
      { numRuns: 30 },
    );
  });

  it("is refused where there is no mean to begin with", () => {
    expect(withMean({ type: "pareto", minMs: 1, shape: 0.9 }, "ms", 5)).toBeNull();
  });
});
