// Policies that can have no effect are named, with the reason, at the field.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { sketch } from "../support/simulate.ts";

/** Warnings and problems of an edge from a client to a service, as "field code". */
function problemsOf(edge: object, client: object = {}): string[] {
  const document = sketch({
    nodes: { users: { kind: "client", ...client }, api: {} },
    edges: { "users->api": edge },
  });
  return checkDocument(document).problems.map(({ path, code, severity }) => {
    const field = path.replace(/^(edges\.users->api|nodes\.users)\.?/, "");
    return `${field} ${code} ${severity}`;
  });
}

const EVERY_FAILURE = [
  ...["timeout", "rejected", "queueTimeout", "deadlineExceeded", "rateLimited", "bulkheadFull"],
  ...["connectionRefused", "connectionLost", "error", "dependency"],
];

describe("policies of a call", () => {
  it("are fine as they ship", () => {
    for (const edge of [
      { breaker: { preset: "resilience4j@2026-11" }, timeoutMs: 100 },
      { breaker: {}, bulkhead: {}, rateLimit: {}, deadlineMs: 1000, timeoutMs: 300 },
      { breaker: { window: { type: "consecutive", size: 5 } } },
      { breaker: { window: { type: "time", size: 10 }, rateOf: "started", opensAt: "exceeded" } },
      { bulkhead: { maxWaitMs: 50 }, deadlineMs: 100, propagateDeadline: true },
    ]) {
      expect(problemsOf(edge)).toEqual([]);
    }
  });

  const strict = { failureRateThreshold: 1, opensAt: "exceeded" };
  const row = { type: "consecutive", size: 3 };
  it.each([
    [{ breaker: strict }, "breaker.failureRateThreshold never warning"],
    [{ breaker: { failureRateThreshold: 0 } }, "breaker.failureRateThreshold always warning"],
    [
      { breaker: { slowCallMs: 50, slowCallRateThreshold: 0 } },
      "breaker.slowCallRateThreshold always warning",
    ],
    [{ breaker: { slowCallRateThreshold: 0.5 } }, "breaker.slowCallRateThreshold unused warning"],
    [{ breaker: { ignore: EVERY_FAILURE } }, "breaker.ignore never warning"],
    [{ breaker: { slowCallMs: 100 }, timeoutMs: 100 }, "breaker.slowCallMs never warning"],
    [{ breaker: { slowCallMs: 100 }, deadlineMs: 90 }, "breaker.slowCallMs never warning"],
    [{ breaker: { window: row, minimumCalls: 5 } }, "breaker.minimumCalls unused warning"],
    [{ breaker: { rateOf: "started" } }, "breaker.rateOf unused warning"],
    [{ timeoutMs: 200, deadlineMs: 200 }, "timeoutMs unused warning"],
    [{ bulkhead: { maxWaitMs: 500 }, deadlineMs: 400 }, "bulkhead.maxWaitMs unused warning"],
    [{ propagateDeadline: true }, "propagateDeadline unused warning"],
    [{ bulkhead: { maxConcurrent: 0 } }, "bulkhead.maxConcurrent out-of-range error"],
    [{ bulkhead: { maxWaitMs: -1 } }, "bulkhead.maxWaitMs out-of-range error"],
    [{ rateLimit: { ratePerS: 0 } }, "rateLimit.ratePerS out-of-range error"],
    [{ rateLimit: { burst: 0.5 } }, "rateLimit.burst out-of-range error"],
    [{ deadlineMs: 0 }, "deadlineMs out-of-range error"],
  ])("%j: %s", (edge, problem) => {
    expect(problemsOf(edge)).toEqual([problem]);
  });

  it("are judged slow where only their attempts are cut short", () => {
    const breaker = { slowCallMs: 100, appliesTo: "call" };
    expect(problemsOf({ breaker, timeoutMs: 50 })).toEqual([]);
  });

  it("compare their deadline with that of the request, and this with patience", () => {
    expect(problemsOf({ deadlineMs: 300 }, { deadlineMs: 200 })).toEqual([
      "deadlineMs unused warning",
    ]);
    expect(problemsOf({ deadlineMs: 100 }, { deadlineMs: 200 })).toEqual([]);
    expect(problemsOf({}, { deadlineMs: 200, patienceMs: 100 })).toEqual([
      "deadlineMs unused warning",
    ]);
  });
});
