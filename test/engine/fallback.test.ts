// What a failed call falls back on.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const DOWN = { errorRate: 1, errorTime: 0 };

function falling(
  fallback: object,
  more: { db?: object; edges?: object; run?: object } = {},
): EngineTotals {
  return simulate(
    sketch({
      run: { durationS: 10, ...more.run },
      nodes: {
        users: metronome(100, 50),
        api: {},
        db: { ...DOWN, ...more.db },
        spare: { serviceTime: 7 },
      },
      edges: { "users->api": {}, "api->db": { fallback }, ...more.edges },
    }),
  );
}

describe("a fallback", () => {
  it("that is static takes its time and degrades the request", () => {
    const totals = falling({ type: "static", latencyMs: 30 });
    expect(allOf(totals)).toMatchObject({ ok: 0, degraded: 100, failed: {} });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(30, 9);
    expect(edgeOf(totals, "api->db").fallbacks).toBe(100);
  });

  it("that ignores the failure leaves the request ok", () => {
    const totals = falling({ type: "ignore", latencyMs: 30 });
    expect(allOf(totals)).toMatchObject({ ok: 100, degraded: 0, failed: {} });
    expect(allOf(totals).latencyMs.max).toBe(0);
    expect(edgeOf(totals, "api->db").failed.error).toBe(100);
  });

  it("that is stale needs a good answer from before, young enough", () => {
    const faults = { bad: { kind: "errors", target: "db", atS: 3, forS: 4, ratio: 1 } } as const;
    const stale = (fallback: object): EngineTotals =>
      simulate(
        sketch({
          run: { durationS: 10 },
          nodes: { users: metronome(100, 50), api: {}, db: {} },
          edges: { "users->api": {}, "api->db": { fallback: { type: "cache", ...fallback } } },
          faults,
        }),
      );
    expect(allOf(stale({}))).toMatchObject({ ok: 60, degraded: 40, failed: {} });
    // The last good answer came at 2.95 s; at 3.95 s it is a second old.
    const aged = allOf(stale({ maxAgeMs: 1000 }));
    expect(aged).toMatchObject({ degraded: 10, failed: { dependency: 30 } });
    expect(allOf(falling({ type: "cache" }))).toMatchObject({ failed: { dependency: 100 } });
    const { degraded } = allOf(stale({ hitRatio: 0.5 }));
    expect(degraded).toBeGreaterThan(5);
    expect(degraded).toBeLessThan(35);
  });

  it("that calls another edge is as good as the first", () => {
    const totals = falling({ type: "call", edge: "api->spare" }, { edges: { "api->spare": {} } });
    expect(allOf(totals)).toMatchObject({ ok: 100, degraded: 0, failed: {} });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(7, 9);
    expect(edgeOf(totals, "api->db")).toMatchObject({ calls: 100, fallbacks: 100 });
    expect(edgeOf(totals, "api->spare")).toMatchObject({ calls: 100, ok: 100 });
  });

  it("leaves its edge alone while nothing fails, unless that lists calls of its own", () => {
    const fallback = { type: "call", edge: "api->spare" };
    const idle = falling(fallback, { db: { errorRate: 0 }, edges: { "api->spare": {} } });
    expect(nodeOf(idle, "spare").arrivals).toBe(0);
    const both = falling(fallback, { edges: { "api->spare": { calls: [{ id: "own" }] } } });
    // Its own call beside the first, which fails, and then once more.
    expect(nodeOf(both, "spare").arrivals).toBe(200);
  });

  it("has the retries, the timeout and the fallback of its own edge", () => {
    const edges = {
      "api->spare": {
        timeoutMs: 5,
        retry: { maxAttempts: 3, backoff: { type: "none" } },
        fallback: { type: "call", edge: "api->last" },
      },
      "api->last": { fallback: { type: "static", latencyMs: 1 } },
    };
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          api: {},
          db: DOWN,
          spare: { serviceTime: 7, concurrency: null },
          last: DOWN,
        },
        edges: {
          "users->api": {},
          "api->db": { fallback: { type: "call", edge: "api->spare" } },
          ...edges,
        },
      }),
    );
    expect(edgeOf(totals, "api->spare")).toMatchObject({ attempts: 3, fallbacks: 1 });
    expect(edgeOf(totals, "api->last")).toMatchObject({ attempts: 1, fallbacks: 1 });
    expect(allOf(totals)).toMatchObject({ degraded: 1 });
    expect(allOf(totals).latencyMs.mean).toBeCloseTo(16, 9);
  });

  it("goes on with the repetitions of the call that failed", () => {
    const totals = falling(
      { type: "call", edge: "api->spare" },
      { edges: { "api->spare": {} }, db: {}, run: { durationS: 0.1 } },
    );
    expect(allOf(totals).completed).toBe(1);
    const many = simulate(
      sketch({
        nodes: { users: ONCE, api: {}, db: DOWN, spare: {} },
        edges: {
          "users->api": {},
          "api->db": { count: 3, fallback: { type: "call", edge: "api->spare" } },
          "api->spare": {},
        },
      }),
    );
    expect(nodeOf(many, "db").arrivals).toBe(3);
    expect(nodeOf(many, "spare").arrivals).toBe(3);
    expect(allOf(many).ok).toBe(1);
  });

  it("is cut off with the request that waits for it", () => {
    for (const fallback of [
      { type: "static", latencyMs: 500 },
      { type: "call", edge: "api->spare" },
    ]) {
      const totals = simulate(
        sketch({
          nodes: {
            users: { ...metronome(1000, 500), patienceMs: 50 },
            api: {},
            db: DOWN,
            spare: { serviceTime: 400 },
          },
          edges: {
            "users->api": { cancel: "interrupt" },
            "api->db": { fallback, breaker: {} },
            "api->spare": { cancel: "interrupt", probability: 0 },
          },
        }),
      );
      expect(allOf(totals).failed).toEqual({ abandoned: 10 });
      for (const { difference } of totals.checks) expect(difference).toBeLessThanOrEqual(1e-9);
      expect(nodeOf(totals, "api").inFlightAtEnd).toBe(0);
    }
  });

  it.each([
    ["api->nowhere", "unknown-edge"],
    ["users->api", "out-of-range"],
    [null, "missing-field"],
    ["api->db", "out-of-range"],
  ])("to %s is refused", (edge, code) => {
    const document = sketch({
      nodes: { users: ONCE, api: {}, db: {} },
      edges: { "users->api": {}, "api->db": { fallback: { type: "call", edge } } },
    });
    const result = resolveScenario(document);
    expect(result.problems).toMatchObject([{ code, path: "edges.api->db.fallback.edge" }]);
    expect(result.ok).toBe(false);
  });
});
