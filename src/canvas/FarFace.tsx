// The words of a card from further away: its name in letters that stay as large on the screen, in two
// lines at most, and the glyph of its state on the rim, out of the way of the name.
import type { NodeState } from "../../simulation/results/story.ts";
import { KindIconShapes } from "../ui/KindIcon.tsx";
import { StateGlyphShapes } from "../ui/StateGlyph.tsx";
import type { Detail } from "./far-view.ts";
import type { NodeCardData } from "./flow-elements.ts";

interface FarFaceProps {
  readonly card: NodeCardData;
  readonly state: NodeState | null;
  readonly detail: Detail;
}

export function FarFace({ card, state, detail }: FarFaceProps) {
  return (
    // An open broker has its name at the top while what is inside is drawn below it.
    <div
      className="node-far"
      data-family={card.family}
      style={{ height: card.inside && detail === "name" ? card.inside.top : card.size.height }}
      aria-hidden="true"
    >
      {detail === "name" && (
        <svg className="node-icon" viewBox="0 0 24 24" aria-hidden="true">
          <KindIconShapes icon={card.icon} />
        </svg>
      )}
      <span className="node-far-name">{card.name}</span>
      {state && (
        <svg className="node-far-state" viewBox="0 0 16 16" aria-hidden="true">
          <StateGlyphShapes state={state} surface="var(--surface-card)" />
        </svg>
      )}
    </div>
  );
}
