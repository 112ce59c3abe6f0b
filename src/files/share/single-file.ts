// A page that carries everything in itself: the app, and one scenario as data.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";

const SLOT = /(<script type="application\/json" id="scenario">)[^<]*(<\/script>)/;

/** Safe within a page's script of data: no tag and no comment can begin in it. */
export function jsonForPage(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** The template's text with the scenario in its place; throws if the text is no template. */
export function withScenario(template: string, document: ScenarioDocument): string {
  if (!SLOT.test(template)) throw new Error("this copy of the app comes without the page for it");
  return template.replace(SLOT, (_all, open, close) => open + jsonForPage(document) + close);
}

/** The page carries everything in itself, so nothing can be fetched. */
export function isSingleFile(): boolean {
  return document.getElementById("scenario") !== null;
}

/** Text of the scenario that the page carries; null if it carries none. */
export function carriedScenario(): string | null {
  const text = document.getElementById("scenario")?.textContent?.trim() ?? "null";
  return text === "null" ? null : text;
}
