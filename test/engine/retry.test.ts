// Retries: how many, after what, how long in between, and what they add up to.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const NOW = { type: "none" } as const;

/** One request to a callee that fails at once. */
function failing(retry: object, more: { edge?: object; api?: object; run?: object } = {}) {
  return simulate(
    sketch({
      run: { durationS: 100, windowS: 20, ...more.run },
      nodes: { users: ONCE, api: { errorRate: 1, errorTime: 0, ...more.api } },
      edges: { "users->api": { retry, ...more.edge } },
    }),
  );
}

describe("a connection that was not there in time", () => {
  it("is waited for again where the policy says so, since nothing was sent", () => {
    const burst = { kind: "client", arrivals: { type: "trace", timesMs: [0, 0, 0] } };
    const backoff = { type: "constant", baseMs: 100, jitter: "none" };
    const at = (retryOn: string[]): EngineTotals =>
      simulate(
        sketch({
          nodes: {
            users: burst,
            api: { serviceTime: 50, operations: { request: { method: "POST" } } },
          },
          edges: {
            "users->api": {
              pool: { max: 1, timeoutMs: 60, handshake: "none" },
              retry: { maxAttempts: 2, backoff, retryOn },
            },
          },
        }),
      );
    // The third waits for 60 ms, pauses for 100 ms and is served at once.
    const again = at(["poolTimeout"]);
    expect(allOf(again)).toMatchObject({ ok: 3, failed: {}, latencyMs: { max: 210 } });
    expect(edgeOf(again, "users->api")).toMatchObject({
      calls: 3,
      attempts: 3,
      retries: 1,
      retriedCalls: 1,
      failed: { poolTimeout: 1 },
      unsent: { poolTimeout: 1 },
    });
    expect(nodeOf(again, "api").arrivals).toBe(3);
    expect(allOf(at(["timeout"])).failed).toEqual({ poolTimeout: 1 });
  });
});

describe("the number of attempts", () => {
  it("includes the first", () => {
    for (const maxAttempts of [1, 2, 8]) {
      const totals = failing({ maxAttempts, backoff: NOW });
      const { calls, attempts, retries, retryAmplification } = edgeOf(totals, "users->api");
      expect({ calls, attempts, retries, retryAmplification }).toEqual({
        calls: 1,
        attempts: maxAttempts,
        retries: maxAttempts - 1,
        retryAmplification: maxAttempts,
      });
      expect(allOf(totals).retryAmplification).toBe(maxAttempts);
    }
  });

  it("may be unlimited", () => {
    const backoff = { type: "constant", baseMs: 10, jitter: "none" };
    const totals = failing({ maxAttempts: null, backoff }, { run: { durationS: 1, windowS: 1 } });
    expect(edgeOf(totals, "users->api").attempts).toBe(101);
  });

  it("multiplies over tiers: 3 x 3 x 3 at the bottom", () => {
    const retry = { maxAttempts: 3, backoff: NOW };
    const totals = simulate(
      sketch({
        nodes: {
          users: metronome(100, 0),
          a: {},
          b: {},
          leaf: { errorRate: 1 },
        },
        edges: { "users->a": { retry }, "a->b": { retry }, "b->leaf": { retry } },
      }),
    );
    const { offered } = allOf(totals);
    expect(nodeOf(totals, "leaf").arrivals).toBe(27 * offered);
    expect(nodeOf(totals, "leaf").retryAmplification).toBe(27);
    expect(nodeOf(totals, "b").retryAmplification).toBe(9);
    expect(nodeOf(totals, "a").retryAmplification).toBe(3);
    expect(allOf(totals).retryAmplification).toBe(3);
    expect(edgeOf(totals, "b->leaf").retryAmplification).toBe(3);
    expect(allOf(totals).ok).toBe(0);
  });
});

describe("back-off", () => {
  const EIGHT = { baseMs: 100, factor: 2, capMs: 2000 };
  const total = (backoff: object, maxAttempts = 8, seed = 1): number =>
    allOf(failing({ maxAttempts, backoff }, { run: { seed } })).latencyAllMs.max ?? -1;

  it("grows by its factor up to its cap", () => {
    const schedule = [100, 200, 400, 800, 1600, 2000, 2000];
    let sum = 0;
    schedule.forEach((wait, at) => {
      sum += wait;
      expect(total({ type: "exponential", ...EIGHT, jitter: "none" }, at + 2)).toBe(sum);
    });
    expect(sum).toBe(7100);
  });

  it("stays the same when constant, and is nothing at all when none", () => {
    expect(total({ type: "constant", ...EIGHT, jitter: "none" })).toBe(700);
    expect(total({ type: "none", ...EIGHT, jitter: "none" })).toBe(0);
    expect(total({ type: "none", ...EIGHT, jitter: "full" })).toBe(0);
  });

  it("is capped before jitter", () => {
    const waits = (jitter: string): number[] =>
      Array.from({ length: 40 }, (_, seed) =>
        total({ type: "constant", baseMs: 900, capMs: 100, jitter }, 2, seed + 1),
      );
    expect(Math.max(...waits("full"))).toBeLessThanOrEqual(100);
    expect(Math.min(...waits("equal"))).toBeGreaterThanOrEqual(50);
    expect(Math.max(...waits("equal"))).toBeLessThanOrEqual(100);
    expect(waits("none")).toEqual(Array.from({ length: 40 }, () => 100));
  });

  it("has the means and the spread of its jitter", () => {
    const many = (jitter: string): EngineTotals =>
      simulate(
        sketch({
          run: { durationS: 60 },
          nodes: {
            users: { ...ONCE, batch: 1000 },
            api: { errorRate: 1, errorTime: 0, concurrency: null },
          },
          edges: {
            "users->api": {
              retry: { maxAttempts: 8, backoff: { type: "exponential", ...EIGHT, jitter } },
            },
          },
        }),
      );
    const near = (jitter: string, mean: number, std: number): void => {
      const { latencyAllMs } = allOf(many(jitter));
      expect(Math.abs((latencyAllMs.mean ?? 0) - mean)).toBeLessThan((4 * std) / Math.sqrt(1000));
      // The standard error of a deviation is about std / sqrt(2 n).
      expect(Math.abs((latencyAllMs.stdMs ?? 0) - std)).toBeLessThan((4 * std) / Math.sqrt(2000));
    };
    near("full", 3550, 975.106832);
    near("equal", 5325, 487.553416);
  });

  it("that is decorrelated lies between the base and three times the one before", () => {
    const first = Array.from({ length: 60 }, (_, seed) =>
      total({ type: "exponential", baseMs: 100, capMs: 1e6, jitter: "decorrelated" }, 2, seed + 1),
    );
    expect(Math.min(...first)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...first)).toBeLessThanOrEqual(300);
    const second = first.map(
      (wait, seed) =>
        total(
          { type: "exponential", baseMs: 100, capMs: 1e6, jitter: "decorrelated" },
          3,
          seed + 1,
        ) - wait,
    );
    second.forEach((wait, at) => {
      expect(wait).toBeGreaterThanOrEqual(100);
      expect(wait).toBeLessThanOrEqual(3 * (first[at] ?? 0));
    });
    expect(Math.max(...second)).toBeGreaterThan(300);
  });

  it("holds the slot of a caller that blocks", () => {
    const held = (blocking: boolean): number | null =>
      nodeOf(
        simulate(
          sketch({
            run: { durationS: 1 },
            nodes: {
              users: ONCE,
              api: { serviceTime: 10, concurrency: 1, blocking },
              db: { errorRate: 1, errorTime: 5 },
            },
            edges: {
              "users->api": {},
              "api->db": {
                retry: {
                  maxAttempts: 3,
                  backoff: { type: "constant", baseMs: 100, jitter: "none" },
                },
              },
            },
          }),
        ),
        "api",
      ).utilization;
    expect(held(true)).toBeCloseTo((10 + 5 + 100 + 5 + 100 + 5) / 1000, 12);
    expect(held(false)).toBeCloseTo(10 / 1000, 12);
  });
});

describe("which endings are retried", () => {
  const twice = { maxAttempts: 2, backoff: NOW };
  const attempts = (retry: object, nodes: object, edge: object, faults?: object): number =>
    edgeOf(
      simulate(
        sketch({
          nodes: { users: ONCE, ...nodes },
          edges: { "users->api": { retry, ...edge }, ...("db" in nodes ? { "api->db": {} } : {}) },
          ...(faults ? { faults: { f: faults as { kind: string; target: string } } } : {}),
        }),
      ),
      "users->api",
    ).attempts;

  const dead = { kind: "crash", target: "api" };
  const CASES: readonly [string, object, object, object?][] = [
    ["timeout", { api: { serviceTime: 50 } }, { timeoutMs: 10 }],
    ["connectionRefused", { api: {} }, {}, dead],
    ["connectionLost", { api: { serviceTime: 100 } }, {}, { ...dead, atS: 0.05 }],
    [
      "rejected",
      { users: { ...ONCE, batch: 2 }, api: { concurrency: 1, queueLengthMax: 0, serviceTime: 9 } },
      {},
    ],
    ["error", { api: { errorRate: 1 } }, {}],
    ["dependency", { api: {}, db: { errorRate: 1 } }, {}],
    [
      "queueTimeout",
      { users: { ...ONCE, batch: 2 }, api: { concurrency: 1, queueTimeoutMs: 1, serviceTime: 9 } },
      {},
    ],
  ];

  it.each(CASES)("%s: as the policy says", (ending, nodes, edge, fault) => {
    const batch = "users" in nodes ? 2 : 1;
    const never = attempts({ ...twice, retryOn: [] }, nodes, edge, fault);
    const on = attempts({ ...twice, retryOn: [ending] }, nodes, edge, fault);
    expect(never).toBe(batch);
    expect(on).toBe(batch + 1);
    const byDefault = attempts(twice, nodes, edge, fault);
    expect(byDefault).toBe(ending === "queueTimeout" ? batch : batch + 1);
  });

  it("circuitOpen: only if it is named, and without any attempt on the wire", () => {
    const edge = { breaker: { window: { size: 1 }, minimumCalls: 1, openMs: 95, probes: 1 } };
    const backoff = { type: "constant", baseMs: 50, jitter: "none" };
    const run = (retryOn: string[]): EngineTotals =>
      failing({ maxAttempts: 4, backoff, retryOn }, { edge, run: { durationS: 10 } });
    // Sent at 0 and opens; refused at 50 ms; the probe at 100 ms fails; refused at 150 ms.
    const named = run(["error", "circuitOpen"]);
    expect(allOf(named).failed).toEqual({ circuitOpen: 1 });
    expect(allOf(named).latencyAllMs.max).toBe(150);
    expect(edgeOf(named, "users->api").attempts).toBe(2);
    const unnamed = run(["error"]);
    expect(allOf(unnamed).failed).toEqual({ circuitOpen: 1 });
    expect(allOf(unnamed).latencyAllMs.max).toBe(50);
  });

  it("nothing but a refused connection where the operation is not idempotent", () => {
    const post = (method: object, more: object = {}, fault?: object): number =>
      attempts(
        { ...twice, ...more },
        {
          users: { ...ONCE, requests: { order: {} } },
          api: { errorRate: fault ? 0 : 1, operations: { order: method } },
        },
        {},
        fault,
      );
    expect(post({ method: "POST" })).toBe(1);
    expect(post({ method: "PATCH" })).toBe(1);
    expect(post({ method: "PUT" })).toBe(2);
    expect(post({ method: "GET" })).toBe(2);
    expect(post({ method: "POST", idempotent: true })).toBe(2);
    expect(post({ method: "GET", idempotent: false })).toBe(1);
    expect(post({ method: "POST" }, { retryNonIdempotent: true })).toBe(2);
    expect(post({ method: "POST" }, {}, dead)).toBe(2);
  });
});

describe("a retry", () => {
  it("ends the call with the outcome of the last attempt", () => {
    const totals = simulate(
      sketch({
        nodes: { users: ONCE, api: { serviceTime: 100 } },
        edges: {
          "users->api": {
            timeoutMs: 60,
            retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 500, jitter: "none" } },
          },
        },
        faults: { f: { kind: "errors", target: "api", ratio: 1, atS: 0.1 } },
      }),
    );
    expect(edgeOf(totals, "users->api").failed).toEqual({ timeout: 2 });
    const faster = simulate(
      sketch({
        nodes: { users: ONCE, api: { serviceTime: 100, errorTime: 5 } },
        edges: {
          "users->api": {
            timeoutMs: 60,
            retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 500, jitter: "none" } },
          },
        },
        faults: { f: { kind: "errors", target: "api", ratio: 1, atS: 0.1 } },
      }),
    );
    expect(edgeOf(faster, "users->api").failed).toEqual({ timeout: 1, error: 1 });
    expect(allOf(faster).failed).toEqual({ error: 1 });
    expect(allOf(faster).latencyAllMs.max).toBe(60 + 500 + 5);
  });

  it("marks what descends from it: their arrivals do not count as first ones", () => {
    const totals = simulate(
      sketch({
        nodes: { users: ONCE, api: {}, a: {}, b: { errorRate: 1 } },
        edges: {
          "users->api": { retry: { maxAttempts: 2, backoff: NOW } },
          "api->a": { stage: 1 },
          "api->b": { stage: 2 },
        },
      }),
    );
    expect(nodeOf(totals, "a").arrivals).toBe(2);
    expect(nodeOf(totals, "a").retryAmplification).toBe(2);
    // The edge itself made no retry.
    expect(edgeOf(totals, "api->a").retryAmplification).toBe(1);
  });
});
