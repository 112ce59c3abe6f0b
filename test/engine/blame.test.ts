// Every failed request is counted once, where it failed: found by going down the calls in progress
// at the instant at which somebody gave up, or carried up from the attempt that failed.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, simulate, sketch } from "../support/simulate.ts";

function failuresOf(totals: EngineTotals): number {
  return Object.values(allOf(totals).failed).reduce((sum, count) => sum + count, 0);
}

/** Requests by place, `node/way` or `edge/wire`. */
function placesOf(totals: EngineTotals): Record<string, number> {
  return Object.fromEntries(
    totals.failedAt.map(({ node, edge, way, requests }) => [`${node ?? edge}/${way}`, requests]),
  );
}

const RUN = { durationS: 30, warmupS: 1, seed: 4 } as const;
const EXPONENTIAL = (meanMs: number) => ({ type: "exponential", meanMs }) as const;

describe("what a failed request is due to", () => {
  it("is the node that answers with errors, however deep", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 50 },
          a: { serviceTime: 1, concurrency: 50 },
          b: { serviceTime: 1, concurrency: 50 },
          c: { serviceTime: 1, concurrency: 50, errorRate: 0.2 },
        },
        edges: { "users->a": {}, "a->b": {}, "b->c": {} },
      }),
    );
    expect(failuresOf(totals)).toBeGreaterThan(200);
    expect(placesOf(totals)).toEqual({ "c/errors": failuresOf(totals) });
  });

  it("is the node at which the work stands when the timer of a caller runs out", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 20 },
          a: { serviceTime: 1, concurrency: 100 },
          slow: { serviceTime: 400, concurrency: 100 },
        },
        edges: { "users->a": { timeoutMs: 200 }, "a->slow": {} },
      }),
    );
    expect(placesOf(totals)).toEqual({ "slow/working": failuresOf(totals) });
  });

  it("is the queue in which it waits when the user loses patience", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 40, patienceMs: 300 },
          a: { serviceTime: 1, concurrency: 1000, blocking: true },
          narrow: { serviceTime: 100, concurrency: 1 },
        },
        edges: { "users->a": {}, "a->narrow": {} },
      }),
    );
    const places = placesOf(totals);
    expect(failuresOf(totals)).toBeGreaterThan(500);
    // All but the one that is being served.
    expect(places["narrow/waiting"] ?? 0).toBeGreaterThan(0.9 * failuresOf(totals));
    expect(Object.values(places).reduce((sum, count) => sum + count, 0)).toBe(failuresOf(totals));
  });

  it("is the last failed attempt while its caller pauses before a retry", () => {
    const backoff = { type: "constant", baseMs: 1000, jitter: "none" };
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 20, patienceMs: 500 },
          a: { serviceTime: 1, concurrency: 100 },
          bad: { serviceTime: 1, concurrency: 100, errorRate: 1 },
        },
        edges: { "users->a": {}, "a->bad": { retry: { maxAttempts: 3, backoff } } },
      }),
    );
    expect(placesOf(totals)).toEqual({ "bad/errors": failuresOf(totals) });
  });

  it("is what opened the breaker, for calls that the breaker refuses", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 50 },
          a: { serviceTime: 1, concurrency: 100 },
          b: { serviceTime: 1, concurrency: 100 },
          bad: { serviceTime: 1, concurrency: 100, errorRate: 1 },
        },
        edges: {
          "users->a": {},
          "a->b": { breaker: { window: { type: "consecutive", size: 3 }, openMs: 5000 } },
          "b->bad": {},
        },
      }),
    );
    expect(totals.edges["a->b"]?.unsent.circuitOpen ?? 0).toBeGreaterThan(1000);
    expect(placesOf(totals)).toEqual({ "bad/errors": failuresOf(totals) });
  });

  it("is the callee whose answers hold all permits of a full bulkhead or pool", () => {
    const edge = { timeoutMs: 5000, bulkhead: { maxConcurrent: 2, maxWaitMs: 0 } };
    const nodes = {
      users: { kind: "client", ratePerS: 50 },
      a: { serviceTime: 1, concurrency: 100 },
      slow: { serviceTime: 300, concurrency: 100 },
    } as const;
    const refused = simulate(
      sketch({ run: RUN, nodes, edges: { "users->a": {}, "a->slow": edge } }),
    );
    expect(placesOf(refused)).toEqual({ "slow/waiting": failuresOf(refused) });
    const pool = { max: 2, timeoutMs: 50 };
    const pooled = simulate(
      sketch({ run: RUN, nodes, edges: { "users->a": {}, "a->slow": { pool } } }),
    );
    expect(failuresOf(pooled)).toBeGreaterThan(500);
    expect(placesOf(pooled)).toEqual({ "slow/waiting": failuresOf(pooled) });
  });

  it("is the link that loses messages", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: { users: { kind: "client", ratePerS: 50 }, a: { serviceTime: 1, concurrency: 100 } },
        edges: { "users->a": { timeoutMs: 500 } },
        faults: { cut: { kind: "partition", target: "users->a", atS: 5, forS: 10 } },
      }),
    );
    expect(failuresOf(totals)).toBeGreaterThan(300);
    expect(placesOf(totals)).toEqual({ "users->a/wire": failuresOf(totals) });
  });

  it("is a full queue, or an instance that is gone", () => {
    const totals = simulate(
      sketch({
        run: RUN,
        nodes: {
          users: { kind: "client", ratePerS: 100 },
          a: { serviceTime: EXPONENTIAL(20), concurrency: 1, queueLengthMax: 3 },
        },
        edges: { "users->a": {} },
        faults: { gone: { kind: "crash", target: "a", atS: 10, forS: 5 } },
      }),
    );
    const places = placesOf(totals);
    expect(Object.keys(places).sort()).toEqual(["a/away", "a/refusing"]);
    const { rejected = 0, connectionRefused = 0, connectionLost = 0 } = allOf(totals).failed;
    expect(places["a/refusing"]).toBe(rejected);
    expect(places["a/away"]).toBe(connectionRefused + connectionLost);
  });
});
