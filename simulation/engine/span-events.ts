// The part of the switch that concerns spans: exports, and traces that are decided.
import * as happen from "../primitives/event-kinds.ts";
import { tracesDue } from "../primitives/span-collector.ts";
import { exportAgain, exportDue, exportEnded, exportFull } from "../primitives/span-export.ts";

export function dispatchSpans(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.EXPORT_DUE:
      exportDue(a);
      break;
    case happen.EXPORT_FULL:
      exportFull(a);
      break;
    case happen.EXPORT_AGAIN:
      exportAgain(a);
      break;
    case happen.EXPORT_ENDED:
      exportEnded(a, b);
      break;
    default:
      tracesDue(a);
  }
}
