import type { Stability } from "../../../simulation/results/stability-map.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import type { StateName } from "../../ui/state-names.ts";

/** Signs and colors are those of the node states that look like it. */
export const STABILITY_SIGNS: Readonly<Record<Stability, StateName>> = {
  recovered: "healthy",
  metastable: "failing",
  overloaded: "saturated",
};

const MEANINGS: Readonly<Record<Stability, string>> = {
  recovered: "goodput comes back; the time it took until all was well",
  metastable: "trigger gone, goodput still down; what is left",
  overloaded: "fails without a trigger; goodput over the load",
};

export function StabilityLegend() {
  return (
    <ul className="stability-legend">
      {Object.entries(MEANINGS).map(([state, means]) => (
        <li key={state}>
          <StateGlyph state={STABILITY_SIGNS[state as Stability]} size={12} decorative />
          <span>
            <b>{state}</b> {means}
          </span>
        </li>
      ))}
      <li>
        <i className="stability-present-key" aria-hidden="true" />
        <span>
          <b>outlined</b> the design as it is
        </span>
      </li>
    </ul>
  );
}
