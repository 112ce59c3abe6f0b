// Attempts whose caller has given up: ties at the timer, zombies, cancellation and wasted work.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

/** One request over one edge. */
function once(edge: object, api: object, users: object = {}): EngineTotals {
  return simulate(
    sketch({ nodes: { users: { ...ONCE, ...users }, api }, edges: { "users->api": edge } }),
  );
}

describe("a timed-out attempt", () => {
  it("is late when its response comes exactly at the timeout", () => {
    const edge = { networkMs: 10 };
    expect(allOf(once({ ...edge, timeoutMs: 50 }, { serviceTime: 30 })).failed).toEqual({
      timeout: 1,
    });
    expect(allOf(once({ ...edge, timeoutMs: 50.001 }, { serviceTime: 30 })).ok).toBe(1);
    // Without any delay on the wire, too.
    expect(allOf(once({ timeoutMs: 30 }, { serviceTime: 30 })).failed).toEqual({ timeout: 1 });
  });

  it("runs on as a zombie, and its answer is nobody's", () => {
    const totals = once({ timeoutMs: 20 }, { serviceTime: 100 });
    expect(allOf(totals).latencyAllMs.max).toBe(20);
    expect(nodeOf(totals, "api").completions).toBe(1);
    expect(nodeOf(totals, "api").goodput).toBe(0);
    expect(nodeOf(totals, "api").latencyMs.max).toBe(100);
    expect(edgeOf(totals, "users->api").ok).toBe(0);
  });

  it("holds its slot, so retries meet a busy callee", () => {
    const retry = { maxAttempts: 3, backoff: { type: "none" } };
    const api = { serviceTime: 100, concurrency: 1 };
    const totals = once({ timeoutMs: 20, retry }, api);
    expect(edgeOf(totals, "users->api").failed).toEqual({ timeout: 3 });
    expect(nodeOf(totals, "api").queue.max).toBe(2);
    expect(nodeOf(totals, "api").completions).toBe(3);
  });
});

describe("cancellation", () => {
  /** The user leaves at 50 ms; 5 ms later the callee hears of it. */
  function chain(cancel: string, more: { api?: object; db?: object; batch?: number } = {}) {
    return simulate(
      sketch({
        nodes: {
          users: { ...ONCE, patienceMs: 50, batch: more.batch ?? 1 },
          api: { serviceTime: 30, concurrency: 1, afterTime: 200, blocking: true, ...more.api },
          db: { serviceTime: 100, ...more.db },
          late: { serviceTime: 10 },
        },
        edges: {
          "users->api": { cancel, networkMs: 5 },
          "api->db": { cancel, stage: 1, networkMs: 5 },
          "api->late": { stage: 2 },
        },
      }),
    );
  }

  it("none: the zombie runs to its end, with all its calls", () => {
    const totals = chain("none");
    expect(nodeOf(totals, "late").completions).toBe(1);
    expect(nodeOf(totals, "api").latencyMs.max).toBe(30 + 110 + 10 + 200);
    expect(nodeOf(totals, "api").failed).toEqual({});
  });

  it("check: looked at between stages and before the work after them", () => {
    const totals = chain("check");
    expect(nodeOf(totals, "db").completions).toBe(1);
    expect(nodeOf(totals, "late").arrivals).toBe(0);
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 1 });
    expect(nodeOf(totals, "api").latencyMs.max).toBe(30 + 110);
    // The cancellation comes during the last stage: only the work after it is saved.
    const last = chain("check", { db: { serviceTime: 0 }, api: { serviceTime: 34 } });
    expect(nodeOf(last, "late").completions).toBe(1);
    expect(nodeOf(last, "api").workingRatio).toBeCloseTo(34 / 10_000, 12);
  });

  it("check: looked at when it is taken from the queue", () => {
    const totals = chain("check", { batch: 3 });
    // The other two were still waiting when their users left.
    expect(nodeOf(totals, "db").arrivals).toBe(1);
    expect(nodeOf(totals, "api").workingRatio).toBeCloseTo(30 / 10_000, 12);
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 3 });
  });

  it("interrupt: service stops at once, the slot is free, and so on down the tree", () => {
    const totals = chain("interrupt");
    // Cancelled at 55 ms, the query at 60 ms; it had begun at 40 ms.
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 1 });
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(50 / 10_000, 12);
    expect(nodeOf(totals, "db").failed).toEqual({ cancelled: 1 });
    expect(nodeOf(totals, "db").workingRatio).toBeCloseTo(20 / 16 / 10_000, 12);
    const working = chain("interrupt", { api: { serviceTime: 80 } });
    expect(nodeOf(working, "api").workingRatio).toBeCloseTo(50 / 10_000, 12);
    expect(nodeOf(working, "db").arrivals).toBe(0);
  });

  it("interrupt: whoever waits behind begins at that moment", () => {
    const totals = chain("interrupt", { batch: 2, api: { serviceTime: 80 } });
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 2 });
    // The second hears of it in the queue, at the same instant.
    expect(nodeOf(totals, "api").workingRatio).toBeCloseTo(50 / 10_000, 12);
  });

  it("reaches work that waits for a slot after its calls", () => {
    const totals = simulate(
      sketch({
        nodes: {
          // Three at once, the slot does 10 ms each; from 30 to 1030 ms it works on the first again.
          users: { ...ONCE, batch: 3, patienceMs: 100 },
          api: { serviceTime: 10, concurrency: 1, afterTime: 1000 },
          db: { serviceTime: 20 },
        },
        edges: { "users->api": { cancel: "check" }, "api->db": {} },
      }),
    );
    expect(nodeOf(totals, "api").workingRatio).toBeCloseTo(1030 / 10_000, 12);
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 2 });
  });

  it("that overtakes its attempt meets it at the door", () => {
    const totals = simulate(
      sketch({
        run: { seed: 4 },
        nodes: {
          users: { ...ONCE, batch: 200, patienceMs: 1 },
          api: { serviceTime: 1, concurrency: null },
        },
        edges: {
          "users->api": {
            cancel: "interrupt",
            networkMs: { type: "uniform", minMs: 0, maxMs: 100 },
          },
        },
      }),
    );
    const { arrivals, failed, completions } = nodeOf(totals, "api");
    expect(arrivals).toBe(200);
    expect(failed.cancelled).toBe(200 - completions);
    expect(failed.cancelled).toBeGreaterThan(90);
    expect(totals.checks.every(({ difference }) => difference <= 1e-9)).toBe(true);
  });
});

describe("wasted work", () => {
  it("is service after the caller's attempt has ended, not the time a slot is held", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          api: { serviceTime: 30, afterTime: 10, blocking: true },
          db: { serviceTime: 500 },
        },
        edges: { "users->api": { timeoutMs: 20 }, "api->db": {} },
      }),
    );
    // Of 30 and 10 ms, 10 and 10 ms come after the timeout; the 500 ms of holding do not count.
    expect(nodeOf(totals, "api").wastedRatio).toBeCloseTo(20 / 40, 12);
    // The database's caller, a zombie, still waits for it.
    expect(nodeOf(totals, "db").wastedRatio).toBe(0);
    expect(nodeOf(totals, "api").wastedWork).toBe(nodeOf(totals, "api").wastedRatio);
  });

  it("is all of an attempt whose result is thrown away, whatever it is doing", () => {
    const parts = (slow: object): EngineTotals =>
      simulate(
        sketch({
          nodes: {
            users: ONCE,
            api: { requires: { 1: "any" } },
            quick: { serviceTime: 100 },
            slow: { serviceTime: 60, ...slow },
            db: { serviceTime: 80 },
          },
          edges: { "users->api": {}, "api->quick": {}, "api->slow": {}, "slow->db": {} },
        }),
      );
    // It is in a call when the other has won, and does nothing afterwards.
    expect(nodeOf(parts({}), "slow").wastedRatio).toBe(1);
    expect(nodeOf(parts({ afterTime: 40 }), "slow").wastedRatio).toBe(1);
  });

  it("is all of an attempt whose answer is on its way when it is thrown away", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          api: { requires: { 1: "any" } },
          quick: { serviceTime: 40 },
          far: { serviceTime: 20 },
        },
        edges: { "users->api": {}, "api->quick": {}, "api->far": { networkMs: 15 } },
      }),
    );
    expect(nodeOf(totals, "far").wastedRatio).toBe(1);
    expect(nodeOf(totals, "quick").wastedRatio).toBe(0);
  });
});
