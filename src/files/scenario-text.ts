import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { serializeScenario } from "../store/scenario-port.ts";

export const SCENARIO_ENDING = ".brownout.json";

/** `Shop: checkout` is saved as `shop-checkout.brownout.json`. */
export function fileNameOf(document: ScenarioDocument): string {
  const stem = document.name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${stem || "scenario"}${SCENARIO_ENDING}`;
}

export function fileTextOf(document: ScenarioDocument): string {
  return serializeScenario(document);
}
