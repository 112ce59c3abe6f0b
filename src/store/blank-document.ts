import { CATALOG, FORMAT, type ScenarioDocument } from "../../simulation/scenario/document.ts";

/** An empty canvas: a minute of simulated time, nothing drawn yet. */
export function blankDocument(): ScenarioDocument {
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: "Untitled",
    run: { durationS: 60, seed: 1 },
    nodes: {},
    edges: {},
  };
}
