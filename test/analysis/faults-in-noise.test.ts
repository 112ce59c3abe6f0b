// Nodes that fail a few percent of their work by chance are hardly ever healthy: a fault must not hide
// behind what chance had begun before it, and chance alone is nobody's fault.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { resolved, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

/** front -> first, second, third, of which the last two fail 3 % of their work. */
function noisy(seed: number, faults: object): RunResult {
  const service = { replicas: 2, concurrency: 10, serviceTime: EXP(20) };
  const document = sketch({
    run: { durationS: 100, warmupS: 10, seed },
    nodes: {
      users: { kind: "client", ratePerS: 60 },
      front: { ...service, concurrency: 100, serviceTime: EXP(2) },
      first: service,
      second: { ...service, errorRate: 0.03 },
      third: { ...service, errorRate: 0.03 },
    },
    edges: {
      "users->front": {},
      "front->first": { stage: 1 },
      "front->second": { stage: 2 },
      "front->third": { stage: 3 },
    },
    faults: faults as never,
  });
  return runScenario(resolved(document), {}, engine);
}

const SEEDS = [1, 2, 3, 4];

describe("a crash among nodes that fail a little by chance", () => {
  it.each(["front", "first", "second", "third"])("is named first and blamed: %s", (target) => {
    for (const seed of SEEDS) {
      const { cascade, blame = [] } = noisy(seed, {
        f: { kind: "crash", target, atS: 60, forS: 20 },
      });
      const away = blame.filter(({ way }) => way === "away");
      const named = cascade.find(({ because }) => because === "fault:f");
      expect(named?.node, `seed ${seed}`).toBe(target);
      expect(named?.atS, `seed ${seed}`).toBeLessThan(63);
      expect(away.map(({ cause, origin }) => `${cause} ${origin}`)).toEqual([`fault:f ${target}`]);
    }
  });

  it("is not needed: without it nobody is blamed", () => {
    for (const seed of SEEDS) {
      const { cascade, blame = [] } = noisy(seed, {});
      expect(cascade).toEqual([]);
      expect(new Set(blame.map(({ cause }) => cause))).toEqual(new Set(["baseline"]));
    }
  });
});
