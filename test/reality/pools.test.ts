// Connection pools of Node, undici, node-postgres and pgbouncer, as measured.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { PoolResult } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import {
  arrivalTimes,
  exponentials,
  meanOf,
  measuredOf,
  play,
  scenarioOf,
  withValues,
} from "./measured.ts";

/** What the real systems took longer than constants of an ideal model allow for, a wave, ms. */
const PER_WAVE_MS = 3;

function latencyOf(totals: EngineTotals) {
  const all = totals.endToEnd.all;
  if (all === undefined) throw new Error("no result");
  const told = (value: number | null): number => value ?? Number.NaN;
  const { mean, max, p50, p95, p99 } = all.latencyMs;
  return { mean: told(mean), max: told(max), p50: told(p50), p95: told(p95), p99: told(p99) };
}

function poolOf(totals: EngineTotals, edge: string): PoolResult {
  const pool = totals.edges[edge]?.pool;
  if (pool === undefined) throw new Error(`no pool on ${edge}`);
  return pool;
}

/** The real system was slower, by no more than so many waves allow. */
function expectSlower(measured: number, simulated: number, waves: number): void {
  expect(measured).toBeGreaterThan(simulated);
  expect(measured - simulated).toBeLessThan(PER_WAVE_MS * waves);
}

describe.each([
  ["A5-http-agent-max4-burst40", 10, 4],
  ["A5-undici-pool-4-burst40", 10, 4],
  ["A5-undici-pool-4-pipelining4-burst40", 3, 16],
] as const)("%s", (id, waves, atOnce) => {
  it("is served in waves over as many connections as measured", () => {
    const { totals } = play(scenarioOf(id));
    const { max, mean } = latencyOf(totals);
    expect(poolOf(totals, "client->service").opened).toBe(
      measuredOf(id, "connections_opened").mean,
    );
    expect(totals.nodes.service?.inFlight.max).toBe(atOnce);
    expect(measuredOf(id, "peak_concurrency_at_server").mean).toBe(atOnce);
    expectSlower(measuredOf(id, "completion_ms").mean, max, waves);
    expectSlower(measuredOf(id, "latency_mean_ms").mean, mean, waves);
  });
});

describe.each(["A5-http-agent-max4-open64", "A5-undici-pool4-open64"])("%s", (id) => {
  const runs = [200, 201, 202, 203, 204].map((seed) => {
    const timesMs = arrivalTimes(seed, 64, 20_000);
    const valuesMs = exponentials(seed + 1_000_003, 50, 3000);
    const set: Record<string, Json> = {
      "nodes.client.arrivals": { type: "trace", timesMs },
      "nodes.service.serviceTime": { type: "trace", valuesMs },
    };
    return () => latencyOf(play(withValues(scenarioOf(id), set)).totals);
  });

  it("waits in the pool as long as measured", () => {
    const results = runs.map((run) => run());
    for (const metric of ["mean", "p50", "p95", "p99"] as const) {
      const simulated = meanOf(results.map((result) => result[metric]));
      const measured = measuredOf(id, `latency_${metric}_ms`).mean;
      expect(Math.abs(simulated - measured)).toBeLessThan(4);
    }
  });
});

describe("C1-pool10-burst40", () => {
  it("serves all, in four waves", () => {
    const { totals } = play(scenarioOf("C1-pool10-burst40"));
    expect(totals.endToEnd.all).toMatchObject({ ok: 40, failed: {} });
    const { opened, waitMs } = poolOf(totals, "client->db");
    expect(opened).toBe(0);
    expectSlower(measuredOf("C1-pool10-burst40", "completion_ms").mean, latencyOf(totals).max, 4);
    expectSlower(measuredOf("C1-pool10-burst40", "wait_max_ms").mean, waitMs.max, 3);
    expectSlower(measuredOf("C1-pool10-burst40", "wait_mean_ms").mean, waitMs.mean ?? 0, 3);
  });
});

describe("C1-pool10-burst40-timeout120", () => {
  const id = "C1-pool10-burst40-timeout120";

  it("serves three waves and turns the fourth away at 120 ms", () => {
    const { totals } = play(scenarioOf(id));
    const { ok, failed } = totals.endToEnd.all ?? {};
    expect(ok).toBe(measuredOf(id, "served").mean);
    expect(failed).toEqual({ poolTimeout: measuredOf(id, "timed_out").mean });
    expect(poolOf(totals, "client->db").timeouts).toBe(10);
    expectSlower(measuredOf(id, "completion_ms").mean, latencyOf(totals).max, 3);
    const { max, mean } = poolOf(totals, "client->db").waitMs;
    expectSlower(measuredOf(id, "wait_max_ms").mean, max, 3);
    expectSlower(measuredOf(id, "wait_mean_ms").mean, mean ?? 0, 3);
  });
});

describe.each([
  "C1-pool10-clients40-closed",
  "C1-pool10-clients40-think100",
  "C1-pgbouncer10-clients40-closed",
])("%s", (id) => {
  it("has the measured throughput and mean latency", () => {
    const { totals } = play(scenarioOf(id));
    const throughput = measuredOf(id, "throughput_per_s").mean;
    const latency = measuredOf(id, "latency_mean_ms").mean;
    const simulated = totals.endToEnd.all?.throughput ?? Number.NaN;
    expect(Math.abs(simulated - throughput)).toBeLessThan(0.05 * throughput);
    expect(Math.abs(latencyOf(totals).mean - latency)).toBeLessThan(0.05 * latency);
  });
});

describe("C1-pool10-open160-exp", () => {
  const id = "C1-pool10-open160-exp";

  /** Mean wait for a connection on the traces of the measurement, with so much more hold time. */
  function meanWait(addMs: number): number {
    return meanOf(
      [40, 41, 42, 43, 44].map((seed) => {
        const timesMs = arrivalTimes(seed, 160, 20_000);
        const valuesMs = exponentials(seed + 5, 50, 6000).map((value) => value + addMs);
        const set: Record<string, Json> = {
          "nodes.client.arrivals": { type: "trace", timesMs },
          "nodes.db.serviceTime": { type: "trace", valuesMs },
        };
        const { totals } = play(withValues(scenarioOf(id), set));
        return poolOf(totals, "client->db").waitMs.mean ?? Number.NaN;
      }),
    );
  }

  it("waits as an ideal queue does on the same trace, and as measured with 1 to 3 ms more", () => {
    expect(Math.abs(meanWait(0) - measuredOf(id, "model_wait_mean_ms").mean)).toBeLessThan(0.1);
    const measured = measuredOf(id, "wait_mean_ms").mean;
    expect(meanWait(1)).toBeLessThan(measured + 0.5);
    expect(meanWait(3)).toBeGreaterThan(measured - 0.5);
  });
});
