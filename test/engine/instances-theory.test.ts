// Redundant copies and the better of two queues, against their theory. The chains are solved here,
// independently of the engine.
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { allOf, nodeOf, simulate, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

type Flow = (from: number, to: number, rate: number) => void;

/** Stationary distribution of a chain by power iteration on its uniformization, from state 0. */
function stationary(size: number, rate: number, steps: number, flows: (flow: Flow) => void) {
  const moves: [number, number, number][] = [];
  flows((from, to, r) => moves.push([from, to, r / rate]));
  let present = new Float64Array(size);
  present[0] = 1;
  for (let step = 0; step < steps; step++) {
    const next = Float64Array.from(present);
    for (const [from, to, chance] of moves) {
      const moved = (present[from] ?? 0) * chance;
      next[from] = (next[from] ?? 0) - moved;
      next[to] = (next[to] ?? 0) + moved;
    }
    present = next;
  }
  return present;
}

/** Gardner et al. 2016, Theorem 1: redundancy-d on k servers, exponential, cancelled on completion. */
function redundancyMean(k: number, d: number, arrivals: number, mu: number): number {
  const choose = (n: number, m: number): number => (m === 0 ? 1 : (choose(n - 1, m - 1) * n) / m);
  let mean = 0;
  for (let i = d; i <= k; i++) {
    mean += 1 / ((k * mu * choose(k - 1, d - 1)) / choose(i - 1, d - 1) - arrivals);
  }
  return mean;
}

/**
 * Three servers, two copies, service rate 1: mean number present. A state is the number of oldest
 * requests on one pair of servers, and how many came after the first one on another pair (the classes
 * of those are still unknown, each pair equally likely); that first one is served by the third server.
 */
function threeServersTwoCopies(arrivals: number, most: number): number {
  const width = most + 1;
  /** `later` is -1 while all are on one pair. */
  const state = (same: number, later: number): number => same * width + later + 1;
  const size = (most + 1) * width;
  const present = stationary(size, arrivals + 3, 1200, (flow) => {
    /** After a departure the next of another pair is looked for among `later`. */
    const reveal = (from: number, same: number, later: number, rate: number): void => {
      for (let j = 0; j < later; j++) {
        flow(from, state(same + j, later - j - 1), (rate * 2) / 3 ** (j + 1));
      }
      flow(from, same + later === 0 ? 0 : state(same + later, -1), rate / 3 ** later);
    };
    flow(0, state(1, -1), arrivals);
    for (let same = 1; same <= most; same++) {
      const alone = state(same, -1);
      flow(alone, same === 1 ? 0 : state(same - 1, -1), 2);
      if (same < most) {
        flow(alone, state(same + 1, -1), arrivals / 3);
        flow(alone, state(same, 0), (arrivals * 2) / 3);
      }
      for (let later = 0; same + later + 1 <= most; later++) {
        const here = state(same, later);
        if (same + later + 1 < most) flow(here, state(same, later + 1), arrivals);
        if (same > 1) flow(here, state(same - 1, later), 2);
        else reveal(here, 1, later, 2);
        reveal(here, same, later, 1);
      }
    }
  });
  let mean = 0;
  for (let same = 1; same <= most; same++) {
    for (let later = -1; same + later + 1 <= most; later++) {
      mean += (same + later + 1) * (present[state(same, later)] ?? 0);
    }
  }
  return mean;
}

describe("redundant copies, cancelled on completion", () => {
  const arrivals = 1.5;
  const theory = redundancyMean(3, 2, arrivals, 1);

  it("have the mean response of theory by an independent chain", () => {
    expect(theory).toBeCloseTo(8 / 9, 12);
    expect(threeServersTwoCopies(arrivals, 40) / arrivals).toBeCloseTo(theory, 8);
  });

  it("have it in the engine", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 20_000, warmupS: 100, windowS: 100 },
        nodes: {
          users: { kind: "client", ratePerS: arrivals * 10 },
          front: { concurrency: null, requires: { 1: "any" } },
          api: { serviceTime: EXP(100), concurrency: 1, replicas: 3 },
        },
        edges: {
          "users->front": {},
          "front->api": { count: 2, parallel: true, distinct: true, cancel: "interrupt" },
        },
      }),
    );
    const mean = allOf(totals).latencyMs.mean ?? 0;
    expect(Math.abs(mean / (theory * 100) - 1)).toBeLessThan(0.015);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});

/** Share of instances with at least n requests, the better of two drawn out of `replicas`. */
function tailOf(replicas: number, rho: number, durationS: number): number[] {
  const totals = simulate(
    sketch({
      run: { durationS, warmupS: 20, windowS: 20, detail: true },
      nodes: {
        users: { kind: "client", ratePerS: rho * replicas * 10 },
        api: { serviceTime: EXP(100), concurrency: 1, replicas },
      },
      edges: { "users->api": { balancing: "leastRequest", choiceCount: 2 } },
    }),
  );
  const { instanceLoad, inFlight } = nodeOf(totals, "api");
  const shares = instanceLoad?.distribution ?? [];
  const mean = shares.reduce((sum, share, n) => sum + n * share, 0);
  expect(mean / (inFlight.mean / replicas)).toBeCloseTo(1, 9);
  return shares.map((_, n) => shares.slice(n).reduce((sum, share) => sum + share, 0));
}

describe("the better of two queues", () => {
  it("of many has the doubly exponential tail of the mean field", () => {
    const rho = 0.8;
    const tail = tailOf(400, rho, 220);
    // Mitzenmacher 2001; the mean field is off by about 1 / 400 here.
    for (let n = 1; n <= 4; n++) {
      const error = Math.abs((tail[n] ?? 0) - rho ** (2 ** n - 1));
      expect(error, `at least ${n}`).toBeLessThan(0.008);
    }
    expect(tail[3]).toBeLessThan(rho ** 3 / 2);
  });

  it("of two has the distribution of its chain", () => {
    const rho = 0.7;
    const most = 50;
    const state = (i: number, j: number): number => i * (most + 1) + j;
    const present = stationary((most + 1) ** 2, 2 * rho + 2, 2000, (flow) => {
      for (let i = 0; i <= most; i++) {
        for (let j = 0; j <= most; j++) {
          const here = state(i, j);
          if (i > 0) flow(here, state(i - 1, j), 1);
          if (j > 0) flow(here, state(i, j - 1), 1);
          if (i <= j && i < most) flow(here, state(i + 1, j), i === j ? rho : 2 * rho);
          if (j <= i && j < most) flow(here, state(i, j + 1), i === j ? rho : 2 * rho);
        }
      }
    });
    const exact = (n: number): number => {
      let sum = 0;
      for (let i = n; i <= most; i++) {
        for (let j = 0; j <= most; j++) sum += present[state(i, j)] ?? 0;
      }
      return sum;
    };
    expect(exact(0)).toBeCloseTo(1, 9);
    expect(exact(1)).toBeCloseTo(rho, 6);
    const tail = tailOf(2, rho, 20_000);
    for (let n = 1; n <= 6; n++) {
      expect(Math.abs((tail[n] ?? 0) - exact(n)), `at least ${n}`).toBeLessThan(0.006);
    }
  });
});
