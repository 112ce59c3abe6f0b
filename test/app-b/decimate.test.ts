import { describe, expect, it } from "vitest";
import { decimate, MAX_POINTS } from "../../src/results/decimate.ts";

function rowsOf(values: readonly number[], windowMs = 1000) {
  return {
    rows: { count: values.length, timeMs: (row: number) => (row + 1) * windowMs },
    source: { key: "v", at: (row: number) => values[row] ?? Number.NaN },
  };
}

const noisy = Array.from({ length: 4000 }, (_, row) => 50 + 10 * Math.sin(row * 1.7));

describe("decimation", () => {
  it("keeps a single spike and a single dip among thousands of windows", () => {
    const values = noisy.with(1234, 990).with(2777, 1);
    const { rows, source } = rowsOf(values);
    const points = decimate(rows, [source], "extremes", 300);
    const kept = points.map((point) => point.v ?? 0);
    expect(points.length).toBeLessThanOrEqual(300);
    expect(Math.max(...kept)).toBe(990);
    expect(Math.min(...kept)).toBe(1);
  });

  it("keeps the order in which the extremes of a bucket came", () => {
    const { rows, source } = rowsOf([5, 9, 1, 5, 5, 1, 9, 5]);
    const points = decimate(rows, [source], "extremes", 4);
    expect(points.map((point) => point.v)).toEqual([9, 1, 1, 9]);
  });

  it("gives the mean over several windows where counts are shown", () => {
    const { rows, source } = rowsOf([10, 20, 30, 40]);
    const points = decimate(rows, [source], "mean", 2);
    expect(points).toEqual([
      { t: 2000, v: 15 },
      { t: 4000, v: 35 },
    ]);
  });

  it("counts over a second at least, so that short windows do not show chance", () => {
    const { rows, source } = rowsOf([10, 20, 30, 40, 50], 400);
    const points = decimate(rows, [source], "mean", 300);
    expect(points).toEqual([
      { t: 1200, v: 20 },
      { t: 2000, v: 45 },
    ]);
  });

  it("leaves a gap where no window has a value", () => {
    const { rows, source } = rowsOf([1, Number.NaN, Number.NaN, 4]);
    const points = decimate(rows, [source], "mean", 4);
    expect(points.map((point) => point.v)).toEqual([1, undefined, undefined, 4]);
  });

  it("never gives more points than the charts can draw", () => {
    const { rows, source } = rowsOf(noisy);
    for (const mode of ["mean", "extremes"] as const) {
      expect(decimate(rows, [source], mode, 10_000).length).toBeLessThanOrEqual(MAX_POINTS);
    }
  });

  it("gives every window while there are few", () => {
    const { rows, source } = rowsOf([3, 1, 2]);
    expect(decimate(rows, [source], "extremes", 300).map((point) => point.v)).toEqual([3, 1, 2]);
  });
});
