// The decisions on the file format, one by one.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { LIMITS } from "../../simulation/scenario/limits.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { getPath, parsePath, setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { applyVariant } from "../../simulation/scenario/variants.ts";
import { EXAMPLE_TEXT, exampleDocument, exampleValue, smallValue } from "./example.ts";

function problemsOf(value: unknown) {
  return checkDocument(value).problems;
}

function errorAt(value: unknown, path: string) {
  const result = checkDocument(value);
  expect(result.ok).toBe(false);
  const found = result.problems.find((problem) => problem.path === path);
  expect(result.problems.map((problem) => problem.path)).toContain(path);
  return found;
}

function resolved(value: unknown) {
  const result = resolveScenario(value as ScenarioDocument);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe("the example of the format", () => {
  it("parses and resolves without a problem", () => {
    const result = parseScenario(EXAMPLE_TEXT);
    expect(result.problems).toEqual([]);
    expect(result.ok).toBe(true);
    expect(resolved(exampleDocument()).problems).toEqual([]);
  });
});

describe("decision 1: top-level keys", () => {
  it("refuses any other key and names the nearest", () => {
    const problem = errorAt({ ...smallValue(), nodez: {} }, "nodez");
    expect(problem).toMatchObject({ code: "unknown-field", fix: "Did you mean nodes?" });
  });

  it("ignores $schema, and takes lesson, layout and notes as they are", () => {
    const value = {
      ...smallValue(),
      $schema: "x",
      lesson: [1],
      layout: { api: [1, 2] },
      notes: {},
    };
    expect(problemsOf(value)).toEqual([]);
  });

  it("asks for format, catalog, name, run, nodes and edges", () => {
    const missing = problemsOf({ format: 1 }).map((problem) => problem.path);
    expect(missing).toEqual(["catalog", "edges", "name", "nodes", "run"]);
    expect(errorAt({}, "format")?.code).toBe("format");
  });

  it("refuses a catalog that it does not have", () => {
    expect(errorAt({ ...smallValue(), catalog: "1999-01" }, "catalog")?.found).toBe('"1999-01"');
  });
});

describe("decision 2: entities are objects keyed by id", () => {
  it("refuses lists of nodes", () => {
    expect(errorAt({ ...smallValue(), nodes: [] }, "nodes")?.code).toBe("wrong-type");
  });

  it("reads parameters beside the reserved keys, several groups in `in`", () => {
    const value = smallValue();
    value.groups = { z: { kind: "zone" }, t: { kind: "team" } };
    value.nodes.api = { kind: "service", name: "API", in: ["z", "t"], replicas: 3 };
    expect(problemsOf(value)).toEqual([]);
    const api = resolved(value).scenario.nodes.find((node) => node.id === "api");
    expect(api).toMatchObject({ name: "API", values: { replicas: 3 } });
  });

  it("names unknown groups", () => {
    const value = smallValue();
    value.nodes.api.in = "zone-a";
    expect(errorAt(value, "nodes.api.in")?.code).toBe("unknown-group");
  });

  it("refuses parameters that the kind does not have, with the nearest names", () => {
    const value = smallValue();
    value.nodes.api.replica = 3;
    expect(errorAt(value, "nodes.api.replica")?.fix).toBe("Did you mean replicas?");
    value.nodes = { ...smallValue().nodes, api: { kind: "servise" } };
    expect(errorAt(value, "nodes.api.kind")?.fix).toBe("Did you mean service?");
  });
});

describe("decision 3: ids", () => {
  it.each(["Orders", "all", "constructor", "a b", "", "-a", "a".repeat(64)])("refuses %j", (id) => {
    const value = smallValue();
    value.nodes[id] = { kind: "service" };
    expect(checkDocument(value).ok).toBe(false);
  });

  it("refuses __proto__ anywhere, and changes no object's prototype", () => {
    const text = JSON.stringify(smallValue()).replace(
      '"nodes":{',
      '"nodes":{"__proto__":{"kind":"service"},',
    );
    const result = parseScenario(text);
    expect(result.ok).toBe(false);
    expect(result.problems[0]?.code).toBe("forbidden-key");
    expect(({} as { kind?: string }).kind).toBeUndefined();
  });

  it("keeps the id when the name changes", () => {
    const renamed = setPath(exampleDocument(), "nodes.orders.name", "Order desk ü");
    if (!renamed.ok) throw new Error();
    expect(resolved(renamed.document).scenario.hash).toBe(
      resolved(exampleDocument()).scenario.hash,
    );
  });
});

describe("decision 4: edge ids", () => {
  it("takes several edges between two nodes and derives their ends", () => {
    const value = smallValue();
    value.edges["users->api#3"] = {};
    const edges = resolved(value).scenario.edges;
    expect(edges.map((edge) => [edge.id, edge.from, edge.to])).toEqual([
      ["api->db", "api", "db"],
      ["users->api", "users", "api"],
      ["users->api#3", "users", "api"],
    ]);
  });

  it.each(["users->api#1", "users-api", "users->nobody", "users:api", "users->api#x"])(
    "refuses %s",
    (id) => {
      const value = smallValue();
      value.edges[id] = {};
      expect(errorAt(value, `edges.${id}`)).toBeDefined();
    },
  );

  it("allows an edge to oneself for kinds that declare it only", () => {
    const value = smallValue();
    value.edges["api->api"] = { operation: "again" };
    expect(checkDocument(value).ok).toBe(true);
    value.nodes.gate = { kind: "api-gateway" };
    value.edges["gate->gate"] = {};
    expect(errorAt(value, "edges.gate->gate")?.code).toBe("no-connection");
  });
});

describe("decision 5: edges in a shell", () => {
  it("accepts a colon for the arrow", () => {
    expect(getPath(exampleDocument(), "edges.orders:payment.timeoutMs")).toBe(2000);
    expect(parsePath("edges.a:b#2.x")).toEqual({ ok: true, steps: ["edges", "a->b#2", "x"] });
  });

  it("explains a path that the shell has cut", () => {
    const result = parsePath("edges.a-");
    expect(!result.ok && result.problem.message).toBe(
      "the shell took '>': quote the path or write a:b",
    );
  });
});

describe("decision 7: order and layout mean nothing", () => {
  it("gives the same hash for reordered keys, other names, layout and notes", () => {
    const value = exampleValue();
    const reversed = exampleValue();
    reversed.nodes = Object.fromEntries(Object.entries(value.nodes).reverse());
    reversed.edges = Object.fromEntries(Object.entries(value.edges).reverse());
    reversed.layout = { gateway: [5, 5] };
    reversed.notes = ["x"];
    reversed.name = "Other";
    reversed.lesson = { steps: 3 };
    const first = resolved(value).scenario;
    const second = resolved(reversed).scenario;
    expect(second.hash).toBe(first.hash);
    expect(second.nodes).toEqual(first.nodes);
    expect(first.nodes.map((node) => node.id)).toEqual(
      [...first.nodes.map((node) => node.id)].sort(),
    );
  });

  it("gives another hash for anything that is simulated", () => {
    const base = resolved(exampleValue()).scenario.hash;
    const changes: [string, (value: ReturnType<typeof exampleValue>) => void][] = [
      ["rate", (value) => (value.nodes.shoppers.ratePerS = 201)],
      ["operation", (value) => (value.nodes.orders.operations.checkout.method = "PUT")],
      ["call", (value) => (value.edges["orders->payment"].calls[0].stage = 5)],
      ["protocol", (value) => (value.edges["gateway->orders"].protocol = "grpc")],
      ["fault", (value) => (value.faults["slow-payment"].enabled = true)],
      ["run", (value) => (value.run.durationS = 181)],
    ];
    for (const [name, change] of changes) {
      const value = exampleValue();
      change(value);
      expect(resolved(value).scenario.hash, name).not.toBe(base);
    }
  });
});

describe("decision 8: defaults", () => {
  it("means the same whether a default is left out or written", () => {
    const value = smallValue();
    value.nodes.api.replicas = 1;
    expect(resolved(value).scenario.hash).toBe(resolved(smallValue()).scenario.hash);
    expect(resolved(value).origins.get("nodes.api.replicas")).toBe("explicit");
    expect(resolved(smallValue()).origins.get("nodes.api.replicas")).toBe("default");
  });

  it("takes defaults that differ under a protocol from the protocol", () => {
    const value = smallValue();
    value.edges["users->api"] = { protocol: "grpc" };
    const edge = resolved(value).scenario.edges.find(({ id }) => id === "users->api");
    expect(edge?.values).toMatchObject({ balancing: "pickFirst", cancel: "check" });
  });
});

describe("decision 9: presets", () => {
  it("supplies values, explicit siblings override, removing one resets it", () => {
    const value = smallValue();
    value.edges["users->api"].breaker = { preset: "resilience4j@2026-11", openMs: 5000 };
    const { scenario, origins } = resolved(value);
    const breaker = scenario.edges.find(({ id }) => id === "users->api")?.values.breaker;
    expect(breaker).toMatchObject({
      openMs: 5000,
      slowCallMs: 60_000,
      window: { type: "count", size: 100 },
    });
    expect(origins.get("edges.users->api.breaker.openMs")).toBe("explicit");
    expect(origins.get("edges.users->api.breaker.slowCallMs")).toBe("preset");
    expect(origins.get("edges.users->api.breaker.window.size")).toBe("preset");
    expect(origins.get("edges.users->api.breaker.ignore")).toBe("default");
  });

  it("hashes the resolved values: a preset equals its values written out", () => {
    const preset = smallValue();
    preset.edges["users->api"].retry = { preset: "resilience4j@2026-11" };
    const written = smallValue();
    written.edges["users->api"].retry = {
      maxAttempts: 3,
      backoff: { type: "constant", baseMs: 500, jitter: "none" },
      retryNonIdempotent: true,
    };
    expect(resolved(preset).scenario.hash).toBe(resolved(written).scenario.hash);
  });

  it("refuses a preset that does not exist", () => {
    const value = smallValue();
    value.edges["users->api"].breaker = { preset: "nobody@2026-11" };
    expect(errorAt(value, "edges.users->api.breaker.preset")?.code).toBe("not-an-option");
  });
});

describe("decision 10: distribution literals", () => {
  it.each([
    5,
    { type: "lognormal", meanMs: 20, p99Ms: 100 },
    { type: "exponential", meanMs: 5, shiftMs: 1, scale: 2, maxMs: 50 },
    { type: "mixture", parts: [{ weight: 1, type: "constant", valueMs: 1 }] },
    { type: "trace", valuesMs: [1, 2, 3] },
  ])("takes %j", (literal) => {
    const value = smallValue();
    value.nodes.api.serviceTime = literal;
    expect(problemsOf(value)).toEqual([]);
  });

  it.each([
    [-1, ""],
    ["20", ""],
    [{ meanMs: 20 }, ".type"],
    [{ type: "lognormall", meanMs: 20 }, ".type"],
    [{ type: "exponential", meanMS: 20 }, ".meanMS"],
    [{ type: "lognormal", meanMs: 20, p99Ms: 10 }, ".p99Ms"],
    [{ type: "exponential", meanMs: "20" }, ".meanMs"],
  ])("refuses %j at the right place", (literal, at) => {
    const value = smallValue();
    value.nodes.api.serviceTime = literal;
    errorAt(value, `nodes.api.serviceTime${at}`);
  });
});

describe("decision 11: caps", () => {
  function many(count: number, entry: (index: number) => [string, unknown]) {
    return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
  }

  it("refuses a file above 5 MB, counted in bytes", () => {
    const value = { ...smallValue(), description: "ä".repeat(2_600_000) };
    const result = parseScenario(JSON.stringify(value));
    expect(result.problems[0]?.code).toBe("too-large");
  });

  it("refuses more than 32 levels, and does not overflow on a million", () => {
    const value = { ...smallValue(), notes: JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`) };
    expect(checkDocument(value).problems[0]?.code).toBe("too-deep");
    const deep = parseScenario(`${"[".repeat(1e6)}${"]".repeat(1e6)}`);
    expect(deep.ok).toBe(false);
  });

  it("refuses 1,001 nodes and 5,001 edges", () => {
    const value = smallValue();
    value.nodes = many(1001, (index) => [`n${index}`, { kind: "service" }]);
    expect(errorAt(value, "nodes")?.code).toBe("cap");
    const edges = smallValue();
    edges.edges = many(5001, (index) => [`users->api#${index + 2}`, {}]);
    expect(errorAt(edges, "edges")?.code).toBe("cap");
  });

  it("refuses 10,001 instances of a node and 100,001 in all", () => {
    const value = smallValue();
    value.nodes.api.replicas = 10_001;
    errorAt(value, "nodes.api.replicas");
    const all = smallValue();
    all.nodes = many(11, (index) => [`n${index}`, { kind: "service", replicas: 10_000 }]);
    all.edges = {};
    expect(errorAt(all, "nodes")?.allowed).toBe(`at most ${LIMITS.instancesInAll}`);
  });

  it("refuses a count of 10,001, 10,001 partitions, 10,001 windows and 31 days", () => {
    const value = smallValue();
    value.edges["api->db"].count = 10_001;
    errorAt(value, "edges.api->db.count");
    const partitions = smallValue();
    partitions.nodes.log = { kind: "kafka", partitions: 10_001 };
    errorAt(partitions, "nodes.log.partitions");
    const windows = smallValue();
    windows.run = { durationS: 1001, windowS: 0.1 };
    expect(errorAt(windows, "run.windowS")?.code).toBe("cap");
    const days = smallValue();
    days.run.durationS = 31 * 86_400;
    errorAt(days, "run.durationS");
  });
});

describe("decision 12: variants", () => {
  it("sets paths, removes with null, adds with an object", () => {
    const value = smallValue();
    value.variants = {
      b: {
        name: "B",
        set: {
          "nodes.cache": { kind: "database" },
          "nodes.cache.concurrency": 5,
          "edges.api->cache": { protocol: "redis" },
          "edges.api:db": null,
          "nodes.db": null,
          "nodes.api.queueLengthMax": null,
        },
      },
    };
    expect(problemsOf(value)).toEqual([]);
    const result = applyVariant(value as ScenarioDocument, "b");
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(Object.keys(result.document.nodes)).toEqual(["users", "api", "cache"]);
    expect(result.document.nodes.cache).toEqual({ kind: "database", concurrency: 5 });
    expect(Object.keys(result.document.edges)).toEqual(["users->api", "api->cache"]);
    expect(result.document.nodes.api?.queueLengthMax).toBeNull();
    expect(value.nodes.db).toBeDefined();
  });

  it("reports variants whose design would be broken", () => {
    const value = smallValue();
    value.variants = { b: { set: { "nodes.db": null } }, c: { set: { "nodes.api.replica": 2 } } };
    expect(errorAt(value, "variants.b.set")?.message).toContain("unknown node");
    expect(errorAt(value, "variants.c.set")?.fix).toBe("Did you mean replicas?");
  });

  it("names the variants there are when one is missing", () => {
    const result = applyVariant(exampleDocument(), "x");
    expect(!result.ok && result.problems[0]?.allowed).toBe("breaker");
  });
});
