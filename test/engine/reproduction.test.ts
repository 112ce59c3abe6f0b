// The same run again: from a used engine, with an entity more, with changes replayed, in any order.
import { describe, expect, it } from "vitest";
import { createEngine, engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import {
  allOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  resolved,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

/** A shop with all that is random: types, chance, jitter, errors, balancing, faults, a broker. */
const SHOP: ScenarioDocument = sketch({
  run: { durationS: 4, windowS: 0.5, warmupS: 1 },
  nodes: {
    users: {
      kind: "client",
      ratePerS: 80,
      clients: 3,
      requests: { browse: { weight: 3 }, buy: {} },
    },
    api: { replicas: 3, concurrency: 4, serviceTime: { type: "exponential", meanMs: 8 } },
    db: { kind: "database", concurrency: 2, errorRate: 0.05 },
    mq: { kind: "rabbitmq" },
    mailer: { serviceTime: { type: "lognormal", meanMs: 20, scv: 2 }, concurrency: 2 },
  },
  edges: {
    "users->api": { networkMs: 1, balancing: "leastRequest", timeoutMs: 300, retry: {} },
    "api->db": {
      networkMs: { type: "exponential", meanMs: 0.5 },
      probability: 0.8,
      retry: { maxAttempts: 2, backoff: { baseMs: 5 } },
      breaker: { window: { size: 10 }, minimumCalls: 5, openMs: 100 },
    },
    "api->mq": { probability: 0.3, stage: 2 },
    "mq->mailer": { prefetch: 5 },
  },
  faults: { slow: { kind: "slow", target: "api[random:1]", factor: 4, atS: 2, forS: 1 } },
});

function changed(document: ScenarioDocument, set: Record<string, Json>): ScenarioDocument {
  const result = applySet(document, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

describe("reset", () => {
  it("of a used engine runs as a fresh one does", () => {
    const fresh = createEngine({ heapOnly: false });
    fresh.load(resolved(SHOP), 7);
    fresh.run(Infinity, Infinity);
    const digest = fresh.digest();
    // Another scenario, half a run, then reset; then the other way round.
    run(sketch({ nodes: { users: metronome(10, 0), api: {} }, edges: { "users->api": {} } }));
    engine.load(resolved(SHOP), 3);
    engine.run(1500, Infinity);
    engine.reset(7);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
    engine.reset(7);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
    engine.reset(8);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).not.toBe(digest);
  });

  it("puts back what was changed while it ran", () => {
    const base = resolved(SHOP);
    engine.load(base);
    engine.run(Infinity, Infinity);
    const digest = engine.digest();
    engine.reset(base.seed);
    engine.run(1000, Infinity);
    expect(engine.change(resolved(changed(SHOP, { "nodes.users.ratePerS": 10 })))).toBe(true);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).not.toBe(digest);
    engine.reset(base.seed);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
  });
});

describe("what does not matter", () => {
  it("is the order of keys, names, layout, notes, lesson and description", () => {
    const { digest } = simulate(SHOP);
    const reversed = (value: unknown): unknown =>
      Array.isArray(value) || typeof value !== "object" || value === null
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .map(([key, item]) => [key, reversed(item)])
              .reverse(),
          );
    expect(simulate(reversed(SHOP) as ScenarioDocument).digest).toBe(digest);
    const dressed: ScenarioDocument = {
      ...SHOP,
      name: "Another name",
      description: "Of the same thing.",
      nodes: Object.fromEntries(
        Object.entries(SHOP.nodes).map(([id, node]) => [id, { ...node, name: `The ${id}` }]),
      ),
      faults: Object.fromEntries(
        Object.entries(SHOP.faults ?? {}).map(([id, fault]) => [id, { ...fault, name: "Ouch" }]),
      ),
      layout: { api: [10, 20] },
      notes: ["remember"],
      lesson: { title: "x" },
      slos: { fast: { expr: "p99 < 100ms" } },
    };
    expect(simulate(dressed).digest).toBe(digest);
  });

  it("is the order in which a fault's targets are listed, or the links of a node it hits", () => {
    const hit = (kind: string, target: string[]): Json =>
      ({ kind, target, atS: 1, forS: 2, ...(kind === "slow" ? { factor: 9 } : {}) }) as Json;
    const digestOf = (kind: string, target: string[], document = SHOP) =>
      simulate(changed(document, { "faults.slow": hit(kind, target) })).digest;
    const targets = ["mailer", "api[random:1]", "db"];
    expect(digestOf("slow", [...targets].reverse())).toBe(digestOf("slow", targets));
    expect(digestOf("slow", [...targets, "db"])).toBe(digestOf("slow", targets));
    const edges = Object.fromEntries(Object.entries(SHOP.edges).reverse());
    expect(digestOf("latency", ["api"], { ...SHOP, edges })).toBe(digestOf("latency", ["api"]));
  });

  it("is whether a default is written out", () => {
    const { digest } = simulate(SHOP);
    expect(simulate(changed(SHOP, { "nodes.api.queueLengthMax": null })).digest).toBe(digest);
    expect(simulate(changed(SHOP, { "edges.users->api.cancel": "none" })).digest).toBe(digest);
  });
});

describe("a node that is not connected", () => {
  it.each(["aaa", "mid", "zzz"])("changes nothing for the others (%s)", (id) => {
    const before = simulate(SHOP);
    const after = simulate(
      changed(SHOP, { [`nodes.${id}`]: { kind: "service", replicas: 3 } as Json }),
    );
    expect(after.endToEnd).toEqual(before.endToEnd);
    expect(after.edges).toEqual(before.edges);
    for (const node of Object.keys(before.nodes)) {
      expect(after.nodes[node]).toEqual(before.nodes[node]);
    }
  });

  it("not even when it has traffic of its own", () => {
    const before = simulate(SHOP);
    const after = simulate(
      changed(SHOP, {
        "nodes.a-users": { kind: "client", ratePerS: 30, requests: { other: {} } } as Json,
        "nodes.a-api": { kind: "service" } as Json,
        "edges.a-users->a-api": {},
      }),
    );
    for (const node of Object.keys(before.nodes)) {
      expect(after.nodes[node]).toEqual(before.nodes[node]);
    }
    expect(after.endToEnd.buy).toEqual(before.endToEnd.buy);
  });
});

describe("work cut off by a crash", () => {
  it("ends in the same order whatever rows others have taken", () => {
    const crowded = changed(SHOP, {
      "nodes.api.concurrency": 10,
      "nodes.api.serviceTime": { type: "exponential", meanMs: 300 },
      "edges.users->api.networkMs": { type: "exponential", meanMs: 5 },
      "edges.users->api.timeoutMs": 2000,
      "faults.slow": { kind: "crash", target: "api", atS: 2, forS: 1 } as Json,
    });
    const before = simulate(crowded);
    expect(edgeOf(before, "users->api").failed.connectionLost).toBeGreaterThan(10);
    const after = simulate(
      changed(crowded, {
        "nodes.a-users": { kind: "client", ratePerS: 300, requests: { other: {} } } as Json,
        "nodes.a-api": { kind: "service", serviceTime: 20 } as Json,
        "edges.a-users->a-api": {},
      }),
    );
    expect(after.edges["users->api"]).toEqual(before.edges["users->api"]);
    expect(after.nodes.api).toEqual(before.nodes.api);
    for (const type of ["browse", "buy"]) {
      expect(after.endToEnd[type]).toEqual(before.endToEnd[type]);
    }
  });
});

describe("the k-th request of a source", () => {
  it("is the same whatever becomes of it", () => {
    const offered = (totals: EngineTotals): unknown => [
      totals.endToEnd.browse?.offered,
      totals.endToEnd.buy?.offered,
    ];
    const before = simulate(SHOP);
    const slower = changed(SHOP, { "nodes.db.serviceTime": 100, "edges.users->api.timeoutMs": 50 });
    expect(offered(simulate(slower))).toEqual(offered(before));
  });
});

describe("a change of the running scenario", () => {
  const CHANGES: readonly [string, Record<string, Json>][] = [
    ["of a rate", { "nodes.users.ratePerS": 200 }],
    ["of a rate to nothing", { "nodes.users.ratePerS": 0 }],
    ["of a distribution", { "nodes.api.serviceTime": { type: "exponential", meanMs: 30 } }],
    ["of slots", { "nodes.db.concurrency": 1 }],
    ["of policies", { "edges.users->api.timeoutMs": 40, "edges.users->api.retry.maxAttempts": 1 }],
    ["of a fault", { "faults.slow.enabled": false }],
    ["of a consumer", { "edges.mq->mailer.prefetch": 1 }],
  ];

  /** Runs SHOP, makes the change at `atMs`, ends it. */
  function live(set: Record<string, Json>, atMs: number): string {
    engine.load(resolved(SHOP));
    engine.run(atMs, Infinity);
    expect(engine.change(resolved(changed(SHOP, set)))).toBe(true);
    engine.run(Infinity, Infinity);
    return engine.digest();
  }

  it.each(CHANGES)("%s is replayed from its record, bit by bit", (_, set) => {
    // Between events, and at an instant where a window, the warm-up or a fault has its boundary.
    for (const atMs of [1234.5678, 1000, 2500]) {
      const digest = live(set, atMs);
      const recorded = { ...SHOP, changes: { c1: { atMs, set } } };
      expect(simulate(recorded).digest).toBe(digest);
      expect(simulate(recorded, { slice: 7 }).digest).toBe(digest);
    }
    expect(simulate(SHOP).digest).not.toBe(live(set, 1234.5678));
  });

  it("comes after every event of its instant", () => {
    const document = sketch({
      nodes: { users: metronome(1000, 0), api: { serviceTime: 10 } },
      edges: { "users->api": {} },
    });
    const recorded = {
      ...document,
      changes: { c1: { atMs: 5000, set: { "nodes.api.serviceTime": 500 } } },
    };
    // Those of 0 to 5 s take 10 ms, those of 6 to 9 s 500 ms; that of 10 s is not done.
    expect(allOf(simulate(recorded)).latencyMs.mean).toBe((6 * 10 + 4 * 500) / 10);
  });

  it("of a rate is felt at once, however long the gap that was drawn before", () => {
    const document = sketch({
      run: { durationS: 20 },
      nodes: { users: { kind: "client", arrivals: "constant", ratePerS: 0.01, offsetMs: null } },
      edges: {},
    });
    const set = (ratePerS: number): Record<string, Json> => ({ "nodes.users.ratePerS": ratePerS });
    const offered = (changes: NonNullable<ScenarioDocument["changes"]>): number =>
      allOf(simulate({ ...document, changes })).offered;
    // After 10 of 100 s nine tenths of the gap are left: 900 ms at the new rate of 1/s.
    expect(offered({ c1: { atMs: 10_000, set: set(1) } })).toBe(10);
    expect(offered({ c1: { atMs: 10_000, set: set(0) }, c2: { atMs: 15_500, set: set(1) } })).toBe(
      4,
    );
    expect(offered({ c1: { atMs: 0, set: set(0) } })).toBe(0);
  });

  it("to more slots lets those who wait begin at once", () => {
    const document = sketch({
      nodes: { users: { ...ONCE, batch: 4 }, api: { serviceTime: 4000, concurrency: 1 } },
      edges: { "users->api": {} },
    });
    const changes = { c1: { atMs: 1050, set: { "nodes.api.concurrency": 4 } } };
    const totals = simulate({ ...document, changes });
    expect(allOf(totals).latencyMs.max).toBe(5050);
    // One slot for 1.05 s, four for the rest; one busy for 4 s, three for 4 s from then on.
    expect(nodeOf(totals, "api").utilization).toBeCloseTo((4 + 12) / (1.05 + 4 * 8.95), 12);
  });

  it("to fewer slots lets running work finish first", () => {
    const document = sketch({
      nodes: { users: { ...ONCE, batch: 6 }, api: { serviceTime: 2000, concurrency: 4 } },
      edges: { "users->api": {} },
    });
    const changes = { c1: { atMs: 1000, set: { "nodes.api.concurrency": 1 } } };
    // Four end at 2 s, then one after another at 4 and 6 s.
    expect(allOf(simulate({ ...document, changes })).latencyMs.mean).toBe(
      (4 * 2000 + 4000 + 6000) / 6,
    );
  });

  it("that is structural is refused and leaves the run as it was", () => {
    engine.load(resolved(SHOP));
    engine.run(Infinity, Infinity);
    const { digest } = engine.totals();
    engine.reset(1);
    engine.run(1500, Infinity);
    const more = changed(SHOP, { "nodes.cache": { kind: "database" } as Json });
    expect(engine.change(resolved(more))).toBe(false);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
  });

  it("that is structural ends a replay with its name", () => {
    const base = resolved(SHOP);
    const after = resolved(changed(SHOP, { "nodes.cache": { kind: "database" } as Json }));
    engine.load({ ...base, changes: [{ id: "grow", atMs: 1500, set: {}, after }] });
    expect(engine.run(Infinity, Infinity).kind).toBe("cap");
    const totals = engine.totals();
    expect(totals.endedEarly).toBe("structural change grow");
    expect(totals.simulatedS).toBe(1.5);
  });
});
