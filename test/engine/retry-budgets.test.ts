// Budgets, jitter and the population in back-off, in whole runs.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { edgeColumn } from "../../simulation/results/series.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import {
  allOf,
  columnOf,
  edgeOf,
  metronome,
  ONCE,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

const NOW = { type: "none" } as const;
const EDGE = "users->api";

/** A call every 10 ms for 100 s to a callee that always fails. */
function down(budget: object | null, more: { retry?: object; users?: object } = {}): EngineTotals {
  return simulate(
    sketch({
      run: { durationS: 100, windowS: 10 },
      nodes: { users: { ...metronome(10, 5), ...more.users }, api: { errorRate: 1 } },
      edges: { [EDGE]: { retry: { maxAttempts: 4, backoff: NOW, ...more.retry, budget } } },
    }),
  );
}

describe("a retry budget over a callee that is down", () => {
  it("holds the amplification at one plus its ratio", () => {
    const { attempts, calls, retries, retriesDenied } = edgeOf(
      down({ type: "ratio", ratio: 0.1, minPerS: 0 }),
      EDGE,
    );
    expect(calls).toBe(10_000);
    expect(retries).toBe(1000);
    expect(attempts).toBe(11_000);
    // Every call wants a retry, and those that got one want the next.
    expect(retriesDenied).toBe(10_000);
    expect(edgeOf(down(null), EDGE).retryAmplification).toBe(4);
  });

  it("adds what is always allowed, for the time that a token lives", () => {
    const { retries } = edgeOf(down({ type: "ratio", ratio: 0, minPerS: 5, ttlMs: 2000 }), EDGE);
    // 10 at once, then again as the tenths in which they were spent are forgotten.
    expect(retries).toBeGreaterThanOrEqual(480);
    expect(retries).toBeLessThanOrEqual(510);
  });

  it("of tokens ends all retries at half", () => {
    const { retries } = edgeOf(down({ type: "tokens", maxTokens: 10, tokenRatio: 0.1 }), EDGE);
    // Of 10 tokens the four attempts of the first call take 4; the next failure leaves 5, which is
    // not more than half.
    expect(retries).toBe(3);
  });

  it("of a quota is spent once where nothing succeeds", () => {
    expect(edgeOf(down({ type: "quota", quota: 500, retryCost: 14 }), EDGE).retries).toBe(35);
    expect(edgeOf(down({ type: "quota", quota: 500, retryCost: 5 }), EDGE).retries).toBe(100);
  });

  it("in flight allows so many pauses at a time", () => {
    const backoff = { type: "constant", baseMs: 1000, jitter: "none" };
    const budget = { type: "concurrent", ratio: 0, minConcurrent: 3 };
    const { retries, inBackoff } = edgeOf(
      down(budget, { retry: { backoff, maxAttempts: 2 } }),
      EDGE,
    );
    // Three calls pause for a second each, then three others.
    expect(Math.abs(retries - 297)).toBeLessThanOrEqual(3);
    expect(inBackoff.mean).toBeCloseTo(3, 1);
  });

  it("is each caller's own, or one for all", () => {
    const budget = { type: "quota", quota: 500, retryCost: 5 };
    const users = { clients: 4 };
    expect(edgeOf(down(budget, { users }), EDGE).retries).toBe(400);
    expect(edgeOf(down({ ...budget, scope: "shared" }, { users }), EDGE).retries).toBe(100);
  });
});

describe("calls in back-off", () => {
  const backoff = { type: "constant", baseMs: 250, jitter: "none" };
  const document = (more: object): Parameters<typeof sketch>[0] => ({
    run: { durationS: 10, windowS: 1, sampleAtS: [5] },
    nodes: { users: { ...metronome(100, 0), ...more }, api: { errorRate: 1, errorTime: 0 } },
    edges: { [EDGE]: { retry: { maxAttempts: null, backoff } } },
  });

  it("are counted while they pause, in results, series and live", () => {
    const under = run(sketch(document({ patienceMs: 600 })));
    const totals = under.totals();
    // Each call pauses for all of its 600 ms but the instants of its attempts; 10 a second.
    expect(edgeOf(totals, EDGE).inBackoff.mean).toBeCloseTo(6 - (0.5 * 0.6 * 6) / 10, 1);
    const series = columnOf(under, edgeColumn(under.layout(), 0, "inBackoffMean"));
    expect(series.at(-1)).toBeCloseTo(6, 6);
    expect(totals.endToEnd.all?.failed.abandoned).toBeGreaterThan(90);
  });

  it("leave with those who give up", () => {
    const under = run(sketch({ ...document({ ...ONCE, patienceMs: 700 }) }));
    expect(edgeOf(under.totals(), EDGE).inBackoff.mean).toBeCloseTo(0.07, 9);
  });
});

describe("jitter", () => {
  /** Pauses before the first or a later retry of 4,000 calls, as latency of those that gave up. */
  function pauses(
    backoff: object,
    retries = 1,
  ): { mean: number; std: number; min: number; max: number } {
    const totals = simulate(
      sketch({
        run: { durationS: 600, windowS: 600 },
        nodes: {
          users: { ...ONCE, batch: 4000 },
          api: { errorRate: 1, errorTime: 0, concurrency: null },
        },
        edges: { [EDGE]: { retry: { maxAttempts: retries + 1, backoff } } },
      }),
    );
    const { mean, stdMs, min, max } = allOf(totals).latencyAllMs;
    return { mean: mean ?? 0, std: stdMs ?? 0, min: min ?? 0, max: max ?? 0 };
  }
  const near = (found: number, wanted: number, std: number): void =>
    expect(Math.abs(found - wanted)).toBeLessThan((4.5 * std) / Math.sqrt(4000));

  it("plus or minus stays within its share of the pause, beyond the cap too (gRPC)", () => {
    const { mean, min, max } = pauses({
      type: "exponential",
      baseMs: 5000,
      capMs: 1000,
      jitter: "multiplicative",
    });
    near(mean, 1000, 400 / Math.sqrt(12));
    expect(min).toBeGreaterThanOrEqual(800);
    expect(max).toBeLessThanOrEqual(1200);
    expect(max).toBeGreaterThan(1190);
  });

  it("added lies between the pause and so much more, beyond the cap too (got)", () => {
    const { mean, std, min, max } = pauses({
      type: "exponential",
      baseMs: 5000,
      capMs: 1000,
      jitter: "added",
      jitterMs: 200,
    });
    near(mean, 1100, 200 / Math.sqrt(12));
    expect(std).toBeLessThan(62);
    expect(min).toBeGreaterThanOrEqual(1000);
    expect(max).toBeLessThanOrEqual(1200);
    expect(max).toBeGreaterThan(1195);
  });

  it("exponential has the pause as its mean and deviation", () => {
    const { mean, std } = pauses({ type: "constant", baseMs: 50, jitter: "exponentialRandom" });
    near(mean, 50, 50);
    expect(Math.abs(std - 50)).toBeLessThan(5);
  });

  it("smooth sums up to f(n - 1 + U) of Polly's formula", () => {
    const f = (t: number): number => 2 ** t * Math.tanh(Math.sqrt(4 * t));
    for (const retries of [1, 3]) {
      const { mean, std, min, max } = pauses(
        { type: "exponential", baseMs: 140, capMs: 1e6, jitter: "smooth" },
        retries,
      );
      let wanted = 0;
      for (let i = 0; i < 1000; i++) wanted += f(retries - 1 + (i + 0.5) / 1000) / 10;
      near(mean, wanted, std);
      expect(min).toBeGreaterThanOrEqual(100 * f(retries - 1) - 1e-6);
      expect(max).toBeLessThanOrEqual(100 * f(retries) + 1e-6);
    }
  });

  it("of a linear back-off spreads the n-fold base", () => {
    const { mean, std } = pauses({ type: "linear", baseMs: 100, capMs: 250, jitter: "full" }, 3);
    near(mean, (100 + 200 + 250) / 2, std);
  });

  it("comes with the values of products", () => {
    const values = (preset: string): unknown => {
      const document = sketch({
        nodes: { users: ONCE, api: {} },
        edges: { [EDGE]: { retry: { preset } } },
      });
      const resolved = resolveScenario(document);
      if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
      return resolved.scenario.edges[0]?.values.retry;
    };
    expect(values("envoy@2026-11")).toMatchObject({
      maxAttempts: 2,
      backoff: { type: "exponential", baseMs: 25, factor: 2, capMs: 250, jitter: "full" },
    });
    expect(values("polly@2026-11")).toMatchObject({
      maxAttempts: 4,
      backoff: { type: "constant", baseMs: 2000, jitter: "none" },
    });
    expect(values("aws-sdk@2026-11")).toMatchObject({
      budget: { type: "quota", quota: 500, retryCost: 14, throttledCost: 5, successRefund: 1 },
    });
  });
});
