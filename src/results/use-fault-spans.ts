import { useMemo } from "react";
import { faultTitle, lengthOf } from "../store/fault-title.ts";
import { useDocument } from "../store/hooks.ts";
import { isFaultOn } from "../store/run-actions.ts";
import type { FaultSpan } from "./Plot.tsx";

/** When faults act that are switched on, cut to what the charts span. */
export function useFaultSpans(span: number): readonly FaultSpan[] {
  const document = useDocument();
  return useMemo(() => {
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
  }, [document, span]);
}
