// Where the tag of a fault stands beside what it hits. The drawing is fitted without it, so it is kept
// within the part of the canvas that a fitted drawing leaves.
import { overlaps, type Rect, type Spot } from "./geometry.ts";

export const TAG = { width: 184, height: 44 };
const GAP = 14;

/** The drawing with a rim, in about the shape of the canvas: what is seen of it. */
const SEEN_RATIO = 2.4;
const RIM_PX = 14;

function seenAround(rects: readonly Rect[]): Rect {
  const left = Math.min(...rects.map(({ x }) => x)) - RIM_PX;
  const top = Math.min(...rects.map(({ y }) => y)) - RIM_PX;
  const width = Math.max(...rects.map((rect) => rect.x + rect.width)) + RIM_PX - left;
  const height = Math.max(...rects.map((rect) => rect.y + rect.height)) + RIM_PX - top;
  const [wide, tall] = [Math.max(width, height * SEEN_RATIO), Math.max(height, width / SEEN_RATIO)];
  return { x: left - (wide - width) / 2, y: top - (tall - height) / 2, width: wide, height: tall };
}

function isWithin(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/**
 * Where a tag of a node or edge stands: right of it, above, below or left of it, over no card, if it can be within
 * what is seen and over no label; else over its upper rim.
 */
export function tagPlace(
  target: Rect,
  cards: readonly Rect[],
  labels: readonly Rect[],
  shown: readonly Rect[],
): Spot {
  const seen = seenAround(shown);
  const most = seen.x + seen.width - TAG.width;
  const middle = Math.max(seen.x, Math.min(most, target.x + target.width / 2 - TAG.width / 2));
  const spots = [
    { x: target.x + target.width + GAP, y: target.y + target.height / 2 - TAG.height / 2 },
    { x: middle, y: target.y - TAG.height - GAP },
    { x: middle, y: target.y + target.height + GAP },
    { x: target.x - TAG.width - GAP, y: target.y + target.height / 2 - TAG.height / 2 },
  ];
  const meets = (spot: Spot, rects: readonly Rect[]) =>
    rects.some((rect) => overlaps({ ...spot, ...TAG }, rect));
  const free = spots.filter((spot) => !meets(spot, cards));
  const inSight = free.filter((spot) => isWithin({ ...spot, ...TAG }, seen));
  const best = inSight.find((spot) => !meets(spot, labels)) ?? inSight[0] ?? free[0];
  return best ?? { x: target.x, y: target.y - TAG.height / 2 };
}
