// The inside within a card of the canvas: it follows the run and the playhead, and says aloud what it
// shows.
import { InsideShapes } from "./InsideShapes.tsx";
import { insideSentence } from "./inside-words.ts";
import { useInside } from "./live-insides.ts";
import type { PlacedInside } from "./place-inside.ts";

interface CardInsideProps {
  readonly id: string;
  readonly inside: PlacedInside;
  readonly words: boolean;
}

export function CardInside({ id, inside, words }: CardInsideProps) {
  const live = useInside(id);
  const { width, height } = inside.size;
  return (
    <>
      <svg className="node-face" width={width} height={height} aria-hidden="true">
        <InsideShapes {...{ inside, live, words }} />
      </svg>
      <span id={`inside-${id}`} hidden>
        {insideSentence(inside, live)}
      </span>
    </>
  );
}
