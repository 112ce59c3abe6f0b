// Attempts and pauses of clients as they ship: counts and times worked out by hand from the words of
// the table of documented settings.
import { describe, expect, it } from "vitest";
import { type WatchedRun, watch } from "../support/attempt-times.ts";
import { ONCE, resolved, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

/** One call to a callee that always fails, at once. */
function failing(retry: object, more: { edge?: object; api?: object } = {}) {
  return resolved(
    sketch({
      run: { durationS: 120, windowS: 120 },
      nodes: { users: ONCE, api: { errorRate: 1, errorTime: 0, ...more.api } },
      edges: { [EDGE]: { retry, ...more.edge } },
    }),
  );
}

/** The n-th pause of many calls, for each n. */
function pausesOf(retry: object): readonly (readonly number[])[] {
  const scenario = failing(retry);
  const runs = Array.from({ length: 120 }, (_, seed) => watch(scenario, EDGE, seed + 1).gapsMs);
  return (runs[0] ?? []).map((_, at) => runs.map((gaps) => gaps[at] ?? Number.NaN));
}

/** Pauses spread over all of [from, to). */
function expectSpread(pauses: readonly number[], from: number, to: number): void {
  const margin = 0.05 * (to - from);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(from);
  expect(Math.min(...pauses)).toBeLessThan(from + margin);
  expect(Math.max(...pauses)).toBeLessThan(to);
  expect(Math.max(...pauses)).toBeGreaterThan(to - margin);
}

describe("Envoy", () => {
  it("retries once", () => {
    expect(watch(failing({ preset: "envoy@2026-11" }), EDGE).sentMs).toHaveLength(2);
  });

  it("pauses from 0 up to 25, 50, 100, 200, 250, 250 ms, as its code does", () => {
    const pauses = pausesOf({ preset: "envoy@2026-11", maxAttempts: 7 });
    const bounds = [25, 50, 100, 200, 250, 250];
    expect(pauses).toHaveLength(bounds.length);
    for (const [at, bound] of bounds.entries()) expectSpread(pauses[at] ?? [], 0, bound);
  });
});

describe("Istio", () => {
  const istio = { preset: "istio@2026-11" };

  it("retries twice what was refused, with Envoy's pauses", () => {
    const refused = { api: { concurrency: 1, queueLengthMax: 0, serviceTime: 100_000 } };
    const scenario = resolved(
      sketch({
        run: { durationS: 10, windowS: 10 },
        nodes: { users: ONCE, occupant: ONCE, ...refused },
        edges: { "occupant->api": {}, [EDGE]: { networkMs: 1, retry: istio } },
      }),
    );
    const { sentMs, totals } = watch(scenario, EDGE);
    expect(sentMs).toHaveLength(3);
    // Each answer takes 2 ms.
    expect(totals().edges[EDGE]?.failed).toEqual({ rejected: 3 });
    expect(sentMs[1]).toBeLessThan(2 + 25);
    expect((sentMs[2] ?? Infinity) - (sentMs[1] ?? 0)).toBeLessThan(2 + 50);
  });

  it("does not retry an error of the service itself, nor a timeout", () => {
    expect(watch(failing(istio), EDGE).sentMs).toHaveLength(1);
    const slow = { api: { errorRate: 0, serviceTime: 1000 }, edge: { timeoutMs: 10 } };
    expect(watch(failing(istio, slow), EDGE).sentMs).toHaveLength(1);
  });
});

describe("gRPC's documented example", () => {
  const retry = {
    preset: "grpc@2026-11",
    retryOn: ["error"],
    budget: null,
    maxAttempts: 6,
    attemptsCap: null,
  };

  it("pauses 100, 200, 400, 800, 1000 ms, each a fifth more or less, beyond its cap too", () => {
    const pauses = pausesOf(retry);
    const means = [100, 200, 400, 800, 1000];
    expect(pauses).toHaveLength(means.length);
    for (const [at, mean] of means.entries()) {
      expectSpread(pauses[at] ?? [], 0.8 * mean, 1.2 * mean);
    }
  });
});

describe("the AWS SDK", () => {
  it.each([
    // rand(0,1) * min(20 s, 50 ms * 2^i), and before November 2026 rand(0,1) * min(2^i, 20) s.
    ["aws-sdk@2026-11", [50, 100]],
    ["aws-sdk-2025@2026-11", [1000, 2000]],
  ])("%s makes 3 attempts, with pauses up to %j ms", (preset, bounds) => {
    const pauses = pausesOf({ preset });
    expect(pauses).toHaveLength(bounds.length);
    for (const [at, bound] of bounds.entries()) expectSpread(pauses[at] ?? [], 0, bound);
  });

  it("caps the pause before jitter, at 20 s", () => {
    const pauses = pausesOf({ preset: "aws-sdk-2025@2026-11", maxAttempts: 7, budget: null });
    expectSpread(pauses[5] ?? [], 0, 20_000);
  });
});

/** Attempts of one call, ms. */
const sent = (retry: object): WatchedRun["sentMs"] => watch(failing(retry), EDGE).sentMs;

describe("pauses without jitter", () => {
  it.each([
    // MaxRetryAttempts 3 besides the first, Delay 2 s, constant.
    ["polly@2026-11", [0, 2000, 4000, 6000]],
    // maxAttempts 3 with the first, waitDuration 500 ms, constant.
    ["resilience4j@2026-11", [0, 500, 1000]],
    // min(500 * 2^(n-1), 30000), five times.
    ["undici@2026-11", [0, 500, 1500, 3500, 7500, 15_500]],
  ])("%s sends at %j ms", (preset, times) => {
    expect(sent({ preset })).toEqual(times);
  });

  it("of undici end at 30 s", () => {
    const times = sent({ preset: "undici@2026-11", maxAttempts: 8 });
    expect(times.slice(-3)).toEqual([15_500, 31_500, 61_500]);
  });

  it("of Apache HttpClient: 1 retry after 1 s, not after an error and not of a POST", () => {
    const preset = "apache-httpclient-5@2026-11";
    expect(sent({ preset })).toEqual([0]);
    const lost = (method: string) =>
      resolved(
        sketch({
          nodes: {
            users: ONCE,
            api: { serviceTime: 10, endpointDelayMs: 0, operations: { request: { method } } },
          },
          edges: { [EDGE]: { retry: { preset } } },
          faults: { crash: { kind: "crash", target: "api", atS: 0.005, forS: 0.001 } },
        }),
      );
    expect(watch(lost("GET"), EDGE).sentMs).toEqual([0, 1005]);
    expect(watch(lost("POST"), EDGE).sentMs).toEqual([0]);
  });
});

describe("resilience4j's randomized interval", () => {
  it("is 500 and 750 ms, each half more or less", () => {
    const pauses = pausesOf({ preset: "resilience4j-random@2026-11" });
    expect(pauses).toHaveLength(2);
    expectSpread(pauses[0] ?? [], 250, 750);
    expectSpread(pauses[1] ?? [], 375, 1125);
  });
});
