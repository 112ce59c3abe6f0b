// What is drawn of a card from which distance, and how much larger words must then be written so that
// they stay as large as they are on the screen.

/** How much of a card is drawn: everything; icon and name; the name alone. */
export type Detail = "full" | "name" | "far";

const FULL_FROM_ZOOM = 0.65;
const ICON_FROM_ZOOM = 0.5;

export function detailAt(zoom: number): Detail {
  if (zoom >= FULL_FROM_ZOOM) return "full";
  return zoom >= ICON_FROM_ZOOM ? "name" : "far";
}

/** Steps of the enlargement: words are at most half a step, 2 %, off their size. */
const STEPS_PER_OCTAVE = 16;
/** From here on one layer draws the cards in their stead (use-overview.ts). */
const MOST = 4.4;

/**
 * How many px of the drawing are one px of the screen, in steps of 4 %; 1 from where cards are drawn
 * in full.
 */
export function enlargementAt(zoom: number): number {
  if (detailAt(zoom) === "full") return 1;
  const step = Math.round(Math.log2(1 / zoom) * STEPS_PER_OCTAVE) / STEPS_PER_OCTAVE;
  return Math.min(MOST, Math.round(2 ** step * 1000) / 1000);
}
