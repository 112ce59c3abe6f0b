// Health as callers see it, in whole runs: who is left out, for how long, and what results tell of it.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { EDGE_LIVE_COLUMNS, NODE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, run, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly edge: object;
  readonly replicas?: number;
  readonly api?: object;
  readonly everyMs?: number;
  readonly durationS?: number;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

const EDGE = "users->api";

/** A request every 10 ms, from 5 ms on, to instances that answer at once. */
function design(of: Parts): ReturnType<typeof sketch> {
  return sketch({
    run: { durationS: of.durationS ?? 10, detail: true },
    nodes: {
      users: metronome(of.everyMs ?? 10, 5),
      api: { replicas: of.replicas ?? 4, concurrency: null, ...of.api },
    },
    edges: { [EDGE]: of.edge },
    ...(of.faults ? { faults: of.faults } : {}),
  });
}

const errors = (target: string, atS = 0): FaultDocument => ({
  kind: "errors",
  target,
  atS,
  ratio: 1,
});

function arrivalsOf(totals: EngineTotals): readonly number[] {
  return (nodeOf(totals, "api").instanceLoad?.instances ?? []).map((one) => one.arrivals ?? 0);
}

describe("outlier detection in a run", () => {
  const RULES = { intervalMs: 1000, baseEjectionMs: 1500, maxEjectionRatio: 0.25 };
  const failing = { edge: { outlier: RULES }, faults: { f: errors("api[0]") } };

  it("ejects after five failures, to the end of an interval, each time for longer", () => {
    const totals = simulate(design({ ...failing, durationS: 20 }));
    const { ejections = 0, ejectedRatio = 0 } = edgeOf(totals, EDGE).balancing ?? {};
    // Round robin over four: five failures take about 0.2 s. Out until 2, 6 (after 3 s) and 11 s
    // (4.5 s), then 18 s (6 s).
    expect(ejections).toBe(5);
    expect(arrivalsOf(totals)[0]).toBe(25);
    expect(ejectedRatio * 4).toBeGreaterThan(0.9);
    expect(ejectedRatio * 4).toBeLessThan(0.96);
    expect(allOf(totals).failed).toEqual({ error: 25 });
  });

  it("may eject no more than the share, unless one is always allowed", () => {
    const few = { ...RULES, maxEjectionRatio: 0.2 };
    expect(
      simulate(design({ ...failing, edge: { outlier: few } })).edges[EDGE]?.balancing,
    ).toMatchObject({ ejections: 0, ejectedRatio: 0, healthyMembers: 4 });
    const one = { ...few, alwaysEjectOne: true };
    const totals = simulate(design({ ...failing, edge: { outlier: one } }));
    expect(edgeOf(totals, EDGE).balancing?.ejections).toBeGreaterThan(0);
  });

  it("uses all in a panic, when too few are healthy", () => {
    const all = { ...RULES, maxEjectionRatio: 1, baseEjectionMs: 100_000, maxEjectionMs: 300_000 };
    const faults = { a: errors("api[0]"), b: errors("api[1]"), c: errors("api[2]") };
    const panics = simulate(design({ edge: { outlier: all }, faults }));
    const { panicRatio = 0, healthyMembers = 0 } = edgeOf(panics, EDGE).balancing ?? {};
    expect(panicRatio).toBeGreaterThan(0.9);
    expect(healthyMembers).toBeLessThan(1.2);
    expect(allOf(panics).errorRate).toBeGreaterThan(0.7);
    const calm = simulate(design({ edge: { outlier: all, panicThreshold: 0 }, faults }));
    expect(edgeOf(calm, EDGE).balancing?.panicRatio).toBe(0);
    expect(allOf(calm).failed).toEqual({ error: 15 });
  });

  it("refuses where nobody may be picked and there is no panic", () => {
    const all = { ...RULES, maxEjectionRatio: 1, baseEjectionMs: 100_000, maxEjectionMs: 300_000 };
    const edge = { outlier: all, panicThreshold: 0 };
    const { failed } = allOf(simulate(design({ edge, faults: { f: errors("api") } })));
    expect(failed).toEqual({ error: 20, connectionRefused: 980 });
  });

  it("ejects by its rate what fails more than the others do", () => {
    const rate = {
      ...{ consecutive5xx: null, intervalMs: 1000, baseEjectionMs: 100_000, maxEjectionRatio: 1 },
      ...{ successRateHosts: 4, successRateVolume: 20, maxEjectionMs: 300_000 },
      successRateStdevFactor: 1.5,
    };
    const half: FaultDocument = { ...errors("api[2]"), ratio: 0.5 };
    const totals = simulate(design({ edge: { outlier: rate }, faults: { f: half } }));
    expect(edgeOf(totals, EDGE).balancing?.ejections).toBe(1);
    // Judged at the end of the first second.
    expect(arrivalsOf(totals)[2]).toBe(25);
  });

  it("shows in the present who is out", () => {
    const under = run(design({ ...failing, durationS: 1 }));
    const first = 2 * NODE_LIVE_COLUMNS.length;
    const at = (name: (typeof EDGE_LIVE_COLUMNS)[number]): number | undefined =>
      under.live()[first + EDGE_LIVE_COLUMNS.indexOf(name)];
    expect(at("ejectedRatio")).toBe(0.25);
    expect(at("healthyMembers")).toBe(3);
    const plain = run(design({ edge: {}, durationS: 1 })).live();
    expect(plain[first + EDGE_LIVE_COLUMNS.indexOf("ejectedRatio")]).toBeNaN();
  });

  it("starts anew with an instance that has come back", () => {
    const faults = {
      f: { ...errors("api[0]"), forS: 1 },
      gone: { kind: "crash", target: "api[0]", atS: 2, forS: 1 },
    };
    const slow = { ...RULES, baseEjectionMs: 100_000, maxEjectionMs: 300_000 };
    const totals = simulate(
      design({ edge: { outlier: slow }, api: { endpointDelayMs: 0 }, faults }),
    );
    // 5 failures, then from the restart at 3 s on every fourth request again.
    expect(arrivalsOf(totals)[0]).toBe(5 + 175);
  });
});

describe("failures with a time-out", () => {
  const edge = { maxFails: { failOn: ["error"], failTimeoutMs: 2000 }, panicThreshold: 0 };

  it("leave an instance out, try it once, and leave it out again", () => {
    const totals = simulate(design({ edge, faults: { f: errors("api[1]") } }));
    // Once at first, then once after every two seconds.
    expect(allOf(totals).failed).toEqual({ error: 5 });
    expect(edgeOf(totals, EDGE).balancing?.ejections).toBe(5);
  });

  it("are forgotten after a success in a later period", () => {
    const two = { ...edge, maxFails: { ...edge.maxFails, fails: 2 } };
    const once = (atS: number): FaultDocument => ({ ...errors("api[1]", atS), forS: 0.04 });
    // One failure each, far apart: never two in one period.
    const faults = { a: once(1), b: once(4), c: once(7) };
    const totals = simulate(design({ edge: two, faults }));
    expect(allOf(totals).failed).toEqual({ error: 3 });
    expect(edgeOf(totals, EDGE).balancing?.ejections).toBe(0);
    // Two in one period.
    const close = simulate(design({ edge: two, faults: { a: once(1), b: once(1.2) } }));
    expect(edgeOf(close, EDGE).balancing?.ejections).toBe(1);
  });

  it("never leave out the only instance", () => {
    const totals = simulate(design({ edge, replicas: 1, faults: { f: errors("api") } }));
    expect(allOf(totals).failed).toEqual({ error: 1000 });
  });
});

describe("health checks", () => {
  const CHECK = { intervalMs: 200, timeoutMs: 200 };

  it("are all that a caller knows of crashes and restarts", () => {
    const gone: FaultDocument = { kind: "crash", target: "api[3]", atS: 3, forS: 3 };
    const faults = { gone };
    const told = simulate(design({ edge: {}, api: { endpointDelayMs: 0 }, faults }));
    expect(allOf(told).failed).toEqual({});
    const checks = simulate(
      design({ edge: { healthCheck: CHECK }, api: { endpointDelayMs: 0 }, faults }),
    );
    // Three checks, 200 ms apart, the first at some phase; one request every 40 ms.
    const refused = allOf(checks).failed.connectionRefused ?? 0;
    expect(refused).toBeGreaterThanOrEqual(10);
    expect(refused).toBeLessThanOrEqual(15);
  });

  it("over HTTP notice a process that hangs, over TCP they do not", () => {
    const faults = { stuck: { kind: "hang", target: "api[0]", atS: 2 } };
    const reached = (type: string): number =>
      arrivalsOf(simulate(design({ edge: { healthCheck: { ...CHECK, type } }, faults })))[0] ?? 0;
    expect(reached("http")).toBeLessThan(50 + 35);
    expect(reached("tcp")).toBe(250);
  });

  it("notice a link that is cut", () => {
    const cut: FaultDocument = { kind: "partition", target: EDGE, atS: 2, forS: 2 };
    const totals = simulate(design({ edge: { healthCheck: CHECK }, faults: { cut } }));
    // All four are out after a timeout and an interval each, three times over, until two passes.
    const { healthyMembers = 0, panicRatio = 0 } = edgeOf(totals, EDGE).balancing ?? {};
    expect(healthyMembers).toBeGreaterThan(4 * 0.85);
    expect(healthyMembers).toBeLessThan(4 * 0.92);
    expect(panicRatio).toBeGreaterThan(0.08);
  });

  it("end an ejection when they pass", () => {
    const outlier = { baseEjectionMs: 100_000, maxEjectionMs: 300_000, maxEjectionRatio: 0.25 };
    const brief = { ...errors("api[0]"), forS: 0.5 };
    const without = simulate(design({ edge: { outlier }, faults: { f: brief } }));
    expect(arrivalsOf(without)[0]).toBe(5);
    const edge = { outlier, healthCheck: { ...CHECK, type: "tcp" } };
    const checked = simulate(design({ edge, faults: { f: brief } }));
    expect(arrivalsOf(checked)[0]).toBeGreaterThan(200);
  });
});

describe("where a retry goes", () => {
  const retry = { maxAttempts: 3, backoff: { type: "none" } };
  const faults = { a: errors("api[0]"), b: errors("api[1]") };

  function failedOf(more: object, balancing = "random", rules: object = {}): number {
    const edge = { balancing, ...rules, retry: { ...retry, ...more } };
    return allOf(simulate(design({ edge, faults, replicas: 3, durationS: 40 }))).errorRate ?? 0;
  }

  it("is any instance, one not tried yet, or always the same", () => {
    const share = (value: number, expected: number): void => {
      expect(Math.abs(value - expected)).toBeLessThan(4 * Math.sqrt(expected / 4000) + 1e-9);
    };
    share(failedOf({}), 8 / 27);
    share(failedOf({ sameInstance: true }), 2 / 3);
    // Fails only if all draws of one retry hit those tried: at most 5 draws anew.
    const first = (2 / 3) * (1 / 3) ** 6;
    const second = (2 / 3) * (2 / 3) ** 6;
    expect(failedOf({ avoidTried: true })).toBeLessThan(first + second);
    expect(failedOf({ avoidTried: true }, "leastConnections")).toBe(0);
  });

  it.each(["leastRequest", "ewma"])(
    "is not the least busy one again where %s looks at all of them",
    (balancing) => {
      expect(failedOf({}, balancing, { choiceCount: 3 })).toBeGreaterThan(0.1);
      expect(failedOf({ avoidTried: true }, balancing, { choiceCount: 3 })).toBe(0);
    },
  );
});

describe("zones of instances", () => {
  it("decide which of them an outage of one zone takes", () => {
    const document = {
      ...design({
        edge: { locality: "zoneFirst" },
        api: { in: ["east", "west"], endpointDelayMs: 0 },
        faults: { out: { kind: "zone-outage", target: "east", atS: 5, mode: "exit" } },
      }),
      groups: { east: { kind: "zone" }, west: { kind: "zone" } },
    };
    const callers = { ...document.nodes.users, in: "east" };
    const totals = simulate({
      ...document,
      nodes: { ...document.nodes, users: callers as never },
    });
    // Instances 0 and 2 are in the east, with the caller; then the others take over.
    expect(arrivalsOf(totals)).toEqual([250, 250, 250, 250]);
    expect(allOf(totals).failed).toEqual({});
  });
});
