// Measurements of real servers (test/reference/reality.json), and runs of the scenarios that stand
// beside this file, fed with the arrivals and service times that the real servers were fed with.
import { readFileSync } from "node:fs";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import {
  type NodeColumn,
  nodeColumn,
  type TypeColumn,
  typeColumn,
} from "../../simulation/results/series.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { columnOf, run } from "../support/simulate.ts";

/** Mean and standard deviation over `n` repetitions of a measurement. */
export interface Measured {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
}

interface MeasuredCase {
  readonly id: string;
  readonly measured: Readonly<Record<string, Measured>>;
}

const FILE = new URL("../reference/reality.json", import.meta.url);
const cases = JSON.parse(readFileSync(FILE, "utf8")) as readonly MeasuredCase[];

export function measuredOf(id: string, metric: string): Measured {
  const measured = cases.find((known) => known.id === id)?.measured[metric];
  if (measured === undefined) throw new Error(`nothing measured: ${id} ${metric}`);
  return measured;
}

/** The scenario of a measured case, a file beside this one. */
export function scenarioOf(id: string): ScenarioDocument {
  const file = new URL(`scenarios/${id.toLowerCase()}.brownout.json`, import.meta.url);
  const parsed = parseScenario(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document;
}

/** Mulberry32, the generator of the measurements: uniform in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function exponentials(seed: number, meanMs: number, count: number): number[] {
  const uniform = mulberry32(seed);
  return Array.from({ length: count }, () => -Math.log(1 - uniform()) * meanMs);
}

/** Times of Poisson arrivals within `durationMs`, as the measurements drew them, ms. */
export function arrivalTimes(seed: number, ratePerS: number, durationMs: number): number[] {
  const uniform = mulberry32(seed);
  const times: number[] = [];
  for (let t = 0; ; ) {
    t -= Math.log(1 - uniform()) * (1000 / ratePerS);
    if (t >= durationMs) return times;
    times.push(t);
  }
}

export function withValues(
  document: ScenarioDocument,
  set: Readonly<Record<string, Json>>,
): ScenarioDocument {
  const applied = applySet(document, set);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.document;
}

/** A run with its series; columns are one value a window. */
export interface MeasuredRun {
  readonly totals: EngineTotals;
  node(id: string, column: NodeColumn): number[];
  type(column: TypeColumn): number[];
}

/** Columns stay readable only until the next run. */
export function play(document: ScenarioDocument, seed = 1): MeasuredRun {
  const under = run(document, { seed });
  const layout = under.layout();
  return {
    totals: under.totals(),
    node: (id, column) => columnOf(under, nodeColumn(layout, layout.nodeIds.indexOf(id), column)),
    type: (column) => columnOf(under, typeColumn(0, column)),
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
