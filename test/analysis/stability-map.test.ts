// Where the retry storm of the gallery recovers: the map is a sweep of ordinary runs.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StabilityOptions } from "../../simulation/analysis/stability-knobs.ts";
import { startStabilityMap } from "../../simulation/analysis/stability-map.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { Stability, StabilityMap } from "../../simulation/results/stability-map.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet, applyVariant } from "../../simulation/scenario/variants.ts";
import { sketch } from "../support/simulate.ts";

const STORM = JSON.parse(
  readFileSync("public/scenarios/retry-storm.brownout.json", "utf8"),
) as ScenarioDocument;

function variant(id: string): ScenarioDocument {
  const applied = applyVariant(STORM, id);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.document;
}

function mapOf(document: ScenarioDocument, options: StabilityOptions): StabilityMap {
  const started = startStabilityMap(document, options);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.sweep.next(engine));
  expect(started.sweep.done()).toBe(started.sweep.total());
  return started.sweep.result();
}

/** States row by row: without the trigger, then by its size. */
function statesOf({ cells, loads }: StabilityMap): (Stability | null)[][] {
  return loads.map((load) => cells.filter((cell) => cell.load === load).map(({ state }) => state));
}

function problemOf(document: ScenarioDocument, options: StabilityOptions): string {
  const started = startStabilityMap(document, options);
  return started.ok ? "" : (started.problems[0]?.message ?? "");
}

describe("the stability map of the retry storm", () => {
  const options = { loads: [0.3, 1, 1.8], sizes: [10] };

  it("recovers at low load, is metastable at the present one, and overloaded beyond capacity", () => {
    const map = mapOf(STORM, options);
    expect(statesOf(map)).toEqual([
      ["recovered", "recovered"],
      ["recovered", "metastable"],
      ["overloaded", "overloaded"],
    ]);
    expect(map).toMatchObject({
      trigger: { id: "slow-api", kind: "slow" },
      size: { param: "forS", unit: "s", present: 10 },
      presentPerS: 100,
    });
    // Three without the trigger, and two with it: what is overloaded anyway needs no run.
    expect(map.runsMade).toBe(5);
  });

  it("has its boundary elsewhere once the retries are off", () => {
    expect(statesOf(mapOf(variant("no-retries"), options))).toEqual([
      ["recovered", "recovered"],
      ["recovered", "recovered"],
      ["overloaded", "overloaded"],
    ]);
  });

  it("knows how large a trigger may be", () => {
    const map = mapOf(STORM, { loads: [1], sizes: [0.2, 10] });
    expect(statesOf(map)).toEqual([["recovered", "recovered", "metastable"]]);
    const [, small, large] = map.cells;
    expect(small?.recoveryS).toBeLessThan(30);
    expect(large?.recoveryS).toBeNull();
    expect(large?.goodputRatio).toBeLessThan(0.2);
  });

  it("takes how strong a trigger is for its size, where it is asked to", () => {
    const map = mapOf(STORM, { loads: [1], sizes: [1.1, 10], size: "factor" });
    expect(statesOf(map)).toEqual([["recovered", "recovered", "metastable"]]);
    expect(map.size).toEqual({ param: "factor", label: "Slower by", unit: "×", present: 10 });
  });

  it("says of each cell what makes the file that cell", () => {
    const map = mapOf(STORM, { loads: [1], sizes: [10] });
    const cell = map.cells.at(-1);
    expect(cell?.set).toMatchObject({ "nodes.callers.ratePerS": 100, "faults.slow-api.forS": 10 });
    expect(applySet(STORM, cell?.set ?? {}).ok).toBe(true);
  });

  it("counts how many of several runs agree", () => {
    const map = mapOf(STORM, { loads: [0.3], sizes: [10], replications: 2 });
    expect(map.cells.map(({ runs, agreeing }) => [runs, agreeing])).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });
});

describe("what is turned by default", () => {
  it("goes from a part of the present load to beyond capacity, and around the present trigger", () => {
    const started = startStabilityMap(STORM, {});
    if (!started.ok) throw new Error(JSON.stringify(started.problems));
    const { loads, sizes } = started.sweep.result();
    // 100/s are offered, 160/s can be served.
    expect(loads).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]);
    expect(sizes).toEqual([2.5, 5, 10, 20, 40]);
  });

  it("needs a fault that begins and ends, and a load that is a number", () => {
    const calm = sketch({
      nodes: { users: { kind: "client" }, api: {} },
      edges: { "users->api": {} },
    });
    expect(problemOf(calm, {})).toMatch(/no fault/);
    const faults = { stop: { kind: "crash", target: "api", atS: 2, forS: 1 } };
    const gaps = { kind: "client", arrivals: { type: "exponential", meanMs: 10 } };
    expect(problemOf({ ...calm, faults }, { trigger: "other" })).toMatch(/no fault "other"/);
    expect(problemOf({ ...calm, faults }, { size: "factor" })).toMatch(/one of: forS/);
    expect(problemOf({ ...calm, faults, nodes: { ...calm.nodes, users: gaps } }, {})).toMatch(
      /cannot be multiplied/,
    );
    expect(problemOf({ ...calm, faults }, { replications: 0 })).toMatch(/runs of each cell/);
  });
});
