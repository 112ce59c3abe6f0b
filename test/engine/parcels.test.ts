// Calls that are sent together: how long they wait, what travels, and what becomes of them when their
// batch fails. Times worked out by hand.
import { describe, expect, it } from "vitest";
import type { BatchResult } from "../../simulation/results/run-result.ts";
import { playLog } from "../support/log-sketch.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

/** A request every 10 ms, the first at 5 ms, collected by `gate` on its way to `sink`. */
function play(batch: object, more: { gate?: object; sink?: object; edge?: object } = {}) {
  const totals = simulate(
    sketch({
      nodes: {
        users: metronome(10, 5),
        gate: { concurrency: null, ...more.gate },
        sink: { serviceTime: 1, ...more.sink },
      },
      edges: { "users->gate": {}, "gate->sink": { batch, ...more.edge } },
    }),
  );
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

function batchesOf(totals: ReturnType<typeof play>, edge = "gate->sink"): BatchResult {
  const { batches } = edgeOf(totals, edge);
  if (!batches) throw new Error("no batches");
  return batches;
}

describe("a batch", () => {
  it("waits from its first call on", () => {
    // Calls at 5, 15, 25, sent at 30; at 35, 45, 55, sent at 60; ...
    const totals = play({ lingerMs: 25 });
    expect(batchesOf(totals).sizeMean).toBeCloseTo(3, 2);
    expect(batchesOf(totals).waitMs.max).toBe(25);
    expect(batchesOf(totals).waitMs.mean).toBeCloseTo(15, 1);
    expect(nodeOf(totals, "sink").completions).toBe(333);
    // A call for each request, each an attempt, a third of them on the wire.
    expect(edgeOf(totals, "gate->sink")).toMatchObject({ calls: 1000, attempts: 1000 });
    expect(allOf(totals).latencyMs.max).toBeCloseTo(26, 6);
    expect(allOf(totals).latencyMs.min).toBeCloseTo(6, 6);
  });

  it("is sent when it is full", () => {
    const totals = play({ lingerMs: 1000, maxCount: 4 });
    expect(batchesOf(totals).sizeMean).toBe(4);
    expect(batchesOf(totals).waitMs.max).toBe(30);
  });

  it("is sent at fixed times, and where nothing has come that is counted", () => {
    const totals = play({ everyMs: 4 });
    const batches = batchesOf(totals);
    expect(batches.sizeMean).toBe(1);
    expect(batches.sent).toBe(1000);
    // Instants 4, 8, ... 10,000 ms; two in five have something to send.
    expect(batches.empty).toBe(1500);
    expect(batches.emptyRatio).toBeCloseTo(0.6, 6);
  });

  it("of calls at one instant costs no time without lingering", () => {
    const totals = play({ lingerMs: 0 }, { sink: { serviceTime: 0 } });
    expect(batchesOf(totals).waitMs.max).toBe(0);
    expect(allOf(totals).latencyMs.max).toBe(0);
  });

  it("is one for each instance of its caller", () => {
    const totals = play({ lingerMs: 25 }, { gate: { replicas: 2 } });
    // Each instance has a call every 20 ms: two in each batch.
    expect(batchesOf(totals).sizeMean).toBeCloseTo(2, 2);
  });
});

describe("the calls of a batch", () => {
  it("fail together, each for its caller", () => {
    const totals = play({ lingerMs: 25 }, { sink: { errorRate: 1 } });
    expect(allOf(totals).failed.dependency).toBeGreaterThan(990);
    expect(edgeOf(totals, "gate->sink").failed.error).toBeGreaterThan(990);
    expect(nodeOf(totals, "sink").failed.error).toBe(333);
  });

  it("time out together from when the batch was sent, and try again in a later one", () => {
    const slow = play({ lingerMs: 25 }, { sink: { serviceTime: 9 }, edge: { timeoutMs: 5 } });
    expect(edgeOf(slow, "gate->sink").failed.timeout).toBeGreaterThan(990);
    expect(allOf(slow).latencyAllMs.max).toBeCloseTo(30, 6);
    const retry = {
      maxAttempts: 2,
      retryOn: ["error"],
      backoff: { type: "constant", baseMs: 1, jitter: "none" },
    };
    const again = play({ lingerMs: 25 }, { sink: { errorRate: 0.5 }, edge: { retry } });
    const { attempts, retries, calls } = edgeOf(again, "gate->sink");
    expect(attempts).toBe(calls + retries);
    expect(retries).toBeGreaterThan(400);
    expect(allOf(again).ok / allOf(again).completed).toBeGreaterThan(0.68);
    expect(allOf(again).ok / allOf(again).completed).toBeLessThan(0.82);
  });

  it("go with the others though their caller has given up", () => {
    const totals = simulate(
      sketch({
        nodes: { users: metronome(10, 5), gate: { concurrency: null }, sink: { serviceTime: 1 } },
        edges: {
          "users->gate": {},
          "gate->sink": { batch: { lingerMs: 25 }, deadlineMs: 10 },
        },
      }),
    );
    // Those 10 ms or more before their batch is sent are too late; the batch is as large as before.
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    expect(batchesOf(totals).sizeMean).toBeCloseTo(3, 2);
    expect(allOf(totals).failed.dependency).toBeGreaterThan(600);
    expect(allOf(totals).ok).toBeGreaterThan(300);
  });

  it("are gone with their caller's instance if they were not sent", () => {
    const totals = simulate(
      sketch({
        nodes: { users: metronome(10, 5), gate: { concurrency: null }, sink: {} },
        edges: { "users->gate": {}, "gate->sink": { batch: { lingerMs: 995 } } },
        faults: { f: { kind: "crash", target: "gate", atS: 0.5, forS: 20 } },
      }),
    );
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    expect(nodeOf(totals, "sink").arrivals).toBe(0);
    expect(allOf(totals).failed.connectionLost).toBe(50);
  });
});

describe("records that are published in batches", () => {
  it("are collected for each partition, and all of them are appended", () => {
    const run = playLog({
      everyMs: 1,
      log: { partitions: 4, partitioner: "roundRobin" },
      publish: { batch: { lingerMs: 39, maxBytes: null } },
    });
    expect(run.broken).toEqual([]);
    // Ten records of each partition come in 40 ms.
    const { batches } = edgeOf(run.totals, "users->log");
    expect(batches?.sizeMean).toBeCloseTo(10, 0);
    expect(run.queue.routed).toBeGreaterThan(19_950);
    expect(nodeOf(run.totals, "log").arrivals).toBeLessThan(2010);
  });

  it("go to one partition after the other where the partitioner is sticky", () => {
    const run = playLog({
      everyMs: 1,
      log: { partitions: 4, partitioner: "sticky" },
      publish: { batch: { lingerMs: 39, maxBytes: null } },
    });
    expect(run.broken).toEqual([]);
    // One batch at a time takes all records of 40 ms.
    expect(Math.abs((edgeOf(run.totals, "users->log").batches?.sizeMean ?? 0) - 40)).toBeLessThan(
      1.5,
    );
    const appended = run.log.partitions.map((partition) => partition.appended);
    expect(Math.max(...appended) - Math.min(...appended)).toBeLessThanOrEqual(40);
  });

  it("are acknowledged together, by all replicas in sync too, and survive their leader", () => {
    const run = playLog({
      durationS: 30,
      everyMs: 2,
      log: { replicas: 3, replicationFactor: 3, electionMs: 1000, partitions: 3 },
      publish: {
        batch: { lingerMs: 20 },
        timeoutMs: 300,
        retry: { maxAttempts: 40, backoff: { type: "constant", baseMs: 100 } },
      },
      faults: { f: { kind: "crash", target: "log[0]", atS: 10.0013, forS: 5 } },
    });
    expect(run.broken).toEqual([]);
    expect(run.log.acknowledgedLost).toBe(0);
    expect(run.log.appendedTwice).toBe(0);
    expect(allOf(run.totals).failed).toEqual({});
    expect(run.queue.routed - run.queue.endings.lost).toBeGreaterThan(14_950);
    expect(run.queue.routed - run.queue.endings.lost).toBeLessThanOrEqual(15_000);
  });
});
