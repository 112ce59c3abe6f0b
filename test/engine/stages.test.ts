// What an operation calls: stages, choices, counts, what a stage needs, fallbacks and depth.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const TIMES = { a: 10, b: 20, c: 40 } as const;

/** One request to `api`, which calls a (10 ms), b (20 ms) and c (40 ms). */
function fan(
  edges: Partial<Record<keyof typeof TIMES, object>>,
  { api = {}, callees = {}, users = {} as object } = {} as {
    api?: object;
    callees?: Partial<Record<keyof typeof TIMES, object>>;
    users?: object;
  },
): EngineTotals {
  const ids = Object.keys(edges) as (keyof typeof TIMES)[];
  return simulate(
    sketch({
      nodes: {
        users: { ...ONCE, ...users },
        api: { concurrency: null, ...api },
        ...Object.fromEntries(
          ids.map((id) => [id, { serviceTime: TIMES[id], concurrency: null, ...callees[id] }]),
        ),
      },
      edges: {
        "users->api": {},
        ...Object.fromEntries(ids.map((id) => [`api->${id}`, edges[id] ?? {}])),
      },
    }),
  );
}

describe("stages", () => {
  it("run one after another, the calls of one side by side, whichever edges they are on", () => {
    expect(allOf(fan({ a: {}, b: {}, c: {} })).latencyMs.mean).toBe(40);
    expect(allOf(fan({ a: { stage: 1 }, b: { stage: 2 }, c: { stage: 3 } })).latencyMs.mean).toBe(
      70,
    );
    expect(allOf(fan({ a: { stage: 2 }, b: { stage: 2 }, c: { stage: 7 } })).latencyMs.mean).toBe(
      60,
    );
  });

  it("are those of the operation that is asked for", () => {
    const totals = fan(
      { a: { when: ["read"] }, c: { when: ["write"] } },
      { users: { requests: { read: {}, write: {} }, batch: 50 } },
    );
    expect(totals.endToEnd.read?.latencyMs.max).toBe(10);
    expect(totals.endToEnd.write?.latencyMs.min).toBe(40);
    expect(nodeOf(totals, "a").arrivals).toBe(totals.endToEnd.read?.offered);
  });

  it("that chance leaves empty are passed over", () => {
    const totals = fan({ a: { probability: 0 }, b: { stage: 2 } });
    expect(allOf(totals).latencyMs.mean).toBe(20);
    expect(edgeOf(totals, "api->a").calls).toBe(0);
  });
});

describe("chance and choice", () => {
  const many = { users: { batch: 2000 } };

  it("is independent for each call, or exclusive within a group", () => {
    const independent = fan({ a: { probability: 0.6 }, b: { probability: 0.4 } }, many);
    const both = edgeOf(independent, "api->a").calls + edgeOf(independent, "api->b").calls;
    // Variance of each: n p (1 - p) = 480.
    expect(Math.abs(both - 2000)).toBeLessThan(4 * Math.sqrt(960));
    expect(both).not.toBe(2000);
    const exclusive = fan(
      {
        a: { calls: [{ id: "x", choice: "g", weight: 3 }] },
        b: { calls: [{ id: "x", choice: "g", weight: 1 }] },
      },
      many,
    );
    const taken = edgeOf(exclusive, "api->a").calls;
    expect(taken + edgeOf(exclusive, "api->b").calls).toBe(2000);
    expect(Math.abs(taken - 1500)).toBeLessThan(4 * Math.sqrt(2000 * 0.75 * 0.25));
  });

  it("keeps several groups of a stage and its other calls apart", () => {
    const group = (choice: string, weight: number): object => ({
      calls: [{ id: "x", choice, weight }],
    });
    const totals = simulate(
      sketch({
        nodes: {
          users: { ...ONCE, batch: 1000 },
          api: { concurrency: null },
          ...Object.fromEntries(["a", "b", "c", "d", "e"].map((id) => [id, { concurrency: null }])),
        },
        edges: {
          "users->api": {},
          "api->a": group("g", 1),
          "api->c": group("g", 1),
          "api->b": group("h", 1),
          "api->d": group("h", 0),
          "api->e": {},
        },
      }),
    );
    const calls = (to: string): number => edgeOf(totals, `api->${to}`).calls;
    expect(calls("a") + calls("c")).toBe(1000);
    expect(calls("b")).toBe(1000);
    expect(calls("d")).toBe(0);
    expect(calls("e")).toBe(1000);
  });
});

describe("the count of a call", () => {
  it("makes it so often, one after another or at once", () => {
    expect(allOf(fan({ a: { count: 5 } })).latencyMs.mean).toBe(50);
    expect(allOf(fan({ a: { count: 5, parallel: true } })).latencyMs.mean).toBe(10);
    expect(edgeOf(fan({ a: { count: 5 } }), "api->a").calls).toBe(5);
    expect(edgeOf(fan({ a: { count: 0 } }), "api->a").calls).toBe(0);
  });

  it("stops at the first failure of calls made one after another", () => {
    const totals = fan({ a: { count: 5 } }, { callees: { a: { errorRate: 1 } } });
    expect(edgeOf(totals, "api->a").calls).toBe(1);
    expect(allOf(totals).failed).toEqual({ dependency: 1 });
  });

  it("may be drawn anew for every request", () => {
    const count = { type: "uniform", minMs: 0.5, maxMs: 4.5 };
    const totals = fan({ a: { count } }, { users: { batch: 1000 } });
    // 1 to 4, equally likely: mean 2.5, variance 1.25.
    const { calls } = edgeOf(totals, "api->a");
    expect(Math.abs(calls - 2500)).toBeLessThan(4 * Math.sqrt(1000 * 1.25));
  });

  it("of all makes one to every instance", () => {
    const totals = fan(
      { a: { count: "all" } },
      { callees: { a: { replicas: 4, instanceSpeed: [1, 1, 1, 0.1] } } },
    );
    expect(edgeOf(totals, "api->a").calls).toBe(4);
    // The slow instance is asked too.
    expect(allOf(totals).latencyMs.mean).toBe(100);
  });
});

describe("what a stage requires", () => {
  const needing = (needed: unknown, callees: object = {}, edges: object = {}): EngineTotals =>
    fan({ a: {}, b: {}, c: {}, ...edges }, { api: { requires: { 1: needed } }, callees });
  const broken = { errorRate: 1 };

  it("is all of it, the first success or k successes", () => {
    expect(allOf(needing("all")).latencyMs.mean).toBe(40);
    expect(allOf(needing("any")).latencyMs.mean).toBe(10);
    expect(allOf(needing(2)).latencyMs.mean).toBe(20);
  });

  it("fails the request at the instant it is out of reach", () => {
    const all = needing("all", { b: broken });
    expect(allOf(all).failed).toEqual({ dependency: 1 });
    expect(allOf(all).latencyAllMs.mean).toBe(20);
    expect(allOf(needing(2, { a: broken })).latencyMs.mean).toBe(40);
    expect(allOf(needing(2, { a: broken, b: broken })).latencyAllMs.mean).toBe(20);
    expect(allOf(needing("any", { a: broken, b: broken })).latencyMs.mean).toBe(40);
  });

  it("abandons the other calls once it is decided", () => {
    const totals = needing("any");
    expect(edgeOf(totals, "api->b").failed).toEqual({ cancelled: 1 });
    expect(edgeOf(totals, "api->c").failed).toEqual({ cancelled: 1 });
    // They are not told, so they run to their end for nobody.
    expect(nodeOf(totals, "c").completions).toBe(1);
    expect(nodeOf(totals, "c").wastedRatio).toBe(1);
    const told = needing("any", {}, { c: { cancel: "interrupt" } });
    expect(nodeOf(told, "c").failed).toEqual({ cancelled: 1 });
  });

  it("waits for an optional call and ignores its failure", () => {
    const optional = { calls: [{ id: "x", optional: true }] };
    const totals = needing("all", { c: broken }, { c: optional });
    expect(allOf(totals).ok).toBe(1);
    expect(allOf(totals).latencyMs.mean).toBe(40);
    expect(edgeOf(totals, "api->c").failed).toEqual({ error: 1 });
  });

  it("does not take the failure of an optional call for a success", () => {
    const optional = { calls: [{ id: "x", optional: true }] };
    const totals = needing("any", { a: broken }, { a: optional });
    expect(allOf(totals).latencyMs.mean).toBe(20);
  });
});

describe("a fallback", () => {
  const broken = { callees: { a: { errorRate: 1 } } };

  it("answers in place of a failed call; the request ends as degraded", () => {
    const totals = fan({ a: { fallback: { type: "static", latencyMs: 5 } } }, broken);
    expect(allOf(totals).degraded).toBe(1);
    expect(allOf(totals).ok).toBe(0);
    expect(allOf(totals).errorRate).toBe(0);
    expect(allOf(totals).latencyMs.mean).toBe(15);
    expect(edgeOf(totals, "api->a").fallbacks).toBe(1);
    expect(edgeOf(totals, "api->a").failed).toEqual({ error: 1 });
  });

  it("comes after all retries, and not before they are used up", () => {
    const retry = { maxAttempts: 3, backoff: { type: "none" } };
    const totals = fan({ a: { retry, fallback: { type: "static" } } }, broken);
    expect(edgeOf(totals, "api->a").attempts).toBe(3);
    expect(allOf(totals).latencyMs.mean).toBe(30);
  });

  it("is not needed where the call succeeds", () => {
    const totals = fan({ a: { fallback: { type: "static", latencyMs: 5 } } });
    expect(allOf(totals).ok).toBe(1);
    expect(edgeOf(totals, "api->a").fallbacks).toBe(0);
  });
});

describe("calls nested in each other", () => {
  /** Services s0 -> s1 -> ... with so many calls between the user and the last. */
  function nest(depth: number): EngineTotals {
    const ids = Array.from({ length: depth }, (_, at) => `s${at}`);
    return simulate(
      sketch({
        nodes: { users: ONCE, ...Object.fromEntries(ids.map((id) => [id, { serviceTime: 1 }])) },
        edges: {
          "users->s0": {},
          ...Object.fromEntries(ids.slice(1).map((id, at) => [`${ids[at]}->${id}`, {}])),
        },
      }),
    );
  }

  it("may be 64 deep; one more fails the request with error, cause callDepth", () => {
    expect(allOf(nest(64)).ok).toBe(1);
    const deep = nest(65);
    expect(allOf(deep).failed).toEqual({ error: 1 });
    expect(allOf(deep).latencyAllMs.mean).toBe(64);
    expect(nodeOf(deep, "s64").arrivals).toBe(0);
    expect(deep.warnings.join()).toContain("callDepth");
  });

  it("of a cycle end there, without any retry on the way back", () => {
    const totals = simulate(
      sketch({
        nodes: { users: metronome(1000, 500), a: { serviceTime: 1 }, b: { serviceTime: 1 } },
        edges: {
          "users->a": { retry: { maxAttempts: 3, backoff: { type: "none" } } },
          "a->b": { retry: { maxAttempts: 3, backoff: { type: "none" } } },
          "b->a": {},
        },
      }),
    );
    expect(allOf(totals).failed).toEqual({ error: 10 });
    expect(nodeOf(totals, "a").arrivals).toBe(10 * 32);
    expect(nodeOf(totals, "b").arrivals).toBe(10 * 32);
  });

  it("begin anew where a message is processed", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          a: { serviceTime: 1 },
          mq: { kind: "rabbitmq", serviceTime: 0 },
        },
        edges: { "users->a": {}, "a->mq": {}, "mq->a": {} },
      }),
    );
    // A message in a circle for the whole run, 1 ms each time.
    expect(allOf(totals).ok).toBe(1);
    expect(nodeOf(totals, "a").completions).toBe(10_000);
  });

  it("leave a way out where they are only likely", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 20 },
        nodes: { users: metronome(10, 0), a: { serviceTime: 1, concurrency: null } },
        edges: { "users->a": {}, "a->a": { probability: 0.5 } },
      }),
    );
    expect(allOf(totals).errorRate).toBe(0);
    // 1 / (1 - 0.5) visits each, variance 2.
    const visits = nodeOf(totals, "a").arrivals - 2 * allOf(totals).offered;
    expect(Math.abs(visits)).toBeLessThan(4 * Math.sqrt(2 * allOf(totals).offered));
  });
});

describe("a one-way call", () => {
  const oneWay = { oneWay: true };

  it("lets the caller go on at once; its end settles the request", () => {
    const totals = fan({ c: { ...oneWay, networkMs: 3 } });
    expect(allOf(totals).latencyMs.mean).toBe(0);
    expect(allOf(totals).settledMs.mean).toBe(43);
  });

  it("that fails shows at its edge only", () => {
    const totals = fan({ a: oneWay }, { callees: { a: { errorRate: 1 } } });
    expect(allOf(totals).ok).toBe(1);
    expect(edgeOf(totals, "api->a").failed).toEqual({ error: 1 });
    expect(edgeOf(totals, "api->a").ok).toBe(0);
  });
});

describe("until a request has settled", () => {
  it("everything that descends from it has ended, messages too", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: ONCE,
          api: { serviceTime: 10 },
          mq: { kind: "rabbitmq", serviceTime: 0 },
          mailer: { serviceTime: 500 },
          push: { serviceTime: 30 },
        },
        edges: {
          "users->api": {},
          "api->mq": { stage: 1 },
          "api->push": { stage: 2 },
          "mq->mailer": { networkMs: 5 },
        },
      }),
    );
    expect(allOf(totals).latencyMs.mean).toBe(40);
    // The message is settled when its acknowledgement is back at the broker.
    expect(allOf(totals).settledMs.mean).toBe(10 + 5 + 500 + 5);
  });

  it("zombies do not count: nobody waits for what they do", () => {
    const totals = fan({ c: { timeoutMs: 15 } });
    expect(allOf(totals).latencyAllMs.mean).toBe(15);
    expect(allOf(totals).settledMs.mean).toBe(15);
  });
});
