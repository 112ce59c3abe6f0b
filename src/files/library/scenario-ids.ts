// Which kept scenario a document belongs to. Documents are immutable and undo gives back the very
// object, so a step back over "open" finds the scenario that was there before.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";

const ids = new WeakMap<ScenarioDocument, string>();
const passing = new WeakSet<ScenarioDocument>();

export function newScenarioId(): string {
  // Not for pages on plain http, which have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("");
}

export function idOfDocument(document: ScenarioDocument): string | undefined {
  return ids.get(document);
}

export function assignId(document: ScenarioDocument, id: string): void {
  ids.set(document, id);
}

/** The document was opened to be looked at, as from the gallery; an edit makes it one's own. */
export function markPassing(document: ScenarioDocument): void {
  passing.add(document);
}

export function isPassing(document: ScenarioDocument): boolean {
  return passing.has(document) || Object.keys(document.nodes).length === 0;
}
