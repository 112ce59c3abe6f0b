import { StateGlyph } from "./StateGlyph.tsx";
import type { StateName } from "./state-names.ts";

/** Glyph and word of a state on its soft fill. */
export function StateBadge({ state }: { readonly state: StateName }) {
  return (
    <span className="ui-state-badge" data-state={state}>
      <StateGlyph state={state} size={12} surface={`var(--state-${state}-soft)`} decorative />
      {state[0]?.toUpperCase() + state.slice(1)}
    </span>
  );
}
