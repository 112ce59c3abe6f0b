// Faults: what each does, to whom, and when its victims notice.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { nodeColumn } from "../../simulation/results/series.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import {
  allOf,
  columnOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  resolved,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

interface Parts {
  readonly users?: object;
  readonly api: object;
  readonly edge?: object;
  readonly fault: Omit<FaultDocument, "target"> & { readonly target?: string };
  readonly durationS?: number;
}

function documentOf({ users, api, edge, fault, durationS }: Parts): Parameters<typeof run>[0] {
  return sketch({
    run: { durationS: durationS ?? 10, windowS: 1 },
    nodes: { users: { ...(users ?? metronome(100, 50)) }, api },
    edges: { "users->api": { ...edge } },
    faults: { f: { target: "api", ...fault } as FaultDocument },
  });
}

function simulateFault(parts: Parts): EngineTotals {
  return simulate(documentOf(parts));
}

describe("a crash", () => {
  const slow = { serviceTime: 1000, concurrency: 1 };
  const burst = { ...ONCE, batch: 3 };

  it("ends running and queued work as connectionLost one network delay later", () => {
    const fault = { kind: "crash", atS: 0.5 };
    const totals = simulateFault({ users: burst, api: slow, edge: { networkMs: 7 }, fault });
    expect(allOf(totals).failed).toEqual({ connectionLost: 3 });
    expect(allOf(totals).latencyAllMs.min).toBe(507);
    expect(allOf(totals).latencyAllMs.max).toBe(507);
    expect(nodeOf(totals, "api").inFlightAtEnd).toBe(0);
  });

  it("refuses new connections, at once where the callee is known to be gone", () => {
    const fault = { kind: "crash", atS: 1, forS: 5 };
    const api = { serviceTime: 1, endpointDelayMs: 2000 };
    const totals = simulateFault({ api, edge: { networkMs: 10 }, fault });
    // Offered 50 ms after each tenth of a second: 50 of them within the five seconds; those of
    // the first two seconds (and 10 ms) travel to the dead instance and back, and after the restart
    // the callers take two seconds to see it.
    expect(allOf(totals).failed).toEqual({ connectionRefused: 70 });
    expect(nodeOf(totals, "api").failed).toEqual({ connectionRefused: 20 });
    expect(edgeOf(totals, "users->api").attempts).toBe(100);
    expect(allOf(totals).latencyAllMs.min).toBe(0);
  });

  it("as a black hole answers nothing: callers run into their timeouts", () => {
    const fault = { kind: "crash", mode: "blackhole", atS: 0.5 };
    const totals = simulateFault({ users: burst, api: slow, edge: { timeoutMs: 800 }, fault });
    expect(allOf(totals).failed).toEqual({ timeout: 3 });
    expect(allOf(totals).latencyAllMs.max).toBe(800);
    const forever = simulateFault({ users: burst, api: slow, fault });
    expect(allOf(forever).inFlightAtEnd).toBe(3);
    expect(nodeOf(forever, "api").inFlightAtEnd).toBe(0);
  });

  it("counts attempts that a black hole swallowed when their caller gives up", () => {
    const fault = { kind: "crash", mode: "blackhole", atS: 0 };
    const users = { ...burst, patienceMs: 100 };
    const edge = edgeOf(simulateFault({ users, api: slow, fault }), "users->api");
    expect(edge.failed).toEqual({ cancelled: 3 });
  });

  it("leaves an empty queue behind: the restarted instance works on new requests only", () => {
    const fault = { kind: "crash", atS: 0.5, forS: 1 };
    const users = { kind: "client", arrivals: "constant", ratePerS: 0.5, offsetMs: 0, batch: 3 };
    const api = { ...slow, endpointDelayMs: 0 };
    const totals = simulateFault({ users, api, fault, durationS: 5 });
    // Those of 0 s are lost; those of 2 s are served at 3, 4 and 5 s; those of 4 s wait.
    expect(allOf(totals).failed).toEqual({ connectionLost: 3 });
    expect(allOf(totals).ok).toBe(3);
    expect(nodeOf(totals, "api").inFlightAtEnd).toBe(3);
  });

  it("of one instance leaves the shared queue to the others", () => {
    const fault = { kind: "crash", target: "api[0]", atS: 0.5 };
    const api = { ...slow, replicas: 2, queueScope: "node" };
    const totals = simulateFault({ users: { ...burst, batch: 4 }, api, fault });
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
    expect(allOf(totals).ok).toBe(3);
    expect(allOf(totals).latencyMs.max).toBe(3000);
  });

  it("loses what its process was waiting for, too", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          api: { serviceTime: 10 },
          db: { serviceTime: 1000 },
        },
        edges: { "users->api": {}, "api->db": {} },
        faults: { f: { kind: "crash", target: "api", atS: 0.5 } },
      }),
    );
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
    expect(edgeOf(totals, "api->db").failed).toEqual({ cancelled: 1 });
    // Nobody waits for the query any more: all of its service is wasted.
    expect(nodeOf(totals, "db").wastedRatio).toBe(1);
  });
});

describe("how soon callers learn of a crash", () => {
  it("is the endpoint delay, at its start and at its end", () => {
    const refused = (endpointDelayMs: number): number | undefined =>
      allOf(
        simulateFault({
          users: metronome(10, 5),
          api: { serviceTime: 1, replicas: 2, endpointDelayMs },
          edge: { balancing: "roundRobin" },
          fault: { kind: "crash", target: "api[0]", atS: 1, forS: 4 },
        }),
      ).failed.connectionRefused;
    expect(refused(0)).toBeUndefined();
    // Every other request of a second, then of two seconds.
    expect(refused(1000)).toBe(50);
    expect(refused(2000)).toBe(100);
  });

  it("keeps a restarted instance idle until then", () => {
    const parts = (endpointDelayMs: number): Parts => ({
      users: metronome(10, 5),
      api: { serviceTime: 1, endpointDelayMs },
      fault: { kind: "crash", atS: 1, forS: 4 },
    });
    expect(nodeOf(simulateFault(parts(0)), "api").completions).toBe(600);
    // Back at 5 s, known at 8 s.
    expect(nodeOf(simulateFault(parts(3000)), "api").completions).toBe(300);
  });
});

describe("the target of a fault", () => {
  const slowedShare = (target: string, seed: number): number => {
    const document = documentOf({
      users: metronome(10, 5),
      api: { serviceTime: 1, replicas: 5, concurrency: null },
      edge: { balancing: "roundRobin" },
      fault: { kind: "slow", factor: 100, target, atS: 0 },
    });
    const engine = run(document, { seed });
    const { mean } = allOf(engine.totals()).latencyMs;
    // 1 ms for whole instances, 100 ms for slowed ones.
    return ((mean ?? 0) - 1) / 99;
  };

  it("is the node, one instance of it, or some drawn once", () => {
    expect(slowedShare("api", 1)).toBeCloseTo(1, 2);
    expect(slowedShare("api[*]", 1)).toBeCloseTo(1, 2);
    expect(slowedShare("api[3]", 1)).toBeCloseTo(0.2, 2);
    expect(slowedShare("api[random:2]", 1)).toBeCloseTo(0.4, 2);
    expect(slowedShare("api[random:2]", 2)).toBeCloseTo(0.4, 2);
  });

  it("drawn at random stays the same for the whole fault and differs by seed", () => {
    const crashed = (seed: number): string => {
      const document = documentOf({
        users: metronome(10, 5),
        api: {
          serviceTime: 1,
          replicas: 8,
          instanceSpeed: [1, 2, 3, 4, 5, 6, 7, 8],
        },
        edge: { balancing: "roundRobin" },
        fault: { kind: "slow", factor: 1000, rampS: 2, target: "api[random:2]", atS: 1 },
      });
      return String(allOf(run(document, { seed }).totals()).latencyMs.mean);
    };
    expect(crashed(3)).toBe(crashed(3));
    const different = new Set([1, 2, 3, 4, 5, 6].map(crashed));
    expect(different.size).toBeGreaterThan(3);
  });
});

describe("a slow fault", () => {
  it("stretches only work that begins during it", () => {
    const totals = simulateFault({
      users: metronome(1000, 0),
      api: { serviceTime: 600 },
      fault: { kind: "slow", factor: 3, atS: 0.5, forS: 1 },
      durationS: 3.9,
    });
    // Begun at 0 s: 600 ms though the fault is there from 500 ms on; at 1 s: 1,800; at 2, 3 s: 600.
    expect(allOf(totals).latencyMs.min).toBe(600);
    expect(allOf(totals).latencyMs.max).toBe(1800);
    expect(allOf(totals).latencyMs.mean).toBe((600 + 1800 + 600 + 600) / 4);
  });

  it("grows in steps over its ramp", () => {
    const document = documentOf({
      users: metronome(10, 5),
      api: { serviceTime: 1, concurrency: null },
      fault: { kind: "slow", factor: 11, atS: 2, rampS: 4 },
      durationS: 8,
    });
    const engine = run(document);
    const layout = engine.layout();
    const node = layout.nodeIds.indexOf("api");
    const completions = columnOf(engine, nodeColumn(layout, node, "completions"));
    const means = columnOf(engine, nodeColumn(layout, node, "serviceMs")).map(
      (served, row) => served / (completions[row] ?? 0),
    );
    expect(means[0]).toBeCloseTo(1, 9);
    // Halfway through the second of the ramp its level is the mean of 5 of its 20 steps.
    const level = (second: number): number => 1 + 10 * ((second * 5 + 2) / 20);
    [0, 1, 2, 3].forEach((second) => {
      expect(Math.abs((means[2 + second] ?? 0) - level(second))).toBeLessThan(0.15);
    });
    expect(means[7]).toBeCloseTo(11, 9);
  });
});

describe("faults together", () => {
  it("multiply when slow, and fail independently when they are errors", () => {
    const both = (kind: string, numbers: object): EngineTotals =>
      simulate(
        sketch({
          run: { durationS: 100 },
          nodes: { users: metronome(10, 5), api: { serviceTime: 2, errorRate: 0.5 } },
          edges: { "users->api": {} },
          faults: {
            a: { kind, target: "api", ...numbers },
            b: { kind, target: "api", ...numbers },
          },
        }),
      );
    expect(allOf(both("slow", { factor: 3 })).latencyAllMs.max).toBe(18);
    const { failed, completed } = allOf(both("errors", { ratio: 0.5 }));
    const share = 1 - 0.5 ** 3;
    const deviation = Math.sqrt((share * (1 - share)) / completed);
    expect(Math.abs((failed.error ?? 0) / completed - share)).toBeLessThan(4 * deviation);
  });

  it("that are off do nothing", () => {
    const fault = { kind: "crash", atS: 0, enabled: false };
    expect(allOf(simulateFault({ api: { serviceTime: 1 }, fault })).errorRate).toBe(0);
  });
});

describe("network latency", () => {
  it("adds to each one-way trip of the edge, or of all edges of a node", () => {
    const latency = (target: string): unknown =>
      allOf(
        simulate(
          sketch({
            nodes: { users: ONCE, api: { serviceTime: 10 }, db: { serviceTime: 10 } },
            edges: { "users->api": { networkMs: 1 }, "api->db": { networkMs: 1 } },
            faults: { f: { kind: "latency", target, addMs: 100 } },
          }),
        ),
      ).latencyMs.mean;
    expect(latency("users->api")).toBe(24 + 200);
    expect(latency("db")).toBe(24 + 200);
    expect(latency("api")).toBe(24 + 400);
  });
});

describe("a fault while the run goes on", () => {
  const calm = sketch({
    run: { durationS: 10 },
    nodes: { users: metronome(10, 5), api: { serviceTime: 1 } },
    edges: { "users->api": {} },
  });
  const crash = { kind: "crash", target: "api", atS: 3, forS: 2 };

  /** Digest of a run whose document becomes another at 3 s. */
  function changed(before: typeof calm, after: typeof calm): string {
    engine.load(resolved(before));
    engine.run(3000, Infinity);
    expect(engine.change(resolved(after))).toBe(true);
    engine.run(Infinity, Infinity);
    return engine.digest();
  }

  it("may be added, and the record of that replays it", () => {
    const set = { "faults.f": crash };
    const recorded = { ...calm, changes: { c: { atMs: 3000, set } } };
    const totals = simulate(recorded);
    expect(allOf(totals).failed.connectionRefused).toBeGreaterThan(200);
    expect(changed(calm, { ...calm, faults: { f: crash } })).toBe(totals.digest);
  });

  it("may be moved to another target, changed and taken away", () => {
    const whole = { ...calm, faults: { f: { ...crash, atS: 1, forS: 5 } } };
    const recorded = { ...whole, changes: { c: { atMs: 3000, set: { "faults.f": null } } } };
    const totals = simulate(recorded);
    // Down from 1 to 3 s; callers know it a second after each of its ends.
    expect(allOf(totals).failed.connectionRefused).toBe(300);
    expect(changed(whole, calm)).toBe(totals.digest);
    const slow = { f: { kind: "slow", target: "api", factor: 5, atS: 1 } };
    expect(changed(whole, { ...calm, faults: slow })).not.toBe(totals.digest);
  });
});
