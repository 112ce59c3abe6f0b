import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { Point } from "../store/graph-edits.ts";
import { studio } from "../store/studio-store.ts";
import { drawingOf } from "./flow-elements.ts";

type Places = Readonly<Record<string, Point>>;

const known = new WeakMap<ScenarioDocument, Places>();

/** Where all nodes of the document stand, laid out where the file says nothing. */
export function currentPlaces(): Places {
  const { document } = studio.getState().document;
  const places = known.get(document) ?? drawingOf(document, {}).places;
  known.set(document, places);
  return places;
}
