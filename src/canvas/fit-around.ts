// The largest view of a drawing in which no node lies under what floats over the canvas: the hint,
// the minimap, the zoom bar.
import { overlaps, type Rect } from "./geometry.ts";

export interface View {
  /** Where the origin of the drawing comes to lie, px of the region. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

const MARGIN_PX = 14;
/** Nodes keep this far from what floats, px. */
const CLEAR_PX = 6;
const MOST_ZOOM = 1;
const LEAST_ZOOM = 0.1;
const ZOOM_STEP = 0.97;
/** Below this share of the largest possible view it is better to lie under something. */
const WORTH_RATIO = 0.72;
/** Where in the spare room to try, the middle first. */
const SHARES = [0.5, 0.4, 0.6, 0.25, 0.75, 0.1, 0.9, 0, 1];

function boundsOf(rects: readonly Rect[]): Rect {
  const left = Math.min(...rects.map((rect) => rect.x));
  const top = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function viewAt(bounds: Rect, room: Room, zoom: number, shareX: number, shareY: number): View {
  const spareX = room.width - 2 * MARGIN_PX - bounds.width * zoom;
  const spareY = room.height - 2 * MARGIN_PX - bounds.height * zoom;
  return {
    x: MARGIN_PX + spareX * shareX - bounds.x * zoom,
    y: MARGIN_PX + spareY * shareY - bounds.y * zoom,
    zoom,
  };
}

function isClear(rects: readonly Rect[], view: View, obstacles: readonly Rect[]): boolean {
  return rects.every((rect) => {
    const seen = {
      x: rect.x * view.zoom + view.x - CLEAR_PX,
      y: rect.y * view.zoom + view.y - CLEAR_PX,
      width: rect.width * view.zoom + 2 * CLEAR_PX,
      height: rect.height * view.zoom + 2 * CLEAR_PX,
    };
    return !obstacles.some((obstacle) => overlaps(seen, obstacle));
  });
}

/** `rects` in canvas units, `obstacles` in px of the region. */
export function fitAround(
  rects: readonly Rect[],
  room: Room,
  obstacles: readonly Rect[],
): View | null {
  if (rects.length === 0 || room.width <= 0 || room.height <= 0) return null;
  const bounds = boundsOf(rects);
  const largest = Math.max(
    LEAST_ZOOM,
    Math.min(
      MOST_ZOOM,
      (room.width - 2 * MARGIN_PX) / bounds.width,
      (room.height - 2 * MARGIN_PX) / bounds.height,
    ),
  );
  for (let zoom = largest; zoom >= largest * WORTH_RATIO; zoom *= ZOOM_STEP) {
    for (const shareY of SHARES) {
      for (const shareX of SHARES) {
        const view = viewAt(bounds, room, zoom, shareX, shareY);
        if (isClear(rects, view, obstacles)) return view;
      }
    }
  }
  return viewAt(bounds, room, largest, 0.5, 0.5);
}
