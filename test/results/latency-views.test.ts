// What the latency drawings make of the engine's buckets and bands.
import { describe, expect, it } from "vitest";
import type { LatencyBins } from "../../simulation/results/latency.ts";
import {
  cumulativeOf,
  histogramOf,
  quantileOf,
} from "../../src/results/latency/distribution-model.ts";
import {
  appendBands,
  cellsOf,
  countAt,
  emptyBands,
  heatGrid,
} from "../../src/results/latency/heat-cells.ts";

/** 100 values: 60 near 10 ms, 39 near 100 ms, 1 near 1 s. */
const BINS: LatencyBins = {
  count: 100,
  minMs: 10,
  maxMs: 1001,
  bins: Float64Array.of(10, 10.1, 60, 100, 101, 39, 1000, 1008, 1),
};
const NONE: LatencyBins = {
  ...{ count: 0, minMs: Number.NaN, maxMs: Number.NaN },
  bins: new Float64Array(0),
};

describe("a histogram", () => {
  it.each([true, false])("has all values once (logarithmic: %s)", (isLog) => {
    const points = histogramOf(BINS, isLog);
    const bars = points.slice(0, -1);
    expect(bars.reduce((sum, { y }) => sum + y, 0)).toBeCloseTo(1, 12);
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b));
  });

  it("puts each value into the bar it lies in", () => {
    const points = histogramOf(BINS, true);
    const bar = points.findIndex(({ x }) => x > 100.5) - 1;
    expect(points[bar]?.y).toBeCloseTo(0.39, 12);
  });

  it("of nothing is empty", () => {
    expect(histogramOf(NONE, true)).toEqual([]);
    expect(cumulativeOf(NONE, false)).toEqual([]);
    expect(quantileOf(NONE, 0.5)).toBeNaN();
  });
});

describe("a CDF", () => {
  it("rises from 0 to 1 and ends at the greatest value", () => {
    const points = cumulativeOf(BINS, true);
    expect(points[0]).toEqual({ x: 10, y: 0 });
    expect(points.at(-1)).toEqual({ x: 1001, y: 1 });
    expect(points.map(({ y }) => y)).toEqual([0, 0.6, 0.99, 1]);
  });

  it("stays within 300 points for any number of buckets, the last one kept", () => {
    const count = 5000;
    const bins = Float64Array.from({ length: count * 3 }, (_, at) =>
      at % 3 === 2 ? 1 : Math.floor(at / 3) + (at % 3) + 1,
    );
    const points = cumulativeOf({ count, minMs: 1, maxMs: count + 1, bins }, false);
    expect(points.length).toBeLessThanOrEqual(300);
    expect(points.at(-1)?.y).toBe(1);
  });
});

it("a quantile is the upper edge of its bucket, not beyond the greatest value", () => {
  expect(quantileOf(BINS, 0.5)).toBe(10.1);
  expect(quantileOf(BINS, 0.9)).toBe(101);
  expect(quantileOf(BINS, 1)).toBe(1001);
});

describe("the heat map", () => {
  const edgesMs = Float64Array.of(0, 1, 2, 4, 8, 16);
  const first = { edgesMs, windows: 3, cells: Int32Array.of(0, 2, 5, 1, 2, 1, 1, 3, 7, 2, 4, 2) };
  const history = appendBands(appendBands(emptyBands(), first), {
    ...{ edgesMs, windows: 4 },
    cells: Int32Array.of(3, 2, 9),
  });

  it("has a column a window where there is room", () => {
    const grid = heatGrid(history, 10);
    expect(grid).toMatchObject({ columns: 4, perColumn: 1, low: 2, high: 4, most: 9 });
    expect(countAt(grid, 1, 3)).toBe(7);
    expect(countAt(grid, 1, 4)).toBe(0);
    expect(countAt(grid, 0, 1)).toBe(0);
  });

  it("adds windows up where there is not, and loses no request", () => {
    const grid = heatGrid(history, 2);
    expect(grid).toMatchObject({ columns: 2, perColumn: 2, most: 9 });
    expect(countAt(grid, 0, 2)).toBe(6);
    const total = cellsOf(grid, edgesMs).reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(24);
    expect(cellsOf(grid, edgesMs)[0]).toEqual({ column: 0, fromMs: 2, toMs: 4, count: 6 });
  });

  it("begins anew when the run did", () => {
    expect(appendBands(history, { edgesMs, windows: 1, cells: Int32Array.of() }).windows).toBe(0);
    expect(heatGrid(emptyBands(), 10).columns).toBe(0);
  });
});
