// Instances: unequal weights, copies of a call on different instances, and how load spreads.
import { describe, expect, it } from "vitest";
import { createEngine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { InstanceLoad } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import {
  allOf,
  edgeOf,
  metronome,
  nodeOf,
  resolved,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

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

/** The load of a node's instances; its identities hold. */
function loadOf(totals: EngineTotals, id: string): InstanceLoad {
  identitiesHold(totals);
  const node = nodeOf(totals, id);
  const load = node.instanceLoad;
  if (!load) throw new Error(`no load of ${id}`);
  return load;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function meanOf(distribution: readonly number[]): number {
  return sum(distribution.map((share, n) => n * share));
}

describe("the load of instances", () => {
  const detail = true;
  const STORM: Parameters<typeof sketch>[0] = {
    run: { durationS: 60, warmupS: 7, detail },
    nodes: {
      users: { kind: "client", ratePerS: 60 },
      front: {
        serviceTime: EXP(12),
        afterTime: EXP(2),
        replicas: 3,
        concurrency: 1,
        instanceSpeed: [1, 2, 0.7],
        queueLengthMax: 20,
        queueTimeoutMs: EXP(200),
        endpointDelayMs: 50,
      },
      back: { serviceTime: EXP(20), replicas: 2, concurrency: 2, queueScope: "node" },
      mq: { kind: "rabbitmq" },
      mailer: { serviceTime: EXP(8), replicas: 2, concurrency: 1 },
    },
    edges: {
      "users->front": { timeoutMs: 150, cancel: "interrupt", retry: { maxAttempts: 2 } },
      "front->back": { timeoutMs: 60, cancel: "check" },
      "front->mq": { stage: 2 },
      "mq->mailer": { prefetch: 10 },
    },
    faults: {
      crash: { kind: "crash", target: "front[1]", atS: 20, forS: 10 },
      gone: { kind: "crash", target: "mailer[0]", atS: 30, forS: 5 },
      slow: { kind: "slow", target: "back", atS: 40, forS: 5, factor: 4 },
    },
  };

  it("adds up to what the node has, whatever happens to it", () => {
    const totals = simulate(sketch(STORM));
    for (const [id, instances] of [
      ["front", 3],
      ["mailer", 2],
      ["mq", 1],
    ] as const) {
      const node = nodeOf(totals, id);
      const load = loadOf(totals, id);
      expect(sum(load.distribution)).toBeCloseTo(1, 11);
      expect(meanOf(load.distribution) / (node.inFlight.mean / instances)).toBeCloseTo(1, 9);
      const present = load.instances.map(({ inFlight }) => inFlight.mean);
      expect(sum(present) / node.inFlight.mean).toBeCloseTo(1, 9);
      expect(sum(load.instances.map(({ arrivals }) => arrivals ?? Number.NaN))).toBe(node.arrivals);
      const queues = load.instances.map(({ queue }) => queue.mean ?? Number.NaN);
      expect(sum(queues)).toBeCloseTo(node.queue.mean, 9);
    }
    // The crashed one had 43 s of 53 at one slot: utilization of the node is weighted by time.
    const [first, crashed, third] = loadOf(totals, "front").instances.map((of) => of.utilization);
    const held = (53 * (first ?? 0) + 43 * (crashed ?? 0) + 53 * (third ?? 0)) / 149;
    expect(held).toBeCloseTo(nodeOf(totals, "front").utilization ?? 0, 9);
  });

  it("leaves out who waits in a queue that all share", () => {
    const totals = simulate(sketch(STORM));
    const { inFlight, queue } = nodeOf(totals, "back");
    expect(queue.mean).toBeGreaterThan(0.1);
    const load = loadOf(totals, "back");
    expect(meanOf(load.distribution)).toBeCloseTo((inFlight.mean - queue.mean) / 2, 9);
    expect(load.instances[0]).toMatchObject({ arrivals: null, queue: { mean: null } });
  });

  it("is recorded only where it is asked for, and changes nothing", () => {
    const quiet = simulate(sketch({ ...STORM, run: { ...STORM.run, detail: false } }));
    const loud = simulate(sketch(STORM));
    expect(nodeOf(quiet, "front").instanceLoad).toBeUndefined();
    expect(loud.digest).toBe(quiet.digest);
    expect(loud.nodes.users?.instanceLoad).toBeUndefined();
  });

  it("is the same in compiled code and in JavaScript", () => {
    const [js, wasm] = (["js", "wasm"] as const).map((kernel) => {
      const under = createEngine({ heapOnly: false, kernel });
      under.load(resolved(sketch(STORM)));
      under.run(Infinity, Infinity);
      return under.totals();
    });
    expect(js?.nodes.front?.instanceLoad).toBeDefined();
    expect(js).toEqual(wasm);
  });

  it("is the same in slices, looked at in between or not", () => {
    const straight = simulate(sketch(STORM));
    const under = run(sketch(STORM), { slice: 97 });
    under.load(resolved(sketch(STORM)));
    for (let atMs = 1000; atMs < 60_000; atMs += 3700) {
      under.run(atMs, Infinity);
      under.totals();
    }
    under.run(Infinity, Infinity);
    expect(under.totals().nodes).toEqual(straight.nodes);
  });

  it("is that of an M/M/1 at each instance of a split Poisson stream", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 20_000, warmupS: 50, windowS: 100, detail },
        nodes: {
          users: { kind: "client", ratePerS: 16 },
          api: { serviceTime: EXP(100), concurrency: 1, replicas: 3, instanceWeight: [4, 3, 1] },
        },
        edges: { "users->api": { balancing: "random" } },
      }),
    );
    const { distribution, instances } = loadOf(totals, "api");
    const loads = [0.8, 0.6, 0.2];
    loads.forEach((rho, at) => {
      expect(Math.abs((instances[at]?.utilization ?? 0) / rho - 1)).toBeLessThan(0.02);
      expect(Math.abs((instances[at]?.inFlight.mean ?? 0) / (rho / (1 - rho)) - 1)).toBeLessThan(
        0.1,
      );
      // Poisson counts: 320,000 arrivals in all, standard deviation of a binomial.
      const [p, n] = [rho / 1.6, nodeOf(totals, "api").arrivals];
      const deviation = Math.abs((instances[at]?.arrivals ?? 0) - n * p);
      expect(deviation).toBeLessThan(4 * Math.sqrt(n * p * (1 - p)));
    });
    for (let n = 0; n < 6; n++) {
      const share = sum(loads.map((rho) => (1 - rho) * rho ** n)) / 3;
      expect(Math.abs((distribution[n] ?? 0) - share)).toBeLessThan(0.006);
    }
  });
});
