// Where a drag comes to rest: on the center line of a neighbor if one is near, else on the grid.
import { centerOf, type Rect } from "../geometry.ts";
import { snapToGrid } from "../node-size.ts";

/** A line through the middles of what is dragged and of a neighbor, canvas units. */
export interface Guide {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** Neighbors further away than this draw nobody, px. */
const NEIGHBORHOOD_PX = 900;

function isNear(a: Rect, b: Rect): boolean {
  const [p, q] = [centerOf(a), centerOf(b)];
  return Math.abs(p.x - q.x) < NEIGHBORHOOD_PX && Math.abs(p.y - q.y) < NEIGHBORHOOD_PX;
}

/** The way to the nearest center line of a neighbor; null if none lies within reach. */
function toCenterLine(middle: number, others: readonly number[], reachPx: number): number | null {
  let best: number | null = null;
  for (const other of others) {
    const way = other - middle;
    if (Math.abs(way) <= reachPx && (best === null || Math.abs(way) < Math.abs(best))) best = way;
  }
  return best;
}

function guideOn(axis: "x" | "y", rect: Rect, others: readonly Rect[]): Guide {
  const along = axis === "x" ? "y" : "x";
  const at = centerOf(rect)[axis];
  const same = others.filter((other) => Math.abs(centerOf(other)[axis] - at) < 0.5);
  const spots = [rect, ...same].map((each) => centerOf(each)[along]);
  return { axis, at, from: Math.min(...spots), to: Math.max(...spots) };
}

/** `rect` as it is dragged, unsnapped; `reachPx` in canvas units. */
export function snapDrag(rect: Rect, neighbors: readonly Rect[], reachPx: number): Snapped {
  const near = neighbors.filter((other) => isNear(rect, other));
  const middle = centerOf(rect);
  const centers = near.map(centerOf);
  const toX = toCenterLine(
    middle.x,
    centers.map(({ x }) => x),
    reachPx,
  );
  const toY = toCenterLine(
    middle.y,
    centers.map(({ y }) => y),
    reachPx,
  );
  const dx = toX ?? snapToGrid(rect.x) - rect.x;
  const dy = toY ?? snapToGrid(rect.y) - rect.y;
  const rested = { ...rect, x: rect.x + dx, y: rect.y + dy };
  const guides: Guide[] = [];
  if (toX !== null) guides.push(guideOn("x", rested, near));
  if (toY !== null) guides.push(guideOn("y", rested, near));
  return { dx, dy, guides };
}
