// A fixed scenario file of test/bench/scenarios, run from an empty start with one seed after
// another. Loading and compiling are not part of the measured time; putting the run at 0 is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engine } from "../../engine/engine.ts";
import type { Json, ResolvedScenario } from "../../scenario/document.ts";
import { parseScenario } from "../../scenario/parse.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { applySet } from "../../scenario/variants.ts";
import { projectRoot } from "../project-root.ts";
import type { BenchCase } from "./measure.ts";

export function scenarioPath(name: string): string {
  return join(projectRoot(), "test", "bench", "scenarios", `${name}.json`);
}

/** A fixed scenario, with some paths set. */
export function loadScenario(
  name: string,
  set: Readonly<Record<string, Json>> = {},
): ResolvedScenario {
  const parsed = parseScenario(readFileSync(scenarioPath(name), "utf8"));
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
  const changed = applySet(parsed.document, set);
  const resolved = changed.ok ? resolveScenario(changed.document) : changed;
  if (!resolved.ok) throw new Error(`${name}: ${JSON.stringify(resolved.problems)}`);
  return resolved.scenario;
}

export function scenarioCase(name: string): BenchCase {
  const scenario = loadScenario(name);
  engine.load(scenario);
  let seed = scenario.seed;
  const run = () => {
    engine.reset(seed++);
    const stop = engine.run(scenario.durationMs, Number.POSITIVE_INFINITY);
    if (stop.kind === "cap") throw new Error(`${name} hit the cap "${stop.cap}".`);
    const { endToEnd, events } = engine.totals();
    return { requests: endToEnd.all?.offered ?? 0, events };
  };
  return { name, metrics: true, run };
}
