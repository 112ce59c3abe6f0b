import "./waterfall.css";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Trace } from "../../../simulation/results/traces.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatDuration } from "../../ui/format.ts";
import { MessageLinks } from "./MessageLinks.tsx";
import { WaterfallItem } from "./WaterfallItem.tsx";
import { axisEndMs, heaviestRow, openRows, type WaterfallRow } from "./waterfall-rows.ts";

/** Rows drawn at first: traces with retries at every level may have thousands. */
const ROWS_SHOWN = 200;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8];

/** What the keys of a tree do: walk, fold and unfold, and show the node on the drawing. */
interface TreeKeys {
  readonly shown: readonly WaterfallRow[];
  readonly rows: readonly WaterfallRow[];
  readonly at: number;
  readonly folded: ReadonlySet<string>;
  readonly go: (index: number) => void;
  readonly fold: (row: WaterfallRow, isFolded: boolean) => void;
}

function pressed(event: KeyboardEvent, { shown, rows, at, folded, go, fold }: TreeKeys): void {
  const row = shown[at];
  if (row === undefined) return;
  const isFolded = folded.has(row.id);
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(shown.length - 1),
    ArrowRight: () => {
      if (isFolded) fold(row, false);
      else if (row.hasChildren) go(at + 1);
    },
    ArrowLeft: () => {
      if (row.hasChildren && !isFolded) fold(row, true);
      else go(shown.indexOf(rows[row.parent] ?? row));
    },
    Enter: () => selectOnly([row.spans.at(-1)?.node ?? row.spans[0].node]),
  };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  move();
}

interface WaterfallProps {
  readonly trace: Trace;
  readonly rows: readonly WaterfallRow[];
  /** Told which row the keys and the pointer are at. */
  readonly onRow: (row: WaterfallRow) => void;
}

/** A trace as a tree of bars over time. */
export function Waterfall({ trace, rows, onRow }: WaterfallProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(() => Math.max(0, heaviestRow(rows)));
  const [isWhole, setWhole] = useState(false);
  const tree = useRef<HTMLDivElement>(null);
  const open = openRows(rows, folded);
  const shown = isWhole ? open : open.slice(0, ROWS_SHOWN);
  const at = Math.min(current, shown.length - 1);
  const fold = (row: WaterfallRow, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(row.id);
    else next.delete(row.id);
    setFolded(next);
  };
  const go = (index: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, index));
    setCurrent(next);
    tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[next]?.focus();
  };
  const spanMs = Math.max(1e-9, axisEndMs(trace) - trace.startMs);
  const endShare = trace.latencyMs / spanMs;
  return (
    <div className="waterfall">
      <div className="waterfall-axis ui-num" aria-hidden="true">
        {TICKS.map((share) => (
          <span key={share} style={{ left: `${100 * share}%` }}>
            {formatDuration(spanMs * share)}
          </span>
        ))}
      </div>
      <div
        ref={tree}
        role="tree"
        aria-label="Spans"
        className="waterfall-rows"
        onKeyDown={(event) => pressed(event, { shown, rows, at, folded, go, fold })}
      >
        <i
          className="waterfall-end"
          aria-hidden="true"
          style={{ left: `calc(var(--label) + (100% - var(--label)) * ${endShare})` }}
        />
        {shown.map((row, index) => (
          <WaterfallItem
            key={row.id}
            {...{ row, trace, spanMs }}
            isCurrent={index === at}
            isFolded={folded.has(row.id)}
            onCurrent={() => {
              setCurrent(index);
              onRow(row);
            }}
            onFold={() => fold(row, !folded.has(row.id))}
          />
        ))}
        <MessageLinks {...{ shown, trace, spanMs }} />
      </div>
      {open.length > shown.length ? (
        <button type="button" className="traces-more" onClick={() => setWhole(true)}>
          Show {open.length - shown.length} more spans
        </button>
      ) : null}
      {trace.truncated ? (
        <p className="cascade-note">Its newest spans were more than are kept.</p>
      ) : null}
    </div>
  );
}
