import { describe, expect, it } from "vitest";
import {
  cdfOf,
  DISTRIBUTION_TYPES,
  densityOf,
  distributionFields,
  momentsOf,
  parseDistribution,
  quantileOf,
} from "../../simulation/core/distributions.ts";
import { literals, specOf } from "../support/distribution-specs.ts";

describe("literals", () => {
  it("a bare number is a constant in the unit of the parameter", () => {
    expect(specOf(3, "")).toEqual({ law: { kind: "constant", value: 3 }, shift: 0, max: Infinity });
  });

  it("a lognormal from mean and p99 takes the smaller sigma (case D02)", () => {
    const { law } = specOf({ type: "lognormal", meanMs: 20, p99Ms: 100 });
    if (law.kind !== "lognormal") throw new Error("no lognormal");
    expect(law.sigma).toBeCloseTo(0.845463474, 8);
    expect(law.mu).toBeCloseTo(2.63832803, 8);
  });

  it("several ways lead to the same lognormal", () => {
    const { meanMs, p50Ms, p99Ms, scv } = momentsOf(specOf(literals.lognormal));
    const sigma = 0.845463474;
    for (const other of [
      { meanMs, sigma },
      { medianMs: p50Ms, sigma },
      { medianMs: p50Ms, p99Ms },
      { meanMs, scv },
    ]) {
      const moments = momentsOf(specOf({ type: "lognormal", ...other }));
      expect(moments.meanMs).toBeCloseTo(20, 6);
      expect(moments.p99Ms).toBeCloseTo(100, 5);
    }
  });

  it("balanced means give both branches the same load", () => {
    const { law } = specOf({ type: "hyperexponential", meanMs: 10, scv: 4 });
    if (law.kind !== "hyperexponential") throw new Error("no hyperexponential");
    // Case S15: 0.887298, 5.63508 ms and 44.3649 ms.
    expect(law.weights[0]).toBeCloseTo(0.887298, 6);
    expect(law.means[0]).toBeCloseTo(5.63508, 5);
    expect(law.means[1]).toBeCloseTo(44.3649, 4);
  });

  it.each([
    [{ type: "erlang", k: 4, meanMs: 12 }, 12, 1 / 4],
    [{ type: "gamma", scv: 0.2, meanMs: 12 }, 12, 0.2],
    [{ type: "lognormal", meanMs: 12, scv: 3 }, 12, 3],
    [{ type: "hyperexponential", meanMs: 12, scv: 7 }, 12, 7],
    [{ type: "hyperexponential", meanMs: 12, scv: 1 }, 12, 1],
    [{ type: "weibull", shape: 1, meanMs: 12 }, 12, 1],
    [{ type: "pareto", shape: 4, meanMs: 12 }, 12, 1 / 8],
    [{ type: "uniform", minMs: 0, maxMs: 24 }, 12, 1 / 3],
    [{ type: "uniform", minMs: 12, maxMs: 12 }, 12, 0],
    [{ type: "normal", meanMs: 12, scv: 0.01 }, 12, 0.01],
    [{ type: "normal", meanMs: 12, sigma: 1.2 }, 12, 0.01],
    [{ type: "constant", meanMs: 12 }, 12, 0],
  ])("%j has the mean and the variation it asks for", (literal, mean, scv) => {
    const moments = momentsOf(specOf(literal));
    expect(moments.meanMs).toBeCloseTo(mean, 9);
    expect(moments.scv).toBeCloseTo(scv, 9);
  });

  it("scale multiplies, shift adds, the maximum holds for the sum", () => {
    const spec = specOf({ type: "uniform", minMs: 1, maxMs: 3, scale: 10, shiftMs: 5 });
    expect([quantileOf(spec, 0), quantileOf(spec, 1)]).toEqual([15, 35]);
    const cut = specOf({ type: "exponential", meanMs: 10, shiftMs: 5, maxMs: 6 });
    expect([quantileOf(cut, 0), quantileOf(cut, 1)]).toEqual([5, 6]);
  });

  it("scaling any law scales its quantiles", () => {
    for (const [name, literal] of Object.entries(literals)) {
      // The maximum stays where it is while the law below it grows.
      if (name.includes("maximum") || "maxMs" in literal) continue;
      const plain = specOf({ ...literal, shiftMs: 0 });
      const scaled = specOf({ ...literal, shiftMs: 0, scale: 3 });
      for (const u of [0.01, 0.4, 0.77, 0.99]) {
        const ratio = quantileOf(scaled, u) / quantileOf(plain, u);
        expect(ratio, name).toBeCloseTo(3, 9);
      }
    }
  });

  it("parameters without a unit have names without one", () => {
    expect(specOf({ type: "uniform", min: 1, max: 3 }, "")).toEqual(
      specOf({ type: "uniform", minMs: 1, maxMs: 3 }, ""),
    );
    expect(parseDistribution({ type: "uniform", min: 1, max: 3 }, "ms")).toMatchObject({
      ok: false,
    });
  });

  it("points in time become gaps", () => {
    const { law } = specOf({ type: "trace", timesMs: [5, 5, 12] });
    expect(law).toEqual({ kind: "trace", values: [5, 0, 7], cyclic: false });
  });

  it("every type says how it can be stated, and one of these ways is read", () => {
    expect(DISTRIBUTION_TYPES).toHaveLength(14);
    for (const type of DISTRIBUTION_TYPES)
      expect(distributionFields(type).length).toBeGreaterThan(0);
    expect(distributionFields("lognormal")).toContainEqual(["meanMs", "p99Ms"]);
    expect(distributionFields("empirical")).toContainEqual(["valuesMs", "weights?"]);
  });
});

describe("refused literals name the field and what is allowed", () => {
  const number = "must be a number from";
  it.each<[unknown, string, string]>([
    [-1, "", "from 0"],
    [Number.NaN, "", "from 0"],
    ["fast", "", "object with a type"],
    [null, "", "object with a type"],
    [[1], "", "object with a type"],
    [{ meanMs: 3 }, "type", "lognormal"],
    [{ type: "gauss" }, "type", "lognormal"],
    [{ type: "exponential" }, "", "needs meanMs"],
    [{ type: "exponential", mean: 3 }, "", "needs meanMs"],
    [{ type: "exponential", meanMs: 0 }, "meanMs", "greater than 0"],
    [{ type: "exponential", meanMs: "5" }, "meanMs", number],
    [{ type: "exponential", meanMs: Infinity }, "meanMs", number],
    [{ type: "exponential", meanMs: 5, p99Ms: 9 }, "p99Ms", "does not go with"],
    [{ type: "exponential", meanMs: 5, shiftMs: -1 }, "shiftMs", number],
    [{ type: "exponential", meanMs: 5, scale: 0 }, "scale", number],
    [{ type: "exponential", meanMs: 5, maxMs: 0 }, "maxMs", "above the smallest"],
    [{ type: "exponential", meanMs: 5, shiftMs: 9, maxMs: 8 }, "maxMs", "above the smallest"],
    [{ type: "uniform", minMs: 5, maxMs: 4 }, "maxMs", "minMs"],
    [{ type: "erlang", k: 2.5, meanMs: 3 }, "k", "whole number"],
    [{ type: "erlang", k: 0, meanMs: 3 }, "k", number],
    [{ type: "gamma", shape: -1, meanMs: 3 }, "shape", number],
    [{ type: "gamma", meanMs: 3 }, "", "shape and meanMs, or scv and meanMs"],
    [{ type: "hyperexponential", meanMs: 3, scv: 0.5 }, "scv", number],
    [{ type: "hyperexponential", meansMs: [1, 2], weights: [1] }, "weights", "entries"],
    [{ type: "hyperexponential", meansMs: [1, 2], weights: [0, 0] }, "weights", "not all be 0"],
    [{ type: "hyperexponential", meansMs: [1, -2], weights: [1, 1] }, "meansMs", "holds -2"],
    [{ type: "lognormal", meanMs: 20, p99Ms: 20 }, "p99Ms", "greater than meanMs"],
    [{ type: "lognormal", meanMs: 20, p99Ms: 300 }, "p99Ms", "at most 299.3"],
    [{ type: "lognormal", medianMs: 20, p99Ms: 10 }, "p99Ms", "greater than medianMs"],
    [{ type: "pareto", shape: 1, meanMs: 3 }, "shape", "greater than 1"],
    [{ type: "normal", meanMs: -3, stdMs: 1 }, "meanMs", number],
    [{ type: "triangular", minMs: 3, modeMs: 2, maxMs: 9 }, "modeMs", "minMs"],
    [{ type: "triangular", minMs: 3, modeMs: 4, maxMs: 3.5 }, "maxMs", "modeMs"],
    [{ type: "empirical", quantiles: [[0, 1]] }, "quantiles", "at least two"],
    [
      {
        type: "empirical",
        quantiles: [
          [0, 1],
          [0.5, 2],
        ],
      },
      "quantiles",
      "end at 1",
    ],
    [
      {
        type: "empirical",
        quantiles: [
          [0, 1],
          [1, 0.5],
        ],
      },
      "quantiles",
      "entry 2",
    ],
    [{ type: "empirical", quantiles: [[0, 1], 7, [1, 2]] }, "quantiles", "entry 2"],
    [{ type: "empirical", valuesMs: [] }, "valuesMs", "list of 1"],
    [{ type: "mixture", parts: [] }, "parts", "list of 1"],
    [{ type: "mixture", parts: [{ type: "exponential", meanMs: -1 }] }, "parts.0.meanMs", number],
    [
      { type: "mixture", parts: [{ type: "constant", valueMs: 1, weight: -1 }] },
      "parts.0.weight",
      number,
    ],
    [{ type: "mixture", parts: [7] }, "parts.0", "object"],
    [{ type: "mixture", parts: [{ type: "trace", valuesMs: [1] }] }, "parts.0", "no trace"],
    [{ type: "trace", valuesMs: [1, "2"] }, "valuesMs", "holds 2"],
    [{ type: "trace", timesMs: [3, 2] }, "timesMs", "ascend"],
  ])("%j", (literal, field, words) => {
    const parsed = parseDistribution(literal, "ms");
    expect(parsed).toMatchObject({ ok: false, field });
    if (!parsed.ok) expect(parsed.message).toContain(words);
  });

  it("mixtures nested without end", () => {
    let literal: unknown = { type: "constant", valueMs: 1 };
    for (let depth = 0; depth < 5; depth++) literal = { type: "mixture", parts: [literal] };
    expect(parseDistribution(literal, "ms")).toMatchObject({ ok: false });
  });
});

describe("moments", () => {
  it("are infinite where the integral diverges", () => {
    expect(momentsOf(specOf({ type: "pareto", shape: 1, minMs: 2 })).meanMs).toBe(Infinity);
    const heavy = momentsOf(specOf({ type: "pareto", shape: 1.5, minMs: 2 }));
    expect(heavy).toMatchObject({ meanMs: 6, scv: Infinity });
    const { scv } = momentsOf(
      specOf({ type: "mixture", parts: [{ type: "pareto", shape: 2, minMs: 1 }] }),
    );
    expect(scv).toBe(Infinity);
  });

  it("of a truncated infinite mean are finite", () => {
    // Integral of x * 4 / x^2 from 4 to 4000, over the probability 0.999.
    const { meanMs } = momentsOf(specOf(literals["pareto, truncated"]));
    expect(meanMs).toBeCloseTo((4 * Math.log(1000)) / 0.999, 9);
  });
});

describe("densities", () => {
  it("are those of the formula", () => {
    const points = densityOf(specOf(literals.exponential), 400);
    for (const { x, y } of points.slice(5)) {
      expect(Math.abs(y / (Math.exp(-x / 10) / 10) - 1)).toBeLessThan(1e-4);
    }
  });

  it("cover at least 99.4 % and never more than everything", () => {
    for (const [name, literal] of Object.entries(literals)) {
      const spec = specOf(literal);
      const points = densityOf(spec, 300);
      expect(points, name).toHaveLength(300);
      const width = (points[1]?.x ?? 0) - (points[0]?.x ?? 0);
      const area = points.reduce((sum, { y }) => sum + y * width, 0);
      expect(area, name).toBeGreaterThan(0.994);
      expect(area, name).toBeLessThan(1 + 1e-9);
      expect(points.every(({ y }) => y >= -1e-12)).toBe(true);
    }
  });
});

it("cdf is 0 below the smallest value and 1 at the largest", () => {
  for (const [name, literal] of Object.entries(literals)) {
    const spec = specOf(literal);
    const least = quantileOf(spec, 0);
    expect(cdfOf(spec, least - 1e-6), name).toBe(0);
    const most = quantileOf(spec, 1);
    expect(cdfOf(spec, most === Infinity ? 1e300 : most), name).toBeCloseTo(1, 12);
  }
});
