// What a file is told about CDNs, external APIs, schedulers and writes behind.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

interface Given {
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, object>>;
}

const NODES = {
  users: { kind: "client" },
  nightly: { kind: "scheduler" },
  cdn: { kind: "cdn" },
  shop: { kind: "service" },
  cache: { kind: "cache" },
  maps: { kind: "external-api" },
  db: { kind: "database" },
};
const EDGES = {
  "users->cdn": {},
  "cdn->shop": {},
  "shop->maps": {},
  "shop->cache": {},
  "cache->db": {},
  "nightly->db": {},
};

function documentOf({ nodes, edges, faults }: Given): ScenarioDocument {
  const value = {
    format: 1,
    catalog: "2026-11",
    name: "x",
    run: {},
    nodes: { ...NODES, ...nodes },
    edges: { ...EDGES, ...edges },
    ...(faults ? { faults } : {}),
  };
  return value as ScenarioDocument;
}

function problemsOf(given: Given): string[] {
  const { problems } = checkDocument(documentOf(given));
  return problems.map(({ severity, path }) => `${severity} ${path}`);
}

const ofNode = (id: keyof typeof NODES, more: object): Given => ({
  nodes: { [id]: { ...NODES[id], ...more } },
});

describe("a file", () => {
  it("is sound with what is drawn here", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Given, string]>([
    ["a schedule that never starts", ofNode("nightly", { everyS: null }), "nodes.nightly.everyS"],
    ["a start before the start", ofNode("nightly", { atS: [-1] }), "nodes.nightly.atS.0"],
    [
      "jobs of no type",
      ofNode("nightly", { requests: { job: { weight: 0 } } }),
      "nodes.nightly.requests",
    ],
    ["too many copies", ofNode("cdn", { keyCount: 60_000, replicas: 5 }), "nodes.cdn.keyCount"],
    [
      "points that the object decides",
      { edges: { "users->cdn": { balancing: "ringHash" } } },
      "edges.users->cdn.balancing",
    ],
    [
      "a crash of a scheduler, which has no instances",
      { faults: { f: { kind: "crash", target: "nightly", atS: 1 } } },
      "faults.f.target",
    ],
    [
      "more load from a scheduler, which has no rate",
      { faults: { f: { kind: "spike", target: "nightly", atS: 1 } } },
      "faults.f.target",
    ],
    [
      "a flush of what is no cache",
      { faults: { f: { kind: "cache-flush", target: "db", atS: 1 } } },
      "faults.f.target",
    ],
  ])("is refused for %s", (_, given, path) => {
    expect(problemsOf(given)).toContain(`error ${path}`);
  });

  const quota = (more: object): Given => ofNode("maps", { quota: { limit: 5, ...more } });
  const heeding = { retry: { retryAfter: "follow", retryOn: ["error"] } };
  it.each<[string, Given, string]>([
    ["times after the end", ofNode("nightly", { atS: [1e6] }), "nodes.nightly.atS"],
    [
      "a stop without a window",
      ofNode("nightly", { atWindowEnd: "stop" }),
      "nodes.nightly.atWindowEnd",
    ],
    [
      "a first start of none",
      ofNode("nightly", { everyS: null, atS: [1], offsetS: 3 }),
      "nodes.nightly.offsetS",
    ],
    [
      "stale content that never expires",
      ofNode("cdn", { ttlMs: null, staleIfErrorMs: 5 }),
      "nodes.cdn.staleIfErrorMs",
    ],
    ["purges of nothing", ofNode("cdn", { purgeMs: 5 }), "nodes.cdn.purgeMs"],
    ["a price of nothing", quota({ overPricePer1000: 5 }), "nodes.maps.quota.overPricePer1000"],
    ["refusals that never come", quota({ over: "bill", tells: true }), "nodes.maps.quota.tells"],
    [
      "a refusal that is not tried again",
      { ...quota({}), edges: { "shop->maps": heeding } },
      "edges.shop->maps.retry.retryOn",
    ],
    ["writes of nobody", ofNode("cache", { writes: "behind" }), "nodes.cache.writes"],
    [
      "a time for writes that are made first",
      ofNode("cache", { flushMs: 5 }),
      "nodes.cache.flushMs",
    ],
  ])("is warned of %s", (_, given, path) => {
    expect(problemsOf(given)).toContain(`warning ${path}`);
  });

  it("is not warned of Retry-After where a quota says it", () => {
    const retry = { retryAfter: "follow", retryOn: ["rateLimited"] };
    expect(problemsOf({ ...quota({}), edges: { "shop->maps": { retry } } })).toEqual([]);
    const silent = { ...quota({ tells: false }), edges: { "shop->maps": { retry } } };
    expect(problemsOf(silent)).toEqual(["warning edges.shop->maps.retry.retryAfter"]);
  });
});

describe("drawing", () => {
  it.each<[string, string, RegExp]>([
    ["cdn", "db", /calls nodes of the kind/],
    ["maps", "shop", /External API nodes call nobody/],
    ["shop", "nightly", /Scheduler nodes are called by nobody/],
  ])("refuses a line from %s to %s", (from, to, reason) => {
    expect(whyNotConnect(documentOf({}), from, to)).toMatch(reason);
  });

  it.each([
    ["nightly", "shop"],
    ["nightly", "maps"],
    ["users", "maps"],
  ])("takes a line from %s to %s", (from, to) => {
    expect(whyNotConnect(documentOf({}), from, to)).toBeNull();
  });
});
