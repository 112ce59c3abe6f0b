// Load balancing: which instance an attempt goes to. Instances are told apart by their speed.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly balancing: string;
  readonly seed?: number;
  readonly clients?: number;
  readonly speeds: readonly number[];
  readonly durationS?: number;
  readonly everyMs?: number;
  readonly edge?: object;
  readonly faults?: object;
}

function balance(of: Parts): EngineTotals {
  return simulate(
    sketch({
      run: { durationS: of.durationS ?? 10, seed: of.seed ?? 1 },
      nodes: {
        users: { ...metronome(of.everyMs ?? 100, 50), clients: of.clients ?? 1 },
        api: {
          serviceTime: 8,
          concurrency: null,
          replicas: of.speeds.length,
          instanceSpeed: of.speeds,
          endpointDelayMs: 0,
        },
      },
      edges: { "users->api": { balancing: of.balancing, ...of.edge } },
      ...(of.faults ? { faults: of.faults as never } : {}),
    }),
  );
}

describe("round robin", () => {
  it("goes round", () => {
    const totals = balance({ balancing: "roundRobin", speeds: [1, 2, 4, 8] });
    // 8, 4, 2 and 1 ms, 25 times each.
    expect(allOf(totals).latencyMs.mean).toBe(15 / 4);
  });

  it("starts at a member that each caller row draws for itself", () => {
    const first = (seed: number): number | null =>
      allOf(balance({ balancing: "roundRobin", seed, speeds: [1, 2, 4, 8], durationS: 0.1 }))
        .latencyMs.max;
    const drawn = Array.from({ length: 24 }, (_, seed) => first(seed + 1));
    expect([...new Set(drawn)].sort()).toEqual([1, 2, 4, 8]);
  });

  it("passes over members that are known to be gone", () => {
    const faults = { f: { kind: "crash", target: "api[0]", atS: 5 } };
    const totals = balance({ balancing: "roundRobin", speeds: [1, 2, 2, 2], faults });
    expect(allOf(totals).ok).toBe(100);
    // 50 requests, every fourth 8 ms (12 or 13 of them); then only instances of 4 ms.
    const slow = ((allOf(totals).latencyMs.mean ?? 0) * 100 - 400) / 4;
    expect(Math.abs(slow - 12.5)).toBeCloseTo(0.5, 9);
  });
});

describe("pick first", () => {
  it("stays with one member, drawn by each caller row", () => {
    const distinct = new Set(
      Array.from({ length: 24 }, (_, seed) => {
        const { latencyMs } = allOf(
          balance({ balancing: "pickFirst", seed: seed + 1, speeds: [1, 2, 4, 8], durationS: 2 }),
        );
        expect(latencyMs.min).toBe(latencyMs.max);
        return latencyMs.max;
      }),
    );
    expect([...distinct].sort()).toEqual([1, 2, 4, 8]);
    const many = balance({ balancing: "pickFirst", clients: 200, speeds: [1, 2, 4, 8] });
    expect(allOf(many).latencyMs.min).toBe(1);
    expect(allOf(many).latencyMs.max).toBe(8);
  });

  it("moves to another member for good when its own is gone", () => {
    const crash = (at: number): object => ({
      kind: "crash",
      target: `api[${at}]`,
      atS: 1,
      forS: 2,
    });
    for (const seed of [1, 2, 3, 4]) {
      const totals = balance({
        balancing: "pickFirst",
        seed,
        speeds: [1, 2],
        faults: { f: crash(0) },
      });
      const mean = allOf(totals).latencyMs.mean ?? 0;
      // Drew the first: 10 requests of 8 ms, then 4 ms for good; drew the second: 4 ms always.
      expect([4, (10 * 8 + 90 * 4) / 100]).toContain(mean);
    }
  });
});

describe("random", () => {
  it("is uniform over the members", () => {
    const totals = balance({
      balancing: "random",
      speeds: [1, 2, 4, 8],
      durationS: 100,
      everyMs: 50,
    });
    // Mean 3.75 ms, variance 7.1875.
    const error = 4 * Math.sqrt(7.1875 / 2000);
    expect(Math.abs((allOf(totals).latencyMs.mean ?? 0) - 3.75)).toBeLessThan(error);
  });
});

describe("least requests", () => {
  it("prefers the better of two drawn, by what this caller has outstanding there", () => {
    // Two members are always the two drawn; the slow one is busy for 80 ms with each.
    const totals = balance({ balancing: "leastRequest", speeds: [0.1, 1], everyMs: 20 });
    const slow = ((allOf(totals).latencyMs.mean ?? 0) - 8) / 72;
    // The slow one is chosen again, by a tie, only after its 80 ms: at most every fourth time.
    expect(slow).toBeLessThanOrEqual(0.25);
    expect(slow).toBeGreaterThan(0.05);
    const blind = balance({ balancing: "random", speeds: [0.1, 1], everyMs: 20 });
    expect((allOf(blind).latencyMs.mean ?? 0) - 8).toBeGreaterThan(72 * 0.4);
  });

  it("knows nothing of what other callers have outstanding", () => {
    const single = balance({ balancing: "leastRequest", speeds: [0.1, 1], everyMs: 20 });
    const spread = balance({
      balancing: "leastRequest",
      clients: 50,
      speeds: [0.1, 1],
      everyMs: 20,
    });
    expect(allOf(single).latencyMs.mean).toBeLessThan(8 + 72 * 0.25);
    expect(allOf(spread).latencyMs.mean).toBeGreaterThan(8 + 72 * 0.4);
  });

  it("lets go of what has timed out", () => {
    const totals = balance({
      balancing: "leastRequest",
      speeds: [0.001, 1],
      edge: { timeoutMs: 50 },
    });
    // The slow one has nothing outstanding again when the next comes: it gets its half of the ties.
    const timeouts = edgeOf(totals, "users->api").failed.timeout ?? 0;
    expect(Math.abs(timeouts - 50)).toBeLessThan(4 * Math.sqrt(25));
  });
});

describe("the default", () => {
  it("is round robin for REST and pick first for gRPC", () => {
    const spread = (protocol: string): boolean => {
      const document = sketch({
        nodes: {
          users: metronome(100, 50),
          api: { serviceTime: 8, replicas: 2, instanceSpeed: [1, 2] },
        },
        edges: { "users->api": { protocol } },
      });
      const { latencyMs } = allOf(simulate(document));
      return latencyMs.min !== latencyMs.max;
    };
    expect(spread("rest")).toBe(true);
    expect(spread("grpc")).toBe(false);
  });
});
