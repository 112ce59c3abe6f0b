import { useMemo } from "react";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { useDesign } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";
import { BAR_HEIGHT, barExtent, FaultBar, type LabelSide } from "./FaultBar.tsx";
import { faultLabel } from "./fault-label.ts";
import { type LanedItem, lanesOf } from "./fault-times.ts";
import type { TimeAxis } from "./time-axis.ts";

/** A bar can be hit above and below itself as well: 24 px, as much as a finger needs at least. */
const LANE_STEP = BAR_HEIGHT + 8;
/** Average width of a letter of the labels, px; decides only on which side a label stands. */
const LETTER_WIDTH = 6.2;
const SWITCH_WIDTH = 40;

/** Air between the words of one bar and what comes next, px. */
const LABEL_GAP = 8;

interface Placed extends LanedItem {
  readonly labelSide: LabelSide;
}

interface FaultLaneProps {
  readonly axis: TimeAxis;
  readonly readOnly: boolean;
}

function placedIn(axis: TimeAxis, id: string, fault: FaultDocument): Placed | null {
  const { left, right } = barExtent(fault, axis);
  if (right <= 0 || left >= axis.width) return null;
  const label = faultLabel(id, fault).length * LETTER_WIDTH + SWITCH_WIDTH;
  if (right + label <= axis.width) {
    return { id, from: left, to: right + label + LABEL_GAP, labelSide: "right" };
  }
  if (left > label) return { id, from: left - label, to: right, labelSide: "left" };
  const seen = Math.min(right, axis.width) - Math.max(left, 0);
  // A narrow bar at the rim of what is zoomed into: its words go on to the right and are cut.
  const to = seen > label ? right : Math.max(right, left + label);
  return { id, from: left, to, labelSide: seen > label ? "inside" : "right" };
}

/** Scheduled faults as bars. */
export function FaultLane({ axis, readOnly }: FaultLaneProps) {
  const document = useDesign();
  const faults = document.faults ?? {};
  const placed = useMemo(
    () => byImportance(faults).flatMap(([id, fault]) => placedIn(axis, id, fault) ?? []),
    [faults, axis],
  );
  const lanes = lanesOf(placed);
  const laneCount = Math.max(1, ...[...lanes.values()].map((lane) => lane + 1));
  return (
    <div className="timeline-lane timeline-faults" inert={readOnly}>
      <div className="timeline-gutter">
        <span>Faults</span>
        {readOnly ? null : (
          <button type="button" className="timeline-add" onClick={() => showDialog("campaign")}>
            Random…
          </button>
        )}
      </div>
      <div className="timeline-plot" style={{ width: axis.width, height: laneCount * LANE_STEP }}>
        <FaultDefs />
        <span id="timeline-fault-keys" hidden>
          Left and right arrow keys move it by one second, with Shift by ten, with Alt they stretch
          its end; Alt with up and down changes its ramp; Delete removes it.
        </span>
        {placed.map(({ id, labelSide }) => {
          const fault = faults[id];
          if (!fault) return null;
          const top = (lanes.get(id) ?? 0) * LANE_STEP + (LANE_STEP - BAR_HEIGHT) / 2;
          return <FaultBar key={id} {...{ id, fault, axis, top, labelSide }} />;
        })}
      </div>
      <p className="timeline-none">
        {placed.length > 0 || readOnly ? null : noneText(Object.keys(faults).length)}
      </p>
    </div>
  );
}

/** What an empty lane says. */
function noneText(faults: number): string {
  return faults > 0
    ? "The faults lie outside of what is shown; 0 shows the whole run."
    : "Drag a fault here from the palette, or break something now.";
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
