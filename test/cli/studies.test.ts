import { describe, expect, it } from "vitest";
import type { BlastRadiusResult } from "../../simulation/results/coupling.ts";
import type { StabilityMap } from "../../simulation/results/stability-map.ts";
import { capture, file, SMALL } from "./captured.ts";

const small = file("small-study.json", SMALL);
const slowed = file("small-slowed.json", {
  ...SMALL,
  faults: { slow: { kind: "slow", target: "service", atS: 3, forS: 4, factor: 200 } },
});

describe("brownout blast", () => {
  it("says which share of each journey fails without each node, and what the drawing says", () => {
    const { status, out } = capture("blast", small, "--measure", "3");
    expect(status).toBe(0);
    expect(out).toContain("Blast radius of Small");
    expect(out).toMatch(/^service +100 % +100 % +0 % +0 %$/m);
    expect(out).toMatch(/^request +1 +1 \(service\) +1 \(clients\) +99\.900 % +service +-$/m);
  });

  it("prints one JSON document", () => {
    const { out } = capture("blast", small, "--measure", "3", "--down", "hang", "--json");
    const result = JSON.parse(out) as BlastRadiusResult;
    expect(result).toMatchObject({ scenario: "Small", mode: "hang", simulatedS: 4, runsMade: 2 });
    expect(result.nodes.map(({ node }) => node)).toEqual(["service"]);
  });

  it("refuses what it does not know", () => {
    expect(capture("blast", small, "--down", "sideways").status).toBe(2);
    expect(capture("blast", small, "--availability", "3").err).toContain("between 0 and 1");
  });
});

describe("brownout stability", () => {
  it("prints the map, the highest load first", () => {
    const { status, out } = capture("stability", slowed, "--loads", "0.5,3", "--sizes", "1");
    expect(status).toBe(0);
    expect(out).toMatch(/^Load +without +1\.00 s$/m);
    expect(out).toMatch(/^×3\.00 \(150\/s\) +overloaded +overloaded$[\s\S]*^×0\.50 \(25\.0\/s\)/m);
  });

  it("prints one JSON document with what each cell sets", () => {
    const { out } = capture("stability", slowed, "--loads", "0.5", "--sizes", "1", "--json");
    const result = JSON.parse(out) as StabilityMap;
    expect(result.trigger.id).toBe("slow");
    expect(result.cells.map(({ size, state }) => [size, state])).toEqual([
      [null, "recovered"],
      [1, "recovered"],
    ]);
  });

  it("says that it needs a trigger", () => {
    const { status, err } = capture("stability", small);
    expect(status).toBe(2);
    expect(err).toContain("no fault that could be the trigger");
    expect(capture("stability", slowed, "--loads", "0").status).toBe(2);
  });
});
