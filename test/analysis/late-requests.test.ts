// Requests that succeed, only too late, are blamed like failed ones: on what delayed them.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { Blame } from "../../simulation/results/failure-place.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { namedByBlame } from "../support/hard-cascades.ts";
import { resolved, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

interface Asked {
  readonly fault?: object;
  readonly goalMs?: number | null;
}

/** Users -> front -> a, b -> db, without any time-out: nothing fails, all can be late. */
function blameOf({ fault, goalMs = 150 }: Asked): readonly Blame[] {
  const document = sketch({
    run: { durationS: 60, warmupS: 5, seed: 2 },
    nodes: {
      users: { kind: "client", ratePerS: 80, requests: { view: { goalMs } } },
      front: { concurrency: 80, blocking: true, serviceTime: EXP(2) },
      a: { concurrency: 20, serviceTime: EXP(4) },
      b: { concurrency: 40, blocking: true, serviceTime: EXP(4) },
      db: { kind: "database", concurrency: 4, serviceTime: EXP(5) },
    },
    edges: {
      "users->front": {},
      "front->a": { stage: 1 },
      "front->b": { stage: 2 },
      "b->db": {},
    },
    ...(fault ? { faults: { f: { atS: 25, forS: 20, ...fault } as FaultDocument } } : {}),
  });
  const { blame = [], endToEnd } = runScenario(resolved(document), {}, engine);
  expect(Object.values(endToEnd.all?.failed ?? {}).reduce((sum, count) => sum + count, 0)).toBe(0);
  return blame;
}

const sumOf = (blame: readonly Blame[], name: "requests" | "late" | "share"): number =>
  blame.reduce((sum, row) => sum + row[name], 0);

describe("late requests", () => {
  it("are due to the queue of a node that got slower, two calls away", () => {
    const blame = blameOf({ fault: { kind: "slow", target: "db", factor: 12 } });
    expect(blame[0]).toMatchObject({ node: "db", way: "waiting", cause: "fault:f", origin: "db" });
    // Once all slots of its caller wait for it, others wait there, for the same reason.
    expect(namedByBlame(blame)).toMatchObject({ cause: "fault:f", origin: "db" });
    expect(namedByBlame(blame)?.share).toBeGreaterThan(0.95);
    expect(sumOf(blame, "requests")).toBeGreaterThan(800);
    expect(sumOf(blame, "late")).toBe(sumOf(blame, "requests"));
    expect(sumOf(blame, "share")).toBeCloseTo(1, 9);
  });

  it("are due to the work itself where nothing waits", () => {
    const blame = blameOf({ fault: { kind: "slow", target: "a", factor: 40 } });
    expect(blame[0]).toMatchObject({ node: "a", way: "working", cause: "fault:f", origin: "a" });
  });

  it("are due to the link on which messages take longer", () => {
    const blame = blameOf({ fault: { kind: "latency", target: "b->db", addMs: 120 } });
    expect(blame[0]).toMatchObject({ edge: "b->db", way: "wire", cause: "fault:f" });
    expect(["b", "db"]).toContain(blame[0]?.origin);
  });

  it("are as usual while nothing has departed", () => {
    const blame = blameOf({ goalMs: 28 });
    expect(sumOf(blame, "late")).toBeGreaterThan(100);
    expect(blame.map(({ cause }) => cause)).toEqual(blame.map(() => "baseline"));
  });

  it("are none where users have no goal", () => {
    expect(blameOf({ fault: { kind: "slow", target: "db", factor: 12 }, goalMs: null })).toEqual(
      [],
    );
  });
});
