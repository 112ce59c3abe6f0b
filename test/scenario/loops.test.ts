// Warnings of what may go round for ever.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { cyclesOf, growthOf, type Link } from "../../simulation/scenario/link-cycles.ts";

function warnings(code: string, edges: object, nodes: object = {}): readonly string[] {
  const result = checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "loops",
    run: {},
    nodes: {
      users: { kind: "client", requests: { buy: {}, look: {} } },
      a: { kind: "service" },
      b: { kind: "service" },
      c: { kind: "service" },
      ...nodes,
    },
    edges,
  });
  expect(result.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return result.problems.filter((problem) => problem.code === code).map(({ path }) => path);
}

describe("retries without limit", () => {
  const found = (retry: object): readonly string[] =>
    warnings("endless-retry", { "users->a": { retry } });

  it("are warned of where no pause is between them", () => {
    const wanted = ["edges.users->a.retry"];
    expect(found({ maxAttempts: null, backoff: { type: "none" } })).toEqual(wanted);
    expect(found({ maxAttempts: null, backoff: { baseMs: 0 } })).toEqual(wanted);
    expect(found({ maxAttempts: null, backoff: { type: "constant", baseMs: 0 } })).toEqual(wanted);
    expect(found({ maxAttempts: null, backoff: { capMs: 0 } })).toEqual(wanted);
  });

  it("are fine with a pause, as is no pause with a limit", () => {
    expect(found({ maxAttempts: null })).toEqual([]);
    expect(found({ maxAttempts: null, backoff: { type: "constant", baseMs: 1 } })).toEqual([]);
    expect(found({ maxAttempts: 5, backoff: { type: "none" } })).toEqual([]);
    expect(warnings("endless-retry", { "users->a": { retry: null } })).toEqual([]);
  });
});

describe("decision 35: a cycle of synchronous calls", () => {
  const around = (back: object, more: object = {}, nodes: object = {}): readonly string[] =>
    warnings("call-cycle", { "users->a": {}, "a->b": {}, "b->a": back, ...more }, nodes);

  it("is warned of once its expected gain is 1 or more", () => {
    expect(around({})).toEqual(["edges.a->b"]);
    expect(around({ probability: 0.5 })).toEqual([]);
    expect(around({ probability: 0.5, count: 2 })).toEqual(["edges.a->b"]);
    expect(around({ probability: 0.499, count: 2 })).toEqual([]);
    expect(
      around({ probability: 0.3, count: "all" }, {}, { a: { kind: "service", replicas: 4 } }),
    ).toEqual(["edges.a->b"]);
    const drawn = { type: "uniform", min: 1, max: 3 };
    expect(around({ probability: 0.6, count: drawn })).toEqual(["edges.a->b"]);
    expect(around({ probability: 0.4, count: drawn })).toEqual([]);
  });

  it("adds up over ways that come back together", () => {
    const two = (probability: number): readonly string[] =>
      around({ probability }, { "b->c": {}, "c->a": { probability } });
    expect(two(0.4)).toEqual([]);
    expect(two(0.6)).toEqual(["edges.a->b"]);
  });

  it("takes one of a choice by its weight", () => {
    const turn = (weight: number): readonly string[] =>
      warnings("call-cycle", {
        "users->a": {},
        "a->b": { calls: [{ id: "on", choice: "way", weight, count: 3 }] },
        "a->c": { calls: [{ id: "off", choice: "way", weight: 1 }] },
        "b->a": {},
      });
    expect(turn(1)).toEqual(["edges.a->b"]);
    expect(turn(0.4)).toEqual([]);
  });

  it("is none where operations end it, nobody waits, or no request comes", () => {
    expect(
      around({ calls: [{ id: "x", operation: "other" }] }, { "a->b": { when: ["buy"] } }),
    ).toEqual([]);
    expect(around({ calls: [{ id: "x", when: ["buy"], operation: "look" }] })).toEqual([]);
    expect(around({ oneWay: true })).toEqual([]);
    expect(warnings("call-cycle", { "users->c": {}, "a->b": {}, "b->a": {} })).toEqual([]);
  });
});

describe("cycles of a graph", () => {
  const link = (from: number, to: number, weight = 1): Link => ({ from, to, weight, edge: "" });

  it("are found apart, loops included", () => {
    const links = [link(0, 1), link(1, 0), link(1, 2), link(2, 3), link(3, 3), link(3, 4)];
    const found = cyclesOf(5, links).map((members) => [...members].sort());
    expect(found).toEqual([[0, 1], [3]]);
  });

  it("need no deep stack", () => {
    const count = 50_000;
    const chain = Array.from({ length: count }, (_, at) => link(at, (at + 1) % count));
    expect(cyclesOf(count, chain)[0]).toHaveLength(count);
  });

  it("grow by the root of what a round multiplies", () => {
    const links = [link(0, 1, 4), link(1, 2, 1), link(2, 0, 2)];
    expect(growthOf([0, 1, 2], links)).toBeCloseTo(2, 9);
    expect(growthOf([0], [link(0, 0, 0.25)])).toBeCloseTo(0.25, 12);
  });
});
