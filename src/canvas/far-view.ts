// What is drawn of a card from which distance, and how much larger words must then be written so that
// they stay as large as they are on the screen.
import type { Size } from "./node-size.ts";

/** How much of a card is drawn: everything; icon and name; the name alone. */
export type Detail = "full" | "name" | "far";

const FULL_FROM_ZOOM = 0.65;
const ICON_FROM_ZOOM = 0.5;
/** Below it no name has room in its card: one layer draws states instead (use-overview.ts). */
export const FAR_ZOOM = 0.25;

export function detailAt(zoom: number): Detail {
  if (zoom >= FULL_FROM_ZOOM) return "full";
  return zoom >= ICON_FROM_ZOOM ? "name" : "far";
}

/** Steps of the enlargement: words are at most a step, 4 %, above their size and never below it. */
const STEPS_PER_OCTAVE = 16;

/**
 * How many px of the drawing are one px of the screen, in steps of 4 %; 1 from where cards are drawn
 * in full.
 */
export function enlargementAt(zoom: number): number {
  if (detailAt(zoom) === "full") return 1;
  const seen = Math.max(zoom, FAR_ZOOM / 1.1);
  const step = Math.ceil(Math.log2(1 / seen) * STEPS_PER_OCTAVE - 1e-9) / STEPS_PER_OCTAVE;
  return Math.ceil(2 ** step * 1000) / 1000;
}

/** On the screen, px: names (node-card.css has their size), their letters, and what stands around them. */
export const FAR_NAME_PX = 11;
const LETTERS_PX: readonly (readonly [RegExp, number])[] = [
  [/[ijlI]/, 2.8],
  [/[frt./]/, 4.1],
  [/[-_1]/, 4.9],
  [/[mw]/, 9.6],
  [/[MW]/, 10.6],
  [/[A-Z]/, 7.5],
];
const OTHER_LETTER_PX = 6.4;
const LARGEST_STEP = 2 ** (1 / STEPS_PER_OCTAVE);
const AROUND_PX = 10;
const ICON_PX = 18;
/** Names are whole from here on where there is room beside the card. */
const WHOLE_FROM: Readonly<Record<Exclude<Detail, "full">, number>> = { name: 0.5, far: 0.35 };

/** Parts of a name after each of which a line may end: words, and words within ids. */
export function nameParts(name: string): readonly string[] {
  return name.split(/(?<=[-_./:])(?=[^\d\s])|(?<=\p{Ll})(?=\p{Lu})/u);
}

function widthOf(part: string): number {
  const letterWidth = (letter: string) =>
    LETTERS_PX.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_LETTER_PX;
  return [...part].reduce((sum, letter) => sum + letterWidth(letter), 0) * LARGEST_STEP;
}

/** Width of the longest part of a name that stays on one line, at most, on the screen, px. */
export function widestPart(name: string): number {
  const parts = name.split(/\s+/).flatMap(nameParts);
  return Math.max(...parts.map(widthOf));
}

/**
 * Width of a card from further away: its own or, where there is room beside it, what the longest word
 * of its name takes. `beside`: free room on each side, px of the drawing.
 */
export function farWidth(name: string, { width }: Size, beside: number, detail: Detail): number {
  if (detail === "full") return width;
  const icon = detail === "name" ? ICON_PX : 0;
  const wanted = (widestPart(name) + AROUND_PX + icon) / WHOLE_FROM[detail];
  return Math.max(width, Math.min(width + 2 * beside, Math.ceil(wanted)));
}
