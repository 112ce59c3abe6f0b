import { describe, expect, it } from "vitest";
import {
  estimateOf,
  kolmogorovSmirnovP,
  summarizeZ,
} from "../../simulation/cli/theory/statistics.ts";
import { normalQuantile } from "../../simulation/core/special-functions.ts";

describe("estimateOf", () => {
  it("gives the mean and its standard error for equal weights", () => {
    const readings = [1, 2, 3, 4].map((value) => ({ value, weight: 1 }));
    const { mean, se } = estimateOf(readings);
    expect(mean).toBe(2.5);
    // Sample variance 5/3 over 4 readings.
    expect(se).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
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
});

describe("the summary of z-scores", () => {
  const exact = Array.from({ length: 200 }, (_, i) => normalQuantile((i + 0.5) / 200));

  it("accepts standard normal scores", () => {
    const { n, mean, sd, ksP } = summarizeZ(exact);
    expect(n).toBe(200);
    expect(mean).toBeCloseTo(0, 10);
    expect(sd).toBeCloseTo(1, 1);
    expect(ksP).toBeGreaterThan(0.99);
  });

  it("finds a common bias", () => {
    expect(summarizeZ(exact.map((z) => z + 0.5)).ksP).toBeLessThan(1e-6);
  });

  it("finds errors that are said too small", () => {
    expect(summarizeZ(exact.map((z) => z * 2)).ksP).toBeLessThan(1e-3);
  });

  it("agrees with the tabulated critical value", () => {
    // D = 1.36 / sqrt(n) is the 5 % point for large n (Smirnov 1948): shift a uniform sample by it.
    const n = 10_000;
    const sample = Array.from({ length: n }, (_, i) => (i + 0.5) / n + 1.3581 / Math.sqrt(n));
    expect(kolmogorovSmirnovP(sample, (x) => Math.min(1, x))).toBeCloseTo(0.05, 2);
  });
});
