import { NativeSelect, NumberInput } from "@mantine/core";
import type { TraceSummary } from "../../../simulation/results/traces.ts";
import { useDocument, useRun } from "../../store/hooks.ts";
import { showTracesAtPlayhead, useTraces } from "../../store/traces.ts";
import { formatClock } from "../../ui/format.ts";
import { outcomeLabel } from "../outcome-labels.ts";
import { nodeName } from "./span-words.ts";
import type { TraceFilter } from "./trace-filter.ts";

const REASONS = [
  { value: "", label: "All listed" },
  { value: "slow", label: "Slowest ok" },
  { value: "failed", label: "Failed" },
  { value: "sampled", label: "Sampled" },
];

interface FiltersProps {
  readonly list: readonly TraceSummary[];
  readonly filter: TraceFilter;
  readonly count: number;
  readonly onChange: (change: Partial<TraceFilter>) => void;
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

export function TraceFilters({ list, filter, count, onChange }: FiltersProps) {
  const document = useDocument();
  const playheadMs = useRun((run) => run.playheadMs ?? run.nowMs);
  const atPlayhead = useTraces((state) => state.atPlayhead);
  const outcomes = unique(list.map(({ outcome }) => outcome)).sort();
  const types = unique(list.map(({ type }) => type)).sort();
  return (
    <div className="traces-filters">
      <NativeSelect
        aria-label="Which requests"
        size="xs"
        data={REASONS}
        value={filter.reason}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Outcome"
        size="xs"
        data={[
          { value: "", label: "Any outcome" },
          ...outcomes.map((value) => ({ value, label: outcomeLabel(value) })),
        ]}
        value={filter.outcome}
        onChange={(event) => onChange({ outcome: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Journey"
        size="xs"
        data={[{ value: "", label: "Any journey" }, ...types]}
        value={filter.type}
        onChange={(event) => onChange({ type: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Node"
        size="xs"
        data={[
          { value: "", label: "Any node" },
          ...Object.keys(document.nodes).map((value) => ({
            value,
            label: nodeName(document, value),
          })),
        ]}
        value={filter.node}
        onChange={(event) => onChange({ node: event.currentTarget.value })}
      />
      <NumberInput
        aria-label="Latency at least, ms"
        size="xs"
        min={0}
        hideControls
        prefix="≥ "
        suffix=" ms"
        value={filter.leastMs}
        onChange={(value) => onChange({ leastMs: Number(value) || 0 })}
      />
      <NativeSelect
        aria-label="Order"
        size="xs"
        data={[
          { value: "slowest", label: "Slowest first" },
          { value: "time", label: "By time" },
        ]}
        value={filter.order}
        onChange={(event) => onChange({ order: event.currentTarget.value as TraceFilter["order"] })}
      />
      <span className="traces-count ui-num" role="status">
        {count} of {list.length} listed
      </span>
      <button
        type="button"
        className="traces-chip ui-num"
        aria-pressed={atPlayhead}
        onClick={() => showTracesAtPlayhead(!atPlayhead)}
      >
        At {formatClock(playheadMs, 1)}
      </button>
    </div>
  );
}
