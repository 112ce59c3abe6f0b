import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { Point } from "../store/graph-edits.ts";
import { studio } from "../store/studio-store.ts";
import { drawingOf } from "./flow-elements.ts";
import { overlaps } from "./geometry.ts";
import { GRID_PX, nodeSize, type Size, snapToGrid } from "./node-size.ts";

/** Room kept around a new node for labels, px. */
const ROOM = 20;
const MOST_RINGS = 60;

/** Between a selected node and the new one beside it: room for the labels of an edge, px. */
const BESIDE = 80;

/** Where one would look for a new node: to the right of the selected one, else in the middle. */
function wishedMiddle(middle: Point, width: number): Point {
  const { selection, document } = studio.getState();
  const selected = drawingOf(document.document, {}).nodes.find(
    (node) => selection.ids.length === 1 && node.id === selection.ids[0],
  );
  if (!selected) return middle;
  const { position, data } = selected;
  return {
    x: position.x + data.size.width + BESIDE + width / 2,
    y: position.y + data.size.height / 2,
  };
}

/** A free place for a new node of the kind; `middle` of the view in canvas units. */
export function freePlaceNear(middle: Point, kind: KindDefinition): Point {
  const size = nodeSize(kind.family, kind.id);
  return freeSpotNear(wishedMiddle(middle, size.width), size);
}

/** Upper left corner of a free spot whose middle is near the wished one, canvas units. */
export function freeSpotNear(wished: Point, size: Size): Point {
  const { rects } = drawingOf(studio.getState().document.document, {});
  const taken = [...rects.values()].map((rect) => ({
    x: rect.x - ROOM,
    y: rect.y - ROOM,
    width: rect.width + 2 * ROOM,
    height: rect.height + 2 * ROOM,
  }));
  const start = {
    x: snapToGrid(wished.x - size.width / 2),
    y: snapToGrid(wished.y - size.height / 2),
  };
  for (let ring = 0; ring < MOST_RINGS; ring++) {
    for (const place of ringAround(start, ring)) {
      if (!taken.some((rect) => overlaps({ ...place, ...size }, rect))) return place;
    }
  }
  return start;
}

/** Places on a square ring, `ring` double grid steps from the middle. */
function ringAround(middle: Point, ring: number): Point[] {
  const places: Point[] = [];
  for (let dx = -ring; dx <= ring; dx++) {
    for (let dy = -ring; dy <= ring; dy++) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring) continue;
      places.push({ x: middle.x + dx * 2 * GRID_PX, y: middle.y + dy * 2 * GRID_PX });
    }
  }
  return places;
}
