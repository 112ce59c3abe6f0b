import { CATALOG, FORMAT, type ScenarioDocument } from "../../simulation/scenario/document.ts";

/**
 * An empty canvas: a minute of simulated time, nothing drawn yet. Its windows are as long as those of the
 * analysis: in shorter ones the load of a new client is too few requests for a percentile.
 */
export function blankDocument(): ScenarioDocument {
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: "Untitled",
    run: { durationS: 60, seed: 1, windowS: 1 },
    nodes: {},
    edges: {},
  };
}
