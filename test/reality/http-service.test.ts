// One HTTP service and a chain of three, as measured: same arrivals, same service times.
import { describe, expect, it } from "vitest";
import {
  arrivalTimes,
  exponentials,
  type MeasuredRun,
  meanOf,
  measuredOf,
  mulberry32,
  play,
  scenarioOf,
  withValues,
} from "./measured.ts";
import { average, chains, expectWithin } from "./slowed-chain.ts";

const SEEDS = [100, 101, 102, 103, 104];
const DRAWS = 6_000;

interface LatencyRun {
  readonly offered: number;
  readonly rejected: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

function latencyRun(run: MeasuredRun): LatencyRun {
  const all = run.totals.endToEnd.all;
  const latency = all?.latencyMs;
  if (all === undefined || latency === null || latency === undefined) throw new Error("no latency");
  const { mean, p50, p95, p99 } = latency;
  const told = (value: number | null): number => value ?? Number.NaN;
  return {
    offered: all.offered,
    rejected: all.failed.rejected ?? 0,
    mean: told(mean),
    p50: told(p50),
    p95: told(p95),
    p99: told(p99),
  };
}

const tracedRuns = new Map<string, readonly LatencyRun[]>();

/** The five runs of a case with the arrivals and service times of the measurement, made once. */
function traced(id: string, ratePerS: number, isConstant: boolean): readonly LatencyRun[] {
  const known = tracedRuns.get(id);
  if (known !== undefined) return known;
  const runs = tracedAnew(id, ratePerS, isConstant);
  tracedRuns.set(id, runs);
  return runs;
}

function tracedAnew(id: string, ratePerS: number, isConstant: boolean): readonly LatencyRun[] {
  const document = scenarioOf(id);
  return SEEDS.map((seed) => {
    const timesMs = arrivalTimes(seed, ratePerS, 40_000);
    const arrivals = { "nodes.client.arrivals": { type: "trace", timesMs } };
    const valuesMs = exponentials(seed + 1_000_003, 50, DRAWS);
    const service = { "nodes.service.serviceTime": { type: "trace", valuesMs } };
    return latencyRun(play(withValues(document, { ...arrivals, ...(isConstant ? {} : service) })));
  });
}

describe("the generator of the measurements", () => {
  it("starts as published", () => {
    const uniform = mulberry32(100);
    expect([uniform(), uniform(), uniform()].map((u) => u.toFixed(8))).toEqual([
      "0.20435987",
      "0.31482122",
      "0.53191874",
    ]);
  });
});

describe.each([
  ["A1-md4-rho80", 64, true],
  ["A1-mm4-rho50", 40, false],
  ["A1-mm4-rho80", 64, false],
  ["A1-mm4-rho90", 72, false],
  ["A1-mm4k-rho120-cap8", 96, false],
] as const)("%s", (id, ratePerS, isConstant) => {
  it("has the measured arrivals", () => {
    const offered = meanOf(traced(id, ratePerS, isConstant).map((run) => run.offered));
    // A bounded queue was measured by what was served.
    const { mean } = measuredOf(id, "n");
    const rejected = measuredOf(id, "rejected").mean;
    expect(Math.abs(offered - mean - rejected) / mean).toBeLessThan(0.005);
  });

  it.each(["mean", "p50", "p95", "p99"] as const)("reproduces the %s of the latency", (metric) => {
    const simulated = meanOf(traced(id, ratePerS, isConstant).map((run) => run[metric]));
    const measured = measuredOf(id, `latency_${metric}_ms`).mean;
    const bias = measuredOf(id, `real_minus_model_${metric}_ms`);
    // There a rejected request used up the service time that is the next one's here.
    const spread = measuredOf(id, "rejected").mean > 0 ? bias.sd : 0;
    expect(Math.abs(simulated - measured)).toBeLessThan(2 + Math.abs(bias.mean) + spread);
  });

  it("rejects as many as were rejected", () => {
    const rejected = meanOf(traced(id, ratePerS, isConstant).map((run) => run.rejected));
    const measured = measuredOf(id, "rejected").mean;
    expect(Math.abs(rejected - measured)).toBeLessThanOrEqual(0.03 * measured);
  });

  it("has the measured mean with arrivals of its own", () => {
    const runs = Array.from({ length: 40 }, (_, seed) =>
      latencyRun(play(scenarioOf(id), seed + 1)),
    );
    const { mean, sd } = measuredOf(id, "latency_mean_ms");
    expect(Math.abs(meanOf(runs.map((run) => run.mean)) - mean)).toBeLessThan(3 * sd);
  });
});

describe.each(["A2-chain-slowdown", "A2-chain-slowdown-bounded"])("%s", (id) => {
  it("keeps the backlog at the gateway, since every hop holds its slot", () => {
    const runs = chains(id);
    expect(runs.map((run) => run.ordersQueue)).toEqual([32, 32, 32, 32, 32]);
    expect(runs.map((run) => run.paymentQueue)).toEqual([24, 24, 24, 24, 24]);
    expectWithin(average(runs, "gatewayQueue"), measuredOf(id, "gateway_max_queue"), 0.1);
  });

  it("does 32 requests/s while payment is slow and recovers as fast as measured", () => {
    const runs = chains(id);
    expect(Math.abs(average(runs, "during") - 32)).toBeLessThan(0.05 * 32);
    const recovered = measuredOf(id, "recover_after_slow_end_s").mean;
    expect(Math.abs(average(runs, "recoveredAfterS") - recovered)).toBeLessThanOrEqual(2);
  });

  it("fails as many requests as measured", () => {
    const { mean, sd } = measuredOf(id, "failed");
    expect(Math.abs(average(chains(id), "failed") - mean)).toBeLessThanOrEqual(
      3 * sd + 0.05 * mean,
    );
  });
});

describe("A3-retry-nocancel", () => {
  const id = "A3-retry-nocancel";

  it("never recovers, at 62 % of the capacity", () => {
    const runs = chains(id);
    expect(runs.map((run) => run.last)).toEqual([0, 0, 0, 0, 0]);
    expect(runs.every((run) => Number.isNaN(run.recoveredAfterS))).toBe(true);
  });

  it("makes the measured attempts, of which as many are rejected", () => {
    const runs = chains(id);
    expectWithin(average(runs, "attempts"), measuredOf(id, "attempts_per_request_total"), 0.05);
    expectWithin(average(runs, "rejected"), measuredOf(id, "gateway_rejected"), 0.1);
  });
});

describe("A3-retry-nocancel-load50", () => {
  const id = "A3-retry-nocancel-load50";

  it("does not recover either at half the load, with the measured backlog", () => {
    const runs = chains(id, 50);
    expect(runs.every((run) => Number.isNaN(run.recoveredAfterS))).toBe(true);
    expectWithin(average(runs, "gatewayQueue"), measuredOf(id, "gateway_max_queue"), 0.1);
  });
});

describe("A3-retry-cancel", () => {
  const id = "A3-retry-cancel";

  it("recovers within seconds, since abandoned work stops", () => {
    for (const { recoveredAfterS } of chains(id)) {
      expect(recoveredAfterS).toBeGreaterThanOrEqual(1);
      expect(recoveredAfterS).toBeLessThanOrEqual(5);
    }
  });

  it("has the measured goodput meanwhile, and the measured attempts", () => {
    const runs = chains(id);
    const { mean, sd } = measuredOf(id, "goodput_during_per_s");
    expect(Math.abs(average(runs, "during") - mean)).toBeLessThanOrEqual(3 * sd);
    expectWithin(average(runs, "attempts"), measuredOf(id, "attempts_per_request_total"), 0.05);
  });
});
