// What caches do one by one: fetches, single-flight, stale entries, writes, flushes and crashes.
import { describe, expect, it } from "vitest";
import { run, simulate, sketch } from "../support/simulate.ts";

type Totals = ReturnType<typeof simulate>;

/** All that an engine promises of any run. */
function lawful(totals: Totals): Totals {
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

/** One key, so that all want the same; a database that takes 100 ms. */
const ONE_KEY = { kind: "cache", keyCount: 1, capacity: 1, concurrency: null, serviceTime: 0 };
const SLOW_DB = { kind: "database", concurrency: null, serviceTime: 100 };

function readThrough(cache: object, client: object, more: object = {}, db: object = {}) {
  return sketch({
    nodes: {
      users: { kind: "client", arrivals: "constant", ...client },
      cache: { ...ONE_KEY, ...cache },
      db: { ...SLOW_DB, ...db },
    },
    edges: { "users->cache": {}, "cache->db": {} },
    ...more,
  });
}

/** Requests every 10 ms from 10 ms on. */
const EVERY_10 = { ratePerS: 100 };

describe("a fetch", () => {
  it("is made by each who misses while it lasts", () => {
    // At 10, 20, ... 100 ms; the answer to the first is there at 110 ms, before who comes then.
    const { nodes } = lawful(simulate(readThrough({}, EVERY_10)));
    expect(nodes.db?.arrivals).toBe(10);
    expect(nodes.cache?.cache?.misses).toBe(10);
  });

  it("is made once for all who miss with single-flight, and they have its answer", () => {
    const totals = lawful(simulate(readThrough({ singleFlight: true }, EVERY_10)));
    expect(totals.nodes.db?.arrivals).toBe(1);
    expect(totals.nodes.cache?.cache).toMatchObject({ misses: 10, coalesced: 9 });
    // The first waits 100 ms, the second 90 ms, and so on; all others nothing.
    const all = totals.endToEnd.all;
    expect((all?.latencyMs.mean ?? 0) * (all?.ok ?? 0)).toBeCloseTo(550, 6);
  });

  it("that fails fails all who wait, and nothing is kept of it", () => {
    const failing = readThrough(
      { singleFlight: true },
      { ...EVERY_10, ratePerS: 100 },
      {},
      {
        errorRate: 1,
      },
    );
    const { nodes, endToEnd } = lawful(simulate(failing));
    expect(nodes.cache?.cache).toMatchObject({ hits: 0, entriesAtEnd: 0 });
    // Ten at a time end with one fetch.
    expect(nodes.db?.arrivals).toBe(100);
    expect(endToEnd.all?.ok).toBe(0);
    expect(endToEnd.all?.failed.dependency).toBe(endToEnd.all?.completed ?? 0);
  });

  it("whose caller cancels it is taken over by the next who waits", () => {
    // The first caller gives up after 50 ms and cancels; the second fetches anew from then on.
    const document = readThrough({ singleFlight: true }, { ratePerS: 50 });
    const edge = { networkMs: 0, timeoutMs: 50, cancel: "interrupt", protocol: "rest" };
    const { nodes, edges } = lawful(
      simulate({ ...document, edges: { ...document.edges, "users->cache": edge } }),
    );
    // Nobody waits for 100 ms, so every fetch is given up and the next one fetches.
    expect(nodes.cache?.cache?.hits).toBe(0);
    expect(nodes.db?.arrivals).toBeGreaterThan(100);
    expect(edges["users->cache"]?.failed.timeout).toBe(nodes.cache?.failed.cancelled);
  });

  it("goes on when its caller gives up without a word, for those who come later", () => {
    const document = readThrough({ singleFlight: true }, { ratePerS: 50 });
    const edge = { networkMs: 0, timeoutMs: 50, cancel: "none", protocol: "rest" };
    const { nodes } = lawful(
      simulate({ ...document, edges: { ...document.edges, "users->cache": edge } }),
    );
    expect(nodes.db?.arrivals).toBe(1);
    expect(nodes.cache?.cache?.hits).toBeGreaterThan(400);
  });
});

describe("a stale entry", () => {
  const STALE = { ttlMs: 1000, staleMs: 500 };

  it("is served while one fetches it anew", () => {
    const { nodes, endToEnd } = lawful(
      simulate(readThrough({ ...STALE, singleFlight: true }, EVERY_10)),
    );
    const { staleHits = 0, misses = 0 } = nodes.cache?.cache ?? {};
    // A miss at 10 ms, refreshes from 1,110 ms on every 1,100 ms; ten requests come during each.
    expect(nodes.db?.arrivals).toBe(10);
    expect(misses).toBe(10);
    expect(Math.abs(staleHits / 9 - 10)).toBeLessThanOrEqual(1);
    expect(endToEnd.all?.latencyMs.p999).toBeLessThan(100.5);
  });

  it("is too old after its time", () => {
    // Every two seconds: by then it has been stale for too long.
    const { nodes } = lawful(simulate(readThrough(STALE, { ratePerS: 0.5 })));
    expect(nodes.cache?.cache).toMatchObject({ staleHits: 0, hits: 0, misses: 5, expiries: 4 });
  });
});

describe("cache-aside", () => {
  /** A service that asks the cache, on a miss the database, then stores what it got. */
  const aside = (more: object = {}, cache: object = {}) =>
    sketch({
      nodes: {
        users: { kind: "client", arrivals: "constant", ...EVERY_10 },
        api: {},
        cache: { ...ONE_KEY, operations: { set: { access: "write" } }, ...cache },
        db: SLOW_DB,
      },
      edges: {
        "users->api": {},
        "api->cache": {
          calls: [
            { id: "get", optional: true },
            { id: "fill", operation: "set", stage: 3, whenMiss: "cache", optional: true },
          ],
        },
        "api->db": { calls: [{ id: "load", stage: 2, whenMiss: "cache" }] },
        ...more,
      },
    });

  it("calls the database and stores on a miss only", () => {
    const { nodes, edges } = lawful(simulate(aside()));
    expect(nodes.db?.arrivals).toBe(10);
    expect(nodes.cache?.cache).toMatchObject({ misses: 10, entriesAtEnd: 1 });
    const users = nodes.api?.arrivals ?? 0;
    expect(edges["api->cache"]?.calls).toBe(users + 10);
  });

  it("goes to the database for everything while the cache is down", () => {
    const down = { faults: { out: { kind: "crash", target: "cache", atS: 5 } } };
    const { nodes, endToEnd } = lawful(simulate({ ...aside(), ...down }));
    expect(endToEnd.all?.failed).toEqual({});
    expect(nodes.db?.arrivals).toBeGreaterThan(490);
  });

  it("finds out over connections and hedges too", () => {
    const pooled = { "api->cache": { ...aside().edges["api->cache"], pool: { max: 2 } } };
    const { nodes } = lawful(simulate(aside(pooled)));
    expect(nodes.db?.arrivals).toBe(10);
  });

  it("asks again after what is written elsewhere was dropped", () => {
    const document = aside();
    const nodes = {
      ...document.nodes,
      writer: { kind: "client", arrivals: "constant", ratePerS: 1, offsetMs: 500 },
      cache: {
        ...document.nodes.cache,
        operations: { set: { access: "write" }, drop: { access: "remove" } },
      },
    };
    const edges = {
      ...document.edges,
      "writer->cache": { networkMs: 0, calls: [{ id: "x", operation: "drop" }] },
    };
    const { nodes: found } = lawful(simulate({ ...document, nodes, edges } as never));
    // Ten misses after the start and after each of the ten removals.
    expect(found.db?.arrivals).toBe(110);
  });
});

describe("write-through", () => {
  it("stores what its calls have accepted, and nothing that failed", () => {
    const document = (errorRate: number) =>
      sketch({
        nodes: {
          writer: { kind: "client", arrivals: "constant", ratePerS: 1, requests: { save: {} } },
          reader: {
            kind: "client",
            arrivals: "constant",
            ratePerS: 1,
            offsetMs: 1500,
            requests: { load: {} },
          },
          cache: { ...ONE_KEY, operations: { save: { access: "write" } } },
          db: { kind: "database", concurrency: null, serviceTime: 10, errorRate },
        },
        edges: { "writer->cache": {}, "reader->cache": {}, "cache->db": { when: ["save"] } },
      });
    const good = lawful(simulate(document(0))).nodes;
    expect(good.cache?.cache).toMatchObject({ misses: 0 });
    expect(good.cache?.cache?.hits).toBeGreaterThan(5);
    expect(lawful(simulate(document(1))).nodes.cache?.cache?.hits).toBe(0);
  });
});

describe("a flush", () => {
  const flushed = (ratio: number, cache: object = {}) =>
    readThrough(
      { keyCount: 1000, capacity: 1000, keySkew: 0, warm: true, ...cache },
      { arrivals: "poisson", ratePerS: 1000 },
      { faults: { flush: { kind: "cache-flush", target: "cache", atS: 5, ratio } } },
      { serviceTime: 0 },
    );

  it("takes all entries at once, so that each key is missed once more", () => {
    const { nodes } = lawful(simulate(flushed(1)));
    // 5,000 requests over 1,000 keys after it.
    const expected = 1000 * (1 - Math.exp(-5));
    expect(Math.abs((nodes.cache?.cache?.misses ?? 0) - expected)).toBeLessThan(30);
  });

  it("takes a share of them by chance", () => {
    const { nodes } = lawful(simulate(flushed(0.4)));
    const expected = 400 * (1 - Math.exp(-5));
    expect(Math.abs((nodes.cache?.cache?.misses ?? 0) - expected)).toBeLessThan(4 * Math.sqrt(240));
  });

  it("happens once, whatever else happens at that instant", () => {
    const document = flushed(0.4);
    const also = { kind: "slow", target: "db", atS: 5, factor: 2 };
    const both = { ...document, faults: { ...document.faults, also } };
    const cut = { ...both, changes: { c: { atMs: 5000, set: { "nodes.users.ratePerS": 1000 } } } };
    const misses = (of: typeof document) => simulate(of).nodes.cache?.cache?.misses;
    expect(misses(both)).toBe(misses(document));
    expect(misses(cut as never)).toBe(misses(document));
  });

  it("makes the load of the database jump, unless one fetches for all", () => {
    const stampede = (singleFlight: boolean) =>
      readThrough(
        { keyCount: 10, capacity: 10, keySkew: 0, warm: true, singleFlight },
        { arrivals: "poisson", ratePerS: 1000 },
        { faults: { flush: { kind: "cache-flush", target: "cache", atS: 5 } } },
      );
    const open = lawful(simulate(stampede(false)));
    // All that come within the 100 ms of the first fetches miss.
    expect(open.nodes.db?.arrivals).toBeGreaterThan(80);
    expect(open.nodes.db?.arrivals).toBeLessThan(140);
    expect(lawful(simulate(stampede(true))).nodes.db?.arrivals).toBe(10);
  });
});

describe("an instance", () => {
  it("begins empty after a crash", () => {
    const crash = { faults: { out: { kind: "crash", target: "cache", atS: 5, forS: 0.001 } } };
    const document = readThrough({ endpointDelayMs: 0 }, { ...EVERY_10, offsetMs: 5 }, crash);
    expect(lawful(simulate(document)).nodes.db?.arrivals).toBe(20);
  });

  it("holds entries of its own, so copies pile up unless keys choose their instance", () => {
    const document = (balancing: string) =>
      sketch({
        nodes: {
          users: { kind: "client", ratePerS: 1000 },
          cache: { ...ONE_KEY, replicas: 4, keyCount: 200, capacity: 200, keySkew: 0 },
          db: { kind: "database", concurrency: null, serviceTime: 0 },
        },
        edges: { "users->cache": { balancing }, "cache->db": {} },
      });
    const misses = (balancing: string) =>
      simulate(document(balancing)).nodes.cache?.cache?.misses ?? 0;
    expect(misses("hash")).toBe(200);
    expect(misses("ringHash")).toBe(200);
    expect(misses("roundRobin")).toBe(800);
  });
});

describe("whoever runs it", () => {
  const document = readThrough(
    { keyCount: 50, capacity: 20, singleFlight: true, ttlMs: 700, staleMs: 200, ttlJitter: 0.3 },
    { arrivals: "poisson", ratePerS: 300 },
    { faults: { flush: { kind: "cache-flush", target: "cache", atS: 4, ratio: 0.5 } } },
  );

  it("gets the same in slices, and from a checkpoint", () => {
    const whole = simulate(document).digest;
    expect(simulate(document, { slice: 77 }).digest).toBe(whole);
    expect(simulate(document, { heapOnly: true }).digest).toBe(whole);
    const engine = run(document);
    engine.reset(document.run.seed ?? 1);
    engine.run(3333, Infinity);
    const saved = engine.saveCheckpoint();
    engine.run(Infinity, Infinity);
    const straight = engine.digest();
    engine.restoreCheckpoint(saved);
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(straight);
  });
});
