import { describe, expect, it } from "vitest";
import { checksSentence } from "../../simulation/results/intervals.ts";
import type { IdentityCheck } from "../../simulation/results/run-result.ts";
import { isThin, sampleWarningsOf, thinQuantilesOf } from "../../simulation/results/sample-size.ts";
import { edgeResult, endToEnd, nodeResult, runResult } from "../support/results.ts";

describe("thin quantiles", () => {
  it("have fewer than ten values beyond them", () => {
    expect(isThin("p99", 999)).toBe(true);
    expect(isThin("p99", 1000)).toBe(false);
    expect(isThin("p90", 100)).toBe(false);
    expect(isThin("p999", 9999)).toBe(true);
    expect(isThin("p50", 20)).toBe(false);
  });

  it("are found by the counts beside them, per replication", () => {
    const counts = { ok: 900, degraded: 100, completed: 20_000 };
    const edge = edgeResult({ ok: 950, failed: { timeout: 50_000, error: 60 } });
    const result = runResult({
      endToEnd: { all: endToEnd(counts) },
      nodes: { shop: nodeResult({ completions: 10_000 }) },
      edges: { "users->shop": edge },
    });
    const found = thinQuantilesOf(result).map(({ at, quantiles }) => [at.join(), quantiles]);
    expect(found).toEqual([
      ["endToEnd,all,latencyMs", ["p999"]],
      ["edges,users->shop,latencyMs", ["p999"]],
    ]);
    const four = thinQuantilesOf({ ...result, replications: 4 });
    expect(four[0]).toMatchObject({ quantiles: ["p99", "p999"], values: 250 });
  });

  it("say nothing of quantiles that do not exist", () => {
    const none = {
      ...endToEnd().latencyMs,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
    };
    const all = endToEnd({ latencyMs: none, latencyAllMs: none, settledMs: none });
    const quiet = runResult({ endToEnd: { all }, nodes: {}, edges: {} });
    expect(thinQuantilesOf(quiet)).toEqual([]);
  });

  it("are one sentence in the warnings", () => {
    const [sentence, ...more] = sampleWarningsOf(runResult());
    expect(more).toEqual([]);
    expect(sentence).toMatch(/^Too few samples \(under 10 values beyond the quantile\): /);
    expect(sentence).toContain("p99, p999 of all end to end");
    const plenty = runResult({
      endToEnd: { all: endToEnd({ ok: 1e6, completed: 1e6 }) },
      nodes: { shop: nodeResult({ completions: 1e6 }) },
      edges: {},
    });
    expect(sampleWarningsOf(plenty)).toEqual([]);
  });

  it("give way to one blunt sentence where hardly a request finished", () => {
    const few = runResult({ endToEnd: { all: endToEnd({ completed: 30 }) }, replications: 4 });
    expect(sampleWarningsOf(few)).toEqual([
      "Too few samples: 7.5 requests finished in a replication; means and quantiles say little.",
    ]);
  });
});

describe("the sentence on checks", () => {
  const check = (difference: number, law: IdentityCheck["law"] = "little"): IdentityCheck => ({
    entity: "shop",
    law,
    left: 1,
    right: 1 + difference,
    difference,
  });

  it("counts the places of each law and names the worst difference", () => {
    const result = runResult({ checks: [check(2e-15), check(0, "utilization"), check(1e-15)] });
    expect(checksSentence(result)).toBe(
      "Checked by two independent counts: Little's law at 2 places, the utilization law at 1 place, " +
        "conservation at 0 places; the worst differs by 2.0e-15 (Little's law at shop).",
    );
  });

  it("leaves out counts of nothing, such as the slots of a client", () => {
    const nothing = { ...check(0, "utilization"), left: 0, right: 0 };
    expect(checksSentence(runResult({ checks: [check(0), nothing] }))).toBe(
      "Checked by two independent counts: Little's law at 1 place, the utilization law at 0 places, " +
        "conservation at 0 places; all exactly.",
    );
  });

  it("does not hide a failure", () => {
    const result = runResult({ checks: [check(2e-15), check(1e-3, "conservation")] });
    expect(checksSentence(result)).toBe(
      "1 of 2 checks failed; the worst is conservation at shop, off by 1.0e-3.",
    );
    const unknown = runResult({ checks: [check(0.5), check(Number.NaN), check(0.1)] });
    expect(checksSentence(unknown)).toContain("3 of 3 checks failed");
    expect(checksSentence(unknown)).toContain("off by NaN");
    expect(checksSentence(runResult())).toBe("");
  });
});
