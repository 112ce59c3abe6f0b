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
});
