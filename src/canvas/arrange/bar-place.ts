// Where the bar over a selection stands: in sight, over nothing one may want to click, and as near to
// the selection as that goes.
import { centerOf, overlaps, type Rect, type Spot } from "../geometry.ts";

interface Extent {
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 14;
const MARGIN_PX = 8;
/** Steps in which free places are looked for, px. */
const STEP_PX = 22;

function steps(most: number): readonly number[] {
  const count = Math.max(1, Math.floor((most - MARGIN_PX) / STEP_PX) + 1);
  return Array.from({ length: count }, (_, index) => MARGIN_PX + index * STEP_PX);
}

/** Upper left corner of the bar, px of the region; `all` and `taken` are seen there too. */
export function barPlace(bar: Extent, all: Rect, room: Extent, taken: readonly Rect[]): Spot {
  const [mostX, mostY] = [room.width - bar.width - MARGIN_PX, room.height - bar.height - MARGIN_PX];
  const within = (spot: Spot): Spot => ({
    x: Math.max(MARGIN_PX, Math.min(mostX, spot.x)),
    y: Math.max(MARGIN_PX, Math.min(mostY, spot.y)),
  });
  const middle = all.x + (all.width - bar.width) / 2;
  const wished = [
    { x: middle, y: all.y - bar.height - GAP_PX },
    { x: middle, y: all.y + all.height + GAP_PX },
  ].map(within);
  const seen = taken.filter((rect) => overlaps(rect, { x: 0, y: 0, ...room }));
  const covered = (spot: Spot): number =>
    seen.filter((rect) => overlaps({ ...spot, ...bar }, rect)).length;
  const free = wished.find((spot) => covered(spot) === 0);
  if (free) return free;
  const to = centerOf(all);
  const costOf = (spot: Spot): number => {
    const at = centerOf({ ...spot, ...bar });
    // A card hidden weighs more than any way.
    return covered(spot) * 10_000 + Math.hypot(at.x - to.x, at.y - to.y);
  };
  const spots = [...wished, ...steps(mostX).flatMap((x) => steps(mostY).map((y) => ({ x, y })))];
  return spots.reduce((best, spot) => (costOf(spot) < costOf(best) ? spot : best));
}
