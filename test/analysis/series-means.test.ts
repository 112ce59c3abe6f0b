// The series of several replications as one.
import { describe, expect, it } from "vitest";
import { SeriesMeans } from "../../simulation/analysis/series-means.ts";

const rows = (...values: number[]): Float64Array => Float64Array.from(values);

describe("means of series", () => {
  it("are over the replications that have the value", () => {
    const means = new SeriesMeans();
    means.add(rows(100, 4, Number.NaN, Number.NaN), false);
    means.add(rows(100, 8, 5, Number.NaN), false);
    expect(means.replications).toBe(2);
    expect([...means.means()]).toEqual([100, 6, 5, Number.NaN]);
  });

  it("go on where only longer runs do", () => {
    const means = new SeriesMeans();
    means.add(rows(1, 10), false);
    means.add(rows(1, 20, 2, 30), false);
    means.add(rows(1, 60), false);
    expect([...means.means()]).toEqual([1, 30, 2, 30]);
  });

  it("leave out what ended early, unless everything did", () => {
    const means = new SeriesMeans();
    means.add(rows(7), true);
    expect([...means.means(), means.replications]).toEqual([7, 1]);
    means.add(rows(3), false);
    expect([...means.means(), means.replications]).toEqual([3, 1]);
  });
});
