// Aligning and distributing what is selected. Pure geometry in canvas units.
import type { Point } from "../../store/graph-edits.ts";
import { centerOf, type Rect } from "../geometry.ts";

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";

type Rects = ReadonlyMap<string, Rect>;
type Places = Readonly<Record<string, Point>>;

function placesBy(rects: Rects, place: (rect: Rect) => Point): Places {
  return Object.fromEntries([...rects].map(([id, rect]) => [id, place(rect)]));
}

/** Upper left corners that put all on one line: the outermost edge, or the middle of the whole. */
export function aligned(rects: Rects, how: Alignment): Places {
  const all = [...rects.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  return placesBy(rects, ({ x, y, width, height }) => {
    switch (how) {
      case "left":
        return { x: left, y };
      case "center":
        return { x: (left + right - width) / 2, y };
      case "right":
        return { x: right - width, y };
      case "top":
        return { x, y: top };
      case "middle":
        return { x, y: (top + bottom - height) / 2 };
      case "bottom":
        return { x, y: bottom - height };
    }
  });
}

/** Equal gaps between neighbors along the axis; the first and the last stay. */
export function distributed(rects: Rects, axis: Axis): Places {
  const extent = axis === "x" ? "width" : "height";
  const ordered = [...rects].sort(([, a], [, b]) => centerOf(a)[axis] - centerOf(b)[axis]);
  const [first, last] = [ordered[0]?.[1], ordered.at(-1)?.[1]];
  if (!first || !last || ordered.length < 3) return placesBy(rects, ({ x, y }) => ({ x, y }));
  const room = last[axis] + last[extent] - first[axis];
  const taken = ordered.reduce((sum, [, rect]) => sum + rect[extent], 0);
  const gap = (room - taken) / (ordered.length - 1);
  const places: Record<string, Point> = {};
  let at = first[axis];
  for (const [id, rect] of ordered) {
    places[id] = axis === "x" ? { x: at, y: rect.y } : { x: rect.x, y: at };
    at += rect[extent] + gap;
  }
  return places;
}
