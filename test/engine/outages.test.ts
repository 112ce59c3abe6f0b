// Breakdowns of instances by themselves, and the sleep of stations that poll.
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { allOf, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, poisson, within } from "../support/theory-checks.ts";

/** Requests at given times to one server. */
function requestsAt(timesMs: readonly number[], api: object, more: object = {}) {
  const users = { kind: "client", arrivals: { type: "trace", timesMs } };
  const station = { concurrency: 1, ...api };
  const totals = simulate(
    sketch({ nodes: { users, api: station }, edges: { "users->api": {} }, ...more }),
  );
  expectBooksInOrder(totals);
  return totals;
}

const BREAKS = { breakdowns: { every: 50, for: 20 } };

describe("a breakdown", () => {
  it("pauses work in progress, which goes on with what was left", () => {
    // Down from 50 to 70 and from 120 to 140.
    const totals = requestsAt([0, 60, 300], { ...BREAKS, serviceTime: 60 });
    // 50 + 10 after the first repair; then 40 + 20; down 260-280, 330-350, so 30 + 30.
    expect(allOf(totals).latencyMs.min).toBe(80);
    expect(allOf(totals).latencyMs.max).toBe(100);
    expect(nodeOf(totals, "api").latencyMs.mean).toBe((80 + 100 + 80) / 3);
    expect(nodeOf(totals, "api").failed).toEqual({});
  });

  it("takes slots out of use: shares are of the time in which there are any", () => {
    const api = { ...BREAKS, serviceTime: EXP(10), concurrency: 3 };
    const busy = simulate(
      sketch({
        nodes: { users: { kind: "client", ratePerS: 200 }, api: { ...api, concurrency: 1 } },
        edges: { "users->api": {} },
      }),
    );
    expect(nodeOf(busy, "api").utilization).toBeGreaterThan(0.99);
    expect(nodeOf(busy, "api").workingRatio).toBeLessThanOrEqual(1 + 1e-9);
    within(nodeOf(busy, "api").throughput, 100 * (50 / 70), 0.1);
    expectBooksInOrder(busy);
  });

  it("strikes each instance by itself", () => {
    const breakdowns = { every: EXP(1000), for: EXP(1000) };
    const api = { breakdowns, serviceTime: 0, replicas: 2, queueScope: "node" };
    const waited = (replicas: number): number =>
      allOf(
        simulate(
          sketch({
            run: { durationS: 2000 },
            nodes: { users: { kind: "client", ratePerS: 20 }, api: { ...api, replicas } },
            edges: { "users->api": {} },
          }),
        ),
      ).latencyMs.mean ?? 0;
    // Nobody waits while one of them works: all are down for 1/2 of the time of one, 1/4 of two.
    within(waited(1), 500, 0.1);
    within(waited(2), 125, 0.2);
  });

  it("leaves a blocked caller's slot to it, and what it waits for goes on", () => {
    const nodes = {
      users: { ...ONCE, batch: 2 },
      api: { ...BREAKS, serviceTime: 10, afterTime: 5, blocking: true, concurrency: 1 },
      db: { serviceTime: 45 },
    };
    const totals = simulate(sketch({ nodes, edges: { "users->api": {}, "api->db": {} } }));
    // Answered at 55, while down: the work after it is done from 70 to 75. The second begins then,
    // is answered at 130, while down again, and ends at 145.
    expect(allOf(totals).latencyMs.min).toBe(75);
    expect(allOf(totals).latencyMs.max).toBe(145);
    expect(nodeOf(totals, "api").utilization).toBeLessThanOrEqual(1);
    expectBooksInOrder(totals);
  });

  it("does not keep work from timing out, being cancelled or lost in a crash", () => {
    const edges = { "users->api": { timeoutMs: 65, cancel: "interrupt" } };
    const cut = requestsAt([0, 0], { ...BREAKS, serviceTime: 60 }, { edges });
    expect(nodeOf(cut, "api").failed).toEqual({ cancelled: 2 });
    const faults = { f: { kind: "crash", target: "api", atS: 0.06, forS: 0.5 } };
    const api = { ...BREAKS, serviceTime: 60, endpointDelayMs: 0 };
    const lost = requestsAt([0, 1, 600], api, { faults });
    expect(allOf(lost).failed).toEqual({ connectionLost: 2 });
    // Down 540-560 and 610-630: 10 ms, then 50.
    expect(allOf(lost).latencyMs.max).toBe(80);
  });

  it("stops shared cores, too", () => {
    const api = { ...BREAKS, discipline: "ps", serviceTime: 30 };
    const totals = requestsAt([0, 0], api);
    expect(allOf(totals).latencyMs.max).toBeCloseTo(80, 9);
    const faults = { f: { kind: "crash", target: "api", atS: 0.06, forS: 0.005 } };
    const crashed = requestsAt([0, 67], { ...api, endpointDelayMs: 0 }, { faults });
    expect(allOf(crashed).latencyMs.min).toBeCloseTo(30, 9);
    expect(allOf(crashed).latencyMs.max).toBeCloseTo(33, 9);
  });

  it("and a more urgent arrival go together", () => {
    const nodes = {
      low: { kind: "client", arrivals: { type: "trace", timesMs: [20] }, requests: { p1: {} } },
      high: {
        kind: "client",
        arrivals: { type: "trace", timesMs: [40, 55] },
        requests: { p0: {} },
      },
      server: {
        ...BREAKS,
        concurrency: 1,
        discipline: "priority",
        preemptive: "resume",
        serviceTime: 28,
        operations: { p0: {}, p1: { priority: 1 } },
      },
    };
    const totals = simulate(sketch({ nodes, edges: { "low->server": {}, "high->server": {} } }));
    // Down from 50 to 70 and from 120 to 140. The first urgent one works from 40 to 50 and from 70
    // to 88, the second until 116; the other has done 20 ms by 40, 4 by 120, and ends at 144.
    expect(totals.endToEnd.p0?.latencyMs.min).toBe(48);
    expect(totals.endToEnd.p0?.latencyMs.max).toBe(61);
    expect(totals.endToEnd.p1?.latencyMs.max).toBe(124);
    expectBooksInOrder(totals);
  });
});

describe("breakdowns in the long run", () => {
  it("give M/M/1 with breakdowns its mean number present", () => {
    const station = {
      concurrency: 1,
      serviceTime: EXP(10),
      breakdowns: { every: EXP(1000), for: EXP(100) },
    };
    const totals = simulate(poisson({ ratePerS: 60, station, durationS: 5000 }));
    // White, Christie 1958: L = a ((r + f)^2 + f m) / ((r + f) (r m - a (r + f))), rates per s.
    const [a, m, f, r] = [60, 100, 1, 10] as const;
    const mean = (a * ((r + f) ** 2 + f * m)) / ((r + f) * (r * m - a * (r + f)));
    within(nodeOf(totals, "server").inFlight.mean, mean, 0.05);
    within(nodeOf(totals, "server").utilization, 0.66, 0.02);
    expectBooksInOrder(totals);
  });

  it("lengthen a lone request by the repairs that it meets", () => {
    const station = {
      concurrency: null,
      serviceTime: 10,
      breakdowns: { every: EXP(100), for: EXP(20) },
    };
    const totals = simulate(poisson({ ratePerS: 20, station, durationS: 5000 }));
    // Found down in 1 of 6 cases, 20 ms to go; then a repair every 100 ms of work: + 2 of 10 ms.
    within(nodeOf(totals, "server").latencyMs.mean, 20 / 6 + 12, 0.03);
    expectBooksInOrder(totals);
  });
});

describe("a station that polls", () => {
  const polling = { polling: { sleepMs: 40 } };

  it("looks at its queue only when it wakes, and serves until it is empty", () => {
    // Looks at 40 and 80, works until 100, is asleep again until 140.
    const totals = requestsAt([50, 85, 105], { ...polling, serviceTime: 10 });
    expect(nodeOf(totals, "api").waitMs.min).toBe(5);
    expect(nodeOf(totals, "api").waitMs.max).toBe(35);
    expect(nodeOf(totals, "api").latencyMs.mean).toBeCloseTo((40 + 15 + 45) / 3, 9);
  });

  it("sleeps with some slots at work, and takes nothing until it wakes", () => {
    const totals = requestsAt([10, 45], { ...polling, serviceTime: 100, concurrency: 3 });
    expect(nodeOf(totals, "api").waitMs.min).toBe(30);
    expect(nodeOf(totals, "api").waitMs.max).toBe(35);
  });

  it("goes on polling after a crash and through breakdowns", () => {
    const faults = { f: { kind: "crash", target: "api", atS: 0.05, forS: 0.1 } };
    const api = { ...polling, serviceTime: 10, endpointDelayMs: 0 };
    expect(allOf(requestsAt([200], api, { faults })).latencyMs.max).toBe(10);
    expect(allOf(requestsAt([201], api, { faults })).latencyMs.max).toBe(49);
    const broken = requestsAt([30], { ...api, breakdowns: { every: 35, for: 20 } });
    expect(allOf(broken).latencyMs.max).toBe(35);
  });

  it("makes M/G/1 wait longer by E[V^2] / (2 E[V]) (multiple vacations)", () => {
    const wait = (sleepMs: Json): number | null => {
      const station = { concurrency: 1, serviceTime: EXP(10), polling: { sleepMs } };
      const totals = simulate(poisson({ ratePerS: 70, station, durationS: 3000 }));
      expectBooksInOrder(totals);
      return nodeOf(totals, "server").waitMs.mean;
    };
    within(wait(40), 70 / 3 + 20, 0.04);
    within(wait(EXP(20)), 70 / 3 + 20, 0.04);
  });
});
