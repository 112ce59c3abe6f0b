// The words of a card from further away: its name in letters that stay as large on the screen, in two
// lines at most and never broken inside a word, and the glyph of its state on the rim, out of the way.
import { Fragment } from "react";
import type { NodeState } from "../../simulation/results/story.ts";
import { KindIconShapes } from "../ui/KindIcon.tsx";
import { StateGlyphShapes } from "../ui/StateGlyph.tsx";
import { type Detail, nameParts } from "./far-view.ts";
import type { NodeCardData } from "./flow-elements.ts";

interface FarFaceProps {
  readonly card: NodeCardData;
  readonly state: NodeState | null;
  readonly detail: Detail;
  /** The number that matters most, where there is room for it. */
  readonly rate: string | null;
  /** How far it reaches beyond the card on each side, px. */
  readonly beyond: number;
}

export function FarFace({ card, state, detail, rate, beyond }: FarFaceProps) {
  return (
    // An open broker has its name at the top while what is inside is drawn below it.
    <div
      className="node-far"
      data-family={card.family}
      style={{
        left: -beyond,
        right: -beyond,
        height: card.inside && detail === "name" ? card.inside.top : card.size.height,
      }}
      aria-hidden="true"
    >
      {detail === "name" && (
        <svg className="node-icon" viewBox="0 0 24 24" aria-hidden="true">
          <KindIconShapes icon={card.icon} />
        </svg>
      )}
      <span className="node-far-words">
        <span className="node-far-name">
          {nameParts(card.name).map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a name are known by their place
            <Fragment key={at}>
              {at > 0 && <wbr />}
              {part}
            </Fragment>
          ))}
        </span>
        {detail === "name" && rate !== null && <span className="node-far-rate">{rate}</span>}
      </span>
      {state && (
        <svg className="node-far-state" viewBox="0 0 16 16" aria-hidden="true">
          <StateGlyphShapes state={state} surface="var(--surface-card)" />
        </svg>
      )}
    </div>
  );
}
