// All that drawing a broker open takes, in one piece that is loaded when it is needed.
import { kindOf } from "../../../simulation/kinds/catalog.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { insideParts } from "./inside-of.ts";
import { type PlacedInside, placeInside } from "./place-inside.ts";

export { CardInside } from "./CardInside.tsx";
export { InsideShapes } from "./InsideShapes.tsx";
export { insideShown } from "./live-insides.ts";

/** The inside of a broker, open or not; null for what is none. */
export function insideOf(document: ScenarioDocument, nodeId: string): PlacedInside | null {
  const node = document.nodes[nodeId];
  if (!node || kindOf(node.kind)?.deliver === undefined) return null;
  return placeInside(insideParts(document, nodeId), node.name ?? nodeId);
}
