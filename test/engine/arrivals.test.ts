// When requests come: modulated (MMPP) arrivals, batches, sine and repeated profiles, recorded times
// and rates. Counts that follow by arithmetic are exact; drawn ones are held against theory.
import { describe, expect, it } from "vitest";
import { nodeColumn, typeColumn } from "../../simulation/results/series.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  allOf,
  columnOf,
  fingerprint,
  resolved,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

/** Requests of one client alone, window by window. */
function offered(client: object, durationS: number, windowS: number, changes?: Changes): number[] {
  const document = alone(client, durationS, windowS, changes);
  return columnOf(run(document), typeColumn(0, "offered"));
}

type Changes = readonly (readonly [atMs: number, set: Readonly<Record<string, Json>>])[];

function alone(
  client: object,
  durationS: number,
  windowS: number,
  changes: Changes = [],
): ScenarioDocument {
  const document = sketch({
    run: { durationS, windowS },
    nodes: { users: { kind: "client", ...client } },
    edges: {},
  });
  const recorded = changes.map(([atMs, set], at) => [`c${at}`, { atMs, set }] as const);
  return changes.length === 0 ? document : { ...document, changes: Object.fromEntries(recorded) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function meanAndVariance(values: readonly number[]): { mean: number; variance: number } {
  const mean = sum(values) / values.length;
  const squares = values.map((value) => (value - mean) ** 2);
  return { mean, variance: sum(squares) / (values.length - 1) };
}

/** Sum of (observed - expected)^2 / expected. */
function chiSquare(seen: readonly number[], expected: readonly number[]): number {
  return sum(seen.map((count, at) => (count - (expected[at] ?? 0)) ** 2 / (expected[at] ?? 0)));
}

/** Mean and variance / mean of the counts of a stationary MMPP of two phases in spans of t seconds. */
function mmpp2(rates: readonly [number, number], switches: readonly [number, number], t: number) {
  const [a, b] = rates;
  const [out, back] = switches;
  const both = out + back;
  const mean = (a * back + b * out) / both;
  const excess = (2 * out * back * (a - b) ** 2) / (both ** 2 * (a * back + b * out));
  const settled = 1 - (1 - Math.exp(-both * t)) / (both * t);
  // Fischer & Meier-Hellstern 1993, index of dispersion for counts.
  return { mean: mean * t, dispersion: 1 + excess * settled };
}

describe("modulated arrivals", () => {
  const bursts = (ratesPerS: number[], switchPerS: number[][], start?: number): object => ({
    arrivals: { type: "mmpp", ratesPerS, switchPerS, ...(start === undefined ? {} : { start }) },
  });

  it.each([
    { rates: [120, 20], switches: [1, 1], seed: 3 },
    { rates: [300, 0], switches: [2, 0.5], seed: 4 },
  ] as const)("$rates have the mean and the dispersion of theory", ({ rates, switches, seed }) => {
    const windows = 3000;
    const spanS = 4;
    const client = bursts(
      [...rates],
      [
        [0, switches[0]],
        [switches[1], 0],
      ],
    );
    const document = alone(client, windows * spanS, spanS);
    const counts = columnOf(run(document, { seed }), typeColumn(0, "offered"));
    const { mean, variance } = meanAndVariance(counts);
    const theory = mmpp2(rates, switches, spanS);
    // Neighboring windows are correlated: their sum has the dispersion of a long span.
    const settled = mmpp2(rates, switches, 1e6).dispersion;
    const meanError = Math.sqrt((settled * theory.mean) / windows);
    expect(Math.abs(mean - theory.mean)).toBeLessThan(4 * meanError);
    // Error of a variance from the spread of the squares; neighbors share the phase at their border.
    const squares = counts.map((count) => (count - mean) ** 2);
    const error = Math.sqrt(meanAndVariance(squares).variance / windows) * 1.3;
    expect(Math.abs(variance - theory.dispersion * theory.mean)).toBeLessThan(4 * error);
    expect(variance / mean).toBeGreaterThan(5);
  });

  it("stay in a phase for an exponential time and choose the next by the rates", () => {
    // Rates tell the phases apart: 0, 1,000 and 100,000 a second; phase 0 is left for 1 or 2 as 1:3.
    const client = bursts(
      [0, 1000, 50_000],
      [
        [0, 0.5, 1.5],
        [2, 0, 0],
        [2, 0, 0],
      ],
      0,
    );
    const counts = offered(client, 400, 0.05);
    const phases = counts.map((count) => (count < 20 ? 0 : count < 120 ? 1 : 2));
    const share = (phase: number) => phases.filter((of) => of === phase).length / phases.length;
    // Half of the time in phase 0, 1/8 and 3/8 in the others; windows with a switch blur it.
    expect(Math.abs(share(0) - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(share(1) - 0.125)).toBeLessThan(0.07);
    expect(Math.abs(share(2) - 0.375)).toBeLessThan(0.1);
  });

  it("of one phase, or of equal ones, are Poisson arrivals request by request", () => {
    const poisson = offered({ ratePerS: 50 }, 20, 0.05);
    expect(offered(bursts([50], [[0]]), 20, 0.05)).toEqual(poisson);
    const equal = bursts(
      [50, 50],
      [
        [0, 3],
        [3, 0],
      ],
    );
    expect(offered(equal, 20, 0.05)).toEqual(poisson);
  });

  it("begin in the phase that is named, else in one drawn by its long-run share", () => {
    const rare = [
      [0, 1e-6],
      [1e-6, 0],
    ];
    expect(sum(offered(bursts([1000, 0], rare, 0), 1, 1))).toBeGreaterThan(800);
    expect(sum(offered(bursts([1000, 0], rare, 1), 1, 1))).toBe(0);
    const slow = alone(
      bursts(
        [1000, 0],
        [
          [0, 3e-6],
          [1e-6, 0],
        ],
      ),
      0.1,
      0.1,
    );
    const seeds = Array.from({ length: 400 }, (_, seed) => seed);
    const busy = seeds.filter((seed) => allOf(simulate(slow, { seed })).offered > 0).length;
    // A quarter of 400, standard deviation 8.7.
    expect(Math.abs(busy - 100)).toBeLessThan(4 * 8.7);
  });

  it("are thinned by a profile as Poisson arrivals are", () => {
    const client = bursts(
      [400, 100],
      [
        [0, 5],
        [5, 0],
      ],
    );
    const profile = {
      shape: "steps",
      points: [
        [0, 1],
        [10, 0],
        [20, 1],
      ],
    };
    const plain = offered(client, 30, 1);
    const thinned = offered({ ...client, profile }, 30, 1);
    expect(sum(thinned.slice(10, 20))).toBe(0);
    expect(thinned.slice(0, 10)).toEqual(plain.slice(0, 10));
    expect(thinned.slice(20)).toEqual(plain.slice(20));
  });

  it("stop at a rate of 0 and go on after it", () => {
    const client = bursts(
      [400, 100],
      [
        [0, 5],
        [5, 0],
      ],
    );
    const counts = offered(client, 30, 1, [
      [10_000, { "nodes.users.ratePerS": 0 }],
      [20_000, { "nodes.users.ratePerS": 100 }],
    ]);
    expect(counts.slice(0, 10)).toEqual(offered(client, 30, 1).slice(0, 10));
    expect(sum(counts.slice(10, 20))).toBe(0);
    // 2,500 expected; dispersion below 50.
    expect(Math.abs(sum(counts.slice(20)) - 2500)).toBeLessThan(4 * Math.sqrt(50 * 2500));
  });
});

describe("batches", () => {
  const every100Ms = { arrivals: "constant", ratePerS: 10, offsetMs: 50 };

  it("are drawn anew for every arrival and rounded", () => {
    const batch = { type: "empirical", values: [0, 2.5, 7.2], weights: [0.2, 0.5, 0.3] };
    const sizes = offered({ ...every100Ms, batch }, 400, 0.1);
    expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual([0, 3, 7]);
    const seen = [0, 3, 7].map((size) => sizes.filter((of) => of === size).length);
    // Chi-square with 2 degrees: above 18.4 once in 10,000.
    expect(chiSquare(seen, [800, 2000, 1200])).toBeLessThan(18.4);
  });

  it("are geometric where an exponential is shifted by a half", () => {
    const mean = 4;
    const batch = { type: "exponential", mean: -1 / Math.log(1 - 1 / mean), shift: 0.5 };
    const sizes = offered({ ...every100Ms, batch }, 500, 0.1);
    const seen = Array.from({ length: 9 }, (_, at) =>
      at < 8
        ? sizes.filter((size) => size === at + 1).length
        : sizes.filter((size) => size > 8).length,
    );
    const expected = seen.map((_, at) => 5000 * (at < 8 ? 0.25 * 0.75 ** at : 0.75 ** 8));
    // 8 degrees: above 31.8 once in 10,000.
    expect(chiSquare(seen, expected)).toBeLessThan(31.8);
    expect(Math.min(...sizes)).toBe(1);
  });

  it("draw from a stream of their own: the arrivals and the next draws stay", () => {
    const times = (batch: unknown) =>
      offered({ ratePerS: 20, batch }, 20, 0.01).map((count) => Math.min(count, 1));
    expect(times({ type: "uniform", min: 1, max: 5 })).toEqual(times(1));
  });

  it("end at 10,000, however large the draw", () => {
    const client = { ...every100Ms, batch: { type: "exponential", mean: 1e9 } };
    expect(allOf(simulate(alone(client, 0.1, 0.1))).offered).toBe(10_000);
  });

  it("may change while the run goes on", () => {
    const sizes = offered({ ...every100Ms, batch: 2 }, 3, 0.1, [
      [1000, { "nodes.users.batch": 5 }],
      [2000, { "nodes.users.batch": { type: "constant", value: 3 } }],
    ]);
    expect(sizes).toEqual([...Array(10).fill(2), ...Array(10).fill(5), ...Array(10).fill(3)]);
  });
});

describe("a sine", () => {
  const sine = (amplitude: number, periodS = 10, phaseS = 0): object => ({
    profile: { shape: "sine", amplitude, periodS, phaseS },
  });

  /** Requests by t seconds of a metronome at `rate` that follows a sine. */
  const byTime = (rate: number, amplitude: number, periodS: number, phaseS: number, t: number) => {
    const turn = (2 * Math.PI) / periodS;
    const swing = Math.cos(-phaseS * turn) - Math.cos((t - phaseS) * turn);
    return Math.floor(rate * (t + (amplitude / turn) * swing) + 1e-7);
  };

  it("passes the gaps of a metronome at its speed", () => {
    const client = { arrivals: "constant", ratePerS: 40.3, ...sine(0.8, 10, 2.5) };
    const counts = offered(client, 25, 0.5);
    let before = 0;
    for (const [window, count] of counts.entries()) {
      const now = byTime(40.3, 0.8, 10, 2.5, (window + 1) / 2);
      expect(count, `window ${window}`).toBe(now - before);
      before = now;
    }
  });

  it("thins Poisson arrivals to the mean of each phase", () => {
    const cycles = 300;
    const counts = offered({ ratePerS: 200, ...sine(0.8) }, cycles * 10, 1);
    const seen = Array.from({ length: 10 }, (_, phase) =>
      sum(counts.filter((_count, window) => window % 10 === phase)),
    );
    const expected = seen.map((_, phase) => {
      const swing = Math.cos(phase * 0.2 * Math.PI) - Math.cos((phase + 1) * 0.2 * Math.PI);
      return cycles * 200 * (1 + (0.8 * 5 * swing) / Math.PI);
    });
    // 10 degrees: above 35.6 once in 10,000.
    expect(chiSquare(seen, expected)).toBeLessThan(35.6);
    // Counts of single windows scatter as Poisson ones do.
    const spread = counts.map((count, at) => {
      const mean = (expected[at % 10] ?? 0) / cycles;
      return (count - mean) ** 2 / mean;
    });
    expect(Math.abs(sum(spread) / spread.length - 1)).toBeLessThan(4 * Math.sqrt(2.02 / 3000));
  });

  it("keeps the candidates when the amplitude changes, and may change while the run goes on", () => {
    const client = { ratePerS: 100, ...sine(0.5, 10) };
    const flat = offered({ ratePerS: 100, ...sine(0, 10) }, 20, 0.1);
    const changed = offered(client, 20, 0.1, [[10_000, { "nodes.users.profile.amplitude": 0 }]]);
    const kept = offered(client, 20, 0.1);
    expect(changed.slice(0, 100)).toEqual(kept.slice(0, 100));
    expect(changed.slice(100)).toEqual(flat.slice(100));
    expect(changed.slice(100)).not.toEqual(kept.slice(100));
  });

  it("re-times the present gap of a metronome when its amplitude or rate changes", () => {
    const client = { arrivals: "constant", ratePerS: 1, ...sine(0.9, 8) };
    const counts = offered(client, 8, 1, [
      [2000, { "nodes.users.profile.amplitude": 0 }],
      [4000, { "nodes.users.ratePerS": 10 }],
    ]);
    // Gaps passed by 2 s: 2 + 0.9 x 8 / 2 pi = 3.146; then 1 a second to 5.146, then 10 a second.
    expect([sum(counts.slice(0, 2)), sum(counts.slice(2, 4))]).toEqual([3, 2]);
    expect(counts.slice(4)).toEqual([10, 10, 10, 10]);
    expect(sum(counts)).toBe(Math.floor(5.146 + 40));
  });
});

describe("a repeated profile", () => {
  it("is the same load every period, exactly for a metronome", () => {
    const profile = {
      shape: "steps",
      points: [
        [0, 1],
        [1, 3],
        [2, 0],
      ],
      repeatEveryS: 4,
    };
    // A little more than 10, so that no arrival falls on a corner.
    const client = { arrivals: "constant", ratePerS: 10.01, profile };
    const counts = offered(client, 12, 1);
    expect(counts).toEqual([10, 30, 0, 0, 10, 30, 0, 0, 10, 30, 0, 0]);
  });

  it("joins its points by lines within a period", () => {
    const profile = {
      points: [
        [0, 0],
        [2, 2],
        [4, 0],
      ],
      repeatEveryS: 4,
    };
    const counts = offered({ arrivals: "constant", ratePerS: 10.001, profile }, 8, 1);
    expect(counts).toEqual([5, 15, 15, 5, 5, 15, 15, 5]);
  });

  it("thins Poisson arrivals", () => {
    const profile = {
      shape: "steps",
      points: [
        [0, 1],
        [1, 0.25],
      ],
      repeatEveryS: 2,
    };
    const counts = offered({ ratePerS: 400, profile }, 200, 1);
    const seen = [0, 1].map((odd) => sum(counts.filter((_, window) => window % 2 === odd)));
    expect(chiSquare(seen, [40_000, 10_000])).toBeLessThan(18.4);
  });
});

describe("recorded load", () => {
  const csv = "t_s,rate_per_s\n0,20\n2,100\n3,0\n4,50\n";

  it("replays a series of rates as steps, whatever the rate of the client", () => {
    for (const ratePerS of [100, 7]) {
      const client = { arrivals: "constant", ratePerS, profile: { csv } };
      expect(offered(client, 6, 1)).toEqual([20, 20, 100, 0, 50, 50]);
    }
    expect(sum(offered({ ratePerS: 0, profile: { csv } }, 6, 1))).toBe(0);
    const counts = offered({ profile: { shape: "steps", csv, repeatEveryS: 5 } }, 500, 1);
    const seen = [0, 1, 2, 3, 4].map((of) => sum(counts.filter((_, window) => window % 5 === of)));
    expect(seen[3]).toBe(0);
    expect(
      chiSquare([seen[0], seen[1], seen[2], seen[4]] as number[], [2000, 2000, 10_000, 5000]),
    ).toBeLessThan(23.5);
  });

  it("brings requests at recorded instants, bit for bit", () => {
    const timesMs = [0, 0.1, 0.1, 0.1 + 0.2, 12.5, 1e3 / 3];
    const document = alone({ arrivals: { type: "trace", timesMs }, batch: 2 }, 1, 1);
    const under = run(document);
    expect(allOf(under.totals()).offered).toBe(12);
    under.load(resolved(document));
    const seen = [0, 0.05, 0.1, 0.3, 0.1 + 0.2, 12.4999, 12.5, 333, 1e3 / 3].map((untilMs) => {
      under.run(untilMs, Infinity);
      return allOf(under.totals()).offered;
    });
    expect(seen).toEqual([2, 2, 6, 6, 8, 8, 10, 10, 12]);
  });

  it("scales and shifts recorded instants as a whole, and pauses at a rate of 0", () => {
    const timesMs = Array.from({ length: 30 }, (_, at) => at * 50);
    const client = { arrivals: { type: "trace", timesMs, scale: 2, shiftMs: 1000 } };
    // The first comes at 1,000 ms, which ends the first window.
    expect(offered(client, 5, 1)).toEqual([1, 10, 10, 9, 0]);
    const paused = offered(client, 5, 1, [
      [1950, { "nodes.users.ratePerS": 0 }],
      [2550, { "nodes.users.ratePerS": 1 }],
    ]);
    // Those of the pause are missed; at 2,600 ms the next one comes.
    expect(paused).toEqual([1, 9, 5, 9, 0]);
  });

  it("brings gaps of a trace in order, again from its start", () => {
    const client = { arrivals: { type: "trace", valuesMs: [100, 200, 700] } };
    // At 100, 300 and 1,000 ms of every second; a window ends with its last instant.
    const second = [1, 0, 1, 0, 0, 0, 0, 0, 0, 1];
    expect(offered(client, 3, 0.1)).toEqual([...second, ...second, ...second]);
  });
});

describe("common random numbers", () => {
  const server = { serviceTime: { type: "exponential", meanMs: 3 }, concurrency: 2 };
  const others: readonly object[] = [
    { ratePerS: 30, batch: { type: "uniform", min: 0, max: 4 } },
    {
      arrivals: {
        type: "mmpp",
        ratesPerS: [90, 5],
        switchPerS: [
          [0, 2],
          [1, 0],
        ],
      },
    },
    { closed: { users: 5, thinkTime: { type: "gamma", shape: 2, meanMs: 100 } } },
  ];

  it.each(others)("another source %o changes no arrival of the first", (other) => {
    const first = {
      kind: "client",
      ratePerS: 80,
      profile: [
        [0, 1],
        [10, 0.3],
      ],
    };
    const arrivals = (nodes: Record<string, object>, edges: Record<string, object>): number[] => {
      const under = run(sketch({ run: { durationS: 10, windowS: 0.02 }, nodes, edges }));
      const { layout } = { layout: under.layout() };
      return columnOf(under, nodeColumn(layout, layout.nodeIds.indexOf("first"), "arrivals"));
    };
    const alone = arrivals({ first, server }, { "first->server": {} });
    const nodes = { another: { kind: "client", ...other }, first, server };
    const beside = arrivals(nodes, { "another->server": {}, "first->server": {} });
    expect(beside).toEqual(alone);
    expect(sum(alone)).toBeGreaterThan(100);
  });

  it("a profile below 1 keeps what it lets through where it was", () => {
    const plain = offered({ ratePerS: 300 }, 10, 0.01);
    const low = offered(
      { ratePerS: 300, profile: { shape: "steps", points: [[0, 0.4]] } },
      10,
      0.01,
    );
    expect(low.every((count, at) => count <= (plain[at] ?? 0))).toBe(true);
    // 1,200 expected, standard deviation 35.
    expect(Math.abs(sum(low) - 1200)).toBeLessThan(4 * 35);
  });
});

describe("closed loops", () => {
  it("think by any distribution: two sources of users keep their own cycles", () => {
    const user = (users: number, thinkTime: Json): object => ({
      kind: "client",
      closed: { users, thinkTime },
    });
    const document = sketch({
      run: { durationS: 10 },
      nodes: {
        a: user(1, { type: "trace", valuesMs: [100, 300] }),
        b: user(3, { type: "uniform", minMs: 150, maxMs: 250 }),
        api: { serviceTime: 0 },
      },
      edges: { "a->api": {}, "b->api": {} },
    });
    const { nodes } = simulate(document);
    expect(nodes.a?.arrivals).toBe(50);
    // 3 users x 10 s / 0.2 s = 150; a cycle scatters by 29 ms, so 30 of them by 158.
    expect(Math.abs((nodes.b?.arrivals ?? 0) - 150)).toBeLessThan(8);
  });

  it("ignore what only an open loop has", () => {
    const closed = { users: 2, thinkTime: 100 };
    const load = {
      profile: [
        [0, 1],
        [5, 2],
      ],
      batch: 3,
    };
    const document = (more: object): ScenarioDocument =>
      sketch({
        nodes: { users: { kind: "client", closed, ...more }, api: { serviceTime: 5 } },
        edges: { "users->api": {} },
      });
    expect(fingerprint(document(load))).toBe(fingerprint(document({})));
  });
});
