// Size of a node by family and name. A name is never cut off: the node gets wider instead.
import type { Family } from "../../simulation/kinds/define.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const GRID_PX = 20;
const HEIGHT_PX = 72;
const DATA_HEIGHT_PX = 80;
const LEAST_WIDTH_PX = 146;
const LEAST_BROKER_WIDTH_PX = 160;
/** Icon, glyph and padding beside the name. */
const AROUND_NAME_PX = 72;
/** Widest letters of the interface font at 13 px, weight 620. */
const LETTER_PX = 7.1;

/** Room that a name takes at 13 px. */
export function nameWidth(name: string): number {
  return [...name].length * LETTER_PX;
}

export function nodeSize(family: Family, name: string): Size {
  const least = family === "messaging" ? LEAST_BROKER_WIDTH_PX : LEAST_WIDTH_PX;
  const wanted = Math.ceil(AROUND_NAME_PX + nameWidth(name));
  const points = family === "messaging" || family === "edge" ? 8 : 0;
  return {
    width: Math.max(least, wanted + points),
    height: family === "data" ? DATA_HEIGHT_PX : HEIGHT_PX,
  };
}

export function snapToGrid(px: number): number {
  return Math.round(px / GRID_PX) * GRID_PX;
}
