// Offered load against the quota of a provider, and what batches add to it.
import { describe, expect, it } from "vitest";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import { resolved, sketch } from "../support/simulate.ts";

const load = (quota: object | null, run: object = {}) =>
  offeredLoad(
    resolved(
      sketch({
        run: { durationS: 100 },
        nodes: {
          users: { kind: "client", ratePerS: 6 },
          nightly: { kind: "scheduler", everyS: 50, offsetS: 0, jobs: 100, ...run },
          api: { kind: "external-api", quota },
        },
        edges: { "users->api": {}, "nightly->api": {} },
      }),
    ),
  );

const apiOf = (quota: object | null) => load(quota).nodes.find(({ id }) => id === "api");

describe("the quota of a provider", () => {
  it("bounds what callers may offer together, or each by itself; billed calls have no bound", () => {
    // Six requests a second, and 200 jobs in 100 s, against 10 a second.
    const quota = { limit: 600, windowS: 60 };
    expect(apiOf(quota)).toMatchObject({ ratePerS: 8, capacityPerS: 10 });
    expect(apiOf({ ...quota, scope: "caller" })?.capacityPerS).toBeCloseTo((10 / 6) * 8, 9);
    expect(apiOf({ ...quota, over: "bill" })?.capacityPerS).toBeNull();
    expect(apiOf(null)?.capacityPerS).toBeNull();
  });

  it("counts batches that start within the run, and the listed ones", () => {
    const rate = (run: object) => load(null, run).nodes.find(({ id }) => id === "api")?.ratePerS;
    expect(rate({ offsetS: 60 })).toBe(7);
    expect(rate({ everyS: null, atS: [5, 20, 300] })).toBe(8);
  });
});
