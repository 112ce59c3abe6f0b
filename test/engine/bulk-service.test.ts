// Bulk service: a slot serves several together.
import { describe, expect, it } from "vitest";
import { allOf, nodeOf, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, poisson, within } from "../support/theory-checks.ts";

function requestsAt(timesMs: readonly number[], api: object, more: object = {}) {
  const users = { kind: "client", arrivals: { type: "trace", timesMs } };
  const station = { concurrency: 1, serviceTime: 10, ...api };
  const totals = simulate(
    sketch({ nodes: { users, api: station }, edges: { "users->api": {} }, ...more }),
  );
  expectBooksInOrder(totals);
  return totals;
}

describe("a batch", () => {
  it("is whoever waits when a slot is free, up to a number, and ends together", () => {
    const totals = requestsAt([0, 1, 2, 3, 4], { bulk: { max: 3 } });
    // One alone until 10, three until 20, the last until 30.
    expect(allOf(totals).latencyMs).toMatchObject({ min: 10, max: 26 });
    expect(nodeOf(totals, "api").latencyMs.mean).toBe((10 + 19 + 18 + 17 + 26) / 5);
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(30 / 10_000, 9);
  });

  it("waits until enough are there", () => {
    const totals = requestsAt([0, 1, 30, 40, 41, 42], { bulk: { max: 4, min: 3 } });
    // Begins at 30; at 40 three more are not there yet, at 42 they are.
    expect(nodeOf(totals, "api").latencyMs.mean).toBe((40 + 39 + 10 + 12 + 11 + 10) / 6);
    const short = requestsAt([0, 1], { bulk: { max: 4, min: 3 } });
    expect(allOf(short).completed).toBe(0);
    expect(nodeOf(short, "api").inFlightAtEnd).toBe(2);
  });

  it("counts as one slot, in each instance or over a shared queue", () => {
    const three = requestsAt([0, 0, 0, 0, 0, 0, 0], { bulk: { max: 2 }, concurrency: 2 });
    expect(allOf(three).latencyMs.max).toBe(30);
    const api = { bulk: { max: 2 }, replicas: 3, queueScope: "node" };
    expect(allOf(requestsAt([0, 0, 0, 0, 0], api)).latencyMs.max).toBe(20);
    const full = requestsAt([0, 0, 0, 0], { bulk: { max: 2 }, queueLengthMax: 2 });
    expect(allOf(full).failed).toEqual({ rejected: 1 });
  });

  it("goes on without a member that is cancelled, and ends with the last", () => {
    const edges = { "users->api": { timeoutMs: 12, cancel: "interrupt" } };
    const cut = requestsAt([0, 0, 5, 20], { bulk: { max: 3 }, serviceTime: 11 }, { edges });
    // Of the second batch (11 to 22) one has come at 0, its timer runs out at 12.
    expect(nodeOf(cut, "api").failed).toEqual({ cancelled: 2 });
    expect(allOf(cut).failed).toEqual({ timeout: 2 });
    const alone = requestsAt([0, 1], { serviceTime: 20, bulk: { max: 3 } }, { edges });
    expect(nodeOf(alone, "api").failed).toEqual({ cancelled: 2 });
    expect(nodeOf(alone, "api").utilization).toBeCloseTo(13 / 10_000, 9);
  });

  it("lets each of its members fail, call others and work afterwards by itself", () => {
    const api = { bulk: { max: 5 }, errorRate: 0.5, afterTime: 3 };
    const totals = requestsAt(Array(400).fill(0), api);
    expect(allOf(totals).failed.error).toBeGreaterThan(150);
    expect(allOf(totals).failed.error).toBeLessThan(250);
    const nodes = {
      users: { kind: "client", arrivals: { type: "trace", timesMs: [0, 0, 0] } },
      api: { concurrency: 1, serviceTime: 10, bulk: { max: 2 } },
      db: { serviceTime: 7 },
    };
    const calling = simulate(sketch({ nodes, edges: { "users->api": {}, "api->db": {} } }));
    expect(allOf(calling).latencyMs).toMatchObject({ min: 17, max: 27 });
    expectBooksInOrder(calling);
  });

  it("is lost in a crash, and stands still in a breakdown", () => {
    const faults = { f: { kind: "crash", target: "api", atS: 0.015, forS: 1 } };
    const lost = requestsAt([0, 1, 2, 3], { bulk: { max: 2 } }, { faults });
    expect(allOf(lost).failed).toEqual({ connectionLost: 3 });
    const paused = requestsAt([0, 1, 2], { bulk: { max: 2 }, breakdowns: { every: 15, for: 20 } });
    expect(allOf(paused).latencyMs.max).toBe(39);
  });

  it("counts the wasted part of members that nobody waits for", () => {
    const edges = { "users->api": { timeoutMs: 15 } };
    const totals = requestsAt([0, 9], { bulk: { max: 2 } }, { edges });
    expect(nodeOf(totals, "api").wastedRatio).toBe(0);
    const late = requestsAt([0, 1, 8], { bulk: { max: 2 } }, { edges });
    // The second batch, from 10 to 20, has two members; one is given up at 16.
    expect(nodeOf(late, "api").wastedRatio).toBeCloseTo(4 / 2 / 20, 9);
  });
});

describe("bulk service in the long run", () => {
  /** M/M^[1,b]/1 (Gross et al. 2008, 3.2): waiting while busy is geometric with the root r. */
  function theory(perMs: number, meanMs: number, most: number) {
    const load = perMs * meanMs;
    let [low, high] = [0, 1 - 1e-9];
    // r^(b+1) - (load + 1) r + load = 0 within (0, 1), other than at 1.
    for (let i = 0; i < 200; i++) {
      const r = (low + high) / 2;
      if (r ** (most + 1) - (load + 1) * r + load > 0) low = r;
      else high = r;
    }
    const r = low;
    const idle = 1 / (1 + load / (1 - r));
    return { idle, waitMs: (load * idle * r) / (1 - r) ** 2 / perMs };
  }

  it("gives the wait and the idle share of M/M^[1,b]/1", () => {
    // Two published cases: B14 and B15 of the reference set.
    expect(theory(0.3, 25, 10).waitMs).toBeCloseTo(59.0585016, 6);
    expect(theory(0.18, 20, 4).waitMs).toBeCloseTo(126.199072, 5);
    const station = { concurrency: 1, serviceTime: EXP(20), bulk: { max: 4 } };
    const totals = simulate(poisson({ ratePerS: 130, station, durationS: 2000 }));
    const { idle, waitMs } = theory(0.13, 20, 4);
    within(nodeOf(totals, "server").waitMs.mean, waitMs, 0.03);
    within(nodeOf(totals, "server").utilization, 1 - idle, 0.01);
    within(nodeOf(totals, "server").latencyMs.mean, waitMs + 20, 0.03);
    expectBooksInOrder(totals);
  });
});
