import { describe, expect, it } from "vitest";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import { capture, file, SMALL } from "./captured.ts";

const small = file("small-campaign.json", SMALL);

describe("brownout campaign", () => {
  it("prints the ranking, the worst fault in words last", () => {
    const { status, out, err } = capture("campaign", small, "--runs", "4", "--seed", "2");
    expect(err).toBe("");
    expect(status).toBe(0);
    expect(out).toContain("Campaign against Small");
    expect(out).toContain("4 faults drawn with seed 2");
    expect(out).toMatch(/^Fault +Target +From +For +Lost +Offered +Recovered after$/m);
    expect(out.split("\n").filter((line) => / s +\d/.test(line)).length).toBe(4);
    expect(out).toMatch(/\nThe worst: [A-Z0-9].*\.\n$/);
  });

  it("prints one JSON document, the same again for the same seed", () => {
    const args = ["campaign", small, "--runs", "3", "--seed", "5", "--json"];
    const { out } = capture(...args);
    const result = JSON.parse(out) as CampaignResult;
    expect(result).toMatchObject({ scenario: "Small", seed: 5, runSeed: 7, simulatedS: 10 });
    expect(result.runs.length).toBe(3);
    expect(capture(...args).out).toBe(out);
  });

  it("draws from chosen kinds and targets, which a shell need not quote", () => {
    const chosen = ["--kinds", "loss,latency", "--targets", "clients:service"];
    const { out } = capture("campaign", small, "--runs", "3", "--json", ...chosen);
    for (const { fault } of (JSON.parse(out) as CampaignResult).runs) {
      expect(["loss", "latency"]).toContain(fault.kind);
      expect(fault.target).toBe("clients->service");
    }
  });

  it("says in Markdown what it says in text", () => {
    const { out } = capture("campaign", small, "--runs", "1", "--md", "--kinds", "slow");
    expect(out).toContain("# Campaign against Small");
    expect(out).toContain("| slow | service");
  });

  it.each([
    [["--kinds", "slo"], 'there is no fault "slo". Did you mean slow?'],
    [["--targets", "nobody"], 'no chosen kind of fault can hit "nobody"'],
    [["--runs", "0"], "--runs 0: must be a whole number of at least 1"],
    [["--runs", "99999"], "at most 10000"],
    [["--json", "--md"], "Choose one of --json and --md"],
  ])("refuses %o with status 2", (args, message) => {
    const { status, out, err } = capture("campaign", small, ...args);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(message);
  });
});
