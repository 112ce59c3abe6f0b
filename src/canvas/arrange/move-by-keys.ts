// Alt and an arrow: the item, or all that are selected with it, go one step of the grid.
import { moveNodes } from "../../store/document-actions.ts";
import type { Point } from "../../store/graph-edits.ts";
import { studio } from "../../store/studio-store.ts";
import { drawingOf } from "../flow-elements.ts";
import { GRID_PX } from "../node-size.ts";
import { movedPlaces } from "./moved-places.ts";

/** `step` in steps of the grid. Steps without anything in between are one to undo. */
export function moveByKeys(item: string, step: Point): void {
  const { document, selection } = studio.getState();
  const { places, rects } = drawingOf(document.document, {});
  const moving = selection.ids.includes(item) ? selection.ids : [item];
  const items: Record<string, Point> = {};
  for (const each of moving) {
    const rect = rects.get(each);
    if (rect) items[each] = { x: rect.x + step.x * GRID_PX, y: rect.y + step.y * GRID_PX };
  }
  const moved = movedPlaces(document.document, places, rects, items);
  moveNodes({ ...places, ...moved }, `keys ${item}`);
}
