// Bad values of everything that protects a call: each is a problem or a warning at its field, and
// what is sound, presets above all, is neither.
import { describe, expect, it } from "vitest";
import { PRESETS, type PresetSet } from "../../simulation/policies/catalog.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { sketch } from "../support/simulate.ts";

/** What is said of an edge from a client to a service, as "field code severity". */
function said(edge: object, client: object = {}): string[] {
  const document = sketch({
    nodes: { users: { kind: "client", ...client }, api: {} },
    edges: { "users->api": edge },
  });
  return checkDocument(document).problems.map(({ path, code, severity }) => {
    const field = path.replace(/^(edges\.users->api|nodes\.users)\.?/, "");
    return `${field} ${code} ${severity}`;
  });
}

const retry = (more: object) => ({ retry: more });
const paused = (backoff: object, more: object = {}) => retry({ backoff, ...more });
const budget = (more: object) => retry({ budget: more });
const breaker = (more: object) => ({ breaker: more });

describe("negative times and numbers are problems", () => {
  it.each([
    [{ networkMs: -1 }, "networkMs"],
    [{ timeoutMs: -1 }, "timeoutMs"],
    [{ deadlineMs: -1 }, "deadlineMs"],
    [{ idempotencyKey: true, idempotencyLookupMs: -1 }, "idempotencyLookupMs"],
    [paused({ baseMs: -1 }), "retry.backoff.baseMs"],
    [paused({ capMs: -1 }), "retry.backoff.capMs"],
    [paused({ jitter: "added", jitterMs: -1 }), "retry.backoff.jitterMs"],
    [paused({ jitter: "multiplicative", jitterRatio: -0.1 }), "retry.backoff.jitterRatio"],
    [paused({ factor: 0.5 }), "retry.backoff.factor"],
    [retry({ maxAttempts: 0 }), "retry.maxAttempts"],
    [retry({ maxAttempts: -3 }), "retry.maxAttempts"],
    [budget({ ratio: -0.1 }), "retry.budget.ratio"],
    [budget({ ttlMs: -1 }), "retry.budget.ttlMs"],
    [budget({ minPerS: -1 }), "retry.budget.minPerS"],
    [budget({ type: "quota", retryCost: -1 }), "retry.budget.retryCost"],
    [breaker({ openMs: -1 }), "breaker.openMs"],
    [breaker({ slowCallMs: -1 }), "breaker.slowCallMs"],
    [breaker({ window: { size: -1 } }), "breaker.window.size"],
    [breaker({ minimumCalls: 0 }), "breaker.minimumCalls"],
    [breaker({ probes: 0 }), "breaker.probes"],
    [breaker({ failureRateThreshold: -0.5 }), "breaker.failureRateThreshold"],
    [breaker({ failureRateThreshold: 1.5 }), "breaker.failureRateThreshold"],
    [{ bulkhead: { maxWaitMs: -1 } }, "bulkhead.maxWaitMs"],
    [{ rateLimit: { ratePerS: -1 } }, "rateLimit.ratePerS"],
    [{ fallback: { latencyMs: -1 } }, "fallback.latencyMs"],
    [{ fallback: { type: "cache", maxAgeMs: -1 } }, "fallback.maxAgeMs"],
    [{ outlier: { baseEjectionMs: -1 } }, "outlier.baseEjectionMs"],
  ])("%j: %s", (edge, field) => {
    const found = said(edge);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${field} `)).toBe(true);
    expect(found[0]?.endsWith(" error")).toBe(true);
  });
});

describe("what cannot be meant is a warning", () => {
  const strict = { failureRateThreshold: 1, opensAt: "exceeded" };
  const calm = { ratePerS: 2 };
  const window = { type: "time", size: 10 };
  it.each<[string, object, object, string]>([
    [
      "a base above the cap",
      paused({ baseMs: 500, capMs: 100 }),
      {},
      "retry.backoff.baseMs base-above-cap",
    ],
    [
      "attempts without limit and pause",
      paused({ type: "none" }, { maxAttempts: null }),
      {},
      "retry endless-retry",
    ],
    [
      "a pause of nothing without limit",
      paused({ baseMs: 0 }, { maxAttempts: null }),
      {},
      "retry endless-retry",
    ],
    [
      "no limit but on those at a time",
      paused({ type: "none" }, { maxAttempts: null, budget: { type: "concurrent" } }),
      {},
      "retry endless-retry",
    ],
    ["a breaker above all rates", breaker(strict), {}, "breaker.failureRateThreshold never"],
    [
      "a breaker that waits for more calls than come",
      breaker({ window, minimumCalls: 100 }),
      calm,
      "breaker.minimumCalls never",
    ],
    [
      "the same as a product ships it",
      breaker({ preset: "polly@2026-11" }),
      { ratePerS: 1 },
      "breaker.minimumCalls never",
    ],
    [
      "the same for each of many callers",
      breaker({ window, minimumCalls: 50 }),
      { ratePerS: 20, clients: 20 },
      "breaker.minimumCalls never",
    ],
    ["a timeout above the deadline", { timeoutMs: 300, deadlineMs: 200 }, {}, "timeoutMs unused"],
    [
      "a timeout above the deadline of the request",
      { timeoutMs: 300 },
      { deadlineMs: 300 },
      "timeoutMs unused",
    ],
    ["a timeout above patience", { timeoutMs: 5000 }, { patienceMs: 2000 }, "timeoutMs unused"],
    [
      "a first pause above the deadline",
      { deadlineMs: 400, ...paused({ baseMs: 500, jitter: "none" }) },
      {},
      "retry.backoff.baseMs never",
    ],
    [
      "half of it, with equal jitter",
      { deadlineMs: 250, ...paused({ baseMs: 500, jitter: "equal" }) },
      {},
      "retry.backoff.baseMs never",
    ],
    [
      "a first pause above the deadline of the request",
      paused({ baseMs: 1000, jitter: "added" }),
      { deadlineMs: 900 },
      "retry.backoff.baseMs never",
    ],
    [
      "a budget of no share and no floor",
      budget({ ratio: 0, minPerS: 0 }),
      {},
      "retry.budget.ratio never",
    ],
    [
      "a budget of nobody at a time",
      budget({ type: "concurrent", ratio: 0, minConcurrent: 0 }),
      {},
      "retry.budget.minConcurrent never",
    ],
    [
      "two tokens, of which a failure leaves half",
      budget({ type: "tokens", maxTokens: 2 }),
      {},
      "retry.budget.maxTokens never",
    ],
    [
      "a quota below every cost",
      budget({ type: "quota", quota: 3 }),
      {},
      "retry.budget.quota never",
    ],
    [
      "a pause for a deadline that nobody has",
      retry({ pastDeadline: "wait" }),
      {},
      "retry.pastDeadline unused",
    ],
    [
      "an added time that is not added",
      paused({ jitterMs: 50 }),
      {},
      "retry.backoff.jitterMs unused",
    ],
  ])("%s", (_, edge, client, problem) => {
    expect(said(edge, client)).toEqual([`${problem} warning`]);
  });

  it("says why, and what would do", () => {
    const document = sketch({
      nodes: { users: { kind: "client", ...calm }, api: {} },
      edges: { "users->api": breaker({ window, minimumCalls: 100 }) },
    });
    const [problem] = checkDocument(document).problems;
    expect(problem?.message).toContain("about 20 calls of a caller come in 10 s");
    expect(problem?.fix).toContain("Lower it");
  });

  it("two layers of retries multiply", () => {
    const document = sketch({
      nodes: { users: { kind: "client" }, api: {}, db: {} },
      edges: { "users->api": retry({ maxAttempts: 3 }), "api->db": retry({ maxAttempts: 4 }) },
    });
    const { problems } = checkDocument(document);
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "retry-layers edges.api->db.retry",
    ]);
    expect(problems[0]?.message).toContain("up to 12 attempts");
  });

  it.each([
    [{ maxAttempts: 3, budget: {} }, { maxAttempts: 4 }],
    [{ maxAttempts: 3 }, { maxAttempts: 4, budget: { type: "tokens" } }],
  ])("which a budget on one of them prevents: %j, %j", (above, below) => {
    const document = sketch({
      nodes: { users: { kind: "client" }, api: {}, db: {} },
      edges: { "users->api": retry(above), "api->db": retry(below) },
    });
    expect(checkDocument(document).problems).toEqual([]);
  });
});

describe("what is sound is left alone", () => {
  it.each<[string, object, object]>([
    ["a budget that runs out bounds attempts", retry({ maxAttempts: null, budget: {} }), {}],
    ["a pause below the deadline", { deadlineMs: 400, ...paused({ baseMs: 399 }) }, {}],
    ["full jitter may be short", { deadlineMs: 50, ...paused({ baseMs: 500 }) }, {}],
    ["a timeout below patience", { timeoutMs: 1999 }, { patienceMs: 2000 }],
    [
      "enough calls by retries",
      { ...breaker({ window: { type: "time", size: 10 }, minimumCalls: 50 }), ...retry({}) },
      { ratePerS: 2 },
    ],
    [
      "a load that changes",
      breaker({ window: { type: "time", size: 10 }, minimumCalls: 100 }),
      { ratePerS: 2, profile: { points: [[0, 1]] } },
    ],
    ["the last N calls, however slowly they come", breaker({ minimumCalls: 100 }), { ratePerS: 1 }],
  ])("%s", (_, edge, client) => {
    expect(said(edge, client)).toEqual([]);
  });

  it.each(
    (["retry", "breaker", "bulkhead"] as const).flatMap((policy) =>
      Object.keys(PRESETS[policy] as PresetSet).map((name) => [policy, name] as const),
    ),
  )("%s as %s ships it", (policy, name) => {
    expect(said({ [policy]: { preset: name } }, { ratePerS: 100 })).toEqual([]);
  });
});
