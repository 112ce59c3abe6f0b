import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { intervalAt } from "../../simulation/results/intervals.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import type { RunSettings, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, type Sketch, sketch } from "../support/simulate.ts";

const NODES = {
  users: { kind: "client", ratePerS: 100 },
  shop: {
    concurrency: 2,
    queueLengthMax: null,
    serviceTime: { type: "exponential", meanMs: 10 },
    errorRate: 0.05,
  },
};
const EDGES = { "users->shop": { timeoutMs: null, retry: null } };

function steady(run: RunSettings, more: Partial<Sketch> = {}): ScenarioDocument {
  return sketch({ run: { seed: 3, ...run }, nodes: NODES, edges: EDGES, ...more });
}

function result(document: ScenarioDocument): RunResult {
  return runScenario(resolved(document), {}, engine);
}

describe("batch means of one run", () => {
  const long = result(steady({ durationS: 400, warmupS: 10 }));

  it("stand around the values of the run itself", () => {
    for (const path of [
      ["endToEnd", "all", "throughput"],
      ["endToEnd", "all", "goodput"],
      ["endToEnd", "all", "errorRate"],
      ["endToEnd", "all", "latencyMs", "mean"],
      ["nodes", "shop", "throughput"],
      ["nodes", "shop", "utilization"],
      ["nodes", "shop", "queue", "mean"],
      ["nodes", "shop", "inFlight", "mean"],
      ["nodes", "shop", "waitMs", "mean"],
    ]) {
      const interval = intervalAt(long, path);
      const value = path.reduce<unknown>(
        (tree, step) => (tree as Record<string, unknown>)[step],
        long,
      );
      expect(interval, path.join()).toMatchObject({ method: "batchMeans", reliable: true });
      const share = (interval?.halfWidth ?? Number.NaN) / Number(value);
      expect(share, path.join()).toBeGreaterThan(0);
      expect(share, path.join()).toBeLessThan(0.2);
    }
    expect(long.batchMeans?.batches).toBe(20);
    expect(long.batchMeans?.batchS).toBeCloseTo(390 / 20, 0);
  });

  it("are about as wide as the spread of independent runs says", () => {
    const scenario = resolved(steady({ durationS: 400, warmupS: 10 }));
    const together = runScenario(scenario, { seed: 100, replications: 12 }, engine);
    for (const path of [
      ["endToEnd", "all", "latencyMs", "mean"],
      ["nodes", "shop", "utilization"],
    ]) {
      // Half-widths of 12 runs and of 20 batches of one: t and the root of 12 taken out.
      const spread = ((intervalAt(together, path)?.halfWidth ?? 0) * Math.sqrt(12)) / 2.201;
      const batches = (intervalAt(long, path)?.halfWidth ?? 0) / 2.093;
      expect(batches / spread, path.join()).toBeGreaterThan(0.45);
      expect(batches / spread, path.join()).toBeLessThan(2.2);
    }
  });

  it("call themselves unreliable where a run is short beside its memory", () => {
    const busy = { ...NODES, users: { kind: "client", ratePerS: 190 } };
    const short = result(steady({ durationS: 20, warmupS: 2 }, { nodes: busy }));
    expect(intervalAt(short, ["nodes", "shop", "queue", "mean"])?.reliable).toBe(false);
  });

  it("are left out of runs that faults, changes, profiles or an end without load disturb", () => {
    const slow = { kind: "slow", target: "shop", atS: 10, forS: 5, factor: 2 } as const;
    const run = { durationS: 40, warmupS: 5 };
    const rising = [
      [0, 1],
      [40, 2],
    ];
    const profiled = { ...NODES, users: { ...NODES.users, profile: rising } };
    const timesMs = Array.from({ length: 4000 }, (_, at) => at * 10);
    const recorded = { ...NODES, users: { kind: "client", arrivals: { type: "trace", timesMs } } };
    const change = { atMs: 20_000, set: { "nodes.users.ratePerS": 50 } };
    expect(result(steady(run))).toHaveProperty("batchMeans");
    const disturbed = [
      steady(run, { faults: { slow } }),
      steady(run, { nodes: profiled }),
      steady(run, { nodes: recorded }),
      { ...steady(run), changes: { c: change } },
      steady({ ...run, drain: true }),
    ];
    for (const document of disturbed) expect(result(document)).not.toHaveProperty("batchMeans");
    // A closed loop does not follow the profile of an open one.
    const closed = { ...profiled.users, closed: { users: 5 } };
    expect(result(steady(run, { nodes: { ...NODES, users: closed } }))).toHaveProperty(
      "batchMeans",
    );
    const off = { slow: { ...slow, enabled: false } };
    expect(result(steady(run, { faults: off }))).toHaveProperty("batchMeans");
  });

  it("are left out of replications, which have better ones", () => {
    const scenario = resolved(steady({ durationS: 40, warmupS: 5 }));
    const together = runScenario(scenario, { replications: 2 }, engine);
    expect(together).not.toHaveProperty("batchMeans");
    expect(together).toHaveProperty("ci95");
  });

  it("need as many windows as batches", () => {
    const coarse = result(steady({ durationS: 40, warmupS: 5, windowS: 4 }));
    expect(coarse).not.toHaveProperty("batchMeans");
  });
});
