// More servers never make anyone wait longer, on common random numbers. A theorem (Kiefer and
// Wolfowitz 1955) for one first-in-first-out queue before all servers, where the k-th arrival is the
// k-th to start and so has the same service time in both arms. With a queue for each instance it is
// none: the last test finds a counterexample.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { nodeOf, simulate, sketch } from "../support/simulate.ts";

const KINDS = Object.values<KindDefinition>(catalog).filter(({ monotone }) => monotone);
/** Starts are sums of the same service times in another order. */
const ROUNDING = 1 + 1e-9;

const times = fc.oneof(
  fc.record({ type: fc.constant("exponential"), meanMs: fc.integer({ min: 1, max: 60 }) }),
  fc.integer({ min: 1, max: 60 }),
  fc.record({
    type: fc.constant("lognormal"),
    meanMs: fc.integer({ min: 1, max: 60 }),
    scv: fc.constantFrom(0.3, 4),
  }),
);

const load = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  ratePerS: fc.integer({ min: 10, max: 300 }),
  arrivals: fc.constantFrom("poisson", "constant", { type: "lognormal", meanMs: 10, scv: 3 }),
  batch: fc.constantFrom(1, 4),
  light: times,
  heavy: times,
});

type Load = typeof load extends fc.Arbitrary<infer L> ? L : never;

/** Two kinds of requests before one station that nobody leaves; runs until all are answered. */
function station(kind: string, of: Load, params: object): ScenarioDocument {
  return sketch({
    run: { durationS: 2, drain: true, seed: of.seed },
    nodes: {
      users: {
        kind: "client",
        ratePerS: of.ratePerS,
        arrivals: of.arrivals,
        batch: of.batch,
        requests: { light: { weight: 2 }, heavy: {} },
      },
      it: {
        kind,
        serviceTime: of.light,
        operations: { heavy: { serviceTime: of.heavy } },
        queueScope: "node",
        ...params,
      },
    },
    edges: { "users->it": { networkMs: 1 } },
  });
}

interface Waits {
  readonly mean: number;
  readonly max: number;
  readonly arrivals: number;
  /** Every request was served, so that both arms speak of the same ones. */
  readonly all: boolean;
}

function waitsOf(totals: EngineTotals): Waits {
  const { waitMs, arrivals } = nodeOf(totals, "it");
  const all = totals.endedEarly === null;
  return { mean: waitMs.mean ?? 0, max: waitMs.max ?? 0, arrivals, all };
}

describe("a kind that declares it", () => {
  it("exists", () => {
    expect(KINDS.map(({ id }) => id)).toContain("service");
    for (const { monotone = [], params } of KINDS) {
      for (const name of monotone) expect(params[name]?.type).toBe("number");
    }
  });

  const claims = KINDS.flatMap(({ id, monotone = [] }) =>
    monotone.map((name) => [id, name] as const),
  );
  it.each(claims)("%s: a larger number of %s makes no one wait longer", (kind, name) => {
    let waited = 0;
    fc.assert(
      fc.property(
        load,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        (of, servers, more, others) => {
          const other = name === "concurrency" ? "replicas" : "concurrency";
          const waits = (count: number) =>
            waitsOf(simulate(station(kind, of, { [other]: others, [name]: count })));
          const few = waits(servers);
          fc.pre(few.all);
          const many = waits(servers + more);
          expect(many.all).toBe(true);
          expect(many.arrivals).toBe(few.arrivals);
          expect(many.mean).toBeLessThanOrEqual(few.mean * ROUNDING);
          expect(many.max).toBeLessThanOrEqual(few.max * ROUNDING);
          if (few.mean > many.mean) waited++;
        },
      ),
      { numRuns: process.env.BROWNOUT_FULL ? 500 : 30 },
    );
    // Most of the loads make someone wait, or nothing would have been compared.
    expect(waited).toBeGreaterThan(10);
  });
});

describe("a queue for each instance", () => {
  it("keeps no such promise: another instance can make requests wait longer", () => {
    const of: Load = {
      seed: 1,
      ratePerS: 60,
      arrivals: "poisson",
      batch: 1,
      light: 20,
      heavy: { type: "exponential", meanMs: 40 },
    };
    const mean = (seed: number, replicas: number): number => {
      const document = station(
        "service",
        { ...of, seed },
        { queueScope: "instance", concurrency: 1 },
      );
      const nodes = { ...document.nodes, it: { ...document.nodes.it, kind: "service", replicas } };
      const edges = { "users->it": { ...document.edges["users->it"], balancing: "random" } };
      return waitsOf(simulate({ ...document, nodes, edges })).mean;
    };
    const seeds = Array.from({ length: 60 }, (_, at) => at + 1);
    expect(seeds.some((seed) => mean(seed, 3) > mean(seed, 2))).toBe(true);
  });
});
