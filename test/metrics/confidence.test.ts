import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextUniform, seedStream } from "../../simulation/core/random.ts";
import { NORMAL, registers, UNIFORM } from "../../simulation/core/registers.ts";
import { nextNormal } from "../../simulation/core/ziggurat.ts";
import {
  batchMeans,
  batchRatio,
  estimateMean,
  lag1Correlation,
} from "../../simulation/metrics/confidence.ts";
import { ksPValue, ksStatistic } from "../../simulation/metrics/kolmogorov-smirnov.ts";
import { studentTCdf, studentTQuantile } from "../../simulation/metrics/student-t.ts";
import reference from "../core/reference-values.json" with { type: "json" };

function normals(count: number): number[] {
  return Array.from({ length: count }, () => {
    nextNormal(0);
    return registers[NORMAL] ?? Number.NaN;
  });
}

describe("Student's t", () => {
  it.each(reference.studentT)("quantile %d with %d degrees of freedom is %d", (p, degrees, t) => {
    expect(Math.abs(studentTQuantile(p ?? 0, degrees ?? 0) / (t ?? 0) - 1)).toBeLessThan(1e-11);
  });
  it("is symmetric and 0 in the middle", () => {
    expect(studentTQuantile(0.5, 3)).toBe(0);
    expect(studentTQuantile(0.025, 7)).toBeCloseTo(-studentTQuantile(0.975, 7), 12);
  });
  it("quantile undoes cdf", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        (p, degrees) => {
          const back = studentTCdf(studentTQuantile(p, degrees), degrees);
          expect(Math.abs(back - p)).toBeLessThan(1e-11);
        },
      ),
    );
  });
});

describe("intervals of means", () => {
  it("follow the textbook on a small sample", () => {
    // Mean 3, deviation sqrt(2.5), t(0.975, 4) = 2.7764451.
    const { count, mean, deviation, halfWidth } = estimateMean([1, 2, 3, 4, 5]);
    expect([count, mean]).toEqual([5, 3]);
    expect(deviation).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(halfWidth).toBeCloseTo((2.7764451051977934 * Math.sqrt(2.5)) / Math.sqrt(5), 10);
  });
  it("are unknown for fewer than two values", () => {
    expect(estimateMean([4])).toEqual({
      count: 1,
      mean: 4,
      deviation: Number.NaN,
      halfWidth: Number.NaN,
    });
    expect(estimateMean([]).mean).toBeNaN();
  });
  it("keep their digits where the spread is tiny beside the mean", () => {
    expect(estimateMean([1e9 + 1, 1e9 + 2, 1e9 + 3]).deviation).toBeCloseTo(1, 6);
  });
  it("cover the truth in 95 % of the cases", () => {
    seedStream(0, 21, "intervals", "check");
    const trials = 10_000;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const { mean, halfWidth } = estimateMean(normals(5));
      if (Math.abs(mean) <= halfWidth) covered++;
    }
    // 4 standard errors of a share of 0.95
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.0087);
  });
});

describe("batch means", () => {
  it("cover the mean of a correlated series where single values do not", () => {
    seedStream(0, 22, "batches", "check");
    const trials = 400;
    let batches = 0;
    let singles = 0;
    for (let i = 0; i < trials; i++) {
      let x = 0;
      // First-order autoregression: relaxation over about 10 values, mean 0.
      const series = normals(4000).map((noise) => (x = 0.9 * x + noise));
      const estimate = batchMeans(series);
      if (Math.abs(estimate.mean) <= estimate.halfWidth) batches++;
      const naive = estimateMean(series);
      if (Math.abs(naive.mean) <= naive.halfWidth) singles++;
    }
    expect(batches / trials).toBeGreaterThan(0.9);
    expect(singles / trials).toBeLessThan(0.6);
  });
  it("leave out what does not fill a batch, at the start", () => {
    const { count, mean } = batchMeans([100, ...Array.from({ length: 20 }, (_, i) => i)]);
    expect([count, mean]).toEqual([20, 9.5]);
  });
  it("show batches that are too short", () => {
    const drifting = batchMeans(Array.from({ length: 2000 }, (_, i) => i));
    expect(drifting.lag1).toBeGreaterThan(0.8);
    expect(drifting.reliable).toBe(false);
    expect(lag1Correlation([3, 3, 3])).toBe(0);
  });
  it("call independent values reliable and a long memory not", () => {
    seedStream(0, 25, "batches", "memory");
    const verdicts = (memory: number): number => {
      let reliable = 0;
      for (let trial = 0; trial < 100; trial++) {
        let x = 0;
        const series = normals(600).map((noise) => (x = memory * x + noise));
        if (batchMeans(series).reliable) reliable++;
      }
      return reliable;
    };
    expect(verdicts(0)).toBeGreaterThan(90);
    // Relaxation over 100 values, where a batch has 30.
    expect(verdicts(0.99)).toBeLessThan(5);
  });
  it("know nothing of a series shorter than the batches", () => {
    expect(batchMeans([1, 2, 3]).mean).toBeNaN();
    expect(batchMeans([1, 2, 3]).halfWidth).toBeNaN();
  });
  it("weigh each batch of a ratio by what it holds, and cover the ratio", () => {
    seedStream(0, 26, "ratio", "check");
    const trials = 400;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const wholes = normals(200).map((noise) => Math.max(0, 10 + 5 * noise));
      const noises = normals(200);
      // Busy windows are slow ones too: the mean of the windows' ratios would be too low.
      const parts = wholes.map((whole, i) => whole * (3 + 0.1 * whole) + (noises[i] ?? 0));
      const { mean, halfWidth } = batchRatio(parts, wholes);
      const truth = 3 + 0.1 * (momentOf(2) / momentOf(1));
      if (Math.abs(mean - truth) <= halfWidth) covered++;
    }
    // 4 standard errors of a share of 0.95 below it
    expect(covered / trials).toBeGreaterThan(0.906);
  });
});

/** Moments of max(0, 10 + 5 Z), by integrating the normal density over 24 standard deviations. */
function momentOf(order: number): number {
  let sum = 0;
  const step = 0.001;
  for (let z = -12; z < 12; z += step) {
    const value = Math.max(0, 10 + 5 * z);
    sum += value ** order * Math.exp((-z * z) / 2) * step;
  }
  return sum / Math.sqrt(2 * Math.PI);
}

describe("Kolmogorov-Smirnov", () => {
  it("statistic equals the plain definition, with fewer calls of the cdf", () => {
    seedStream(0, 23, "ks", "check");
    for (const n of [1, 2, 3, 10, 5000]) {
      const sorted = Float64Array.from({ length: n }, () => {
        nextUniform(0);
        return registers[UNIFORM] ?? Number.NaN;
      }).sort();
      let calls = 0;
      const d = ksStatistic(sorted, (x) => {
        calls++;
        return x * x;
      });
      const plain = sorted.reduce(
        (most, x, i) => Math.max(most, (i + 1) / n - x * x, x * x - i / n),
        0,
      );
      expect(d).toBe(plain);
      if (n === 5000) expect(calls).toBeLessThan(1000);
    }
  });
  it("probability follows the limit law", () => {
    // Kolmogorov's distribution at 0.5, 1, 1.36 and 1.95, by a sum with 40 digits.
    const n = 1e12;
    const root = Math.sqrt(n) + 0.12;
    expect(ksPValue(0.5 / root, n)).toBeCloseTo(0.9639452436648751, 9);
    expect(ksPValue(1 / root, n)).toBeCloseTo(0.2699996716773545, 9);
    expect(ksPValue(1.36 / root, n)).toBeCloseTo(0.04948587675537791, 9);
    expect(ksPValue(1.95 / root, n)).toBeCloseTo(0.0009959108428835794, 9);
    expect(ksPValue(0, 100)).toBe(1);
    expect(ksPValue(1, 100)).toBeLessThan(1e-80);
  });
  it("p-values of right samples are uniform themselves", () => {
    seedStream(0, 24, "ks", "check");
    const values = Array.from({ length: 1000 }, () => {
      const sorted = normals(40).sort((a, b) => a - b);
      return ksPValue(
        ksStatistic(sorted, (x) => studentTCdf(x, 1e9)),
        40,
      );
    }).sort((a, b) => a - b);
    expect(
      ksPValue(
        ksStatistic(values, (p) => p),
        1000,
      ),
    ).toBeGreaterThan(0.001);
  });
});
