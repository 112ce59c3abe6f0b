// The way to the inside of brokers, which the first drawing does not need: it comes with the first
// broker that is drawn open, and is there at once from then on.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import type * as Everything from "./inside.ts";
import type { PlacedInside } from "./place-inside.ts";

type InsideModule = typeof Everything;

let inside: InsideModule | null = null;

/** To be awaited before a document with open brokers is shown. */
export async function loadInside(): Promise<InsideModule | null> {
  try {
    inside ??= await import("./inside.ts");
  } catch {
    // A connection that broke between two files of the page: brokers then stay closed.
  }
  return inside;
}

export function insideModule(): InsideModule | null {
  return inside;
}

/** Key of the layout under which a broker is noted as open, with how far others moved for it. */
export function openKey(nodeId: string): string {
  return `open:${nodeId}`;
}

export function isOpen(document: ScenarioDocument, nodeId: string): boolean {
  return document.layout?.[openKey(nodeId)] !== undefined;
}

/** What is inside an open broker, in its places; null for what is closed or no broker. */
export function insideAt(document: ScenarioDocument, nodeId: string): PlacedInside | null {
  if (!isOpen(document, nodeId)) return null;
  return inside?.insideOf(document, nodeId) ?? null;
}
