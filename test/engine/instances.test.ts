// Instances: unequal weights, copies of a call on different instances, and how load spreads.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

function identitiesHold(totals: EngineTotals): void {
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

/** 8 ms at speed 1: who served is seen from how long it took. */
function weighted(balancing: string, more: { readonly faults?: object; everyMs?: number } = {}) {
  return simulate(
    sketch({
      run: { durationS: 100 },
      nodes: {
        users: metronome(more.everyMs ?? 50, 25),
        api: {
          serviceTime: 8,
          concurrency: null,
          replicas: 3,
          instanceSpeed: [1, 2, 4],
          instanceWeight: [5, 2, 1],
          endpointDelayMs: 0,
        },
      },
      edges: { "users->api": { balancing } },
      ...(more.faults ? { faults: more.faults as never } : {}),
    }),
  );
}

describe("weights of instances", () => {
  it("are the exact shares of weighted round robin", () => {
    const totals = weighted("roundRobin");
    // Of 2,000: 1,250 of 8 ms, 500 of 4 ms, 250 of 2 ms, each to within one.
    const mean = allOf(totals).latencyMs.mean ?? 0;
    expect(Math.abs(mean * 2000 - (1250 * 8 + 500 * 4 + 250 * 2))).toBeLessThanOrEqual(12);
  });

  it("are the shares of chance where balancing is random", () => {
    const mean = allOf(weighted("random")).latencyMs.mean ?? 0;
    // Mean 6.25 ms, E[X^2] = (5 * 64 + 2 * 16 + 4) / 8 = 44.5, variance 5.4375.
    expect(Math.abs(mean - 6.25)).toBeLessThan(4 * Math.sqrt(5.4375 / 2000));
    expect(Math.abs(mean - 14 / 3)).toBeGreaterThan(0.5);
  });

  it("hold among those that are left, and one that comes back has nothing to catch up on", () => {
    const faults = { f: { kind: "crash", target: "api[0]", atS: 0, forS: 50 } };
    const totals = weighted("roundRobin", { faults });
    // 1,000 shared 2 : 1 by 4 and 2 ms, then 1,000 shared 5 : 2 : 1.
    const expected = (1000 * 10) / 3 + 6.25 * 1000;
    expect(Math.abs((allOf(totals).latencyMs.mean ?? 0) * 2000 - expected)).toBeLessThan(20);
    const chance = allOf(weighted("random", { faults })).latencyMs.mean ?? 0;
    expect(Math.abs(chance - expected / 2000)).toBeLessThan(4 * Math.sqrt(5.4375 / 2000));
  });

  it("that are equal change nothing", () => {
    const plain = (station: object): EngineTotals["endToEnd"] =>
      simulate(
        sketch({
          nodes: {
            users: metronome(20, 5),
            api: { serviceTime: EXP(30), replicas: 3, ...station },
          },
          edges: { "users->api": { balancing: "random" } },
        }),
      ).endToEnd;
    expect(plain({ instanceWeight: [4] })).toEqual(plain({}));
    expect(plain({ instanceWeight: [4, 4, 4, 9] })).toEqual(plain({}));
  });

  it("split a Poisson stream into queues of their own", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 4000, warmupS: 20, windowS: 20 },
        nodes: {
          users: { kind: "client", ratePerS: 160 },
          api: {
            serviceTime: EXP(10),
            concurrency: 1,
            replicas: 3,
            instanceWeight: [4, 3, 1],
          },
        },
        edges: { "users->api": { balancing: "random" } },
      }),
    );
    // Three M/M/1 with 80, 60 and 20 per s of 100: L = 4 + 1.5 + 0.25.
    const present = nodeOf(totals, "api").inFlight.mean;
    expect(present).toBeGreaterThan(5.75 * 0.95);
    expect(present).toBeLessThan(5.75 * 1.05);
    identitiesHold(totals);
  });
});

describe("calls to different instances", () => {
  /** Each instance has its own speed, so the sum of the latencies tells which were called. */
  const copies = (count: number, more: { readonly faults?: object } = {}): EngineTotals =>
    simulate(
      sketch({
        run: { durationS: 100 },
        nodes: {
          users: metronome(100, 50),
          front: { concurrency: null },
          api: {
            serviceTime: 8,
            concurrency: 1,
            replicas: 4,
            instanceSpeed: [1, 2, 4, 8],
            endpointDelayMs: 0,
          },
        },
        edges: {
          "users->front": {},
          "front->api": { count, parallel: true, distinct: true },
        },
        ...(more.faults ? { faults: more.faults as never } : {}),
      }),
    );

  it("meet no other call of theirs", () => {
    for (const count of [2, 3, 4]) {
      const totals = copies(count);
      // With one slot each, two on one instance would wait for each other.
      expect(nodeOf(totals, "api").waitMs.max).toBe(0);
      expect(edgeOf(totals, "front->api").ok).toBe(1000 * count);
    }
    expect(nodeOf(copies(4), "api").latencyMs.mean).toBeCloseTo(15 / 4, 9);
  });

  it("are drawn evenly", () => {
    // Two of four: each instance in half of the draws; variance of the mean of two without replacement.
    const variance = (7.1875 / 2) * (2 / 3);
    const mean = nodeOf(copies(2), "api").latencyMs.mean ?? 0;
    expect(Math.abs(mean - 3.75)).toBeLessThan(4 * Math.sqrt(variance / 1000));
  });

  it("go round again where there are more calls than instances", () => {
    const totals = copies(6);
    expect(edgeOf(totals, "front->api").ok).toBe(6000);
    expect(nodeOf(totals, "api").waitMs.max).toBeGreaterThan(0);
    const faults = { f: { kind: "crash", target: "api[0]", atS: 0 } };
    const three = copies(4, { faults });
    expect(edgeOf(three, "front->api").ok).toBe(4000);
  });
});
