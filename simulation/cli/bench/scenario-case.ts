// The fixed scenario files of test/bench/scenarios, and the shop of the gallery at a greater load.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, ResolvedScenario, ScenarioDocument } from "../../scenario/document.ts";
import { parseScenario } from "../../scenario/parse.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { applySet } from "../../scenario/variants.ts";
import { projectRoot } from "../project-root.ts";

export function scenarioPath(name: string): string {
  return join(projectRoot(), "test", "bench", "scenarios", `${name}.json`);
}

type Settings = Readonly<Record<string, Json>>;

function documentAt(path: string, settings: (document: ScenarioDocument) => Settings) {
  const parsed = parseScenario(readFileSync(path, "utf8"));
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.problems)}`);
  const changed = applySet(parsed.document, settings(parsed.document));
  if (!changed.ok) throw new Error(`${path}: ${JSON.stringify(changed.problems)}`);
  return changed.document;
}

/** A fixed scenario, with some paths set. */
export function benchDocument(name: string, set: Settings = {}): ScenarioDocument {
  return documentAt(scenarioPath(name), () => set);
}

export function loadScenario(name: string, set: Settings = {}): ResolvedScenario {
  const resolved = resolveScenario(benchDocument(name, set));
  if (!resolved.ok) throw new Error(`${name}: ${JSON.stringify(resolved.problems)}`);
  return resolved.scenario;
}

const SHOP_RATE_PER_S = 1000;
const SHOP_DURATION_S = 600;
const SHOP_FACTOR = 5;

function galleryPath(name: string): string {
  return join(projectRoot(), "public", "scenarios", `${name}.brownout.json`);
}

/** A scenario of the gallery. */
export function galleryDocument(name: string): ScenarioDocument {
  return documentAt(galleryPath(name), () => ({}));
}

/** Ten minutes of the shop at five times its load, with five times the instances of every node. */
export function largeShop(): ScenarioDocument {
  const path = galleryPath("shop");
  return documentAt(path, (document) => {
    const resolved = resolveScenario(document);
    if (!resolved.ok) throw new Error(`${path}: ${JSON.stringify(resolved.problems)}`);
    const set: Record<string, Json> = {
      "nodes.shoppers.ratePerS": SHOP_RATE_PER_S,
      "run.durationS": SHOP_DURATION_S,
    };
    for (const { id, values } of resolved.scenario.nodes) {
      if (typeof values.replicas !== "number") continue;
      set[`nodes.${id}.replicas`] = SHOP_FACTOR * values.replicas;
    }
    return set;
  });
}
