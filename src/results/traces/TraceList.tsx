import { type KeyboardEvent, useRef } from "react";
import type { Outcome } from "../../../simulation/results/outcomes.ts";
import type { TraceSummary } from "../../../simulation/results/traces.ts";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { outcomeLabel } from "../outcome-labels.ts";
import { shortId } from "./trace-filter.ts";

export function isWell(outcome: Outcome): boolean {
  return outcome === "ok" || outcome === "degraded";
}

interface ListProps {
  readonly traces: readonly TraceSummary[];
  readonly selected: string | null;
  readonly pinned: string | null;
  readonly onSelect: (id: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -1e9, End: 1e9 };

/** Requests that can be traced. Arrow keys walk and open. */
export function TraceList({ traces, selected, pinned, onSelect }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    traces.findIndex(({ id }) => id === selected),
  );
  const slowest = traces.reduce((most, { latencyMs }) => Math.max(most, latencyMs), 0);
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(traces.length - 1, at + step));
    const id = traces[next]?.id;
    if (id !== undefined) onSelect(id);
    list.current?.querySelectorAll<HTMLElement>("[role=option]")[next]?.focus();
  };
  return (
    <div ref={list} role="listbox" aria-label="Requests" className="traces-list" onKeyDown={walk}>
      {traces.map(({ id, startMs, latencyMs, outcome, type }, index) => (
        <button
          key={id}
          type="button"
          role="option"
          aria-selected={id === selected}
          aria-label={`${type} ${shortId(id)} at ${formatClock(startMs, 1)}, ${outcomeLabel(outcome)}, ${formatDuration(latencyMs)}${id === pinned ? ", compared with" : ""}`}
          tabIndex={index === at ? 0 : -1}
          className="traces-item ui-num"
          data-pinned={id === pinned || undefined}
          onClick={() => onSelect(id)}
        >
          <StateGlyph
            state={outcome === "ok" ? "healthy" : outcome === "degraded" ? "degraded" : "failing"}
            size={12}
            decorative
          />
          <code>{shortId(id)}</code>
          <span>{formatClock(startMs, 1)}</span>
          <span className="traces-outcome">{isWell(outcome) ? type : outcomeLabel(outcome)}</span>
          <span className="traces-latency" data-well={isWell(outcome) || undefined}>
            <i style={{ width: `${slowest > 0 ? (100 * latencyMs) / slowest : 0}%` }} />
          </span>
          <span className="traces-ms">{formatDuration(latencyMs)}</span>
        </button>
      ))}
    </div>
  );
}
