import { describe, expect, it } from "vitest";
import { combineReplications, digestOfAll } from "../../simulation/analysis/replications.ts";
import { studentTQuantile } from "../../simulation/metrics/student-t.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import {
  brokerResult,
  edgeResult,
  endToEnd,
  latency,
  nodeResult,
  runResult,
} from "../support/results.ts";

/** A replication whose every number is scaled by its number. */
function replication(n: number, more: Partial<RunResult> = {}): RunResult {
  return runResult({
    seed: n,
    digest: String(n).repeat(32),
    endToEnd: {
      all: endToEnd({
        offered: 100 * n,
        throughput: 10 * n,
        failed: n === 3 ? { timeout: 5, error: 1 } : { timeout: 5 },
        latencyMs: latency(100 * n),
      }),
    },
    nodes: {
      shop: nodeResult({
        utilization: 0.1 * n,
        queue: { mean: n, max: 10 * n, distribution: n === 1 ? [1] : [0.5, 0.5] },
        queues: { q: brokerResult({ published: n, lagMs: { mean: n, max: 5 * n } }) },
      }),
    },
    edges: { "users->shop": edgeResult({ calls: n, breaker: { openS: n, opens: 1 } }) },
    ...more,
  });
}

describe("replications combined", () => {
  const combined = combineReplications([replication(1), replication(2), replication(3)]);
  const all = combined.endToEnd.all;
  const shop = combined.nodes.shop;

  it("add up counts, wherever they stand", () => {
    expect(all?.offered).toBe(600);
    expect(all?.failed).toEqual({ timeout: 15, error: 1 });
    expect(combined.edges["users->shop"]?.calls).toBe(6);
    expect(combined.edges["users->shop"]?.breaker).toEqual({ openS: 6, opens: 3 });
    expect(shop?.queues?.q?.published).toBe(6);
    expect(shop?.queues?.q?.endings.acked).toBe(270);
    expect(combined.events).toBe(3000);
    expect(combined.replications).toBe(3);
  });

  it("take the mean of rates, ratios, means and quantiles, not a pooled value", () => {
    expect(all?.throughput).toBeCloseTo(20, 12);
    expect(all?.latencyMs.p99).toBeCloseTo(200, 12);
    expect(shop?.utilization).toBeCloseTo(0.2, 12);
    expect(shop?.queue.mean).toBeCloseTo(2, 12);
    expect(shop?.queue.distribution).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 3, 12),
    ]);
  });

  it("take the extreme of extremes", () => {
    expect(all?.latencyMs.max).toBe(900);
    expect(all?.latencyMs.min).toBe(1);
    expect(shop?.queue.max).toBe(30);
    expect(shop?.queues?.q?.lagMs.max).toBe(15);
  });

  it("give every mean its 95 % interval under the same path, and no count one", () => {
    const ci95 = combined.ci95 as Record<string, Record<string, Record<string, unknown>>>;
    const half = (studentTQuantile(0.975, 2) * 10) / Math.sqrt(3);
    expect(ci95.endToEnd?.all?.throughput).toEqual({
      mean: all?.throughput,
      halfWidth: expect.closeTo(half, 9),
    });
    expect(ci95.endToEnd?.all).not.toHaveProperty("offered");
    expect(ci95.endToEnd?.all).not.toHaveProperty("failed");
    expect(ci95.endToEnd?.all?.latencyMs).not.toHaveProperty("max");
    expect(ci95.nodes?.shop?.utilization).toHaveProperty("halfWidth");
  });

  it("leave unknown values out of a mean, and keep what none knows unknown", () => {
    const unknown = (utilization: number | null, n: number): RunResult =>
      replication(n, { nodes: { shop: nodeResult({ utilization, wastedRatio: null }) } });
    const some = combineReplications([unknown(0.4, 1), unknown(null, 2), unknown(0.6, 3)]);
    expect(some.nodes.shop?.utilization).toBeCloseTo(0.5, 12);
    expect(some.nodes.shop?.wastedRatio).toBeNull();
  });

  it("leave out and name those that ended early", () => {
    const cut = replication(2, { endedEarly: "events" });
    const rest = combineReplications([replication(1), cut, replication(3)]);
    expect(rest.replications).toBe(2);
    expect(rest.endedEarly).toBeNull();
    expect(rest.endToEnd.all?.offered).toBe(400);
    expect(rest.warnings).toEqual(["The replication with seed 2 ended early (events)."]);
    const none = combineReplications([cut, replication(3, { endedEarly: "memory" })]);
    expect(none.endedEarly).toBe("events");
  });

  it("hash the digests in order", () => {
    const digests = ["1".repeat(32), "2".repeat(32), "3".repeat(32)];
    expect(combined.digest).toBe(digestOfAll(digests));
    expect(combined.digest).toMatch(/^[0-9a-f]{32}$/);
    expect(digestOfAll([...digests].reverse())).not.toBe(combined.digest);
  });

  it("keep the worst of each check", () => {
    const check = (difference: number) => ({
      entity: "shop",
      law: "little" as const,
      left: 1,
      right: 1 + difference,
      difference,
    });
    const checked = [1e-12, 3e-12, 2e-12].map((worst, at) =>
      replication(at + 1, { checks: [check(worst)] }),
    );
    expect(combineReplications(checked).checks).toEqual([check(3e-12)]);
  });

  it("are the run itself if there is one", () => {
    const single = replication(1);
    expect(combineReplications([single])).toBe(single);
  });
});
