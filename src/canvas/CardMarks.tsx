// Marks of a broker's card, beside the number of its messages: some come back, some die.
import type { CardMark } from "./node-words.ts";

const MARK_STEP = 11;

const MARK_PATHS: Readonly<Record<CardMark, string>> = {
  // An arrow that comes round again; a letter crossed out.
  again: "M3.2 -2.4a4 4 0 1 0 .8 3.4M3.8 -4.6v2.6h-2.6",
  dead: "M-4.5 -3.5h9v7h-9zM-1.6 -1.6l3.2 3.2M1.6 -1.6l-3.2 3.2",
};

interface MarksProps {
  readonly marks: readonly CardMark[];
  readonly x: number;
  readonly y: number;
}

/** What the card's sentence says in words: messages come back, messages die. */
export function CardMarks({ marks, x, y }: MarksProps) {
  return marks.map((mark) => (
    <path
      key={mark}
      className={`node-mark node-mark-${mark}`}
      d={MARK_PATHS[mark]}
      // Each has its place, whether the other is there or not.
      transform={`translate(${x - (mark === "dead" ? 0 : MARK_STEP) - 5} ${y})`}
    />
  ));
}
