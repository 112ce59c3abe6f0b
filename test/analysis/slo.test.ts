import { describe, expect, it } from "vitest";
import { withRatios } from "../../simulation/analysis/derived-ratios.ts";
import { judgeSlos } from "../../simulation/analysis/slo.ts";
import type { RunResult, SloResult } from "../../simulation/results/run-result.ts";
import { endToEnd, latency, nodeResult, runResult } from "../support/results.ts";

function judge(expr: string, result: RunResult = runResult(), strict = false): SloResult {
  const slos = [{ id: "s", name: "Objective", expr }];
  const told = { ...result, ...withRatios(result) };
  const options = { recoveryS: 4.5, strict, consumes: { mailer: ["mail/email"] } };
  return judgeSlos(told, slos, options)[0] as SloResult;
}

function valueIn(expr: string): number | null {
  return judge(expr).value;
}

describe("what an objective measures", () => {
  it("is end to end for request types, with all as the default target", () => {
    expect(valueIn("p99(buy) < 1s")).toBe(300);
    expect(valueIn("p99 < 1s")).toBe(400);
    expect(["p50", "p90", "p95", "p999", "mean", "max"].map((m) => valueIn(`${m} < 1s`))).toEqual([
      40, 100, 200, 800, 40, 1200,
    ]);
    expect(valueIn("errorRate(buy) < 5%")).toBe(0.01);
    expect(valueIn("availability(buy) > 90%")).toBe(0.99);
    expect(valueIn("throughput > 1/s")).toBe(98);
    expect(valueIn("goodput > 1/s")).toBe(90);
  });

  it("is what callers saw for nodes and edges, cancelled attempts left out", () => {
    expect(valueIn("errorRate(shop) < 5%")).toBeCloseTo(0.1, 12);
    expect(valueIn("availability(users->shop) > 5%")).toBeCloseTo(0.9, 12);
    expect(valueIn("availability(users:shop) > 5%")).toBeCloseTo(0.9, 12);
    expect(valueIn("errorRate(mail) < 5%")).toBe(0);
    expect(valueIn("p99(shop) < 1s")).toBe(80);
    expect(valueIn("p99(edge:users->shop) < 1s")).toBe(200);
    expect(valueIn("throughput(users->shop) > 1/s")).toBe(9);
  });

  it("finds lag and backlog by broker and by queue, at their worst", () => {
    expect(valueIn("lag(email) < 30s")).toBe(12_000);
    expect(valueIn("lag(mail) < 30s")).toBe(12_000);
    expect(valueIn("lag(mail/email) < 30s")).toBe(12_000);
    expect(valueIn("lag(mailer) < 30s")).toBe(12_000);
    expect(valueIn("lag(mail/other) < 30s")).toBeNull();
    expect(valueIn("backlog < 1000")).toBe(50);
    expect(valueIn("lost(email) < 10")).toBe(3);
    expect(valueIn("duplicates < 10")).toBe(4);
  });

  it("takes the highest of the nodes for utilization and wasted work of all", () => {
    expect(valueIn("utilization < 80%")).toBe(0.6);
    expect(valueIn("utilization(mail) < 80%")).toBe(0.2);
    expect(valueIn("wastedRatio < 80%")).toBe(0.1);
  });

  it("takes the recovery in ms as the expression does", () => {
    expect(judge("recovery < 5s")).toMatchObject({ value: 4500, met: true });
    expect(judge("recovery < 4s").met).toBe(false);
    const slos = [{ id: "s", name: "Back", expr: "recovery < 5s" }];
    expect(judgeSlos(runResult(), slos, { recoveryS: null })[0]).toMatchObject({
      value: null,
      met: false,
    });
  });

  it("prefers a request type over a node of the same name, unless told", () => {
    const clash = runResult({
      endToEnd: { all: endToEnd(), shop: endToEnd({ latencyMs: latency(999) }) },
    });
    expect(judge("p99(shop) < 1s", clash).value).toBe(999);
    expect(judge("p99(node:shop) < 1s", clash).value).toBe(80);
  });
});

describe("the judgement", () => {
  it("compares with each operator", () => {
    expect(["<", "<=", ">", ">="].map((op) => judge(`p99 ${op} 400ms`).met)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it("misses what cannot be told: unknown targets, missing values, bad expressions", () => {
    for (const expr of ["p99(nobody) < 1s", "lag(shop) < 1s", "p98 < 1s", "recovery"]) {
      expect(judge(expr)).toEqual({ name: "Objective", expr, value: null, met: false });
    }
    const unknown = runResult({ nodes: { shop: nodeResult({ utilization: null }) } });
    expect(judge("utilization(shop) < 90%", unknown)).toMatchObject({ value: null, met: false });
  });

  it("misses every objective of a run that ended early", () => {
    expect(judge("p99 < 10s", runResult({ endedEarly: "events" }))).toMatchObject({
      value: null,
      met: false,
    });
  });

  it("needs the whole interval on the right side when strict", () => {
    const p99 = { mean: 400, halfWidth: 30 };
    const errorRate = { mean: 0.02, halfWidth: 0.006 };
    const sure = runResult({ ci95: { endToEnd: { all: { latencyMs: { p99 }, errorRate } } } });
    expect(judge("p99 < 420ms", sure).met).toBe(true);
    expect(judge("p99 < 420ms", sure, true).met).toBe(false);
    expect(judge("p99 < 431ms", sure, true).met).toBe(true);
    expect(judge("availability > 97.5%", sure).met).toBe(true);
    expect(judge("availability > 97.5%", sure, true).met).toBe(false);
    expect(judge("availability > 97.3%", sure, true).met).toBe(true);
    expect(judge("p99 < 420ms", sure).halfWidth).toBe(30);
  });

  it("takes the interval of batches where they are long enough, and none where they are not", () => {
    const batched = (reliable: boolean): RunResult => {
      const mean = { mean: 40, halfWidth: 5, lag1: 0, reliable };
      const endToEnd = { all: { latencyMs: { mean } } };
      return runResult({ batchMeans: { batches: 20, batchS: 5, endToEnd, nodes: {} } });
    };
    expect(judge("mean < 44ms", batched(true), true).met).toBe(false);
    // Too narrow as it is, the interval already reaches the limit.
    expect(judge("mean < 44ms", batched(false), true).met).toBe(false);
    expect(judge("mean < 44ms", batched(false)).met).toBe(true);
    expect(judge("mean < 44ms", batched(false)).halfWidth).toBeUndefined();
  });

  it("takes the interval of the recovery from its replications", () => {
    const slos = [{ id: "s", name: "Back", expr: "recovery < 5s" }];
    const judged = (strict: boolean) =>
      judgeSlos(runResult(), slos, { recoveryS: 4.5, recoveryHalfWidthS: 1, strict })[0];
    expect(judged(false)).toMatchObject({ met: true, halfWidth: 1000 });
    expect(judged(true)?.met).toBe(false);
  });

  it("leaves calls that were never sent to their caller", () => {
    const opened = runResult();
    const edge = opened.edges["users->shop"];
    if (!edge) throw new Error("no edge");
    // What the callee itself refuses by rate is its failure, what its callers do is not.
    const failed = { timeout: 6, rateLimited: 54, circuitOpen: 500, bulkheadFull: 30 };
    const unsent = { rateLimited: 50, circuitOpen: 500, bulkheadFull: 30 };
    const result = runResult({ edges: { "users->shop": { ...edge, ok: 90, failed, unsent } } });
    expect(judge("errorRate(shop) < 5%", result).value).toBeCloseTo(0.1, 12);
  });
});
