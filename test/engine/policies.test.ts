// The policies on the caller's side together: who is asked first, what each counts, whom it concerns.
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const NO_PAUSE = { maxAttempts: 3, backoff: { type: "none" } } as const;

describe("of several policies that would refuse", () => {
  /** Ten calls at once over an edge. */
  const burst = (edge: object) =>
    simulate(
      sketch({
        nodes: { users: { ...ONCE, batch: 10 }, api: { serviceTime: 100 } },
        edges: { "users->api": edge },
      }),
    );

  it("the outermost gives the outcome: breaker, then limiter, then bulkhead", () => {
    const limits = { rateLimit: { ratePerS: 1, burst: 4 }, bulkhead: { maxConcurrent: 3 } };
    expect(edgeOf(burst(limits), "users->api").failed).toEqual({ rateLimited: 6, bulkheadFull: 1 });
    // The first that the bulkhead refuses opens a breaker outside of it: all later calls fail there.
    const breaker = { window: { type: "consecutive", size: 1 }, appliesTo: "call" };
    expect(edgeOf(burst({ ...limits, breaker }), "users->api").failed).toEqual({
      bulkheadFull: 1,
      circuitOpen: 6,
    });
  });

  it("those around the call come before those around an attempt", () => {
    const limits = {
      rateLimit: { ratePerS: 1, burst: 4, appliesTo: "attempt" },
      bulkhead: { maxConcurrent: 3, appliesTo: "call" },
    };
    expect(edgeOf(burst(limits), "users->api").failed).toEqual({ bulkheadFull: 7 });
  });

  it("a refusal within the breaker counts as a failure, unless it is ignored", () => {
    const edge = (ignore: string[]) => ({
      breaker: { window: { type: "consecutive", size: 2 }, ignore },
      bulkhead: { maxConcurrent: 1, appliesTo: "attempt" },
    });
    expect(edgeOf(burst(edge([])), "users->api").failed).toEqual({
      bulkheadFull: 2,
      circuitOpen: 7,
    });
    expect(edgeOf(burst(edge(["bulkheadFull"])), "users->api").failed).toEqual({ bulkheadFull: 9 });
  });
});

describe("a policy around the whole call", () => {
  const retried = (edge: object) =>
    simulate(
      sketch({
        nodes: { users: metronome(100, 0), api: { errorRate: 1, serviceTime: 10 } },
        edges: { "users->api": { retry: NO_PAUSE, ...edge } },
      }),
    );

  it("is a breaker that sees one failure where one around attempts sees three", () => {
    const opened = (appliesTo: string) =>
      edgeOf(
        retried({ breaker: { window: { type: "consecutive", size: 3 }, appliesTo, openMs: 1e6 } }),
        "users->api",
      );
    expect(opened("call").attempts).toBe(9);
    expect(opened("call").failed).toEqual({ error: 9, circuitOpen: 98 });
    expect(opened("attempt").attempts).toBe(3);
    expect(opened("attempt").failed).toEqual({ error: 3, circuitOpen: 100 });
  });

  it("is a limiter that takes one token for a call and its retries", () => {
    const sent = (appliesTo: string) =>
      edgeOf(retried({ rateLimit: { ratePerS: 0.001, burst: 6, appliesTo } }), "users->api")
        .attempts;
    expect(sent("call")).toBe(18);
    expect(sent("attempt")).toBe(6);
  });

  it("is a bulkhead whose permit is held through back-off", () => {
    const pausing = { retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 115 } } };
    const refused = (appliesTo: string) =>
      edgeOf(
        retried({
          bulkhead: { maxConcurrent: 1, appliesTo },
          retry: { ...pausing.retry, backoff: { ...pausing.retry.backoff, jitter: "none" } },
        }),
        "users->api",
      ).failed.bulkheadFull ?? 0;
    // A call lasts 135 ms, so every second one finds the first still pausing.
    expect(refused("call")).toBe(50);
    expect(refused("attempt")).toBe(0);
  });
});

describe("the state of a policy", () => {
  const fanned = (edge: object) =>
    edgeOf(
      simulate(
        sketch({
          nodes: { users: metronome(10, 0), api: { replicas: 4 }, db: { errorRate: 1 } },
          edges: { "users->api": { balancing: "roundRobin" }, "api->db": edge },
        }),
      ),
      "api->db",
    );

  it("is kept by each caller instance, or shared by all", () => {
    const breaker = { window: { type: "consecutive", size: 5 }, openMs: 1e6 };
    expect(fanned({ breaker }).attempts).toBe(20);
    expect(fanned({ breaker: { ...breaker, scope: "shared" } }).attempts).toBe(5);
    expect(fanned({ breaker: { ...breaker, scope: "shared" } }).breaker.opens).toBe(1);
    const rateLimit = { ratePerS: 0.001, burst: 3 };
    expect(fanned({ rateLimit }).attempts).toBe(12);
    expect(fanned({ rateLimit: { ...rateLimit, scope: "shared" } }).attempts).toBe(3);
  });

  it("of a breaker is kept for each operation, if it says so", () => {
    const opened = (perOperation: boolean) =>
      simulate(
        sketch({
          nodes: {
            users: { ...metronome(10, 0), requests: { good: {}, bad: {} } },
            api: { operations: { bad: { errorRate: 1 } } },
          },
          edges: {
            "users->api": {
              breaker: { window: { size: 20 }, minimumCalls: 20, openMs: 1e6, perOperation },
            },
          },
        }),
      );
    expect(opened(true).endToEnd.good?.failed).toEqual({});
    expect(opened(true).endToEnd.bad?.failed.error).toBe(20);
    expect(opened(false).endToEnd.good?.failed.circuitOpen).toBeGreaterThan(100);
  });

  it("is as new in a process that was restarted", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 4 },
        nodes: { users: metronome(100, 50), api: {}, db: {} },
        edges: {
          "users->api": {},
          "api->db": { breaker: { window: { type: "consecutive", size: 2 }, openMs: 1e6 } },
        },
        faults: {
          bad: { kind: "errors", target: "db", ratio: 1, atS: 0, forS: 1 },
          crash: { kind: "crash", target: "api", atS: 2, forS: 0.01 },
        },
      }),
    );
    // Open from 150 ms until the crash at 2 s; with the restart everything works again.
    expect(edgeOf(totals, "api->db").breaker).toEqual({ openS: 1.85, opens: 1 });
    expect(allOf(totals).ok).toBe(20);
  });
});

describe("calls that a half-open breaker does not probe with", () => {
  /** One failure opens it; after 200 ms ten calls come at once, each of 50 ms. */
  const concurrent = (halfOpen: string, fails: boolean) =>
    simulate(
      sketch({
        nodes: {
          users: {
            kind: "client",
            arrivals: { type: "trace", timesMs: [0, ...Array(10).fill(300)] },
          },
          api: { serviceTime: 50 },
        },
        edges: {
          "users->api": {
            breaker: { window: { type: "consecutive", size: 1 }, openMs: 200, probes: 1, halfOpen },
          },
        },
        faults: {
          bad: { kind: "errors", target: "api", ratio: 1, atS: 0, forS: fails ? 1 : 0.1 },
        },
      }),
    );

  it("are refused at once", () => {
    expect(allOf(concurrent("refuse", false)).ok).toBe(1);
    expect(allOf(concurrent("refuse", false)).failed).toEqual({ error: 1, circuitOpen: 9 });
  });

  it("or wait for its verdict and go on together", () => {
    const totals = concurrent("wait", false);
    expect(allOf(totals).ok).toBe(10);
    expect(allOf(totals).latencyMs.max).toBe(100);
    expect(edgeOf(totals, "users->api").policyWaits).toBe(9);
  });

  it("or wait for it and are refused, because it failed", () => {
    const totals = concurrent("wait", true);
    expect(allOf(totals).failed).toEqual({ error: 2, circuitOpen: 9 });
    expect(allOf(totals).latencyAllMs.max).toBe(50);
  });
});

describe("two calls side by side over one edge", () => {
  it.each(["attempt", "call"])(
    "do not keep a breaker around the %s half-open for ever",
    (appliesTo) => {
      const totals = simulate(
        sketch({
          run: { durationS: 20 },
          nodes: { users: metronome(100, 0), api: {}, db: { serviceTime: 20 } },
          edges: {
            "users->api": {},
            "api->db": {
              calls: [{ id: "a" }, { id: "b" }],
              breaker: { window: { size: 2 }, minimumCalls: 2, openMs: 1000, probes: 1, appliesTo },
            },
          },
          faults: { bad: { kind: "errors", target: "db", ratio: 1, atS: 0, forS: 2 } },
        }),
      );
      // The refusal of one fails the request and abandons the probe of the other, whose verdict
      // closes the breaker all the same.
      expect(allOf(totals).ok).toBeGreaterThan(160);
      expect(nodeOf(totals, "db").inFlightAtEnd).toBeLessThan(3);
    },
  );
});

describe("what an instance held at its crash", () => {
  it("is there for its successor", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 3 },
        nodes: { users: metronome(100, 50), api: {}, db: { serviceTime: 40, concurrency: 9 } },
        edges: {
          "users->api": {},
          "api->db": { bulkhead: { maxConcurrent: 1, scope: "shared", maxWaitMs: 10 } },
        },
        faults: { crash: { kind: "crash", target: "api", atS: 1.07, forS: 0.01 } },
      }),
    );
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
    expect(allOf(totals).ok).toBe(29);
  });
});
