import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";

describe("caches", () => {
  it.each(["cache", "cdn"])("a %s takes no calls that are collected", (kind) => {
    const problemsOf = (to: string): string[] =>
      checkDocument({
        format: 1,
        catalog: "2026-11",
        name: "Batches",
        run: {},
        nodes: { users: { kind: "client" }, fast: { kind }, store: { kind: "database" } },
        edges: { [`users->${to}`]: { protocol: "rest", batch: { maxCount: 10, lingerMs: 5 } } },
      }).problems.map(({ path }) => path);
    expect(problemsOf("fast")).toContain("edges.users->fast.batch");
    expect(problemsOf("store")).not.toContain("edges.users->store.batch");
  });

  it("a cache that nothing is ever stored in is told of", () => {
    const warningsOf = (cache: object, edges: Readonly<Record<string, object>>): string[] =>
      checkDocument({
        format: 1,
        catalog: "2026-11",
        name: "Beside",
        run: {},
        nodes: {
          users: { kind: "client" },
          api: { kind: "service" },
          fast: { kind: "cache", ...cache },
          store: { kind: "database" },
        },
        edges: { "users->api": { protocol: "rest" }, "api->fast": { protocol: "redis" }, ...edges },
      })
        .problems.filter(({ message }) => message.includes("never keeps anything"))
        .map(({ path, severity }) => `${severity} ${path}`);
    const beside = { "api->store": { protocol: "sql" } };
    expect(warningsOf({}, beside)).toEqual(["warning nodes.fast"]);
    expect(warningsOf({}, { "fast->store": { protocol: "sql" } })).toEqual([]);
    expect(warningsOf({ hitRatio: 0.9 }, beside)).toEqual([]);
    expect(warningsOf({ warm: true }, beside)).toEqual([]);
    const written = { get: { access: "read" }, set: { access: "write" } };
    expect(warningsOf({ operations: written }, beside)).toEqual([]);
  });
});
