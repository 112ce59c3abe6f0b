// Proxies and clients that balance, as measured: HAProxy, nginx and gRPC. Constants come from other
// measurements: service times are shorter by what timers fire early (Z0-calibration), and the way
// through a proxy costs 1 ms there and back, which is what a constant service of 10 ms takes longer
// than its timer in the cases D4, less the client's own way.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { instanceLoad } from "../../simulation/primitives/instance-load.ts";
import { nodes } from "../../simulation/primitives/parameters.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, nodeOf, resolved } from "../support/simulate.ts";
import { arrivalTimes, meanOf, measuredOf, play, scenarioOf, withValues } from "./measured.ts";

function arrivalsOf(totals: EngineTotals): readonly number[] {
  const { instanceLoad: load } = nodeOf(totals, "backend");
  return (load?.instances ?? []).map(({ arrivals }) => arrivals ?? Number.NaN);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Runs with the arrivals of the measurement, each several times with other service times. */
function replayed(
  id: string,
  of: { readonly firstSeed: number; readonly ratePerS: number; readonly times: number },
): readonly EngineTotals[] {
  const document = scenarioOf(id);
  return [0, 1, 2, 3, 4].flatMap((k) => {
    const timesMs = arrivalTimes(
      of.firstSeed + k,
      of.ratePerS,
      (document.run.durationS ?? 0) * 1000,
    );
    const traced = withValues(document, { "nodes.client.arrivals": { type: "trace", timesMs } });
    return Array.from({ length: of.times }, (_, i) => play(traced, 1 + k + 5 * i).totals);
  });
}

describe.each([
  ["D1-haproxy-leastconn-120", 120],
  ["D1-haproxy-random1-120", 120],
  ["D1-haproxy-random2-120", 120],
  ["D1-haproxy-roundrobin-120", 120],
  ["D1-haproxy-roundrobin-220-overload", 220],
  ["D1-nginx-least_conn-120", 120],
  ["D1-nginx-random-two-120", 120],
  ["D1-nginx-roundrobin-120", 120],
] as const)("%s", (id, ratePerS) => {
  const runs = replayed(id, { firstSeed: 300, ratePerS, times: 6 });

  it("has the measured arrivals", () => {
    expect(meanOf(runs.map((totals) => allOf(totals).offered))).toBeCloseTo(
      measuredOf(id, "n").mean,
      9,
    );
  });

  it("gives the slow server its measured share", () => {
    const shares = runs.map((totals) => {
      const arrivals = arrivalsOf(totals);
      return (arrivals[3] ?? Number.NaN) / sumOf(arrivals);
    });
    const { mean, sd } = measuredOf(id, "share_slow");
    // Of random(1) the share says what the arcs of the proxy's hash ring are, and the file says so
    // too; what follows from them is seen in its latencies and in both cases of random(2).
    expect(Math.abs(meanOf(shares) - mean)).toBeLessThan(Math.max(3 * sd, 0.02));
  });

  it.each(["p50", "p99"] as const)("has its measured latency: %s", (quantile) => {
    const found = runs.map((totals) => allOf(totals).latencyMs[quantile] ?? Number.NaN);
    const { mean } = measuredOf(id, `latency_${quantile}_ms`);
    expect(Math.abs(meanOf(found) - mean)).toBeLessThan(0.1 * mean + 3);
  });
});

describe.each([
  ["D2-sinkhole-leastconn-100", 100],
  ["D2-sinkhole-leastconn-300", 300],
  ["D2-sinkhole-nginx-least_conn-300", 300],
  ["D2-sinkhole-random2-300", 300],
  ["D2-sinkhole-roundrobin-100", 100],
  ["D2-retry-on-503-leastconn-300", 300],
  ["D2-nginx-next-upstream-503-300", 300],
] as const)("%s", (id, ratePerS) => {
  const runs = replayed(id, { firstSeed: 320, ratePerS, times: 2 });

  it("has the measured arrivals", () => {
    const offered = meanOf(runs.map((totals) => allOf(totals).offered));
    expect(offered).toBeCloseTo(measuredOf(id, "n").mean, 9);
  });

  it("fails the measured share of the requests", () => {
    const failed = meanOf(runs.map((totals) => allOf(totals).errorRate ?? 0));
    expect(Math.abs(failed - measuredOf(id, "client_error_frac").mean)).toBeLessThan(0.03);
  });

  it("sends the measured number of attempts, and as many of them to the failing server", () => {
    const perRequest = (count: (totals: EngineTotals) => number): number =>
      meanOf(runs.map((totals) => count(totals) / allOf(totals).completed));
    const failing = perRequest((totals) => arrivalsOf(totals)[3] ?? Number.NaN);
    const all = perRequest((totals) => sumOf(arrivalsOf(totals)));
    const measured = measuredOf(id, "attempts_on_failing_frac_of_requests").mean;
    expect(Math.abs(failing - measured)).toBeLessThan(0.03);
    expect(Math.abs(all - measuredOf(id, "attempts_per_request").mean)).toBeLessThan(0.03);
  });
});

interface Outage {
  /** Last request that the instance got after the failure, and first after the repair, ms. */
  readonly lastMs: number;
  readonly firstMs: number;
  readonly errors: number;
  readonly received: number;
}

const FAILS_AT = 4000;
const REPAIRED_AT = 8000;
const STEP_MS = 5;

/** One outage, watched every few milliseconds; the seed decides at which phase of the checks it comes. */
function outageOf(document: ScenarioDocument, seed: number): Outage {
  engine.load(resolved(document), seed);
  const at = nodes.firstInstance[engine.layout().nodeIds.indexOf("backend")] ?? 0;
  const instance = at + 3;
  let seen = 0;
  let before = 0;
  let lastMs = 0;
  let firstMs = 0;
  for (let now = 0; now < 12_000; now += STEP_MS) {
    engine.run(now, Infinity);
    const arrived = instanceLoad.arrivals[instance] ?? 0;
    if (now <= FAILS_AT) before = arrived;
    if (arrived > seen && now > FAILS_AT && now <= REPAIRED_AT) lastMs = now - FAILS_AT;
    if (arrived > seen && now > REPAIRED_AT && firstMs === 0) firstMs = now - REPAIRED_AT;
    if (firstMs > 0) break;
    seen = arrived;
  }
  const errors = edgeOf(engine.totals(), "proxy->backend").failed.connectionRefused ?? 0;
  return { lastMs, firstMs, errors, received: seen - before };
}

describe.each([
  ["D3-http-check-500", [1000, 1500]],
  ["D3-http-check-hang", [2500, 3000]],
  ["D3-tcp-check-refused", [1000, 1500]],
] as const)("%s", (id, [least, most]) => {
  const document = scenarioOf(id);
  const outages = Array.from({ length: 24 }, (_, seed) => outageOf(document, seed + 1));
  /** Round robin over four at 100 requests a second: one comes by every 40 ms. */
  const TURN_MS = 40 + 2 * STEP_MS;

  it("takes the server out after its failures, and back after its passes", () => {
    for (const { lastMs, firstMs } of outages) {
      expect(lastMs).toBeGreaterThan(least - TURN_MS);
      expect(lastMs).toBeLessThan(most + TURN_MS);
      expect(firstMs).toBeGreaterThan(500 - TURN_MS);
      expect(firstMs).toBeLessThan(1000 + TURN_MS);
    }
  });

  it("takes as long as measured", () => {
    const last = measuredOf(id, "last_request_after_failure_ms");
    const first = measuredOf(id, "first_request_after_repair_ms");
    const lasted = meanOf(outages.map(({ lastMs }) => lastMs));
    const returned = meanOf(outages.map(({ firstMs }) => firstMs));
    expect(Math.abs(lasted - last.mean)).toBeLessThan(last.sd + 0.05 * last.mean);
    expect(Math.abs(returned - first.mean)).toBeLessThan(first.sd + 0.05 * first.mean);
  });

  it("costs the measured number of errors", () => {
    const errors = measuredOf(id, "client_errors");
    const found = meanOf(outages.map((outage) => outage.errors));
    expect(Math.abs(found - errors.mean)).toBeLessThanOrEqual(errors.sd);
    if (errors.mean > 0) return;
    const received = measuredOf(id, "requests_during_outage_on_it");
    const reached = meanOf(outages.map((outage) => outage.received));
    expect(Math.abs(reached - received.mean)).toBeLessThan(received.sd);
  });
});

describe.each([
  "D4-refused-default",
  "D4-refused-all",
  "D4-refused-redispatch",
  "D4-refused-redispatch1",
  "D4-nginx-refused",
  "D4-nginx-refused-post",
])("%s", (id) => {
  const runs = replayed(id, { firstSeed: 360, ratePerS: 40, times: 1 });

  it("has the measured arrivals", () => {
    const offered = meanOf(runs.map((totals) => allOf(totals).offered));
    expect(offered).toBeCloseTo(measuredOf(id, "n").mean, 9);
  });

  it("answers the measured share, and delays what it does not", () => {
    const answered = runs.map((totals) => allOf(totals).ok / allOf(totals).completed);
    const ok = measuredOf(id, "ok_frac");
    expect(Math.abs(meanOf(answered) - ok.mean)).toBeLessThanOrEqual(3 * ok.sd + 0.005);
    const slow = measuredOf(id, "slow_over_500ms_frac").mean;
    for (const totals of runs) {
      const { latencyMs, latencyAllMs } = allOf(totals);
      if (latencyMs.max !== null) expect(latencyMs.max).toBeLessThan(500);
      if (slow === 0) {
        expect(latencyAllMs.max).toBeLessThan(500);
        continue;
      }
      // Exactly the refused ones are late, by three pauses of a second.
      const delay = measuredOf(id, "slow_latency_mean_ms");
      expect(Math.abs((latencyAllMs.max ?? 0) - delay.mean)).toBeLessThan(10);
      expect(Object.keys(allOf(totals).failed)).toEqual(["dependency"]);
      const { failed } = edgeOf(totals, "proxy->backend");
      expect(failed.connectionRefused).toBe(4 * (allOf(totals).failed.dependency ?? 0));
    }
    expect(meanOf(answered)).toBeCloseTo(1 - slow, 2);
  });

  it("takes the measured time where nothing is in the way", () => {
    const median = meanOf(runs.map((totals) => allOf(totals).latencyAllMs.p50 ?? Number.NaN));
    const { mean } = measuredOf(id, "latency_p50_ms");
    expect(Math.abs(median - mean)).toBeLessThan(mean > 500 ? 10 : 1);
  });

  if (id.startsWith("D4-nginx")) {
    it("meets one refusal and then leaves the server out", () => {
      for (const totals of runs) {
        const { failed, balancing } = edgeOf(totals, "proxy->backend");
        expect(failed.connectionRefused).toBe(measuredOf(id, "connect_failures_logged").mean);
        expect(balancing?.ejections).toBe(1);
      }
    });
  }
});

describe("gRPC", () => {
  function countsOf(document: ScenarioDocument, seed: number): readonly number[] {
    const { totals } = play(document, seed);
    expect(allOf(totals).failed).toEqual({});
    return arrivalsOf(totals);
  }

  function expectCounts(id: string, counts: readonly number[]): void {
    const [most, middle, least] = [...counts].sort((a, b) => b - a);
    expect(most).toBe(measuredOf(id, "most").mean);
    expect(middle).toBe(measuredOf(id, "middle").mean);
    expect(least).toBe(measuredOf(id, "least").mean);
  }

  it.each(["F2-pick_first", "F2-round_robin"])("%s", (id) => {
    for (const seed of [1, 2, 3, 4, 5]) expectCounts(id, countsOf(scenarioOf(id), seed));
  });

  it("F2-pick_first-kill-active", () => {
    const id = "F2-pick_first-kill-active";
    for (const seed of [1, 2, 3, 4, 5]) {
      const active = countsOf(scenarioOf("F2-pick_first"), seed).indexOf(150);
      const killed = withValues(scenarioOf(id), { "faults.kill.target": `backend[${active}]` });
      const counts = countsOf(killed, seed);
      expectCounts(id, counts);
      expect(counts[active]).toBe(75);
    }
  });
});
