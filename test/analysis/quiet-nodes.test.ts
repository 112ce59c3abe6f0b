// Nodes with a few requests a second: judged by as many windows together as have attempts enough.
import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { nodeColumn, rowLengthOf } from "../../simulation/results/series.ts";
import { NO_TRAFFIC } from "../../simulation/results/story.ts";
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

describe("a node with a request every second or so", () => {
  it("does not flicker between its state and no traffic", () => {
    const scenario = resolved(
      sketch({
        run: { durationS: 300, warmupS: 10, windowS: 1, seed: 3 },
        nodes: {
          users: { kind: "client", ratePerS: 0.7 },
          store: { concurrency: 4, serviceTime: { type: "exponential", meanMs: 20 } },
        },
        edges: { "users->store": {} },
      }),
    );
    engine.load(scenario);
    engine.run(Infinity, Infinity);
    const layout = engine.layout();
    const rows = engine.rows(0);
    const observer = createObserver(scenario, layout);
    observer.push(rows);
    const node = layout.nodeIds.indexOf("store");
    const states = observer.states().filter((_, at) => at % layout.nodeIds.length === node);
    const column = nodeColumn(layout, node, "arrivals");
    const arrivals = Array.from(states, (_, at) => rows[at * rowLengthOf(layout) + column] ?? 0);
    const first = states.findIndex((code) => code !== NO_TRAFFIC);
    const idle = (at: number) => arrivals.slice(at - 2, at + 1).every((count) => count === 0);
    const after = Array.from(states.keys()).slice(first + 2);
    const withoutTraffic = after.filter((at) => states[at] === NO_TRAFFIC);
    expect(withoutTraffic.length).toBeGreaterThan(5);
    expect(withoutTraffic.filter((at) => !idle(at))).toEqual([]);
    expect(after.filter((at) => arrivals[at] === 0 && !idle(at)).length).toBeGreaterThan(20);
  });
});
