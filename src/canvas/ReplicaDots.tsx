// A dot for each instance of a node, or their number where there is no room.
import type { NodeLive } from "../store/live-values.ts";
import { stateColor } from "../ui/state-names.ts";
import type { NodeCardData } from "./flow-elements.ts";
import { type InstanceState, instanceStates } from "./instance-dots.ts";

const DOT_STEP = 10;

/** What the dots of the instances take, with the space before them. */
export function dotsWidth(card: NodeCardData, live: NodeLive | null, most: number): number {
  const known = live && live.instances > 0 ? live.instances : (card.replicas ?? 0);
  return instanceStates(known, live, most) === null ? 26 : known * DOT_STEP + 5;
}

interface DotsProps {
  readonly card: NodeCardData;
  readonly live: NodeLive | null;
  /** Dots there is room for. */
  readonly most: number;
  readonly x: number;
  readonly y: number;
}

export function ReplicaDots({ card, live, most, x, y }: DotsProps) {
  const known = live && live.instances > 0 ? live.instances : card.replicas;
  if (card.isSource || known === null || known < 1) return null;
  const color = live?.state ? stateColor(live.state) : "var(--border-control)";
  const states = instanceStates(known, live, most);
  if (states === null) {
    const up = live && live.instances > 0 ? live.instancesUp : known;
    return (
      <text className="node-value" x={x + 3} y={y + 4} textAnchor="end">
        {up < known ? `${up} of ${known}` : `×${known}`}
      </text>
    );
  }
  return states.map((state, index) => (
    <InstanceDot
      // The dots differ by their place only.
      // biome-ignore lint/suspicious/noArrayIndexKey: places never move
      key={index}
      {...{ state, color, y }}
      x={x - (known - 1 - index) * DOT_STEP}
    />
  ));
}

interface DotProps {
  readonly state: InstanceState;
  readonly color: string;
  readonly x: number;
  readonly y: number;
}

/** Disc: up. Disc in a ring: every slot held. Hollow with a stroke through it: down. */
function InstanceDot({ state, color, x, y }: DotProps) {
  if (state === "down") {
    return (
      <g fill="none" stroke="var(--state-down)" strokeWidth={1.25}>
        <circle cx={x} cy={y} r={2.75} />
        <path d={`M${x - 2} ${y + 2}l4 -4`} />
      </g>
    );
  }
  if (state === "free") return <circle cx={x} cy={y} r={3} fill={color} />;
  return (
    <>
      <circle cx={x} cy={y} r={1.75} fill={color} />
      <circle cx={x} cy={y} r={3.75} fill="none" stroke={color} strokeWidth={1.25} />
    </>
  );
}
