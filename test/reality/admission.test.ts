// Queues and rate limits of real proxies: HAProxy's maxconn with its queue, nginx's limit_req.
import { describe, expect, it } from "vitest";
import type { EndToEndResult } from "../../simulation/results/run-result.ts";
import {
  type Measured,
  type MeasuredRun,
  meanOf,
  measuredOf,
  play,
  scenarioOf,
} from "./measured.ts";

function allOf({ totals }: MeasuredRun): EndToEndResult {
  const { all } = totals.endToEnd;
  if (all === undefined) throw new Error("no results");
  return all;
}

/** Where nothing else is said: within three standard deviations and 5 %. */
function expectMeasured(value: number | null, { mean, sd }: Measured): void {
  expect(Math.abs((value ?? Number.NaN) - mean)).toBeLessThanOrEqual(3 * sd + 0.05 * mean);
}

describe.each(["D5-maxconn4-burst40", "D5-maxconn4-maxqueue10-burst40"])("%s", (id) => {
  it("serves everybody, four at a time, and rejects nobody", () => {
    const { ok, failed, latencyMs } = allOf(play(scenarioOf(id)));
    expect(ok).toBe(measuredOf(id, "ok").mean);
    expect(failed).toEqual({});
    expect(measuredOf(id, "rejected_503").mean).toBe(0);
    // Ten waves, 50 ms apart and up to 3 ms more in reality.
    expectMeasured(latencyMs.max, measuredOf(id, "completion_ms"));
    expectMeasured(latencyMs.mean, measuredOf(id, "ok_latency_mean_ms"));
    expect(latencyMs.min).toBeGreaterThanOrEqual(50);
    expect(latencyMs.max).toBeGreaterThanOrEqual(500);
  });
});

describe("D5-maxconn4-burst40-queue220", () => {
  const id = "D5-maxconn4-burst40-queue220";

  it("serves five waves of four and rejects the rest when the queue's time is over", () => {
    const run = play(scenarioOf(id));
    const { ok, failed, latencyMs, latencyAllMs } = allOf(run);
    expect(ok).toBe(20);
    expect(failed).toEqual({ queueTimeout: 20 });
    // In reality one wave was missed once in five.
    expect(Math.abs(measuredOf(id, "ok").mean - ok)).toBeLessThan(4);
    expectMeasured(latencyMs.mean, measuredOf(id, "ok_latency_mean_ms"));
    expectMeasured(latencyMs.max, measuredOf(id, "completion_ms"));
    // Half of all ended at the timeout, more than the quickest 16 and fewer than the last four.
    expectMeasured(latencyAllMs.p50, measuredOf(id, "reject_at_ms"));
    expect(latencyAllMs.p90).toBeLessThan(222);
  });
});

describe("D5-maxconn4-open64", () => {
  const id = "D5-maxconn4-open64";

  it("waits as the queue of the M/M/4 that it is", () => {
    const document = scenarioOf(id);
    const runs = Array.from({ length: 40 }, (_, at) => allOf(play(document, 380 + at)).latencyMs);
    for (const name of ["mean", "p50", "p95", "p99"] as const) {
      const { mean, sd } = measuredOf(id, `latency_${name}_ms`);
      const simulated = meanOf(runs.map((latency) => latency[name] ?? Number.NaN));
      expect(Math.abs(simulated - mean), name).toBeLessThanOrEqual(3 * sd);
    }
  });
});

describe.each([
  "D7-limit_req-10rps-noburst",
  "D7-limit_req-10rps-burst5",
  "D7-limit_req-10rps-burst5-nodelay",
  "D7-limit_req-10rps-burst5-nodelay-20rps",
])("%s", (id) => {
  it("accepts and rejects as many as nginx", () => {
    const { ok, failed } = allOf(play(scenarioOf(id)));
    expect(ok).toBe(measuredOf(id, "ok").mean);
    expect(failed).toEqual({ rateLimited: measuredOf(id, "rejected").mean });
  });
});

describe("D7-limit_req-10rps-burst5", () => {
  const id = "D7-limit_req-10rps-burst5";

  it("lets the delayed ones go one per 1/rate", () => {
    const run = play(scenarioOf(id));
    expectMeasured(allOf(run).latencyMs.max, measuredOf(id, "last_ok_ms"));
    // Windows of 20 ms: where in time the answers came.
    const okAt = run.type("ok").flatMap((count, window) => (count > 0 ? [window * 20] : []));
    const answered = okAt.filter((atMs) => atMs >= 3000);
    expect(answered).toHaveLength(6);
    const gaps = answered.slice(1).map((atMs, i) => atMs - (answered[i] ?? 0));
    expect(meanOf(gaps)).toBe(100);
    expectMeasured(meanOf(gaps), measuredOf(id, "mean_gap_over20ms"));
    // One at once, the others later.
    expect(answered.filter((atMs) => atMs < 3050)).toHaveLength(
      measuredOf(id, "ok_within_50ms").mean,
    );
  });
});

describe("D7 with nodelay", () => {
  it("answers a whole burst at once", () => {
    const id = "D7-limit_req-10rps-burst5-nodelay";
    const { latencyMs } = allOf(play(scenarioOf(id)));
    expect(latencyMs.max).toBeLessThan(50);
    expect(measuredOf(id, "ok_within_50ms").mean).toBe(measuredOf(id, "ok").mean);
  });
});
