import { type KeyboardEvent, useMemo } from "react";
import { useDocument } from "../store/hooks.ts";
import { removeChanges } from "../store/recorded-changes.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { type ChangeTick, changeTicks } from "./change-ticks.ts";
import type { TimeAxis } from "./time-axis.ts";

/** Room a label needs, px a letter and for the mark before it. */
const LETTER_WIDTH = 6.2;
const MARK_WIDTH = 20;

interface ChangeLaneProps {
  readonly axis: TimeAxis;
  readonly readOnly: boolean;
}

/** What was changed by hand while a run went on: the next run does the same at the same instants. */
export function ChangeLane({ axis, readOnly }: ChangeLaneProps) {
  const document = useDocument();
  const ticks = useMemo(() => changeTicks(document, axis), [document, axis]);
  const count = Object.keys(document.changes ?? {}).length;
  if (count === 0) return null;
  return (
    <div className="timeline-lane timeline-changes" inert={readOnly}>
      <div className="timeline-gutter">
        <span>Changes</span>
        <span className="timeline-note ui-num">{count}</span>
      </div>
      <div className="timeline-plot" style={{ width: axis.width }}>
        {ticks.map((tick) => (
          <Tick key={tick.ids[0]} tick={tick} />
        ))}
      </div>
    </div>
  );
}

function Tick({ tick }: { readonly tick: ChangeTick }) {
  const { ids, atMs, x, label, text, entity, room } = tick;
  const fits = label.length * LETTER_WIDTH + MARK_WIDTH < room;
  const show = (): void => {
    if (entity !== null) selectOnly([entity]);
    const { rows, nowMs } = studio.getState().run;
    if (rows && rows.count > 0 && atMs <= nowMs) setPlayhead(atMs);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    removeChanges(ids);
  };
  return (
    <button
      type="button"
      className="timeline-change"
      style={{ left: x }}
      aria-label={text}
      title={`${text}. Delete removes it.`}
      onClick={show}
      onKeyDown={onKeyDown}
    >
      {fits ? <span>{label}</span> : null}
    </button>
  );
}
