import { useMemo } from "react";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { useDocument, useSelection } from "../store/hooks.ts";
import { formatCount, formatRate } from "../ui/format.ts";
import { LoadEditor } from "./LoadEditor.tsx";
import { editedClient } from "./load-points.ts";
import {
  clientLoads,
  closedUsers,
  type LoadPoint,
  loadLine,
  type SourceDefaults,
} from "./load-profile.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";

const HEIGHT = 26;
/** Room above the line, so that the peak does not touch the lane's edge. */
const HEADROOM = 6;

const SOURCES: ReadonlyMap<string, SourceDefaults> = new Map(
  Object.values<KindDefinition>(catalog).flatMap((kind) => {
    const rate = kind.params.ratePerS;
    return rate?.type === "number" && kind.ports.in.length === 0
      ? [[kind.id, { ratePerS: Number(rate.default ?? 0) }] as const]
      : [];
  }),
);

interface LoadLaneProps {
  readonly axis: TimeAxis;
  readonly readOnly: boolean;
}

/** The load that the clients offer over time, as an area; that of a selected client by its points. */
export function LoadLane({ axis, readOnly }: LoadLaneProps) {
  const document = useDocument();
  const selection = useSelection();
  const edited = readOnly ? null : editedClient(document, selection, SOURCES);
  return edited ? <LoadEditor {...edited} axis={axis} /> : <OfferedLoad axis={axis} />;
}

function OfferedLoad({ axis }: { readonly axis: TimeAxis }) {
  const document = useDocument();
  const points = useMemo(
    () => loadLine(clientLoads(document, SOURCES), axis.durationMs),
    [document, axis.durationMs],
  );
  const peak = Math.max(...points.map((point) => point.ratePerS));
  const line = linePath(points, axis, peak);
  const text = offeredText(points, closedUsers(document));
  return (
    <div className="timeline-lane timeline-load">
      <div className="timeline-gutter">
        <span>Load</span>
        <span className="timeline-note ui-num">{text}</span>
      </div>
      <svg
        className="timeline-plot"
        width={axis.width}
        height={HEIGHT}
        role="img"
        aria-label={`Offered load: ${text}`}
      >
        <path
          d={`${line}L${axis.width} ${HEIGHT}L0 ${HEIGHT}Z`}
          fill="var(--series-1)"
          opacity=".14"
        />
        <path d={line} fill="none" stroke="var(--series-1)" strokeWidth="1.5" />
      </svg>
    </div>
  );
}

function linePath(points: readonly LoadPoint[], axis: TimeAxis, peak: number): string {
  const y = (rate: number) => HEIGHT - (peak > 0 ? rate / peak : 0) * (HEIGHT - HEADROOM);
  return points
    .map(({ atMs, ratePerS }, index) => {
      const command = index === 0 ? "M" : "L";
      return `${command}${xOf(axis, atMs).toFixed(1)} ${y(ratePerS).toFixed(1)}`;
    })
    .join("");
}

/** Users of closed loops and the rate of open ones, each if there are any. */
function offeredText(points: readonly LoadPoint[], users: number): string {
  if (users === 0) return loadText(points);
  const asked = users === 1 ? "1 user" : `${formatCount(users)} users`;
  return points.some(({ ratePerS }) => ratePerS > 0) ? `${asked}, ${loadText(points)}` : asked;
}

/** "320/s", or "160 to 320/s" where it varies. */
function loadText(points: readonly LoadPoint[]): string {
  const rates = points.map((point) => point.ratePerS);
  const low = Math.min(...rates);
  const high = Math.max(...rates);
  if (high - low <= high * 0.005) return formatRate(high);
  return `${formatRate(low).replace("/s", "")} to ${formatRate(high)}`;
}
