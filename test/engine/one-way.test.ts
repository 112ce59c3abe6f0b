// A one-way call that is its stage's only one is sent without a row of its own (primitives/one-way.ts).
// With its count as a distribution it takes the way of all other calls: nothing else may differ.
import { describe, expect, it } from "vitest";
import { edgeOf, fingerprint, simulate, sketch } from "../support/simulate.ts";

const BALANCING = [
  "random",
  "roundRobin",
  "leastRequest",
  "leastConnections",
  "ringHash",
  "hash",
] as const;

const FAULTS = {
  crash: { kind: "crash", target: "second", atS: 5, forS: 2 },
  loss: { kind: "loss", target: "first->second", atS: 9, forS: 3 },
};

/** Bursts pass three stations one way. */
function chain(count: unknown, balancing: string, faults: Record<string, (typeof FAULTS)["loss"]>) {
  const oneWay = { oneWay: true, balancing, count };
  return sketch({
    run: { durationS: 16, warmupS: 2, windowS: 1, seed: 7 },
    nodes: {
      users: { kind: "client", ratePerS: 60, clients: 3, batch: 4 },
      first: { serviceTime: { type: "exponential", meanMs: 6 }, replicas: 2, concurrency: 2 },
      second: { serviceTime: { type: "exponential", meanMs: 9 }, replicas: 3, concurrency: 1 },
      third: { serviceTime: { type: "exponential", meanMs: 5 }, concurrency: 2, queueLengthMax: 3 },
    },
    edges: {
      "users->first": { ...oneWay, networkMs: { type: "uniform", minMs: 0, maxMs: 2 } },
      "first->second": oneWay,
      "second->third": oneWay,
    },
    faults,
  });
}

const ONCE_DRAWN = { type: "constant", value: 1 };

describe("a one-way call without a row of its own", () => {
  it.each(BALANCING)("counts, draws and causes what others do: %s", (balancing) => {
    const sent = chain(1, balancing, {});
    expect(edgeOf(simulate(sent), "second->third").calls).toBeGreaterThan(500);
    expect(fingerprint(sent)).toBe(fingerprint(chain(ONCE_DRAWN, balancing, {})));
  });

  it("meets crashes and a lossy link as others do", () => {
    const sent = fingerprint(chain(1, "random", FAULTS));
    expect(sent).toBe(fingerprint(chain(ONCE_DRAWN, "random", FAULTS)));
    expect(sent).not.toBe(fingerprint(chain(1, "random", {})));
  });
});

describe("a one-way call to a node of which no instance is listed", () => {
  const AWAY = { kind: "crash", target: "second", atS: 4, forS: 4 };
  const away = (edge: object) =>
    simulate(
      sketch({
        run: { durationS: 12, warmupS: 0, windowS: 1, seed: 7 },
        nodes: {
          users: { kind: "client", ratePerS: 50 },
          first: { serviceTime: 1, concurrency: 20 },
          second: { serviceTime: 1, concurrency: 20 },
        },
        edges: { "users->first": {}, "first->second": { oneWay: true, ...edge } },
        faults: { away: AWAY },
      }),
    );

  it.each([
    ["plain", {}],
    ["with a retry", { retry: { maxAttempts: 3 } }],
    ["with a breaker", { breaker: { minimumCalls: 5 } }],
    ["sent in batches", { batch: { maxCount: 5, lingerMs: 20 } }],
  ])("is counted as failed at its edge, and its caller goes on: %s", (_, edge) => {
    const result = away(edge);
    const { failed } = edgeOf(result, "first->second");
    expect(result.endToEnd.all?.failed).toEqual({});
    expect(failed.connectionRefused).toBeGreaterThan(0.8 * 4 * 50);
    expect(failed.connectionRefused).toBeLessThan(6 * 50);
  });
});
