// What a file may say about the door of a station, and what it is told where that makes no sense.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { Json, Problem } from "../../simulation/scenario/document.ts";

type Params = Readonly<Record<string, Json>>;

function problemsOf(api: Params): readonly Problem[] {
  return checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "door",
    run: {},
    nodes: { users: { kind: "client" }, api: { kind: "service", ...api } },
    edges: { "users->api": {} },
  }).problems;
}

describe("the door of a station", () => {
  it.each([
    [{ rateLimit: {} }],
    [{ rateLimit: { ratePerS: 5, burst: 1, wait: true, queueLengthMax: 5, scope: "node" } }],
    [{ admission: { acceptRatios: [1, 0.5] } }],
    [{ admission: { type: "fixed", initialLimit: 3 } }],
    [{ admission: { type: "aimd", minLimit: 2, initialLimit: 5, maxLimit: 9 } }],
    [{ admission: { type: "gradient", rttTolerance: 2, queueSize: 0 } }],
    [{ admission: { type: "priority", thresholds: [0.9, 0.9, 0.5] } }],
    [{ admission: { type: "priority", measure: "queue", thresholds: [20, 10] } }],
    [{ discipline: "adaptive-lifo", codelTargetMs: 5, codelIntervalMs: 100 }],
  ])("may be %j", (api) => {
    expect(problemsOf(api as Params)).toEqual([]);
  });

  const order = { thresholds: [0.5, 0.9] };
  it.each([
    ["out-of-range", "rateLimit.ratePerS", { rateLimit: { ratePerS: 0 } }],
    ["out-of-range", "rateLimit.burst", { rateLimit: { burst: 0 } }],
    ["out-of-range", "admission.acceptRatios", { admission: { acceptRatios: [1.5] } }],
    ["out-of-range", "admission.backoffRatio", { admission: { type: "aimd", backoffRatio: 1 } }],
    [
      "out-of-range",
      "admission.rttTolerance",
      { admission: { type: "gradient", rttTolerance: 0 } },
    ],
    ["order", "admission.minLimit", { admission: { type: "aimd", minLimit: 9, maxLimit: 5 } }],
    ["order", "admission.thresholds", { admission: { type: "priority", ...order } }],
    [
      "conflict",
      "rateLimit.wait",
      { discipline: "codel", rateLimit: { wait: true }, codelTargetMs: 5 },
    ],
    ["conflict", "admission.measure", { concurrency: null, admission: { type: "priority" } }],
    [
      "conflict",
      "admission.measure",
      { discipline: "ps", admission: { type: "priority", measure: "queue" } },
    ],
  ])("is told of %s at %s", (code, place, api) => {
    const errors = problemsOf(api as unknown as Params).filter(
      ({ severity }) => severity === "error",
    );
    expect(errors).toMatchObject([{ code, path: `nodes.api.${place}` }]);
    expect(errors[0]?.message).not.toBe("");
  });

  it.each([
    ["rateLimit.queueLengthMax", { rateLimit: { queueLengthMax: 5 } }],
    ["admission.maxLimit", { admission: { type: "fixed", maxLimit: 5 } }],
    ["admission.smoothing", { admission: { type: "aimd", smoothing: 0.5 } }],
    ["admission.thresholds", { admission: { thresholds: [0.5] } }],
    ["admission.initialLimit", { admission: { type: "aimd", initialLimit: 5 } }],
    ["codelTargetMs", { discipline: "lifo", codelTargetMs: 3 }],
  ])("is warned of %s, which has no effect or not for long", (place, api) => {
    expect(problemsOf(api as unknown as Params)).toMatchObject([
      { severity: "warning", path: `nodes.api.${place}` },
    ]);
  });

  it("is warned where only messages come", () => {
    const { problems } = checkDocument({
      format: 1,
      catalog: "2026-11",
      name: "door",
      run: {},
      nodes: {
        users: { kind: "client" },
        mq: { kind: "rabbitmq" },
        api: { kind: "service", rateLimit: {} },
      },
      edges: { "users->mq": {}, "mq->api": {} },
    });
    expect(problems).toMatchObject([
      { severity: "warning", code: "unused", path: "nodes.api.rateLimit" },
    ]);
  });
});
