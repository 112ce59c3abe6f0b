// Nodes with a few requests a second: judged by as many windows together as have attempts enough.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { namedByBlame } from "../support/hard-cascades.ts";
import { resolved, sketch } from "../support/simulate.ts";

function play(fault: FaultDocument | null, seed = 7) {
  const document = sketch({
    run: { durationS: 330, warmupS: 10, seed },
    nodes: {
      users: { kind: "client", ratePerS: 4 },
      front: { concurrency: 8, serviceTime: { type: "exponential", meanMs: 10 } },
      store: { concurrency: 4, serviceTime: { type: "exponential", meanMs: 20 } },
    },
    edges: { "users->front": {}, "front->store": {} },
    faults: fault === null ? {} : { f: fault },
  });
  return runScenario(resolved(document), {}, engine);
}

const AT = { atS: 150, forS: 60 };

describe("a design with four requests a second", () => {
  it("has its origin named, dated by the first failures", () => {
    const { cascade, blame = [] } = play({ kind: "errors", target: "store", ratio: 0.6, ...AT });
    expect(cascade.map(({ node }) => node)).toEqual(["store", "front", "users"]);
    expect(cascade[0]).toMatchObject({ because: "fault:f", state: "failing" });
    expect(cascade[0]?.atS).toBeGreaterThan(150);
    expect(cascade[0]?.atS).toBeLessThan(155);
    expect(cascade[1]?.because).toBe("node:store/dependencyErrors");
    expect(namedByBlame(blame)).toMatchObject({ cause: "fault:f", origin: "store" });
  });

  it("is seen to slow down, and to recover", () => {
    const result = play({ kind: "slow", target: "store", factor: 20, ...AT });
    expect(result.cascade.map(({ node }) => node)).toContain("store");
    expect(result.recovery?.status).toBe("recovered");
    // Back for three blocks of five windows, and what was under way.
    expect(result.recovery?.recoveryS).toBeLessThan(45);
  });

  it.each([7, 8, 9, 10, 11, 12])("blames nobody while nothing is wrong (seed %i)", (seed) => {
    const { cascade, blame = [] } = play(null, seed);
    expect(cascade).toEqual([]);
    expect(blame.filter(({ cause }) => cause !== "baseline")).toEqual([]);
  });
});
