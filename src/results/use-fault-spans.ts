import { useRef } from "react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultTitle, lengthOf } from "../store/fault-title.ts";
import { useDocument } from "../store/hooks.ts";
import { isFaultOn } from "../store/run-actions.ts";
import type { FaultSpan } from "./Plot.tsx";

/** When faults act that are switched on, cut to what the charts span. */
export function useFaultSpans(span: number): readonly FaultSpan[] {
  const spans = spansOf(useDocument(), span);
  const kept = useRef(spans);
  if (!areAlike(kept.current, spans)) kept.current = spans;
  return kept.current;
}

function spansOf(document: ScenarioDocument, span: number): readonly FaultSpan[] {
  const spans: FaultSpan[] = [];
  for (const [id, fault] of Object.entries(document.faults ?? {})) {
    if (!isFaultOn(document, id, span)) continue;
    const fromMs = (fault.atS ?? 0) * 1000;
    const forS = lengthOf(fault);
    const toMs = forS === null ? span : fromMs + forS * 1000;
    const title = faultTitle(id, fault);
    if (fromMs < span) spans.push({ id, title, fromMs, toMs: Math.min(span, toMs) });
  }
  return spans;
}

/** A chart is laid out anew for each new list, and most changes of a document leave the faults. */
function areAlike(a: readonly FaultSpan[], b: readonly FaultSpan[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, title, fromMs, toMs }, at) => {
      const other = b[at];
      return (
        other?.id === id &&
        other.title === title &&
        other.fromMs === fromMs &&
        other.toMs === toMs
      );
    })
  );
}
