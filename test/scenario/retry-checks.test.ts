// What is said about retries, budgets, fallbacks and keys that cannot be meant, or that multiply.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { Problem } from "../../simulation/scenario/document.ts";

function problems(edges: object, nodes: object = {}): readonly Problem[] {
  return checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "retries",
    run: {},
    nodes: {
      users: { kind: "client" },
      a: { kind: "service" },
      b: { kind: "service" },
      c: { kind: "service" },
      ...nodes,
    },
    edges,
  }).problems;
}

/** Codes and paths below the edges. */
function said(edges: object, nodes: object = {}): readonly string[] {
  return problems(edges, nodes).map(({ code, path }) => `${code} ${path}`);
}

describe("retries", () => {
  it("above retries multiply", () => {
    const retry = { maxAttempts: 3 };
    const layers = {
      "users->a": { retry },
      "a->b": { retry: { maxAttempts: 2 } },
      "b->c": { retry },
    };
    const found = problems(layers);
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "retry-layers edges.a->b.retry",
      "retry-layers edges.b->c.retry",
    ]);
    expect(found[0]?.message).toContain("users->a");
    expect(found[0]?.message).toContain("up to 6 attempts");
    expect(found[1]?.message).toContain("up to 18 attempts");
  });

  it("take the longest way there, and stop at what nobody waits for or repeats", () => {
    const retry = { maxAttempts: 3 };
    const two = problems({
      "users->a": { retry },
      "users->b": {},
      "a->b": { retry },
      "b->c": { retry },
    });
    expect(two.at(-1)?.message).toContain("up to 27 attempts");
    expect(said({ "users->a": { retry }, "a->b": { oneWay: true }, "b->c": { retry } })).toEqual(
      [],
    );
    expect(said({ "users->a": { retry: { maxAttempts: 1 } }, "a->b": { retry } })).toEqual([]);
    const narrow = { ...retry, retryOn: ["connectionRefused"] };
    expect(said({ "users->a": { retry: narrow }, "a->b": { retry } })).toEqual([]);
    const endless = problems({ "users->a": { retry: { maxAttempts: null } }, "a->b": { retry } });
    expect(endless[0]?.message).toContain("attempts without limit");
  });

  it("begin below their longest pause", () => {
    const backoff = { baseMs: 500, capMs: 100 };
    expect(said({ "users->a": { retry: { backoff } } })).toEqual([
      "base-above-cap edges.users->a.retry.backoff.baseMs",
    ]);
    expect(said({ "users->a": { retry: { backoff: { ...backoff, type: "none" } } } })).toEqual([]);
  });

  it("read the numbers of their own budget and jitter only", () => {
    const budget = { type: "tokens", maxTokens: 5, ttlMs: 500, quota: 3 };
    expect(
      said({ "users->a": { retry: { budget, backoff: { jitterRatio: 0.4, jitterMs: 9 } } } }),
    ).toEqual([
      "unused edges.users->a.retry.backoff.jitterMs",
      "unused edges.users->a.retry.backoff.jitterRatio",
      "unused edges.users->a.retry.budget.quota",
      "unused edges.users->a.retry.budget.ttlMs",
    ]);
    expect(said({ "users->a": { retry: { maxAttempts: 1, budget: { type: "tokens" } } } })).toEqual(
      ["unused edges.users->a.retry.budget"],
    );
  });

  it("may keep a cycle alive that dies out while all is well", () => {
    const back = (retry: object | null) => ({
      "users->a": {},
      "a->b": {},
      "b->a": { probability: 0.4, retry },
    });
    expect(said(back(null))).toEqual([]);
    expect(said(back({ maxAttempts: 2 }))).toEqual([]);
    expect(said(back({ maxAttempts: 3 }))).toEqual(["retry-cycle edges.a->b"]);
    expect(said(back({ maxAttempts: null }))).toEqual(["retry-cycle edges.a->b"]);
    expect(said(back({ maxAttempts: 3, budget: {} }))).toEqual([]);
  });
});

describe("fallbacks", () => {
  it("read the fields of their own form only", () => {
    const fallback = { type: "ignore", latencyMs: 5, hitRatio: 1, maxAgeMs: 9, edge: "users->b" };
    expect(said({ "users->a": { fallback }, "users->b": {} })).toEqual(
      ["edge", "hitRatio", "latencyMs", "maxAgeMs"].map(
        (name) => `unused edges.users->a.fallback.${name}`,
      ),
    );
  });

  it("do not go round", () => {
    const to = (edge: string): object => ({ fallback: { type: "call", edge } });
    expect(
      said({ "users->a": to("users->b"), "users->b": to("users->c"), "users->c": to("users->a") }),
    ).toEqual(["a", "b", "c"].map((node) => `fallback-cycle edges.users->${node}.fallback.edge`));
    expect(
      said({ "users->a": to("users->b"), "users->b": to("users->c"), "users->c": {} }),
    ).toEqual([]);
  });

  it("lead to operations that are then called", () => {
    const nodes = { b: { kind: "service", operations: { plan: {} } } };
    const fallback = { type: "call", edge: "users->b" };
    expect(said({ "users->a": { fallback }, "users->b": { operation: "plan" } }, nodes)).toEqual(
      [],
    );
    expect(said({ "users->a": { fallback }, "users->b": {} }, nodes)).toEqual([
      "never nodes.b.operations.plan",
    ]);
  });
});

describe("keys and conditional writes", () => {
  const post = { a: { kind: "service", operations: { request: { method: "POST" } } } };

  it("are for operations that take effect", () => {
    expect(said({ "users->a": { idempotencyKey: true } })).toEqual([
      "unused edges.users->a.idempotencyKey",
    ]);
    expect(said({ "users->a": { idempotencyKey: true } }, post)).toEqual([]);
    expect(said({ "users->a": { idempotencyLookupMs: 3 } }, post)).toEqual([
      "unused edges.users->a.idempotencyLookupMs",
    ]);
    const bulk = { a: { ...post.a, bulk: {} } };
    expect(said({ "users->a": { idempotencyKey: true } }, bulk)).toEqual([
      "unused edges.users->a.idempotencyKey",
    ]);
  });

  it("need a reader, and a retry that knows of conflicts", () => {
    const nodes = {
      db: {
        kind: "database",
        operations: { request: { conditional: true, readOperation: "look" }, look: {} },
      },
    };
    expect(said({ "users->db": {} }, nodes)).toEqual([]);
    expect(said({ "users->db": { oneWay: true } }, nodes)).toEqual([
      "unused edges.users->db.oneWay",
    ]);
    expect(said({ "users->db": { retry: { retryOn: ["timeout"] } } }, nodes)).toEqual([
      "conflict-not-retried edges.users->db.retry.retryOn",
    ]);
  });
});

describe("answers that say when to come back", () => {
  const telling = { a: { kind: "service", retryAfterMs: 500 } };

  it("need a caller that heeds them", () => {
    const unused = ["unused nodes.a.retryAfterMs"];
    expect(said({ "users->a": {} }, telling)).toEqual(unused);
    expect(said({ "users->a": { retry: {} } }, telling)).toEqual(unused);
    expect(said({ "users->a": { retry: { retryAfter: "follow" } } }, telling)).toEqual([]);
    expect(said({ "users->a": { retry: { preset: "undici@2026-11" } } }, telling)).toEqual([]);
  });

  it("are heeded where there are any", () => {
    expect(said({ "users->a": { retry: { retryAfter: "atLeast" } } })).toEqual([
      "unused edges.users->a.retry.retryAfter",
    ]);
    expect(said({ "users->a": { retry: { preset: "undici@2026-11" } } })).toEqual([]);
  });
});

describe("a library that makes no more than so many attempts", () => {
  const grpc = (more: object): object => ({
    "users->a": { protocol: "grpc", retry: { preset: "grpc@2026-11", ...more } },
  });

  it("says at the field what counts instead", () => {
    const [problem, ...others] = problems(grpc({ maxAttempts: 10 }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: "warning",
      code: "capped",
      path: "edges.users->a.retry.maxAttempts",
      found: "10",
    });
    expect(problem?.message).toContain("counts as 5");
    expect(said(grpc({ maxAttempts: 5 }))).toEqual([]);
    expect(said(grpc({ maxAttempts: 10, attemptsCap: 20 }))).toEqual([]);
    expect(said(grpc({ maxAttempts: null }))).toEqual(["capped edges.users->a.retry.maxAttempts"]);
  });

  it("multiplies with other retries by what counts", () => {
    const found = problems({
      "users->a": { retry: { maxAttempts: 10, attemptsCap: 4 } },
      "a->b": { retry: { maxAttempts: 3 } },
    });
    const layers = found.find(({ code }) => code === "retry-layers");
    expect(layers?.message).toContain("up to 12 attempts");
  });
});
