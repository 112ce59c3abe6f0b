// Some hard cases of the two hundred: see test/support/hard-cascades.ts. All of them run in the full suite
// (hard-cascades.full.test.ts).
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { HURT, hardCase, isBlamed, isTold, judgeHard, SORTS } from "../support/hard-cascades.ts";
import { resolved } from "../support/simulate.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Those of the full suite; drawing them costs nothing. */
const DESIGNS = Array.from({ length: 200 }, (_, at) => at + 1);
const CALM = DESIGNS.slice(0, 8);
/** The first of each sort of fault in which users are hurt. */
const HURTING = [7, 9, 10, 11, 19, 24, 25, 43, 44, 61, 65, 91, 99, 109];

describe("hard designs", () => {
  it("have 8 to 20 nodes, calls three deep, a database that several share, and retries on half of the links", () => {
    const counts = DESIGNS.map((seed) => {
      const { document } = hardCase(seed);
      const edges = Object.entries(document.edges);
      expect(Object.keys(document.nodes).length).toBeGreaterThanOrEqual(8);
      expect(Object.keys(document.nodes).length).toBeLessThanOrEqual(20);
      expect(depthOf(edges.map(([id]) => id))).toBeGreaterThanOrEqual(3);
      expect(edges.filter(([id]) => id.endsWith("->db")).length).toBeGreaterThanOrEqual(2);
      return { all: edges.length, retried: edges.filter(([, { retry }]) => retry).length };
    });
    const sum = (name: "all" | "retried") =>
      counts.reduce((total, count) => total + count[name], 0);
    expect(sum("retried") / sum("all")).toBeGreaterThan(0.4);
    expect(sum("retried") / sum("all")).toBeLessThan(0.6);
  });

  it.each(CALM)("blame nobody while nothing is wrong (seed %i)", (seed) => {
    const { document } = hardCase(seed);
    const { faults: _, ...calm } = document;
    const { cascade, blame = [] } = runScenario(resolved(calm), {}, engine);
    expect(cascade).toEqual([]);
    expect(blame.filter(({ cause }) => cause !== "baseline")).toEqual([]);
  });
});

describe("a second fault that does nothing", () => {
  it.each([7, 22, 101])(
    "is not named, though a node on which it acts departs (seed %i)",
    (seed) => {
      const verdict = judgeHard(seed, true);
      const hit = verdict.result.cascade.map(({ because }) => because);
      expect(isBlamed(verdict), JSON.stringify(verdict.byBlame)).toBe(true);
      expect(isTold(verdict), JSON.stringify(verdict.byCascade)).toBe(true);
      expect(hit).toContain("fault:f");
    },
  );
});

function depthOf(edges: readonly string[], from = "users"): number {
  const next = edges
    .filter((id) => id.startsWith(`${from}->`))
    .map((id) => id.split("->")[1] ?? "");
  return next.reduce((most, to) => Math.max(most, 1 + depthOf(edges, to)), 0);
}

describe("the origin of a hard case", () => {
  it("is looked for in one case of each sort of fault", () => {
    expect(HURTING.map((seed) => hardCase(seed).sort).sort()).toEqual([...SORTS].sort());
  });

  it.each(HURTING)("is the fault that was injected, where it was injected (seed %i)", (seed) => {
    const verdict = judgeHard(seed);
    const shares = (verdict.result.blame ?? []).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(verdict.hurt).toBeGreaterThanOrEqual(HURT);
    expect(isBlamed(verdict), JSON.stringify(verdict.byBlame)).toBe(true);
    expect(isTold(verdict), JSON.stringify(verdict.byCascade)).toBe(true);
  });
});
