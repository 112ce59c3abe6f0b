// What a scenario with connections and hedges is told before it runs.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { sketch } from "../support/simulate.ts";

/** Problems of an edge from a client to a callee, as "severity code path". */
function problemsOf(edge: object, callee: object = {}, caller: object = {}): readonly string[] {
  const document = sketch({
    nodes: { users: { kind: "client", ...caller }, api: callee },
    edges: { "users->api": edge },
  });
  return checkDocument(document).problems.map(
    ({ severity, code, path }) => `${severity} ${code} ${path.replace("edges.users->api.", "")}`,
  );
}

describe("a pool is told", () => {
  it("that nothing is wrong with its defaults", () => {
    expect(problemsOf({ pool: {} })).toEqual([]);
    expect(problemsOf({ pool: { preset: "hikaricp@2026-11" } })).toEqual([]);
  });

  it.each([
    [{ pool: { max: 0 } }, "error out-of-range pool.max"],
    [{ pool: { timeoutMs: -1 } }, "error out-of-range pool.timeoutMs"],
    [{ pool: { max: null, warm: true } }, "warning unused pool.warm"],
    [{ pool: { http: "2", pipelining: 2 } }, "warning unused pool.pipelining"],
    [{ pool: { maxConcurrentStreams: 2 } }, "warning unused pool.maxConcurrentStreams"],
    [{ pool: { idleMs: 0, maxIdle: 2 } }, "warning unused pool.maxIdle"],
    [{ pool: {}, oneWay: true }, "warning unused pool"],
  ])("%j: %s", (edge, problem) => {
    expect(problemsOf(edge)).toEqual([problem]);
  });

  it("that its callee takes fewer connections than all callers open", () => {
    const db = { kind: "database", maxConnections: 30 };
    expect(problemsOf({ pool: { max: 10 } }, db, { clients: 3 })).toEqual([]);
    expect(problemsOf({ pool: { max: 10 } }, db, { clients: 4 })).toEqual([
      "warning overload pool.max",
    ]);
  });
});

describe("a hedge is told", () => {
  it.each([
    [{ hedge: { max: 0 } }, "error out-of-range hedge.max"],
    [{ hedge: { atPercentile: 95 } }, "error out-of-range hedge.atPercentile"],
    [{ hedge: { atPercentile: 0 } }, "error out-of-range hedge.atPercentile"],
    [{ hedge: { atPercentile: 0.9, delayMs: 5 } }, "warning unused hedge.delayMs"],
    [{ hedge: { delayMs: 50 }, timeoutMs: 50 }, "warning never hedge.delayMs"],
    [{ hedge: { delayMs: 5, usesBudget: true } }, "warning unused hedge.usesBudget"],
    [{ hedge: { delayMs: 5 }, oneWay: true }, "warning unused hedge"],
  ])("%j: %s", (edge, problem) => {
    expect(problemsOf(edge)).toEqual([problem]);
  });

  it("that a copy of a POST takes effect twice", () => {
    const api = { operations: { request: { method: "POST" } } };
    expect(problemsOf({ hedge: { delayMs: 5 } }, api)).toEqual(["warning risk hedge"]);
    const safe = { operations: { request: { method: "POST", idempotent: true } } };
    expect(problemsOf({ hedge: { delayMs: 5 } }, safe)).toEqual([]);
  });
});
