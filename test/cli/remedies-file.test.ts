import { describe, expect, it } from "vitest";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import { capture, file, SMALL } from "./captured.ts";

const broken = file("small-remedies.json", {
  ...SMALL,
  faults: { slow: { kind: "slow", target: "service", atS: 3, forS: 4, factor: 200 } },
});

describe("brownout remedies", () => {
  it("ranks changes by the requests they save, with intervals and a verdict", () => {
    const { status, out } = capture("remedies", broken, "--replications", "2");
    expect(status).toBe(0);
    expect(out).toContain("What would have helped Small");
    expect(out).toMatch(/^Change +Saved a run +Of those lost +More degraded +Verdict$/m);
    expect(out).toMatch(/ (helps|harms|not sure)$/m);
  });

  it("prints one JSON document with what each change sets", () => {
    const { out } = capture("remedies", broken, "--replications", "1", "--json");
    const result = JSON.parse(out) as CounterfactualResult;
    expect(result).toMatchObject({ scenario: "Small", seed: 7, replications: 1 });
    expect(result.lost.mean).toBeGreaterThan(0);
    for (const { set, runs } of result.remedies) {
      expect(Object.keys(set).length).toBeGreaterThan(0);
      expect(runs).toBe(1);
    }
  });

  it("says that there is nothing to help", () => {
    const { out } = capture("remedies", file("small-calm.json", SMALL), "--md");
    expect(out).toContain("# What would have helped Small");
    expect(out).toMatch(/No request was lost|No node left its normal range/);
  });

  it("refuses what it does not know", () => {
    expect(capture("remedies").status).toBe(2);
    expect(capture("remedies", broken, "--replications", "0").status).toBe(2);
    expect(capture("remedies", broken, "--json", "--md").status).toBe(2);
  });
});
