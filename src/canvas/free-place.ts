import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { Point } from "../store/graph-edits.ts";
import { studio } from "../store/studio-store.ts";
import { drawingOf } from "./flow-elements.ts";
import { overlaps } from "./geometry.ts";
import { GRID_PX, nodeSize, snapToGrid } from "./node-size.ts";

/** Room kept around a new node for labels, px. */
const ROOM = 20;
const MOST_RINGS = 60;

/** The free place nearest to a point (canvas units), for a new node of the kind. */
export function freePlaceNear(middle: Point, kind: KindDefinition): Point {
  const size = nodeSize(kind.family, kind.id);
  const taken = drawingOf(studio.getState().document.document, {}).nodes.map((node) => ({
    x: node.position.x - ROOM,
    y: node.position.y - ROOM,
    width: node.data.size.width + 2 * ROOM,
    height: node.data.size.height + 2 * ROOM,
  }));
  const start = {
    x: snapToGrid(middle.x - size.width / 2),
    y: snapToGrid(middle.y - size.height / 2),
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
