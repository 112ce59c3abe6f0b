// Processor sharing: n attempts at an instance with c cores get min(1, c / n) of a core each.
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { allOf, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, poisson, within } from "../support/theory-checks.ts";

const PS = { discipline: "ps", concurrency: 1 } as const;

/** Requests at given times to one instance that shares its cores. */
function requestsAt(timesMs: readonly number[], api: object, more: object = {}) {
  const users = { kind: "client", arrivals: { type: "trace", timesMs } };
  return simulate(sketch({ nodes: { users, api }, edges: { "users->api": {} }, ...more }));
}

describe("sharing a core", () => {
  it("slows everybody down alike while there are more attempts than cores", () => {
    const two = requestsAt([0, 5], { ...PS, serviceTime: 10 });
    // 5 ms alone, 10 ms at half speed each, 5 ms alone.
    expect(allOf(two).latencyMs).toMatchObject({ min: 15, max: 15 });
    expect(nodeOf(two, "api").waitMs.max).toBe(0);
    const cores = requestsAt([0, 0, 0], { ...PS, concurrency: 2, serviceTime: 10 });
    expect(allOf(cores).latencyMs.min).toBeCloseTo(15, 9);
    expect(allOf(cores).latencyMs.max).toBeCloseTo(15, 9);
    expectBooksInOrder(cores);
  });

  it("ends short work first, whenever it came", () => {
    const users = { ...ONCE, requests: { long: {}, short: {} }, batch: 40 };
    const operations = { long: { serviceTime: 100 }, short: { serviceTime: 1 } };
    const totals = simulate(
      sketch({ nodes: { users, api: { ...PS, operations } }, edges: { "users->api": {} } }),
    );
    const { long, short } = totals.endToEnd;
    expect(short?.latencyMs.max).toBeCloseTo(40, 6);
    expect(short?.latencyMs.min).toBeCloseTo(40, 6);
    expect(long?.latencyMs.min).toBeCloseTo(100 * (long?.ok ?? 0) + (short?.ok ?? 0), 6);
    expectBooksInOrder(totals);
  });

  it("is faster or slower at once when the speed changes", () => {
    const faults = { f: { kind: "slow", target: "api", atS: 0.05, factor: 2 } };
    const slowed = requestsAt([0], { ...PS, serviceTime: 100 }, { faults });
    expect(allOf(slowed).latencyMs.max).toBe(150);
    expectBooksInOrder(slowed);
    expect(
      allOf(requestsAt([0], { ...PS, serviceTime: 100, instanceSpeed: [4] })).latencyMs.max,
    ).toBe(25);
  });

  it("takes in the cores and as many more as the bound says", () => {
    const totals = requestsAt([0, 0, 0, 0, 0], { ...PS, serviceTime: 10, queueLengthMax: 2 });
    expect(allOf(totals).failed).toEqual({ rejected: 2 });
    expect(allOf(totals).latencyMs.max).toBeCloseTo(30, 9);
  });

  it("gives the core to the others when a caller gives up and says so", () => {
    const nodes = {
      hasty: { kind: "client", arrivals: { type: "trace", timesMs: [0] } },
      calm: { kind: "client", arrivals: { type: "trace", timesMs: [20] } },
      api: { ...PS, serviceTime: 25 },
    };
    const hasty = (cancel: string) => ({
      "hasty->api": { timeoutMs: 30, cancel },
      "calm->api": {},
    });
    // At 30 ms the first has had 20 + 5 ms, all it needs, but its timer is earlier.
    const cut = simulate(sketch({ nodes, edges: hasty("interrupt") }));
    expect(allOf(cut).failed).toEqual({ timeout: 1 });
    expect(allOf(cut).latencyMs.max).toBeCloseTo(30, 9);
    expectBooksInOrder(cut);
    nodes.api.serviceTime = 26;
    expect(allOf(simulate(sketch({ nodes, edges: hasty("interrupt") }))).latencyMs.max).toBe(31);
    expect(allOf(simulate(sketch({ nodes, edges: hasty("none") }))).latencyMs.max).toBe(32);
  });

  it("counts core time as wasted once nobody waits for it", () => {
    const edges = { "users->api": { timeoutMs: 30 } };
    const { wastedRatio } = nodeOf(
      requestsAt([0, 0], { ...PS, serviceTime: 40 }, { edges }),
      "api",
    );
    expect(wastedRatio).toBeCloseTo(50 / 80, 9);
  });

  it("loses all that is in progress in a crash", () => {
    const faults = { f: { kind: "crash", target: "api", atS: 0.015, forS: 1 } };
    const totals = requestsAt([0, 5, 10, 3000], { ...PS, serviceTime: 20 }, { faults });
    expect(allOf(totals).failed).toEqual({ connectionLost: 3 });
    expect(allOf(totals).latencyMs.max).toBe(20);
    expectBooksInOrder(totals);
  });

  it("needs no core while calls are pending", () => {
    const nodes = {
      users: { ...ONCE, batch: 2 },
      api: { ...PS, serviceTime: 10, afterTime: 10, blocking: true },
      db: { serviceTime: 100 },
    };
    const totals = simulate(sketch({ nodes, edges: { "users->api": {}, "api->db": {} } }));
    expect(allOf(totals).latencyMs.max).toBeCloseTo(140, 9);
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(40 / 10_000, 9);
    expectBooksInOrder(totals);
  });
});

describe("processor sharing in the long run", () => {
  const hyper: Json = {
    type: "hyperexponential",
    weights: [0.1, 0.9],
    meansMs: [60, 40 / 9],
  };
  const long = (ratePerS: number, station: object) =>
    simulate(poisson({ ratePerS, station: { ...PS, ...station }, durationS: 2500 }));

  it("has the sojourn E[S] / (1 - rho), whatever the distribution (M/G/1-PS)", () => {
    for (const serviceTime of [EXP(10), hyper, 10]) {
      const totals = long(70, { serviceTime });
      within(nodeOf(totals, "server").latencyMs.mean, 10 / 0.3, 0.04);
      within(nodeOf(totals, "server").utilization, 0.7, 0.02);
      expectBooksInOrder(totals);
    }
  });

  it("has as many present as M/M/c, for constant work too", () => {
    // Erlang C with c = 2, rho = 0.8: 2 rho / (1 - rho^2) = 4.444 present.
    for (const serviceTime of [EXP(10), 10]) {
      const totals = long(160, { serviceTime, concurrency: 2 });
      within(nodeOf(totals, "server").inFlight.mean, 1.6 / 0.36, 0.05);
      expectBooksInOrder(totals);
    }
  });

  it("stretches every class alike (BCMP, two classes of different laws)", () => {
    const requests = { quick: { weight: 30 }, slow: { weight: 20 } };
    const operations = { quick: { serviceTime: EXP(10) }, slow: { serviceTime: 25 } };
    const station = { ...PS, operations };
    const totals = simulate(
      poisson({ ratePerS: 50, station, durationS: 4000, client: { requests } }),
    );
    within(totals.endToEnd.quick?.latencyMs.mean, 50, 0.05);
    within(totals.endToEnd.slow?.latencyMs.mean, 125, 0.05);
    expectBooksInOrder(totals);
  });
});
