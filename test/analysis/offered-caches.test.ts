// Offered load behind caches: what the equations say must be what the engine does once it is warm.
import { describe, expect, it } from "vitest";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, simulate, sketch } from "../support/simulate.ts";

function both(document: ScenarioDocument, node: string): readonly [number, number] {
  const said = offeredLoad(resolved(document)).nodes.find(({ id }) => id === node);
  return [said?.ratePerS ?? Number.NaN, simulate(document).nodes[node]?.throughput ?? Number.NaN];
}

const RUN = { durationS: 120, warmupS: 60 };
const DB = { kind: "database", concurrency: null, serviceTime: 1 };

describe("behind a cache that fetches", () => {
  const through = (cache: object, edge: object = {}): ScenarioDocument =>
    sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 500 },
        cache: { kind: "cache", keyCount: 1000, keySkew: 0.9, serviceTime: 0.1, ...cache },
        db: DB,
      },
      edges: { "users->cache": edge, "cache->db": {} },
    });

  it.each([
    ["room for some", { capacity: 100 }, {}],
    ["little time to live", { capacity: 1000, ttlMs: 5000, ttlJitter: 0.4 }, {}],
    ["a fixed ratio", { hitRatio: 0.8 }, {}],
    ["four copies", { capacity: 100, replicas: 4 }, {}],
    ["four shards", { capacity: 100, replicas: 4 }, { balancing: "hash" }],
  ])("with %s come the misses", (_, cache, edge) => {
    const [said, done] = both(through(cache, edge), "db");
    expect(Math.abs(said - done)).toBeLessThan(0.06 * done);
  });
});

describe("behind a cache that writes later", () => {
  it.each([
    ["one instance", {}, {}],
    ["two shards", { replicas: 2 }, { balancing: "hash" }],
  ])("with %s comes one write for all to a key within a second", (_, cache, edge) => {
    const document = sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 500 },
        cache: {
          kind: "cache",
          ...{ keyCount: 300, keySkew: 0.9, writes: "behind", concurrency: null, ...cache },
          operations: { request: { access: "write" } },
        },
        db: DB,
      },
      edges: { "users->cache": edge, "cache->db": {} },
    });
    const [said, done] = both(document, "db");
    expect(Math.abs(said - done)).toBeLessThan(0.03 * done);
    expect(done).toBeLessThan(250);
  });
});

describe("behind a CDN", () => {
  const points = (cdn: object): ScenarioDocument =>
    sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 500 },
        cdn: { kind: "cdn", replicas: 4, keyCount: 500, keySkew: 0.9, ttlMs: 10_000, ...cdn },
        origin: { concurrency: null, serviceTime: 1 },
      },
      edges: { "users->cdn": {}, "cdn->origin": {} },
    });

  it.each([
    ["points that hold all", { capacity: 500 }],
    ["a shield that holds all", { capacity: 500, shield: { capacity: 500, networkMs: 1 } }],
  ])("come the misses of %s", (_, cdn) => {
    const [said, done] = both(points(cdn), "origin");
    expect(Math.abs(said - done)).toBeLessThan(0.06 * done);
  });
});

describe("beside a cache that is asked first", () => {
  it("come the calls that wait for its misses, there and to the cache itself", () => {
    const document = sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 300 },
        api: {},
        cache: {
          kind: "cache",
          ...{ keyCount: 500, capacity: 50, operations: { set: { access: "write" } } },
        },
        db: DB,
      },
      edges: {
        "users->api": {},
        "api->cache": {
          calls: [{ id: "get" }, { id: "set", operation: "set", stage: 3, whenMiss: "cache" }],
        },
        "api->db": { calls: [{ id: "load", stage: 2, whenMiss: "cache" }] },
      },
    });
    for (const node of ["db", "cache"]) {
      const [said, done] = both(document, node);
      expect(Math.abs(said - done)).toBeLessThan(0.06 * done);
    }
  });
});
