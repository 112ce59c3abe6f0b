// Faults that bring instances to a standstill, or kill them one by one.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, within } from "../support/theory-checks.ts";

interface Parts {
  readonly users?: object;
  readonly api?: object;
  readonly edge?: object;
  readonly durationS?: number;
  readonly fault: Omit<FaultDocument, "target"> & { readonly target?: string };
}

function simulateFault({ users, api, edge, durationS, fault }: Parts): EngineTotals {
  const totals = simulate(
    sketch({
      run: { durationS: durationS ?? 10, windowS: 1 },
      nodes: { users: { ...(users ?? ONCE) }, api: { concurrency: 1, ...api } },
      edges: { "users->api": { ...edge } },
      faults: { f: { target: "api", ...fault } as FaultDocument },
    }),
  );
  expectBooksInOrder(totals);
  return totals;
}

/** Work at an api that calls a database, with the fault on the api. */
function simulateCaller(api: object, fault: Parts["fault"], db: object = {}): EngineTotals {
  const totals = simulate(
    sketch({
      nodes: {
        users: ONCE,
        api: { serviceTime: 10, concurrency: 1, ...api },
        db: { serviceTime: 100, ...db },
      },
      edges: { "users->api": {}, "api->db": {} },
      faults: { f: { target: "api", ...fault } as FaultDocument },
    }),
  );
  expectBooksInOrder(totals);
  return totals;
}

const burst = { ...ONCE, batch: 3 };
const pause = { kind: "pause", atS: 0.05, forS: 1 };

describe("a pause", () => {
  it("stops work, which keeps what is left of it; the queue stays", () => {
    const totals = simulateFault({ users: burst, api: { serviceTime: 100 }, fault: pause });
    const { min, max, mean } = allOf(totals).latencyMs;
    expect([min, mean, max]).toEqual([1100, 1200, 1300]);
    expect(allOf(totals).failed).toEqual({});
  });

  it("takes in what arrives, into its queue and no slot", () => {
    const users = metronome(100, 60);
    const api = { serviceTime: 1, concurrency: null, queueLengthMax: null };
    const totals = simulateFault({ users, api, fault: pause });
    // Arrivals of 0.06 to 0.96 s wait for 1.05 s.
    expect(allOf(totals).latencyMs.max).toBe(991);
    expect(nodeOf(totals, "api").queue.max).toBe(10);
    const bounded = simulateFault({ users, api: { ...api, queueLengthMax: 4 }, fault: pause });
    expect(nodeOf(bounded, "api").failed).toEqual({ rejected: 6 });
  });

  it.each([
    ["with slots", {}, {}],
    ["that interrupt", { discipline: "priority", preemptive: "resume" }, {}],
    ["that break down by themselves", { breakdowns: { every: EXP(900), for: EXP(90) } }, {}],
    ["that share their cores", { discipline: "ps" }, {}],
    ["that serve batches", { bulk: { max: 4 } }, {}],
    ["that do not block", {}, { blocking: false }],
  ])("of stations %s adds its length to the work it meets", (_, serving, more) => {
    const users = { kind: "client", ratePerS: 5 };
    const run = (fault: Parts["fault"]): EngineTotals =>
      simulateFault({
        users,
        api: { serviceTime: EXP(20), concurrency: 1, ...serving, ...more },
        fault,
        durationS: 200,
      });
    const often = { kind: "pause", every: 900, for: 100 };
    const slower = run(often);
    const before = allOf(run({ kind: "slow", factor: 1 })).latencyMs.mean ?? 0;
    // A tenth of the requests come during a pause; they wait for half of it, and others for them.
    expect((allOf(slower).latencyMs.mean ?? 0) - before).toBeGreaterThan(4);
    expect(allOf(slower).failed).toEqual({});
    expect(nodeOf(slower, "api").utilization ?? 0).toBeLessThan(1);
  });

  it("as random times gives M/M/1 with vacations that interrupt its mean number present", () => {
    // The breakdowns of a node are the same machine, by events instead of by a plan.
    const users = { kind: "client", ratePerS: 30 };
    const api = { serviceTime: EXP(10) };
    const paused = simulateFault({
      users,
      api,
      fault: { kind: "pause", every: EXP(500), for: EXP(50) },
      durationS: 3000,
    });
    const idle = { kind: "slow", factor: 1 };
    const broken = simulateFault({
      users,
      api: { ...api, breakdowns: { every: EXP(500), for: EXP(50) } },
      fault: idle,
      durationS: 3000,
    });
    within(nodeOf(paused, "api").inFlight.mean, nodeOf(broken, "api").inFlight.mean ?? 0, 0.05);
  });

  it("holds answers back that have only to be given", () => {
    const during = { kind: "pause", atS: 0.05, forS: 1 };
    expect(allOf(simulateCaller({ blocking: true }, during)).latencyMs.mean).toBe(1050);
    expect(allOf(simulateCaller({ blocking: false }, during)).latencyMs.mean).toBe(1050);
    expect(allOf(simulateCaller({ afterTime: 7 }, during)).latencyMs.mean).toBe(1057);
  });

  it("of one instance leaves the others to work", () => {
    const totals = simulateFault({
      users: metronome(10, 5),
      api: { serviceTime: 1, replicas: 2, concurrency: 1 },
      edge: { balancing: "roundRobin" },
      fault: { ...pause, target: "api[0]", atS: 1, forS: 2 },
    });
    const { latencyMs } = allOf(totals);
    // Every other request of two seconds waits for its instance.
    expect(latencyMs.p50).toBeCloseTo(1, 1);
    expect(latencyMs.max).toBeGreaterThan(1900);
  });
});

describe("a hang", () => {
  const hang = { kind: "hang", atS: 0.05, forS: 1 };

  it("takes requests into its slots and answers none; its end loses all it holds", () => {
    const users = { ...ONCE, batch: 5 };
    const api = { serviceTime: 100, concurrency: 2, queueLengthMax: 2 };
    const totals = simulateFault({ users, api, fault: hang });
    expect(allOf(totals).failed).toEqual({ rejected: 1, connectionLost: 4 });
    expect(nodeOf(totals, "api").completions).toBe(0);
    expect(allOf(totals).latencyAllMs.max).toBe(1050);
    // Both slots were held from the beginning to the end of the hang.
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(0.105, 9);
    expect(nodeOf(totals, "api").workingRatio).toBeCloseTo(0.005, 9);
  });

  it("may end by going on where work stopped", () => {
    const resuming = { ...hang, ends: "resume" };
    const totals = simulateFault({ users: burst, api: { serviceTime: 100 }, fault: resuming });
    const { min, max } = allOf(totals).latencyMs;
    expect([min, max]).toEqual([1100, 1300]);
    expect(allOf(simulateCaller({ blocking: true }, resuming)).latencyMs.mean).toBe(1050);
    expect(allOf(simulateCaller({ blocking: false }, resuming)).latencyMs.mean).toBe(1050);
  });

  it("lets callers run into their timeouts, and works on nothing meanwhile", () => {
    const totals = simulateFault({
      users: metronome(100, 50),
      api: { serviceTime: 1, concurrency: 4, queueLengthMax: 3 },
      edge: { timeoutMs: 80 },
      fault: { kind: "hang", atS: 2, forS: 2 },
    });
    // Four in slots, three in the queue; the others are turned away.
    expect(allOf(totals).failed).toEqual({ timeout: 7, rejected: 13 });
    expect(nodeOf(totals, "api").completions).toBe(80);
  });

  it("lets nothing out of what waits for its calls", () => {
    const totals = simulateCaller({ blocking: true }, hang);
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
    expect(nodeOf(totals, "db").completions).toBe(1);
  });

  it("of shared cores or batches stands still and loses all at its end", () => {
    for (const serving of [{ discipline: "ps" }, { bulk: { max: 2 } }]) {
      const api = { serviceTime: 100, ...serving };
      const totals = simulateFault({ users: burst, api, fault: hang });
      expect(allOf(totals).failed).toEqual({ connectionLost: 3 });
    }
  });
});

describe("a crash", () => {
  const crash = { kind: "crash", atS: 1, forS: 2 };
  const parts = { users: metronome(100, 50), api: { serviceTime: 1, endpointDelayMs: 0 } };
  const refused = (fault: Parts["fault"]): number | undefined =>
    allOf(simulateFault({ ...parts, fault })).failed.connectionRefused;

  it("ends with its fault, some time to start later, or never", () => {
    expect(refused(crash)).toBe(20);
    expect(refused({ ...crash, startS: 1.5 })).toBe(35);
    expect(refused({ ...crash, restart: false })).toBe(90);
  });

  it("comes and goes at random by a stream of its own", () => {
    const random = { kind: "crash", every: EXP(800), for: EXP(200) };
    const long = (seed: number): number | undefined => {
      const document = sketch({
        run: { durationS: 1000 },
        nodes: parts as never,
        edges: { "users->api": {} },
        faults: { f: { target: "api", ...random } as FaultDocument },
      });
      return allOf(simulate(document, { seed })).failed.connectionRefused;
    };
    within(long(1), 10_000 * 0.2, 0.1);
    expect(long(1)).not.toBe(long(2));
  });

  it("at random stays within the times of its fault", () => {
    const random = { kind: "crash", atS: 4, forS: 2, every: 10, for: 90 };
    expect(refused(random)).toBeGreaterThan(15);
    expect(refused(random)).toBeLessThanOrEqual(20);
  });
});

describe("a zone outage", () => {
  it("takes down all that is in the zone and nothing else, clients apart", () => {
    const outage = (mode: string): EngineTotals =>
      simulate({
        ...sketch({
          nodes: {
            users: { ...metronome(100, 50), in: "west" },
            api: { serviceTime: 1 },
            left: { serviceTime: 1, in: ["west"] },
            right: { serviceTime: 1 },
          },
          edges: {
            "users->api": {},
            "api->left": { timeoutMs: 30, calls: [{ optional: true }] },
            "api->right": { timeoutMs: 30, calls: [{ optional: true }] },
          },
          faults: { f: { kind: "zone-outage", target: "west", mode, atS: 4, forS: 2 } },
        }),
        groups: { west: { kind: "zone" } },
      });
    // The callers run into timeouts for a second, then know it; and for a second after its end still.
    const silent = outage("blackhole");
    expect(edgeOf(silent, "api->left").failed).toEqual({ timeout: 10, connectionRefused: 20 });
    expect(edgeOf(silent, "api->right").failed).toEqual({});
    expect(allOf(silent).offered).toBe(100);
    expect(edgeOf(outage("exit"), "api->left").failed).toEqual({ connectionRefused: 30 });
  });
});

describe("a bad deploy", () => {
  const api = { serviceTime: 1, replicas: 10 };
  const users = metronome(10, 5);
  const failures = (fault: object, atS = 0): number =>
    allOf(simulateFault({ users, api, fault: { kind: "bad-deploy", atS, ratio: 1, ...fault } }))
      .failed.error ?? 0;

  it("hits its share of the instances, at least one of them", () => {
    expect(failures({ share: 0.3 })).toBe(300);
    expect(failures({ share: 1 })).toBe(1000);
    expect(failures({ share: 0.01 })).toBe(100);
    expect(failures({ share: 0 })).toBe(0);
  });

  it("rolls out over its ramp and is rolled back at its end", () => {
    expect(failures({ share: 0.5, forS: 4 })).toBe(200);
    const ramped = failures({ share: 1, rampS: 10 });
    // From 1 of 10 instances to all of them.
    expect(ramped).toBeGreaterThan(450);
    expect(ramped).toBeLessThan(600);
  });

  it("is slow where it says so", () => {
    const fault = { kind: "bad-deploy", share: 0.2, ratio: 0, factor: 5 };
    expect(allOf(simulateFault({ users, api, fault })).latencyMs.mean).toBeCloseTo(1.8, 1);
  });
});

describe("a memory leak", () => {
  const leak = { kind: "memory-leak", perRequestKb: 100, freeMb: 2, startS: 1, atS: 1 };
  const users = metronome(10, 5);
  const api = { serviceTime: 1, endpointDelayMs: 0 };

  it("kills an instance when its memory is gone, again and again, and starts it anew", () => {
    const totals = simulateFault({ users, api, fault: leak });
    // 20 requests from 1.005 s on: dead at 1.195 s with the one at work, up a second later.
    const lost = allOf(totals).failed;
    expect(lost.connectionLost).toBe(8);
    // The first dies at 1.195, then each 1 s + 20 requests: 1.2 s apart.
    expect(lost.connectionRefused).toBeGreaterThan(700);
    expect(allOf(totals).ok).toBe(1000 - 8 - (lost.connectionRefused ?? 0));
  });

  it("takes each instance at its own pace", () => {
    const totals = simulateFault({
      users,
      api: { ...api, replicas: 2, instanceWeight: [3, 1] },
      edge: { balancing: "roundRobin" },
      fault: { ...leak, atS: 0, startS: 100 },
    });
    // The heavier one dies first; the other then serves all it can before it dies as well.
    expect(allOf(totals).ok).toBe(38);
    expect(allOf(totals).failed.connectionLost).toBe(2);
  });

  it("ends with its fault: what is left stays", () => {
    const totals = simulateFault({ users, api, fault: { ...leak, forS: 0.15 } });
    expect(allOf(totals).failed).toEqual({});
    expect(allOf(totals).ok).toBe(1000);
  });

  it("without time to start loses only what was under way", () => {
    const totals = simulateFault({ users, api, fault: { ...leak, startS: 0 } });
    expect(allOf(totals).failed).toEqual({ connectionLost: 45 });
  });
});
