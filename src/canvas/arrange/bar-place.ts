// Where the bar over a selection stands: near it, in sight, and over as few cards as can be.
import { overlaps, type Rect, type Spot } from "../geometry.ts";

interface Extent {
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 14;
const MARGIN_PX = 8;

/** Upper left corner of the bar, px of the region; `all` and `taken` are seen there too. */
export function barPlace(bar: Extent, all: Rect, room: Extent, taken: readonly Rect[]): Spot {
  const columns = [all.x + (all.width - bar.width) / 2, all.x, all.x + all.width - bar.width];
  const rows = [all.y - bar.height - GAP_PX, all.y + all.height + GAP_PX];
  const within = (spot: Spot): Spot => ({
    x: Math.max(MARGIN_PX, Math.min(room.width - bar.width - MARGIN_PX, spot.x)),
    y: Math.max(MARGIN_PX, Math.min(room.height - bar.height - MARGIN_PX, spot.y)),
  });
  const corners = [
    { x: room.width, y: MARGIN_PX },
    { x: room.width, y: room.height },
  ];
  const spots = [...rows.flatMap((y) => columns.map((x) => ({ x, y }))), ...corners].map(within);
  const covered = (spot: Spot): number =>
    taken.filter((rect) => overlaps({ ...spot, ...bar }, rect)).length;
  const fewest = Math.min(...spots.map(covered));
  return spots.find((spot) => covered(spot) === fewest) ?? within({ x: all.x, y: all.y });
}
