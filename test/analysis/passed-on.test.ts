// A disturbance deep in a chain whose next neighbors stay within their ranges: the origin is named.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { resolved, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

/** Gateway -> a, b, c; c -> d -> db, of which the last link loses 2 % of its messages for 30 s. */
function causesOf(seed: number, blocking: boolean): readonly (readonly [string, string])[] {
  const service = { concurrency: 32, blocking, serviceTime: EXP(5) };
  const document = sketch({
    run: { durationS: 80, warmupS: 5, seed },
    nodes: {
      users: { kind: "client", ratePerS: 150 },
      gateway: service,
      a: service,
      b: service,
      c: { ...service, serviceTime: EXP(15) },
      d: service,
      db: { kind: "database", serviceTime: EXP(3) },
    },
    edges: {
      "users->gateway": {},
      "gateway->a": { stage: 1 },
      "gateway->b": { stage: 2 },
      "gateway->c": { stage: 3 },
      "b->c": { probability: 0.3 },
      "a->db": {},
      "c->d": { timeoutMs: 1000 },
      "d->db": { timeoutMs: 300 },
    },
    faults: { f: { kind: "loss", target: "d->db", ratio: 0.02, atS: 30, forS: 30 } },
  });
  const { cascade } = runScenario(resolved(document), {}, engine);
  return cascade.map(({ node, because }) => [node, because]);
}

describe("a mild loss deep in a chain", () => {
  it.each([
    [2, false],
    [3, true],
  ])("is the cause for a caller whose callee only passes it on (seed %i)", (seed, blocking) => {
    const causes = causesOf(seed, blocking);
    // c, between the two, leaves its range later.
    const gateway = causes.findIndex(([node]) => node === "gateway");
    expect(causes.slice(0, gateway).map(([node]) => node)).not.toContain("c");
    expect(causes[gateway]).toEqual(["gateway", "fault:f"]);
    expect(causes.map(([, because]) => because)).not.toContain("unexplained");
  });
});
