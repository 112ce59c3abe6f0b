// How far each card may reach to its sides before it meets another one: from further away cards are
// drawn wider than they are, so that their names are whole.
import type { Rect } from "./geometry.ts";

/** Cards keep this far from each other. */
const APART_PX = 10;
/** More cards are drawn as states, without names (use-overview.ts). */
const MOST_CARDS = 200;

/**
 * Room on each side by id, px: what a card wants, or its part of the gap to another one in the same rows.
 * `wanted`: of those that want any.
 */
export function roomBeside(
  rects: ReadonlyMap<string, Rect>,
  wanted: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (rects.size > MOST_CARDS) return new Map();
  const room = new Map<string, number>();
  for (const [id, own] of wanted) {
    const rect = rects.get(id);
    if (!rect) continue;
    let part = own;
    for (const [other, { x, y, width, height }] of rects) {
      const inRow = y < rect.y + rect.height && rect.y < y + height;
      if (other === id || !inRow) continue;
      const gap = Math.max(x - rect.x - rect.width, rect.x - x - width) - APART_PX;
      const both = own + (wanted.get(other) ?? 0);
      part = Math.min(part, own * Math.min(1, gap / both));
    }
    room.set(id, Math.max(0, Math.floor(part)));
  }
  return room;
}
