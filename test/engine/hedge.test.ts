// Hedging: another copy of a slow attempt, the first success, and what becomes of the others.
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

/** One request whose attempts take the given times, in the order in which they are sent. */
function once(valuesMs: readonly number[], hedge: object, more: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: ONCE,
      api: { serviceTime: { type: "trace", valuesMs }, concurrency: null, ...more },
    },
    edges: { [EDGE]: { hedge } },
  });
}

function edge(document: ScenarioDocument, params: object): ScenarioDocument {
  const [id, before] = Object.entries(document.edges)[0] ?? ["", {}];
  return { ...document, edges: { [id]: { ...before, ...params } } };
}

describe("a hedge", () => {
  it("is sent when the attempt is unfinished after the delay, and may win", () => {
    const totals = simulate(once([100, 20], { delayMs: 30 }));
    expect(allOf(totals).latencyMs.max).toBe(50);
    expect(edgeOf(totals, EDGE)).toMatchObject({ calls: 1, attempts: 2, hedges: 1, retries: 0 });
    expect(edgeOf(totals, EDGE)).toMatchObject({ ok: 1, failed: { cancelled: 1 } });
    expect(allOf(totals).retryAmplification).toBe(2);
    expect(nodeOf(totals, "api").retryAmplification).toBe(2);
  });

  it("is not sent when the attempt is quicker", () => {
    const totals = simulate(once([25], { delayMs: 30 }));
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 1, hedges: 0 });
    expect(allOf(totals).latencyMs.max).toBe(25);
  });

  it("may be followed by more, each after a further delay", () => {
    const totals = simulate(once([100, 100, 10], { delayMs: 20, max: 3 }));
    expect(allOf(totals).latencyMs.max).toBe(50);
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 3, hedges: 2 });
  });

  it("works on for nobody when it has lost, and all of its work is wasted", () => {
    const totals = simulate(once([50, 80], { delayMs: 30 }));
    expect(allOf(totals).latencyMs.max).toBe(50);
    expect(nodeOf(totals, "api").completions).toBe(2);
    expect(nodeOf(totals, "api").wastedWork).toBeCloseTo(80 / 130, 12);
  });

  it("is stopped when it has lost, where the edge cancels", () => {
    const totals = simulate(edge(once([50, 80], { delayMs: 30 }), { cancel: "interrupt" }));
    expect(nodeOf(totals, "api").completions).toBe(1);
    expect(nodeOf(totals, "api").failed).toEqual({ cancelled: 1 });
    expect(nodeOf(totals, "api").wastedWork).toBeCloseTo(20 / 70, 12);
  });

  it("goes to another instance where there is one", () => {
    for (const balancing of ["random", "roundRobin", "pickFirst", "leastRequest"]) {
      const document = sketch({
        run: { detail: true },
        nodes: {
          users: metronome(100, 1),
          api: { serviceTime: 50, replicas: 2, concurrency: null },
        },
        edges: { [EDGE]: { balancing, hedge: { delayMs: 10 } } },
      });
      const { instanceLoad } = nodeOf(simulate(document), "api");
      expect(instanceLoad?.instances.map(({ arrivals }) => arrivals)).toEqual([100, 100]);
    }
  });

  it("is waited for when the first attempt fails meanwhile", () => {
    const failing = { errorRate: 1, errorTime: { type: "trace", valuesMs: [40, 30] } };
    const totals = simulate(once([50, 50], { delayMs: 30 }, failing));
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 2, ok: 0, failed: { error: 2 } });
    expect(allOf(totals).failed).toEqual({ error: 1 });
    expect(allOf(totals).latencyAllMs.max).toBe(60);
  });

  it("is not sent after the only attempt has failed", () => {
    const totals = simulate(once([50, 50], { delayMs: 30 }, { errorRate: 1, errorTime: 10 }));
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 1, hedges: 0 });
    expect(allOf(totals).latencyAllMs.max).toBe(10);
  });

  it("belongs to one try: a retry is hedged again", () => {
    const document = edge(once([100, 100, 100, 100], { delayMs: 10 }), {
      timeoutMs: 20,
      retry: { maxAttempts: 2, backoff: { type: "none" } },
    });
    const totals = simulate(document);
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 4, retries: 1, hedges: 2 });
    expect(edgeOf(totals, EDGE).failed).toEqual({ timeout: 4 });
    expect(allOf(totals).latencyAllMs.max).toBe(60);
  });

  it("waits for a percentile of the last successes, of which there must be 100", () => {
    const slowest = { type: "trace", valuesMs: [...Array.from({ length: 100 }, (_, i) => i + 1)] };
    const valuesMs = [...slowest.valuesMs, 500, 1];
    const document = sketch({
      run: { durationS: 101 },
      nodes: {
        users: metronome(1000, 0),
        api: { serviceTime: { type: "trace", valuesMs }, concurrency: null },
      },
      edges: { [EDGE]: { hedge: { atPercentile: 0.9 } } },
    });
    const totals = simulate(document);
    expect(edgeOf(totals, EDGE).hedges).toBe(1);
    expect(edgeOf(totals, EDGE).latencyMs.max).toBe(100);
    expect(allOf(totals).latencyMs.mean).toBeCloseTo((5050 + 91) / 101, 9);
  });

  it("needs a connection of its own", () => {
    const pool = { max: 1, handshake: "none" };
    const totals = simulate(edge(once([100, 20], { delayMs: 30 }), { pool }));
    expect(allOf(totals).latencyMs.max).toBe(100);
    expect(edgeOf(totals, EDGE)).toMatchObject({ calls: 1, attempts: 1, hedges: 0 });
    const wide = simulate(edge(once([100, 20], { delayMs: 30 }), { pool: { ...pool, max: 2 } }));
    expect(allOf(wide).latencyMs.max).toBe(50);
    expect(edgeOf(wide, EDGE).pool).toMatchObject({ acquired: 2, closedBroken: 1 });
  });

  it("leaves the breaker one outcome a try", () => {
    const breaker = { window: { size: 2 }, minimumCalls: 2, failureRateThreshold: 1, openMs: 5000 };
    const document = edge(once([100, 100, 100], { delayMs: 10 }), { timeoutMs: 20, breaker });
    const totals = simulate(document);
    expect(edgeOf(totals, EDGE)).toMatchObject({ attempts: 2, breaker: { opens: 0 } });
  });
});

describe("a hedge with a budget", () => {
  it("takes a permit, and is not sent where there is none", () => {
    const budget = { type: "tokens", maxTokens: 10, tokenRatio: 0.1 };
    const retry = { maxAttempts: 2, backoff: { type: "none" }, budget };
    const quota = { ...retry, budget: { type: "quota", quota: 20, timeoutCost: 20 } };
    const slow = once([100, 100], { delayMs: 10, usesBudget: true });
    expect(edgeOf(simulate(edge(slow, { retry })), EDGE)).toMatchObject({ hedges: 1 });
    const twice = once([100, 100, 100], { delayMs: 10, max: 2, usesBudget: true });
    expect(edgeOf(simulate(edge(twice, { retry: quota })), EDGE)).toMatchObject({
      hedges: 1,
      retriesDenied: 1,
    });
  });
});
