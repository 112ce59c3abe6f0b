import { describe, expect, it } from "vitest";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { simulate } from "../support/simulate.ts";

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });

/** Two classes of users before one server; `station` is what the server adds. */
function twoClasses(station: Record<string, Json>, rates: [number, number]): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "two classes",
    run: { durationS: 4000, warmupS: 20, windowS: 20 },
    nodes: {
      urgent: { kind: "client", ratePerS: rates[0], requests: { first: {} } },
      patient: { kind: "client", ratePerS: rates[1], requests: { second: {} } },
      server: { kind: "service", concurrency: 1, serviceTime: EXP(10), ...station },
    },
    edges: { "urgent->server": { networkMs: 0 }, "patient->server": { networkMs: 0 } },
  };
}

const PRIORITIES: Json = { first: { priority: 0 }, second: { priority: 1 } };

describe("priority", () => {
  it("makes each class wait as Cobham's formula says", () => {
    const totals = simulate(
      twoClasses({ discipline: "priority", operations: PRIORITIES }, [30, 50]),
    );
    // Cobham 1954: W0 = sum of rate * E[S^2] / 2 = 8 ms; W1 = W0 / (1 - 0.3), W2 = W1 / (1 - 0.8).
    const first = (totals.endToEnd.first?.latencyMs.mean ?? 0) - 10;
    const second = (totals.endToEnd.second?.latencyMs.mean ?? 0) - 10;
    expect(first / (8 / 0.7)).toBeGreaterThan(0.97);
    expect(first / (8 / 0.7)).toBeLessThan(1.03);
    expect(second / (8 / 0.7 / 0.2)).toBeGreaterThan(0.9);
    expect(second / (8 / 0.7 / 0.2)).toBeLessThan(1.1);
  });

  it("serves equals first in, first out", () => {
    const same = { first: { priority: 2 }, second: { priority: 2 } };
    const queue = (station: Record<string, Json>): unknown =>
      simulate(twoClasses(station, [30, 50])).endToEnd;
    expect(queue({ discipline: "priority", operations: same })).toEqual(
      queue({ discipline: "fifo" }),
    );
  });

  it("keeps its order when waiting requests leave", () => {
    const totals = simulate(
      twoClasses(
        { discipline: "priority", operations: PRIORITIES, queueTimeoutMs: EXP(20) },
        [60, 60],
      ),
    );
    const lost = (type: string): number => {
      const { failed, completed } = totals.endToEnd[type] ?? { failed: {}, completed: 1 };
      return (failed.queueTimeout ?? 0) / completed;
    };
    expect(lost("second")).toBeGreaterThan(1.2 * lost("first"));
    expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
  });
});

describe("random order", () => {
  it("has the mean wait of first in, first out and a wider spread", () => {
    const wait = (discipline: string) =>
      simulate(twoClasses({ discipline }, [30, 50])).nodes.server?.waitMs;
    const fifo = wait("fifo");
    const random = wait("random");
    expect((random?.mean ?? 0) / (fifo?.mean ?? 1)).toBeGreaterThan(0.93);
    expect((random?.mean ?? 0) / (fifo?.mean ?? 1)).toBeLessThan(1.07);
    // M/M/1: E[W^2] of random order is 2 / (2 - rho) times that of FIFO (Takacs 1963): 1.67.
    expect((random?.stdMs ?? 0) / (fifo?.stdMs ?? 1)).toBeGreaterThan(1.25);
  });
});

describe("admission by the number present", () => {
  it("discourages as a birth-death process with rate / (n + 1) does", () => {
    const acceptRatios = Array.from({ length: 60 }, (_, n) => 1 / (n + 1));
    const totals = simulate(twoClasses({ admission: { acceptRatios } }, [75, 75]));
    const server = totals.nodes.server;
    // Present is Poisson with mean rate * service = 1.5 (Gross et al. 2008, discouraged arrivals).
    expect(server?.inFlight.mean).toBeGreaterThan(1.47);
    expect(server?.inFlight.mean).toBeLessThan(1.53);
    expect(server?.utilization).toBeGreaterThan(0.77);
    expect(server?.utilization).toBeLessThan(0.785);
    expect(server?.failed.shed).toBeGreaterThan(0);
  });

  it("lets everything in at ratio 1, and next to nobody in while one is served", () => {
    const server = (acceptRatios: number[]) =>
      simulate(twoClasses({ admission: { acceptRatios } }, [10, 10])).nodes.server;
    expect(server([1])?.failed.shed).toBeUndefined();
    const { failed, arrivals } = server([1, 1e-9]) ?? { failed: {}, arrivals: 1 };
    // A loss system with load 0.2: Erlang B gives 1/6.
    expect((failed.shed ?? 0) / arrivals).toBeGreaterThan(0.162);
    expect((failed.shed ?? 0) / arrivals).toBeLessThan(0.171);
  });
});

describe("least requests among many", () => {
  function replicas(choiceCount: number): number {
    const totals = simulate({
      format: 1,
      catalog: "2026-11",
      name: "choices",
      run: { durationS: 100, warmupS: 10, windowS: 10 },
      nodes: {
        users: { kind: "client", ratePerS: 1800 },
        server: { kind: "service", replicas: 20, concurrency: 1, serviceTime: EXP(10) },
      },
      edges: { "users->server": { networkMs: 0, balancing: "leastRequest", choiceCount } },
    });
    return totals.endToEnd.all?.latencyMs.mean ?? 0;
  }

  it("shortens the stay with every further choice, to the shortest queue of all", () => {
    const [one, two, three, all] = [1, 2, 3, 20].map(replicas) as [number, number, number, number];
    // Random split of M/M/1 at 0.9: 100 ms; two choices in the mean field: 26 ms.
    expect(one).toBeGreaterThan(80);
    expect(two).toBeGreaterThan(24);
    expect(two).toBeLessThan(32);
    expect(three).toBeLessThan(two);
    expect(all).toBeLessThan(three);
  });
});
