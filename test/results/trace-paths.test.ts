import { describe, expect, it } from "vitest";
import { compareTraces } from "../../simulation/results/trace-diff.ts";
import { criticalPath, whereTimeWent } from "../../simulation/results/trace-paths.ts";
import { orderWithMail, slowOrder, traceOf } from "../support/trace-builder.ts";

describe("the critical path", () => {
  it("goes through what was waited for, from the request's start to its end", () => {
    const steps = criticalPath(slowOrder());
    expect(
      steps.map(({ span, kind, startMs, endMs }) => [span.node, kind, startMs, endMs]),
    ).toEqual([
      ["users", "network", 0, 1],
      ["orders", "queue", 1, 13],
      ["orders", "service", 13, 33],
      ["orders", "network", 33, 34],
      ["payment", "queue", 34, 74],
      ["payment", "service", 74, 83],
      ["orders", "backoff", 83, 93],
      ["orders", "poolWait", 93, 98],
      ["orders", "network", 98, 99],
      ["payment", "queue", 99, 133],
      ["payment", "service", 133, 163],
      ["orders", "network", 163, 164],
      ["users", "network", 164, 165],
    ]);
  });

  it("leaves out what nobody waits for", () => {
    const nodes = criticalPath(orderWithMail()).map(({ span }) => span.node);
    expect(nodes).not.toContain("mailer");
  });

  it("follows the slower of two calls made at once, and the one that decided where both end", () => {
    const trace = traceOf([
      { id: "1", node: "users", parts: [["children", 10]] },
      { id: "2", parent: "1", node: "given-up", outcome: "cancelled", parts: [["service", 10]] },
      { id: "3", parent: "1", node: "slow", startMs: 4, parts: [["service", 6]] },
      { id: "4", parent: "1", node: "fast", parts: [["service", 3]] },
    ]);
    const steps = criticalPath(trace).map(({ span, kind, endMs }) => [span.node, kind, endMs]);
    expect(steps.at(-1)).toEqual(["slow", "service", 10]);
    expect(steps[0]).toEqual(["given-up", "service", 4]);
  });
});

describe("where the time of several traces went", () => {
  it("is shared out by place and adds up", () => {
    const shares = whereTimeWent([slowOrder(), orderWithMail()]);
    expect(shares[0]).toMatchObject({ kind: "queue", place: "payment", meanMs: 37, traces: 1 });
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBeCloseTo((165 + 6) / 2, 9);
  });

  it("is nothing where there are no traces", () => {
    expect(whereTimeWent([])).toEqual([]);
  });
});

describe("two traces", () => {
  it("differ by what their paths spent where, and by spans that one lacks", () => {
    const slow = slowOrder();
    const quick = traceOf([
      { id: "1", node: "users", role: "request", operation: "order", parts: [["children", 25]] },
      {
        ...{ id: "2", parent: "1", node: "users", role: "attempt", edge: "users->orders" },
        operation: "order",
        parts: [
          ["network", 2],
          ["children", 21],
          ["network", 2],
        ],
      },
      {
        ...{ id: "3", parent: "2", node: "orders", startMs: 2, edge: "users->orders" },
        operation: "order",
        parts: [["service", 21]],
      },
    ]);
    const difference = compareTraces(slow, quick);
    expect(difference.latencyMs).toBe(-140);
    const sum = difference.times.reduce((total, { deltaMs }) => total + deltaMs, 0);
    expect(sum).toBeCloseTo(-140, 9);
    expect(difference.times[0]).toMatchObject({ kind: "queue", place: "payment", deltaMs: -74 });
    expect(difference.spans.filter(({ first, second }) => first && second)).toHaveLength(3);
    expect(difference.spans.filter(({ second }) => second === null)).toHaveLength(5);
  });
});
