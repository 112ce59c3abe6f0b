// When a fault acted in a run: its own time, less what it was switched off.
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { lengthOf } from "./fault-title.ts";
import { recordedValues } from "./recorded-values.ts";

export interface ActingSpan {
  readonly fromMs: number;
  /** Infinity: to the end of the run. */
  readonly toMs: number;
}

/** Spans in order of time; of a fault that happens at one instant the two ends are equal. */
export function actingSpans(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
): readonly ActingSpan[] {
  const startMs = (fault.atS ?? 0) * 1000;
  const endMs = startMs + (lengthOf(fault) ?? Number.POSITIVE_INFINITY) * 1000;
  const switches = recordedValues(document, `faults.${id}.enabled`)
    .map(({ atMs, value }) => ({ atMs, isOn: value === true }))
    .sort((a, b) => a.atMs - b.atMs);
  const spans: ActingSpan[] = [];
  let onFromMs = fault.enabled === false ? Number.NaN : Number.NEGATIVE_INFINITY;
  const close = (atMs: number): void => {
    const fromMs = Math.max(startMs, onFromMs);
    const toMs = Math.min(endMs, atMs);
    if (fromMs < toMs || (fromMs === startMs && startMs === endMs && startMs <= toMs)) {
      spans.push({ fromMs, toMs });
    }
    onFromMs = Number.NaN;
  };
  for (const { atMs, isOn } of switches) {
    if (isOn && Number.isNaN(onFromMs)) onFromMs = atMs;
    if (!isOn && !Number.isNaN(onFromMs)) close(atMs);
  }
  if (!Number.isNaN(onFromMs)) close(Number.POSITIVE_INFINITY);
  return spans;
}
