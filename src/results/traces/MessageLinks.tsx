import type { Trace } from "../../../simulation/results/traces.ts";
import { linksBetween, type WaterfallRow } from "./waterfall-rows.ts";

/** Height of a row, px; as in the style sheet. */
const ROW = 22;
/** From the middle of a row to the edge of its bar. */
const HALF_BAR = 4;

interface LinksProps {
  readonly shown: readonly WaterfallRow[];
  readonly trace: Trace;
  /** Length of the axis, ms. */
  readonly spanMs: number;
}

/** Arrows from whoever published a message to whoever was handed it. */
export function MessageLinks({ shown, trace, spanMs }: LinksProps) {
  const links = linksBetween(shown, trace.startMs + spanMs);
  if (links.length === 0) return null;
  const x = (ms: number) => `${(100 * (ms - trace.startMs)) / spanMs}%`;
  const middle = (index: number) => (index + 0.5) * ROW;
  return (
    <svg className="waterfall-links" height={shown.length * ROW} aria-hidden="true">
      <marker
        id="waterfall-arrow"
        viewBox="0 0 6 6"
        refX="5"
        refY="3"
        markerWidth="6"
        markerHeight="6"
        orient="auto"
      >
        <path d="M0 0 6 3 0 6Z" />
      </marker>
      {links.map(({ from, to, fromMs, toMs }) => {
        const down = from < to ? 1 : -1;
        return (
          <line
            key={`${from} ${to}`}
            x1={x(fromMs)}
            y1={middle(from) + down * HALF_BAR}
            x2={x(toMs)}
            y2={middle(to) - down * HALF_BAR}
            markerEnd="url(#waterfall-arrow)"
          />
        );
      })}
    </svg>
  );
}
