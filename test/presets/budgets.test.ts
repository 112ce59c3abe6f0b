// Retry budgets as they ship: how many retries they allow, worked out by hand from the words of the
// table of documented settings.
import { describe, expect, it } from "vitest";
import type { EdgeResult } from "../../simulation/results/run-result.ts";
import { watch } from "../support/attempt-times.ts";
import { edgeOf, metronome, ONCE, resolved, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

/** A callee whose process is gone from time 0 on; it refuses connections. */
const GONE = { down: { kind: "crash", target: "api" } };

/** Calls at a rate to a callee that is gone. */
function down(preset: string, ratePerS: number, durationS: number): EdgeResult {
  const totals = simulate(
    sketch({
      run: { durationS, windowS: durationS },
      nodes: { users: metronome(1000 / ratePerS, 500 / ratePerS), api: {} },
      edges: { [EDGE]: { retry: { preset } } },
      faults: GONE,
    }),
  );
  return edgeOf(totals, EDGE);
}

describe.each(["linkerd-service-profile@2026-11", "finagle@2026-11"])("%s", (preset) => {
  // A share of 0.2 of the calls, and 10 a second in addition, counted over 10 s.
  it.each([
    [1, 10.2],
    [100, 30],
    [1000, 210],
  ])("allows at %d calls a second %d retries a second", (ratePerS, perS) => {
    const { calls, retries } = down(preset, ratePerS, 60);
    expect(calls).toBe(60 * ratePerS);
    expect(retries / 60).toBeGreaterThan(0.98 * perS);
    // What was spent in the first second counts a tenth of its time to live too short at most.
    expect(retries / 60).toBeLessThan(1.03 * perS);
  });

  it("has its floor at once: 10 a second for 10 s, and no more until these are forgotten", () => {
    const times = [0, 5000, 10_001];
    const { sentMs } = watch(
      resolved(
        sketch({
          run: { durationS: 10.5, windowS: 10.5 },
          nodes: {
            users: { kind: "client", arrivals: { type: "trace", timesMs: times } },
            api: {},
          },
          edges: { [EDGE]: { retry: { preset } } },
          faults: GONE,
        }),
      ),
      EDGE,
    );
    const retriesAt = (ms: number): number => sentMs.filter((at) => at === ms).length - 1;
    expect(times.map(retriesAt)).toEqual([100, 0, 100]);
  });
});

it("Finagle requeues what was refused and not what has failed", () => {
  const totals = simulate(
    sketch({
      nodes: { users: metronome(10, 0), api: { errorRate: 1 } },
      edges: { [EDGE]: { retry: { preset: "finagle@2026-11" } } },
    }),
  );
  expect(edgeOf(totals, EDGE).retries).toBe(0);
});

describe("Envoy", () => {
  /** So many calls that fail at the same instant. */
  const failTogether = (preset: string, calls: number): EdgeResult => {
    const totals = simulate(
      sketch({
        nodes: {
          users: { ...ONCE, batch: calls },
          api: { errorRate: 1, errorTime: 10, concurrency: null },
        },
        edges: { [EDGE]: { retry: { preset } } },
      }),
    );
    return edgeOf(totals, EDGE);
  };

  it("has three retries in flight, however many calls there are", () => {
    for (const calls of [3, 10, 50]) {
      const { retries, retriesDenied } = failTogether("envoy@2026-11", calls);
      expect({ retries, retriesDenied }).toEqual({ retries: 3, retriesDenied: calls - 3 });
    }
  });

  it("with a budget has a fifth of the requests under way, and three in any case", () => {
    // The k-th failure finds k - 1 retries and 50 - k requests: allowed while k - 1 < 0.2 (50 - k).
    const { retries, retriesDenied } = failTogether("envoy-budget@2026-11", 50);
    expect({ retries, retriesDenied }).toEqual({ retries: 8, retriesDenied: 42 });
    expect(failTogether("envoy-budget@2026-11", 10).retries).toBe(3);
  });
});

/** A call every 10 s; those numbered from .. to (the first is 1) find nobody. Attempts by call. */
function scripted(retry: object, calls: number, gone: readonly (readonly [number, number])[]) {
  const faults = gone.map(([from, to], at) => [
    `gone${at}`,
    { kind: "crash", target: "api", atS: 10 * from - 0.5, forS: 10 * (to - from + 1) - 1 },
  ]);
  const scenario = resolved(
    sketch({
      run: { durationS: 10 * calls + 5, windowS: 100 },
      nodes: { users: metronome(10_000, 10_000), api: { endpointDelayMs: 0 } },
      edges: { [EDGE]: { retry } },
      faults: Object.fromEntries(faults),
    }),
  );
  const { sentMs } = watch(scenario, EDGE);
  return Array.from(
    { length: calls },
    (_, call) => sentMs.filter((at) => Math.floor(at / 10_000) === call + 1).length,
  );
}

/** Attempts of a failing call after so many failed and then so many good ones. */
function afterSuccesses(preset: string, failed: number, good: number): number {
  const calls = failed + good + 1;
  const attempts = scripted({ preset }, calls, [
    [1, failed],
    [calls, calls],
  ]);
  return attempts.at(-1) ?? 0;
}

describe("gRPC's tokens", () => {
  it("starting at 10 are spent to half by the first call and the second", () => {
    // 10 -> 9, 8, 7 (retries) -> 6, the fourth and last attempt; then 5, which is not above half.
    expect(scripted({ preset: "grpc@2026-11" }, 4, [[1, 4]])).toEqual([4, 1, 1, 1]);
  });

  it("come back a tenth for each success, and allow retries above half", () => {
    // Ten failed calls leave none; 61 successes leave 6.1, of which a failure leaves 5.1.
    expect(afterSuccesses("grpc@2026-11", 10, 59)).toBe(1);
    expect(afterSuccesses("grpc@2026-11", 10, 61)).toBe(2);
  });
});

describe("the AWS SDK's quota of 500", () => {
  const nodes = {
    connectionRefused: { api: {} },
    timeout: { api: { serviceTime: 1000 } },
    rejected: { api: { concurrency: 1, queueLengthMax: 0, serviceTime: 1e7 }, occupant: ONCE },
  };

  /** Retries of 200 calls, ten seconds apart, that all fail so. */
  function retriesAfter(preset: string, outcome: keyof typeof nodes): EdgeResult {
    const totals = simulate(
      sketch({
        run: { durationS: 2005, windowS: 2005 },
        nodes: { users: metronome(10_000, 10_000), ...nodes[outcome] },
        edges: {
          [EDGE]: { retry: { preset }, timeoutMs: 100 },
          ...(outcome === "rejected" ? { "occupant->api": {} } : {}),
        },
        ...(outcome === "connectionRefused" ? { faults: GONE } : {}),
      }),
    );
    const edge = edgeOf(totals, EDGE);
    expect(Object.keys(edge.failed)).toEqual([outcome]);
    return edge;
  }

  it.each([
    // "transient retry 14, throttling retry 5; timeouts no longer special"
    ["aws-sdk@2026-11", "connectionRefused", Math.floor(500 / 14)],
    ["aws-sdk@2026-11", "timeout", Math.floor(500 / 14)],
    ["aws-sdk@2026-11", "rejected", 500 / 5],
    // "retry costs 5, timeout retry 10"
    ["aws-sdk-2025@2026-11", "connectionRefused", 500 / 5],
    ["aws-sdk-2025@2026-11", "timeout", 500 / 10],
  ] as const)("%s pays after %s for %d retries", (preset, outcome, retries) => {
    const edge = retriesAfter(preset, outcome);
    expect(edge.retries).toBe(retries);
    expect(edge.calls).toBe(200);
  });

  it("is filled by 1 for each success without a retry", () => {
    // 35 retries of 14 leave 10; 100 of 5 leave nothing.
    expect(afterSuccesses("aws-sdk@2026-11", 40, 3)).toBe(1);
    expect(afterSuccesses("aws-sdk@2026-11", 40, 4)).toBe(2);
    expect(afterSuccesses("aws-sdk-2025@2026-11", 60, 4)).toBe(1);
    expect(afterSuccesses("aws-sdk-2025@2026-11", 60, 5)).toBe(2);
  });
});
