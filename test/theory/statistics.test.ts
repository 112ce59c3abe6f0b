import { describe, expect, it } from "vitest";
import {
  estimateOf,
  normalScore,
  type Pooled,
  summarizeZ,
} from "../../simulation/cli/theory/statistics.ts";
import { normalQuantile } from "../../simulation/core/special-functions.ts";

describe("estimateOf", () => {
  it("gives the mean and its standard error for equal weights", () => {
    const readings = [1, 2, 3, 4].map((value) => ({ value, weight: 1 }));
    const { mean, se, replications } = estimateOf(readings);
    expect(mean).toBe(2.5);
    // Sample variance 5/3 over 4 readings.
    expect(se).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
    expect(replications).toBe(4);
  });

  it("is the overall ratio when weights are counts", () => {
    const { mean, weight } = estimateOf([
      { value: 10, weight: 1 },
      { value: 20, weight: 3 },
    ]);
    expect({ mean, weight }).toEqual({ mean: 17.5, weight: 4 });
  });

  it("does not count a replication without observations", () => {
    const { mean } = estimateOf([
      { value: 5, weight: 2 },
      { value: 0, weight: 0 },
    ]);
    expect(mean).toBe(5);
  });

  const ratio = ([part = 0, whole = 0]: Float64Array) => part / whole;
  const pooled = (part: number, whole: number): Pooled => {
    return { sums: [part, whole], weight: whole, of: ratio };
  };

  it("computes a pooled quantity once from the sums of all replications", () => {
    const { mean, weight } = estimateOf([pooled(1, 1), pooled(1, 3)]);
    expect(mean).toBe(0.5);
    expect(weight).toBe(4);
  });

  it("takes the error of a pooled mean from the spread of the replications, as for averages", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const sums = estimateOf(values.map((value) => pooled(value, 1)));
    const averages = estimateOf(values.map((value) => ({ value, weight: 1 })));
    expect(sums.mean).toBeCloseTo(averages.mean, 12);
    expect(sums.se).toBeCloseTo(averages.se, 12);
  });

  it("refuses readings that cannot be put together", () => {
    expect(() => estimateOf([pooled(1, 1), { value: 1, weight: 1 }])).toThrow("differ in kind");
  });
});

describe("normalScore", () => {
  it.each([
    // Two-sided 5 % and 0.1 % points of Student's t (Abramowitz & Stegun, table 26.10).
    [2.093, 19, 1.96],
    [3.883, 19, 3.2905],
    [-2.0395, 31, -1.96],
  ])("maps t %f with %i degrees to %f", (t, degrees, z) => {
    expect(normalScore(t, degrees)).toBeCloseTo(z, 3);
  });

  it("leaves a deviation alone whose error is well known", () => {
    expect(normalScore(2.5, 1e7)).toBeCloseTo(2.5, 5);
  });
});

describe("the summary of z-scores", () => {
  const exact = Array.from({ length: 100 }, (_, i) => normalQuantile((i + 0.5) / 100));

  it("accepts standard normal scores", () => {
    const { n, mean, sd, ksP, pass } = summarizeZ(exact);
    expect(n).toBe(100);
    expect(mean).toBeCloseTo(0, 10);
    expect(sd).toBeCloseTo(1, 1);
    expect(ksP).toBeGreaterThan(0.99);
    expect(pass).toBe(true);
  });

  it("states the 99 % bounds", () => {
    const { meanBound, sdLow, sdHigh } = summarizeZ(exact);
    expect(meanBound).toBeCloseTo(0.2576, 4);
    // Chi-square with 99 degrees: 66.510 and 138.987 at 0.5 % and 99.5 %.
    expect(sdLow).toBeCloseTo(Math.sqrt(66.51 / 99), 4);
    expect(sdHigh).toBeCloseTo(Math.sqrt(138.987 / 99), 4);
  });

  it("finds a common bias of less than a third of an error", () => {
    const { mean, meanBound, pass } = summarizeZ(exact.map((z) => z + 0.3));
    expect(mean).toBeGreaterThan(meanBound ?? Number.POSITIVE_INFINITY);
    expect(pass).toBe(false);
  });

  it("finds errors that are said a third too small", () => {
    const { sd, sdHigh, pass } = summarizeZ(exact.map((z) => z * 1.33));
    expect(sd).toBeGreaterThan(sdHigh ?? Number.POSITIVE_INFINITY);
    expect(pass).toBe(false);
  });

  it("finds errors that are said a third too large, which would hide a bias", () => {
    const { sd, sdLow, pass } = summarizeZ(exact.map((z) => z / 1.4));
    expect(sd).toBeLessThan(sdLow ?? 0);
    expect(pass).toBe(false);
  });

  it("finds the wrong shape behind the right mean and spread", () => {
    const { ksP, pass } = summarizeZ(exact.map((z) => Math.sign(z)));
    expect(ksP).toBeLessThan(1e-6);
    expect(pass).toBe(false);
  });

  it("says nothing about a handful of scores", () => {
    expect(summarizeZ([3, 3, 3])).toMatchObject({ n: 3, sd: null, pass: true });
    expect(summarizeZ([])).toMatchObject({ n: 0, mean: null, pass: true });
  });
});
