import { useMemo } from "react";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { useDocument } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";
import { formatClock } from "../ui/format.ts";
import { BAR_HEIGHT, FaultBar, faultTimes } from "./FaultBar.tsx";
import { faultLabel } from "./fault-label.ts";
import { endS, type LanedItem, lanesOf } from "./fault-times.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";

/** A bar can be hit a little above and below itself: 24 px in all. */
const LANE_STEP = BAR_HEIGHT + 8;
/** Average width of a letter of the labels, px; decides only on which side a label stands. */
const LETTER_WIDTH = 6.2;
const SWITCH_WIDTH = 40;

interface Placed extends LanedItem {
  readonly labelLeft: boolean;
}

interface FaultLaneProps {
  readonly axis: TimeAxis;
  readonly readOnly: boolean;
}

/** Scheduled faults as bars, and ticks where something was changed while a run went on. */
export function FaultLane({ axis, readOnly }: FaultLaneProps) {
  const document = useDocument();
  const faults = document.faults ?? {};
  const placed = useMemo(
    () =>
      byImportance(faults).map(([id, fault]): Placed => {
        const times = faultTimes(fault);
        const left = xOf(axis, times.atS * 1000);
        const right = xOf(axis, endS(times, axis.durationMs / 1000) * 1000);
        const label = faultLabel(id, fault).length * LETTER_WIDTH + SWITCH_WIDTH;
        const labelLeft = right + label > axis.width && left > label;
        return labelLeft
          ? { id, from: left - label, to: right, labelLeft }
          : { id, from: left, to: right + label, labelLeft };
      }),
    [faults, axis],
  );
  const lanes = lanesOf(placed);
  const laneCount = Math.max(1, ...[...lanes.values()].map((lane) => lane + 1));
  return (
    <div className="timeline-lane timeline-faults" inert={readOnly}>
      <div className="timeline-gutter">
        <span>Faults, changes</span>
        {readOnly ? null : (
          <button type="button" className="timeline-add" onClick={() => showDialog("campaign")}>
            Random…
          </button>
        )}
      </div>
      <div className="timeline-plot" style={{ width: axis.width, height: laneCount * LANE_STEP }}>
        <FaultDefs />
        <span id="timeline-fault-keys" hidden>
          Left and right arrow keys move it, with Shift they stretch its end, with Alt its ramp;
          Delete removes it.
        </span>
        {placed.map(({ id, labelLeft }) => {
          const fault = faults[id];
          if (!fault) return null;
          const top = (lanes.get(id) ?? 0) * LANE_STEP + 4;
          return <FaultBar key={id} {...{ id, fault, axis, top, labelLeft }} />;
        })}
        <ChangeTicks axis={axis} />
      </div>
    </div>
  );
}

/** Faults that are on come first, so that they get the upper lanes. */
function byImportance(faults: Readonly<Record<string, FaultDocument>>) {
  return Object.entries(faults).sort(
    ([, a], [, b]) => Number(b.enabled ?? true) - Number(a.enabled ?? true),
  );
}

function FaultDefs() {
  return (
    <svg width="0" height="0" className="ui-defs" aria-hidden="true">
      <defs>
        <pattern id="pattern-off" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M-1 7 7-1M-1 1 1-1M5 7l2-2" fill="none" stroke="var(--text-3)" opacity=".45" />
        </pattern>
      </defs>
    </svg>
  );
}

function ChangeTicks({ axis }: { readonly axis: TimeAxis }) {
  const { changes = {} } = useDocument();
  return Object.entries(changes).map(([id, { atMs, set }]) => {
    const what = Object.entries(set)
      .map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
      .join(", ");
    const text = `Changed at ${formatClock(atMs, 1)}: ${what}`;
    return (
      <span
        key={id}
        className="timeline-change"
        style={{ left: xOf(axis, atMs) }}
        role="img"
        aria-label={text}
        title={text}
      />
    );
  });
}
