// Preemptive-resume priority: who interrupts whom, and that interrupted work is neither lost nor
// done twice.
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { nodeOf, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, poisson, within } from "../support/theory-checks.ts";

const PREEMPTIVE = { discipline: "priority", preemptive: "resume", concurrency: 1 } as const;

/** Request types by priority, each at its times, all taking `serviceTime`. */
function classes(timesMs: readonly (readonly number[])[], station: object, more: object = {}) {
  const names = timesMs.map((_, priority) => `p${priority}`);
  const users = Object.fromEntries(
    timesMs.map((times, at) => [
      `users${at}`,
      { kind: "client", arrivals: { type: "trace", timesMs: times }, requests: { [`p${at}`]: {} } },
    ]),
  );
  const edges = Object.fromEntries(timesMs.map((_, at) => [`users${at}->server`, {}]));
  const operations = Object.fromEntries(names.map((name, priority) => [name, { priority }]));
  const server = { ...PREEMPTIVE, operations, ...station };
  const totals = simulate(sketch({ nodes: { ...users, server }, edges, ...more }));
  expectBooksInOrder(totals);
  return totals;
}

const latency = (totals: ReturnType<typeof simulate>, name: string) =>
  totals.endToEnd[name]?.latencyMs;

describe("an arrival of a more urgent class", () => {
  it("interrupts the work in progress, which goes on where it stopped", () => {
    const totals = classes([[4], [0]], { serviceTime: 10 });
    expect(latency(totals, "p0")?.max).toBe(10);
    expect(latency(totals, "p1")?.max).toBe(20);
    expect(nodeOf(totals, "server").queue.max).toBe(1);
  });

  it("does not interrupt its equals or betters", () => {
    const totals = classes([[0], [4], [5]], { serviceTime: 10 });
    expect(latency(totals, "p0")?.max).toBe(10);
    expect(latency(totals, "p1")?.max).toBe(16);
    expect(latency(totals, "p2")?.max).toBe(25);
    const equals = classes([[0, 4]], { serviceTime: 10 });
    expect(latency(equals, "p0")?.max).toBe(16);
  });

  it("takes the slot of the least urgent, the latest of them, which is the first of its class", () => {
    const totals = classes([[6], [0, 20], [2, 4, 5]], { serviceTime: 10, concurrency: 3 });
    // At 6 the one of 4 is interrupted with 8 ms left, goes on at 10, before the one of 5.
    expect(latency(totals, "p0")?.max).toBe(10);
    expect(latency(totals, "p2")?.min).toBe(10);
    expect(latency(totals, "p2")?.max).toBe(17);
  });

  it("finds a place only where a queue has room for what it would interrupt", () => {
    const totals = classes([[4], [0, 1]], { serviceTime: 10, queueLengthMax: 1 });
    expect(totals.endToEnd.p0?.failed).toEqual({ rejected: 1 });
    expect(totals.endToEnd.p1?.ok).toBe(2);
  });

  it("looks at all instances of a shared queue", () => {
    const server = { serviceTime: 10, replicas: 2, queueScope: "node" };
    const totals = classes([[4], [0], [1]], server);
    expect(latency(totals, "p1")?.max).toBe(10);
    expect(latency(totals, "p2")?.max).toBe(16);
    const uneven = classes([[4], [0], [1]], { ...server, instanceSpeed: [1, 0.5] });
    // Of the 10 ms of the last one 1.5 ms are done by 4 ms; the rest goes to the fast instance.
    expect(latency(uneven, "p2")?.max).toBe(17.5);
  });

  it("interrupts work after calls, too", () => {
    const nodes = {
      low: { kind: "client", arrivals: { type: "trace", timesMs: [0] }, requests: { p1: {} } },
      high: { kind: "client", arrivals: { type: "trace", timesMs: [25] }, requests: { p0: {} } },
      server: {
        ...PREEMPTIVE,
        blocking: true,
        operations: {
          p0: { serviceTime: 10 },
          p1: { priority: 1, afterTime: 20, serviceTime: 10 },
        },
      },
      db: { serviceTime: 5 },
    };
    const edges = {
      "low->server": {},
      "high->server": {},
      "server->db": { calls: [{ id: "a", when: ["p1"] }] },
    };
    const totals = simulate(sketch({ nodes, edges }));
    expect(latency(totals, "p0")?.max).toBe(10);
    expect(latency(totals, "p1")?.max).toBe(45);
    expectBooksInOrder(totals);
  });
});

describe("interrupted work", () => {
  it("has no patience to lose, may be cancelled, and is lost in a crash", () => {
    const patient = classes([[4], [0]], { serviceTime: 10, queueTimeoutMs: 1 });
    expect(patient.endToEnd.p1?.failed).toEqual({});
    const edges = { "users0->server": {}, "users1->server": { timeoutMs: 8, cancel: "interrupt" } };
    const cut = classes([[4], [0]], { serviceTime: 10 }, { edges });
    expect(cut.endToEnd.p1?.failed).toEqual({ timeout: 1 });
    expect(nodeOf(cut, "server").failed).toEqual({ cancelled: 1 });
    const faults = { f: { kind: "crash", target: "server", atS: 0.006 } };
    const lost = classes([[4], [0]], { serviceTime: 10 }, { faults });
    expect(lost.endToEnd.all?.failed).toEqual({ connectionLost: 2 });
  });
});

describe("preemptive-resume priority in the long run", () => {
  /** Sojourns of two classes of 30 and 50 requests per second. */
  function sojourns(serviceTimes: readonly [Json, Json]): (number | null | undefined)[] {
    const operations = {
      first: { priority: 0, serviceTime: serviceTimes[0] },
      second: { priority: 1, serviceTime: serviceTimes[1] },
    };
    const totals = simulate(
      poisson({
        ratePerS: 80,
        station: { ...PREEMPTIVE, operations },
        durationS: 6000,
        client: { requests: { first: { weight: 3 }, second: { weight: 5 } } },
      }),
    );
    expectBooksInOrder(totals);
    return [totals.endToEnd.first?.latencyMs.mean, totals.endToEnd.second?.latencyMs.mean];
  }

  // Kleinrock II, 3.6: T_k = (E[S_k] (1 - s_k) + R_k) / ((1 - s_(k-1)) (1 - s_k)), where s_k is the
  // load of the classes up to k and R_k the sum of rate E[S^2] / 2 over them.
  it("gives the sojourns of M/M/1", () => {
    const [first, second] = sojourns([EXP(10), EXP(10)]);
    within(first, 10 / 0.7, 0.02);
    within(second, (10 * 0.2 + 8) / 0.7 / 0.2, 0.06);
  });

  it("gives the sojourns of M/G/1", () => {
    const [first, second] = sojourns([10, EXP(10)]);
    within(first, (10 * 0.7 + 1.5) / 0.7, 0.02);
    within(second, (10 * 0.2 + 6.5) / 0.7 / 0.2, 0.06);
  });
});
