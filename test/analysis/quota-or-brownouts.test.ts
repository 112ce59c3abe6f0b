// A provider that has a quota and brownouts: each is blamed for what it did.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, sketch } from "../support/simulate.ts";

/** A shop that calls a provider so often, of which 2,000 calls a minute are in its plan. */
function shop(brownouts: object | null, perS: number): ScenarioDocument {
  return sketch({
    run: { durationS: 180, warmupS: 10, windowS: 1 },
    nodes: {
      buyers: { kind: "client", ratePerS: perS, arrivals: "constant" },
      shop: { concurrency: null, serviceTime: 5 },
      maps: {
        kind: "external-api",
        serviceTime: 100,
        quota: { limit: 2000, windowS: 60 },
        brownouts,
      },
    },
    edges: { "buyers->shop": { protocol: "rest" }, "shop->maps": { protocol: "rest" } },
  });
}

function blamed(document: ScenarioDocument): Readonly<Record<string, number>> {
  const { blame = [] } = runScenario(resolved(document), {}, engine);
  const sums: Record<string, number> = {};
  for (const { cause, requests } of blame) sums[cause] = (sums[cause] ?? 0) + requests;
  return sums;
}

/** They come at 70 and at 170 s, for half a minute. */
const ONE = { every: 70_000, for: 30_000, factor: 1, errorRatio: 0.5 };
const NEVER = { ...ONE, every: 1_000_000 };
const BROWNOUTS = "fault:maps~brownouts";

// Forty a second use a minute up after 50 s: 400 are refused in each, the last of which ends beyond the run.
describe("a provider with a quota and brownouts", () => {
  it("is named where nothing else is wrong", () => {
    const { story } = runScenario(resolved(shop(null, 40)), {}, engine);
    expect(JSON.stringify(story)).toMatch(/quota of maps was used up/);
    expect(blamed(shop(null, 40))).toEqual({ capacity: 1199 });
    expect(blamed(shop(null, 25))).toEqual({});
  });

  it("is not blamed on brownouts that have not come", () => {
    const { cascade, story } = runScenario(resolved(shop(NEVER, 40)), {}, engine);
    const roots = (cascade ?? []).filter(({ node }) => node === "maps");
    expect(roots.length).toBeGreaterThan(0);
    for (const { because } of roots) expect(because).toBe("capacity");
    expect(JSON.stringify(story)).toMatch(/quota of maps was used up/);
    expect(blamed(shop(NEVER, 40))).toEqual({ capacity: 1199 });
  });

  it("is blamed on them where nothing is refused", () => {
    const causes = blamed(shop(ONE, 25));
    expect(Object.keys(causes)).toEqual([BROWNOUTS]);
    // Half of 25 a second for 30 s, and for 10 s from 170 s on.
    expect(causes[BROWNOUTS]).toBeGreaterThan(430);
    expect(causes[BROWNOUTS]).toBeLessThan(570);
  });

  it("has each blamed for its own where both come", () => {
    const causes = blamed(shop(ONE, 40));
    expect(causes.capacity).toBe(1199);
    expect(causes[BROWNOUTS]).toBeGreaterThan(530);
    expect(causes[BROWNOUTS]).toBeLessThan(670);
  });
});
