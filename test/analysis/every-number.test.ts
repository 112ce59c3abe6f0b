// Every number of a combined result is a sum, an extreme, or a mean with its interval, and which of
// them it is follows from what single runs look like.
import { describe, expect, it } from "vitest";
import { combineReplications } from "../../simulation/analysis/replications.ts";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { intervalAt } from "../../simulation/results/intervals.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";
import { resolved } from "../support/simulate.ts";

type Numbers = Map<string, number>;

function numbersOf(value: unknown, path: readonly string[], into: Numbers): Numbers {
  if (typeof value === "number") into.set(path.join("|"), value);
  else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) numbersOf(entry, [...path, name], into);
  }
  return into;
}

function measured({ endToEnd, nodes, edges }: RunResult): Numbers {
  return numbersOf({ endToEnd, nodes, edges }, [], new Map());
}

/** The shop with its fault, so that retries, failures, breakers and dead letters occur. */
function runs(seeds: readonly number[]): RunResult[] {
  const document = galleryDocument("shop.brownout.json");
  const faults = Object.fromEntries(
    Object.entries(document.faults ?? {}).map(([id, fault]) => [
      id,
      { ...fault, atS: 8, forS: 10, enabled: true },
    ]),
  );
  const run = { ...document.run, durationS: 30, warmupS: 2 };
  const scenario = resolved({ ...document, run, faults });
  return seeds.map((seed) => runScenario(scenario, { seed }, engine));
}

describe("a combination of three runs of the shop", () => {
  const singles = runs([1, 2, 3]);
  const combined = combineReplications(singles);
  const each = singles.map(measured);
  const all = measured(combined);
  const valuesAt = (path: string): number[] =>
    each.map((numbers) => numbers.get(path)).filter((value) => value !== undefined);

  it("has every number of the single runs", () => {
    const paths = new Set(each.flatMap((numbers) => [...numbers.keys()]));
    expect([...paths].filter((path) => !all.has(path))).toEqual([]);
    expect(all.size).toBeGreaterThan(500);
  });

  it("sums, keeps the extreme, or gives the mean with an interval around it", () => {
    const strange: string[] = [];
    for (const [path, value] of all) {
      const values = valuesAt(path);
      const sum = values.reduce((total, each) => total + each, 0);
      const name = path.split("|").at(-1);
      const interval = intervalAt(combined, path.split("|"));
      const close = (wanted: number) => Math.abs(value - wanted) <= 1e-9 * Math.abs(wanted);
      // A queue length that a run never had has a time share of 0 in it.
      const count = path.includes("distribution") ? 3 : values.length;
      if (name === "max" && close(Math.max(...values))) continue;
      if (name === "min" && close(Math.min(...values))) continue;
      if (interval === null ? close(sum) : close(sum / count)) continue;
      strange.push(`${path}: ${values} became ${value}`);
    }
    expect(strange).toEqual([]);
  });

  it("gives no count an interval and every other number one", () => {
    const wrong: string[] = [];
    for (const path of all.keys()) {
      const values = valuesAt(path);
      const isExtreme = /\|(max|min)$/.test(path);
      const interval = intervalAt(combined, path.split("|"));
      // Quantiles of coarse buckets are whole numbers at times.
      const isLatency = path.includes("Ms|");
      const whole =
        !isLatency && values.every(Number.isInteger) && values.some((value) => value > 3);
      if (whole && interval !== null && !isExtreme) wrong.push(`a count with an interval: ${path}`);
      const fraction = values.length > 1 && values.some((value) => !Number.isInteger(value));
      const isTime = /openS$/.test(path);
      if (fraction && interval === null && !isExtreme && !isTime)
        wrong.push(`no interval: ${path}`);
    }
    expect(wrong).toEqual([]);
  });
});
