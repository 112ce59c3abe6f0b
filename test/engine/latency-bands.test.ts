// The distributions that are handed out are those that the results and the series sum up.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import {
  latencyBandsOf,
  latencyBinsOf,
  recordBands,
} from "../../simulation/engine/latency-bands.ts";
import { BIN_STRIDE, CELL_STRIDE, type LatencyBands } from "../../simulation/results/latency.ts";
import { OUTCOMES } from "../../simulation/results/outcomes.ts";
import { rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import { resolved, run, sketch } from "../support/simulate.ts";

const SHOP = sketch({
  run: { durationS: 20, windowS: 1, warmupS: 4 },
  nodes: {
    users: { kind: "client", ratePerS: 60, requests: { browse: { weight: 3 }, buy: {} } },
    api: { concurrency: 2, serviceTime: { type: "exponential", meanMs: 20 } },
  },
  edges: { "users->api": {} },
});

beforeAll(() => recordBands(true));
afterAll(() => recordBands(false));

function windowTotals({ cells, windows }: LatencyBands): number[] {
  const totals = new Array<number>(windows).fill(0);
  for (let at = 0; at < cells.length; at += CELL_STRIDE) {
    totals[cells[at] ?? 0] = (totals[cells[at] ?? 0] ?? 0) + (cells[at + 2] ?? 0);
  }
  return totals;
}

describe("bins of the whole run", () => {
  it.each([
    ["endToEnd", "all"],
    ["endToEnd", "browse"],
    ["nodes", "api"],
    ["edges", "users->api"],
  ] as const)("of %s %s give back count, extremes and median of the result", (block, id) => {
    const totals = run(SHOP).totals();
    const summary = totals[block][id]?.latencyMs;
    const { bins, count, minMs, maxMs } = latencyBinsOf(engine.layout(), { block, id });
    expect(minMs).toBe(summary?.min);
    expect(maxMs).toBe(summary?.max);
    let sum = 0;
    let median = 0;
    for (let at = 0; at < bins.length; at += BIN_STRIDE) {
      sum += bins[at + 2] ?? 0;
      if (median === 0 && sum >= count / 2) median = bins[at + 1] ?? 0;
    }
    expect(sum).toBe(count);
    expect(count).toBeGreaterThan(100);
    // A bucket is at most a 128th of its octave wide.
    expect(Math.abs(median / (summary?.p50 ?? 0) - 1)).toBeLessThan(0.01);
  });

  it("of an unknown id are none, and asking changes no result", () => {
    const digest = run(SHOP).digest();
    engine.load(resolved(SHOP));
    for (let second = 1; second <= 20; second++) {
      engine.run(second * 1000 - 300, Infinity);
      latencyBinsOf(engine.layout(), { block: "nodes", id: "api" });
      expect(latencyBinsOf(engine.layout(), { block: "nodes", id: "nobody" }).count).toBe(0);
    }
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
  });
});

describe("bands over time", () => {
  it("hold in each window as many requests as the series counts", () => {
    run(SHOP);
    const layout = engine.layout();
    const rows = engine.rows(0);
    const length = rowLengthOf(layout);
    for (const [type, id] of layout.typeIds.entries()) {
      const bands = latencyBandsOf(layout, id, 0);
      expect(bands.windows).toBe(engine.windowCount());
      const good = windowTotals(bands).map((_, row) =>
        OUTCOMES.slice(0, 2).reduce(
          (sum, outcome) => sum + (rows[row * length + typeColumn(type, outcome)] ?? 0),
          0,
        ),
      );
      expect(windowTotals(bands)).toEqual(good);
    }
  });

  it("can be asked for from a window on, and rise", () => {
    run(SHOP);
    const all = latencyBandsOf(engine.layout(), "all", 0);
    const late = latencyBandsOf(engine.layout(), "all", 15);
    expect(late.cells[0]).toBe(15);
    expect([...all.cells].join(" ")).toContain([...late.cells].join(" "));
    expect([...all.edgesMs]).toEqual([...all.edgesMs].sort((a, b) => a - b));
  });

  it("come out the same when the run goes back to a checkpoint and on again", () => {
    engine.load(resolved(SHOP));
    engine.run(6500, Infinity);
    const checkpoint = engine.saveCheckpoint();
    engine.run(Infinity, Infinity);
    const straight = latencyBandsOf(engine.layout(), "all", 0);
    engine.restoreCheckpoint(checkpoint);
    expect(latencyBandsOf(engine.layout(), "all", 0).windows).toBe(6);
    engine.run(Infinity, Infinity);
    expect(latencyBandsOf(engine.layout(), "all", 0)).toEqual(straight);
  });

  it("are not kept where nobody asked for them", () => {
    recordBands(false);
    run(SHOP);
    expect(latencyBandsOf(engine.layout(), "all", 0).windows).toBe(0);
    recordBands(true);
  });
});
