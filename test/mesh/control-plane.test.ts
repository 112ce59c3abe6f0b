// Who tells proxies that instances come and go, and what goes down together.
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { chain } from "./designs.ts";

const users = metronome(10, 0);
const two = { replicas: 2, serviceTime: 1 };
const balanced = { balancing: "roundRobin" };

describe("a control plane", () => {
  const down = { f: { kind: "crash", target: "b[0]", atS: 1.005, forS: 100 } } as const;
  const refused = (mesh: object, faults = {}) => {
    const document = chain({
      users,
      b: two,
      mesh: { ...balanced, ...mesh },
      faults: { ...down, ...faults },
      durationS: 5,
    });
    return edgeOf(simulate(document), "a->b").failed.connectionRefused ?? 0;
  };

  it("tells proxies after its push delay, in which half of the calls fail", () => {
    // 100 calls a second, half of them to the instance that is gone.
    expect(refused({ pushDelayMs: 0 })).toBe(0);
    expect(Math.abs(refused({ pushDelayMs: 1000 }) - 50)).toBeLessThanOrEqual(1);
    expect(Math.abs(refused({ pushDelayMs: 2000 }) - 100)).toBeLessThanOrEqual(1);
  });

  it("that is out tells nothing: endpoints stay stale until it is back", () => {
    const out = { o: { kind: "control-plane-outage", target: "m", atS: 1, forS: 2 } };
    // From 1.005 s to the end of the outage at 3 s, and the push after it.
    expect(Math.abs(refused({ pushDelayMs: 0 }, out) - 100)).toBeLessThanOrEqual(1);
    expect(Math.abs(refused({ pushDelayMs: 500 }, out) - 125)).toBeLessThanOrEqual(1);
    const early = { o: { ...out.o, atS: 0, forS: 0.5 } };
    expect(refused({ pushDelayMs: 0 }, early)).toBe(0);
  });

  it("that is out does not touch who asks no control plane", () => {
    const silent = { o: { kind: "control-plane-outage", target: "m", atS: 1, forS: 3 } } as const;
    const calm = simulate(chain({ users, b: two, faults: silent, durationS: 5 }));
    expect(allOf(calm).failed).toEqual({});
  });
});

describe("a sidecar", () => {
  it("goes down and comes back with its instance", () => {
    const faults = { f: { kind: "crash", target: "b", atS: 1, forS: 1 } } as const;
    const mesh = { ...balanced, pushDelayMs: 0 };
    const totals = simulate(chain({ users, b: two, mesh, faults, durationS: 3 }));
    expect(edgeOf(totals, "a->b").failed).toEqual({ connectionRefused: 100 });
    expect(nodeOf(totals, "b").arrivals).toBe(200);
  });

  it("comes and goes with instances that an autoscaler adds and removes", () => {
    const b = {
      replicas: 1,
      concurrency: 1,
      serviceTime: 8,
      autoscale: {
        metric: "utilization",
        target: 0.5,
        minReplicas: 1,
        maxReplicas: 4,
        syncPeriodS: 1,
        startupS: 1,
        downStabilizationS: 5,
        drainS: 1,
      },
    };
    const load = {
      ...users,
      profile: [
        [0, 1],
        [20, 1],
        [20.1, 0.1],
        [60, 0.1],
      ],
    };
    const totals = simulate(chain({ users: load, b, mesh: { pushDelayMs: 0 }, durationS: 60 }));
    expect(nodeOf(totals, "b").replicas?.max).toBeGreaterThan(1);
    expect(nodeOf(totals, "b").replicas?.removed).toBeGreaterThan(0);
    // Nobody was sent where no instance is.
    expect(allOf(totals).failed).toEqual({});
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });

  it("pays for links that are disturbed where the drawn link is", () => {
    const faults = { f: { kind: "latency", target: "a->b", atS: 0, forS: 10, addMs: 40 } } as const;
    const totals = simulate(chain({ users, faults, durationS: 1 }));
    const calm = simulate(chain({ users, durationS: 1 }));
    const added = (allOf(totals).latencyMs.max ?? 0) - (allOf(calm).latencyMs.max ?? 0);
    expect(added).toBeCloseTo(80, 6);
    expect(edgeOf(totals, "a->b~in").latencyMs.max).toBeLessThan(10);
  });
});

describe("a ztunnel", () => {
  it("is shared: traffic of one member makes others wait", () => {
    const noisy = { others: { noise: metronomeNode(2) }, edges: { "noise->b": {} } };
    const mesh = { mode: "ambient", cpuMs: 1, workers: 1 };
    const alone = simulate(chain({ users, mesh, durationS: 2 }));
    const beside = simulate(chain({ users, mesh, ...noisy, durationS: 2 }));
    expect(nodeOf(alone, "m~ztunnel").waitMs.max).toBe(0);
    expect(nodeOf(beside, "m~ztunnel").waitMs.max).toBeGreaterThan(0.5);
  });

  it("goes down with its zone, and callers of that zone with it", () => {
    const document = chain({
      users,
      a: { replicas: 2, in: ["m", "east", "west"] },
      b: { in: ["m"] },
      mesh: { mode: "ambient" },
      faults: { f: { kind: "zone-outage", target: "east", atS: 1, forS: 1, mode: "exit" } },
      durationS: 3,
    });
    const zoned = {
      ...document,
      groups: { ...document.groups, east: { kind: "zone" }, west: { kind: "zone" } },
    };
    const totals = simulate(zoned);
    expect(nodeOf(totals, "m~ztunnel").utilization).toBeGreaterThan(0);
    expect(nodeOf(totals, "m~ztunnel").inFlight.max).toBeGreaterThan(0);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});

function metronomeNode(everyMs: number) {
  return metronome(everyMs, 0.5) as { kind: string };
}
