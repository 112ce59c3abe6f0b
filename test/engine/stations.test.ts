// Instances, slots and queues: who waits where, who is turned away, what counts as busy.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

/** So many requests at time 0 to one service. */
function burst(requests: number, api: object, edge: object = {}): EngineTotals {
  return simulate(
    sketch({ nodes: { users: { ...ONCE, batch: requests }, api }, edges: { "users->api": edge } }),
  );
}

describe("the bound of a queue", () => {
  const one = { serviceTime: 10, concurrency: 1 };

  it("holds for those who wait, not for those in service", () => {
    expect(allOf(burst(10, { ...one, queueLengthMax: 4 })).failed).toEqual({ rejected: 5 });
  });

  it("of 0 makes a loss system, of none takes everybody", () => {
    expect(allOf(burst(10, { ...one, queueLengthMax: 0 })).failed).toEqual({ rejected: 9 });
    expect(allOf(burst(10, { ...one, queueLengthMax: null })).ok).toBe(10);
  });

  it("holds for each queue: one per instance, or one for the node", () => {
    const spread = { balancing: "roundRobin" };
    const three = { ...one, replicas: 3, queueLengthMax: 2 };
    expect(allOf(burst(12, three, spread)).failed).toEqual({ rejected: 3 });
    expect(allOf(burst(12, { ...three, queueScope: "node" }, spread)).failed).toEqual({
      rejected: 7,
    });
  });

  it("turns away as the formula of Erlang and Kendall says (M/M/1/K)", () => {
    const [load, capacity] = [0.9, 10];
    const totals = simulate(
      sketch({
        run: { durationS: 300, windowS: 10 },
        nodes: {
          users: { kind: "client", ratePerS: 90 },
          api: {
            serviceTime: { type: "exponential", meanMs: 10 },
            concurrency: 1,
            queueLengthMax: capacity - 1,
          },
        },
        edges: { "users->api": {} },
      }),
    );
    const blocked = ((1 - load) * load ** capacity) / (1 - load ** (capacity + 1));
    const { offered, failed } = allOf(totals);
    // Losses come in bursts: the variance of their number is about 8 times the binomial one.
    const deviation = Math.sqrt((8 * blocked * (1 - blocked)) / offered);
    expect(Math.abs((failed.rejected ?? 0) / offered - blocked)).toBeLessThan(4 * deviation);
  });
});

describe("one queue for all instances", () => {
  it("lets a slow instance hold up only what it works on", () => {
    const pair = { serviceTime: 10, concurrency: 1, replicas: 2, instanceSpeed: [1, 0.1] };
    // Instances of their own queues: half of the work waits for the slow one.
    expect(allOf(burst(6, pair)).latencyMs.max).toBe(300);
    const shared = burst(6, { ...pair, queueScope: "node" });
    expect(allOf(shared).latencyMs.max).toBe(100);
    expect(allOf(shared).latencyMs.mean).toBe((10 + 20 + 30 + 40 + 50 + 100) / 6);
  });
});

describe("the order of service", () => {
  const one = { serviceTime: 10, concurrency: 1 };
  const every = (discipline: string): EngineTotals =>
    simulate(
      sketch({
        run: { durationS: 0.029 },
        nodes: { users: metronome(5, 0), api: { ...one, discipline } },
        edges: { "users->api": {} },
      }),
    );

  it("is first in first out, or last in first out", () => {
    // Offered at 0, 5, ..., 25. FIFO serves those of 0, 5, 10; LIFO those of 0, 5, 15.
    expect(nodeOf(every("fifo"), "api").waitMs.max).toBe(10);
    expect(nodeOf(every("fifo"), "api").waitMs.mean).toBe(5);
    expect(nodeOf(every("lifo"), "api").waitMs.max).toBe(5);
    expect(nodeOf(every("lifo"), "api").waitMs.mean).toBe(10 / 3);
  });
});

describe("work after the calls", () => {
  const caller = { serviceTime: 10, afterTime: 5, concurrency: 1 };
  const pair = (api: object, users: object = ONCE): EngineTotals =>
    simulate(
      sketch({
        nodes: { users, api: { ...caller, ...api }, db: { serviceTime: 30 } },
        edges: { "users->api": {}, "api->db": {} },
      }),
    );

  it("is slot time after the last stage", () => {
    expect(allOf(pair({})).latencyMs.mean).toBe(45);
    expect(allOf(pair({ blocking: true })).latencyMs.mean).toBe(45);
    expect(allOf(pair({ afterProbability: 0 })).latencyMs.mean).toBe(40);
  });

  it("resumes before new arrivals are taken, and is never turned away", () => {
    const full = pair({ queueLengthMax: 0 }, metronome(10, 0));
    // From 50 ms on two of five are taken: at 50 and 70 ms, at 100 and 120 ms, ... At 90 ms the
    // one of 50 ms resumes, so that of 90 ms is turned away; at 110 ms that of 70 ms does.
    expect(nodeOf(full, "api").failed).toEqual({ rejected: 3 + 199 * 3 });
    expect(allOf(full).ok + allOf(full).inFlightAtEnd).toBe(2 + 199 * 2 + 1);
    // Two at once: the second begins at 10 ms while the first calls (10 to 40 ms).
    const two = pair({}, { ...ONCE, batch: 2 });
    expect(allOf(two).latencyMs.min).toBe(45);
    expect(allOf(two).latencyMs.max).toBe(55);
  });

  it("waits for a slot when the instance is busy, ahead of the queue", () => {
    // At 40 ms the slot works on the fourth request (30 to 40); the first resumes at once, then
    // the queue goes on with the fifth.
    const totals = pair({}, { ...ONCE, batch: 6 });
    expect(allOf(totals).latencyMs.min).toBe(45);
    // The work of 10 ms begins at 0, 10, 20, 30, 45 and 65 ms, what follows the calls at 40, 55,
    // 60, 75, 85 and 105 ms.
    expect(nodeOf(totals, "api").workingRatio).toBeCloseTo(90 / 10_000, 12);
    expect(allOf(totals).latencyMs.mean).toBe((45 + 60 + 65 + 80 + 90 + 110) / 6);
    expect(allOf(totals).latencyMs.max).toBe(110);
  });
});

describe("utilization", () => {
  const api = { serviceTime: 10, concurrency: 4, replicas: 2 };
  const run = (more: object, users: object = metronome(50, 0)): EngineTotals =>
    simulate(
      sketch({
        run: { durationS: 9.99 },
        nodes: { users, api: { ...api, ...more }, db: { serviceTime: 20 } },
        edges: { "users->api": {}, "api->db": {} },
      }),
    );

  it("counts slots held during calls; the working share counts those that compute", () => {
    // 200 requests of 10 ms work and 20 ms call in 9,990 ms of 8 slots.
    const blocking = nodeOf(run({ blocking: true }), "api");
    expect(blocking.utilization).toBeCloseTo((200 * 30) / (9990 * 8), 12);
    expect(blocking.workingRatio).toBeCloseTo((200 * 10) / (9990 * 8), 12);
    const free = nodeOf(run({ blocking: false }), "api");
    expect(free.utilization).toBeCloseTo((200 * 10) / (9990 * 8), 12);
  });

  it("does not exist where slots are unlimited", () => {
    expect(nodeOf(run({ concurrency: null }), "api").utilization).toBeNull();
  });

  it("counts only the slots of instances that are up", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: { users: metronome(50, 0), api: { serviceTime: 10, concurrency: 1, replicas: 2 } },
        edges: { "users->api": {} },
        faults: { f: { kind: "crash", target: "api[0]", atS: 5.02, forS: 2 } },
      }),
    );
    const served = nodeOf(totals, "api").completions * 10;
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(served / (20_000 - 2000), 12);
  });
});

describe("the speed of instances", () => {
  it("is a factor on each, and the last one given holds for the rest", () => {
    const api = { serviceTime: 12, concurrency: 1, replicas: 4, instanceSpeed: [1, 2, 0.5] };
    const { latencyMs } = allOf(burst(4, api));
    expect(latencyMs.min).toBe(6);
    expect(latencyMs.max).toBe(24);
    expect(latencyMs.mean).toBe((12 + 6 + 24 + 24) / 4);
  });
});

describe("an error of its own", () => {
  const failing = { serviceTime: 40, errorRate: 1 };
  const run = (api: object): EngineTotals =>
    simulate(
      sketch({
        nodes: { users: ONCE, api: { ...failing, ...api }, db: { serviceTime: 30 } },
        edges: { "users->api": {}, "api->db": {} },
      }),
    );

  it("comes after the service time, or at its own time, and makes no calls", () => {
    const late = run({});
    expect(allOf(late).failed).toEqual({ error: 1 });
    expect(allOf(late).latencyAllMs.max).toBe(40);
    expect(edgeOf(late, "api->db").calls).toBe(0);
    expect(allOf(run({ errorTime: 0 })).latencyAllMs.max).toBe(0);
    expect(allOf(run({ errorTime: 7 })).latencyAllMs.max).toBe(7);
  });

  it("does no work after the calls it never made", () => {
    expect(allOf(run({ afterTime: 100 })).latencyAllMs.max).toBe(40);
  });
});

describe("an operation", () => {
  it("has its own numbers; where it says nothing the node's hold", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: { ...ONCE, requests: { read: {}, write: {} }, batch: 40 },
          api: {
            serviceTime: 10,
            concurrency: null,
            operations: { write: { serviceTime: 30 } },
          },
        },
        edges: { "users->api": {} },
      }),
    );
    expect(totals.endToEnd.read?.latencyMs.max).toBe(10);
    expect(totals.endToEnd.write?.latencyMs.min).toBe(30);
  });
});
