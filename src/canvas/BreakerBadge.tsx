import type { EdgeLive } from "../store/live-values.ts";
import { formatRatio } from "../ui/format.ts";
import type { BreakerState } from "./edge-words.ts";
import type { Spot } from "./geometry.ts";

interface BreakerBadgeProps {
  readonly at: Spot;
  readonly state: BreakerState;
  readonly live: EdgeLive | null;
}

/** The switch between the two contacts: closed, lifted, or dashed while it is being tried. */
const SWITCH: Readonly<Record<BreakerState, { readonly d: string; readonly dash?: string }>> = {
  closed: { d: "M-5 0H5" },
  open: { d: "M-5 0 4 -5" },
  "half-open": { d: "M-5 0 5 -2", dash: "2 2" },
};

/** The bare shapes around the middle of the badge, to be placed into another SVG. */
export function BreakerShapes({ state }: { readonly state: BreakerState }) {
  const { d, dash } = SWITCH[state];
  return (
    <>
      <rect x={-13.5} y={-8.5} width={27} height={17} rx={4} />
      <path d="M-10 0h4M6 0h4" />
      <path d={d} strokeDasharray={dash} />
      <circle cx={-5} cy={0} r={1.75} />
      <circle cx={5} cy={0} r={1.75} />
    </>
  );
}

/** A circuit breaker on its edge, drawn as a switch. */
export function BreakerBadge({ at, state, live }: BreakerBadgeProps) {
  const share = live && live.openRatio > 0 ? `, ${formatRatio(live.openRatio)} open` : "";
  return (
    <svg
      className="breaker-badge"
      data-state={state}
      width={28}
      height={18}
      viewBox="-14 -9 28 18"
      role="img"
      aria-label={`Circuit breaker ${state}${share}`}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
    >
      <BreakerShapes state={state} />
    </svg>
  );
}
