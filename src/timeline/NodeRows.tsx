import { useMemo, useState } from "react";
import { NODE_STATES } from "../../simulation/results/story.ts";
import { useDesign, useIsSelected, useRun } from "../store/hooks.ts";
import { nodeTitle } from "../store/proxy-names.ts";
import { stateCodeAt } from "../store/run-rows.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio, useStudio } from "../store/studio-store.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import type { StateName } from "../ui/state-names.ts";
import { useSize } from "../ui/use-size.ts";
import { HeatMap } from "./HeatMap.tsx";
import { foldRows, type HeatRow, heatRows } from "./heat-rows.ts";
import type { TimeAxis } from "./time-axis.ts";

/** Left of the axis there must be room for the words about folded rows, px. */
const FOLD_TEXT = 150;

interface NodeRowsProps {
  readonly axis: TimeAxis;
  readonly rowHeight: number;
}

/** State of every node over time. Quiet nodes that find no room fold into one line. */
export function NodeRows({ axis, rowHeight }: NodeRowsProps) {
  const document = useDesign();
  const { states, info } = useRun((run) => ({ states: run.states, info: run.info }));
  const [unfolded, setUnfolded] = useState(false);
  const [ref, { height }] = useSize<HTMLDivElement>({ width: 1000, height: 90 });
  const order = useMemo(() => Object.keys(document.nodes), [document.nodes]);
  const rows = useMemo(
    // The clock is read, not followed: it ticks more often than states arrive.
    () => heatRows(states, info?.layout.nodeIds ?? [], order, studio.getState().run.nowMs),
    [states, info, order],
  );
  const capacity = unfolded ? rows.length : Math.max(1, Math.floor(height / rowHeight));
  const { shown, folded } = foldRows(rows, capacity);
  return (
    <>
      <div ref={ref} className="timeline-rows">
        <div className="timeline-rows-inner">
          <ul className="timeline-names" aria-label="Node states">
            {shown.map((row) => (
              <NodeLabel key={row.nodeId} row={row} rowHeight={rowHeight} />
            ))}
          </ul>
          <HeatMap rows={shown} axis={axis} rowHeight={rowHeight} />
        </div>
      </div>
      {folded.length > 0 || unfolded ? (
        <button
          type="button"
          className="timeline-fold"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded
            ? "Fold quiet nodes"
            : foldText(folded, states.count > 0 && axis.gutter >= FOLD_TEXT)}
        </button>
      ) : null}
    </>
  );
}

function foldText(folded: readonly HeatRow[], says: boolean): string {
  return says ? `${folded.length} more, healthy or idle` : `${folded.length} more`;
}

function NodeLabel({ row, rowHeight }: { readonly row: HeatRow; readonly rowHeight: number }) {
  const { nodeId } = row;
  const name = useStudio(({ document }) => nodeTitle(document.document, nodeId));
  const selected = useIsSelected(nodeId);
  const state = useRun((run): StateName | null => {
    const node = run.info?.layout.nodeIds.indexOf(nodeId) ?? -1;
    if (node < 0) return null;
    return NODE_STATES[stateCodeAt(run.states, node, run.playheadMs)] ?? null;
  });
  return (
    <li style={{ height: rowHeight }} data-node-row={nodeId}>
      <button
        type="button"
        className="timeline-name"
        data-selected={selected}
        onClick={() => selectOnly([nodeId])}
      >
        <span>{name}</span>
        {state && state !== "healthy" ? <StateGlyph state={state} size={12} /> : null}
      </button>
    </li>
  );
}
