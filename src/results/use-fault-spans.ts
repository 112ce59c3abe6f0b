import { useRef } from "react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { actingSpans } from "../store/fault-span.ts";
import { faultTitle } from "../store/fault-title.ts";
import { useDocument } from "../store/hooks.ts";
import type { FaultSpan } from "./Plot.tsx";

/** When faults act, switched on and off by hand as they may be, cut to what the charts span. */
export function useFaultSpans(span: number): readonly FaultSpan[] {
  const spans = spansOf(useDocument(), span);
  const kept = useRef(spans);
  if (!areAlike(kept.current, spans)) kept.current = spans;
  return kept.current;
}

function spansOf(document: ScenarioDocument, span: number): readonly FaultSpan[] {
  const spans: FaultSpan[] = [];
  for (const [id, fault] of Object.entries(document.faults ?? {})) {
    const title = faultTitle(id, fault);
    for (const { fromMs, toMs } of actingSpans(document, id, fault)) {
      if (fromMs >= span) continue;
      spans.push({ id: `${id} ${fromMs}`, title, fromMs, toMs: Math.min(span, toMs) });
    }
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
        other?.id === id && other.title === title && other.fromMs === fromMs && other.toMs === toMs
      );
    })
  );
}
