import { Button } from "@mantine/core";
import { criticalPath } from "../../../simulation/results/trace-paths.ts";
import type { Trace } from "../../../simulation/results/traces.ts";
import { setPlayhead } from "../../store/run-actions.ts";
import { pinTrace, useTraces } from "../../store/traces.ts";
import { formatClock, formatDuration, formatShare } from "../../ui/format.ts";
import { outcomeLabel } from "../outcome-labels.ts";
import { ExportTraces } from "./ExportTraces.tsx";
import { isWell } from "./TraceList.tsx";
import { FAMILY_LABELS, familyOf, type PartFamily } from "./waterfall-rows.ts";

/** What one request was, in a line, and what can be done with it. */
export function TraceHead({ trace }: { readonly trace: Trace }) {
  const pinned = useTraces((state) => state.pinned);
  const { id, type, outcome, startMs, latencyMs, spans } = trace;
  const retries = spans.filter(({ role, attempt }) => role === "attempt" && attempt > 1).length;
  return (
    <header className="traces-head">
      <h3>{type}</h3>
      <code title={id}>{id.slice(0, 16)}</code>
      <span className="traces-verdict" data-well={isWell(outcome) || undefined}>
        {outcomeLabel(outcome)}
      </span>
      <button type="button" className="traces-link" onClick={() => setPlayhead(startMs)}>
        {formatClock(startMs, 2)}
      </button>
      <span className="ui-num">
        {formatDuration(latencyMs)}, {spans.length} spans
        {retries > 0 ? `, ${retries} ${retries === 1 ? "retry" : "retries"}` : ""}
      </span>
      <span className="cascade-told" />
      <Button
        size="compact-xs"
        variant={pinned === id ? "filled" : "default"}
        aria-pressed={pinned === id}
        onClick={() => pinTrace(pinned === id ? null : id)}
      >
        {pinned === id ? "Compared with the next" : "Compare with…"}
      </Button>
      <ExportTraces traces={[trace]} name={`trace ${id.slice(0, 6)}`} label="Export" />
    </header>
  );
}

/** Time on the critical path by color, which is also the key of the bars. */
export function PathKey({ trace }: { readonly trace: Trace }) {
  const spent = new Map<PartFamily, number>();
  for (const { kind, startMs, endMs } of criticalPath(trace)) {
    const family = familyOf(kind);
    spent.set(family, (spent.get(family) ?? 0) + endMs - startMs);
  }
  return (
    <section className="traces-path" aria-label="Critical path">
      <h4>Critical path</h4>
      <ul>
        {Object.entries(FAMILY_LABELS).map(([family, label]) => {
          const ms = spent.get(family as PartFamily) ?? 0;
          if (ms === 0 && family === "standstill") return null;
          return (
            <li key={family}>
              <i className="traces-key" data-family={family} aria-hidden="true" />
              <span>{label}</span>
              <span className="ui-num">{formatDuration(ms)}</span>
              <span className="ui-num traces-quiet">
                {formatShare(trace.latencyMs > 0 ? ms / trace.latencyMs : 0)}
              </span>
            </li>
          );
        })}
        <li>
          <i className="traces-key" data-family="service" data-zombie aria-hidden="true" />
          <span>Nobody waits any more</span>
        </li>
        <li>
          <i className="traces-key traces-key-critical" aria-hidden="true" />
          <span>On the critical path</span>
        </li>
      </ul>
    </section>
  );
}
