// Spans in words.
import type { Span } from "../../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { edgeEnds } from "../../store/graph-edits.ts";
import { outcomeLabel } from "../outcome-labels.ts";
import type { WaterfallRow } from "./waterfall-rows.ts";

export function nodeName({ nodes }: ScenarioDocument, id: string): string {
  return nodes[id]?.name ?? id;
}

/** Node or edge, `orders → payment`. */
export function placeName(document: ScenarioDocument, place: string, onEdge: boolean): string {
  if (!onEdge) return nodeName(document, place);
  const { from, to } = edgeEnds(place);
  return `${nodeName(document, from)} → ${nodeName(document, to)}`;
}

function calleeOf(document: ScenarioDocument, { edge, node }: Span): string {
  return nodeName(document, edge === null ? node : edgeEnds(edge).to);
}

/** Whose row it is, and what of it. */
export function rowWords(
  document: ScenarioDocument,
  { spans }: WaterfallRow,
): { readonly name: string; readonly detail: string } {
  const [span] = spans;
  const times = span.attempt > 1 ? ` ${span.attempt}` : "";
  switch (span.role) {
    case "request":
      return { name: span.operation ?? span.name, detail: `from ${nodeName(document, span.node)}` };
    case "call":
      return { name: calleeOf(document, span), detail: "call" };
    case "attempt":
      return {
        name: calleeOf(document, span),
        detail: `${span.hedge ? "hedge" : span.attempt > 1 ? "attempt" : ""}${times}`.trim(),
      };
    case "work":
      return { name: nodeName(document, span.node), detail: "" };
    case "message":
      return { name: nodeName(document, span.node), detail: span.name };
    case "processing":
      return {
        name: nodeName(document, span.node),
        detail: span.attempt > 1 ? `delivery${times}` : "delivery",
      };
  }
}

/** How it ended, unless well. */
export function endingWords({ spans }: WaterfallRow): string {
  const [{ outcome, ending, degraded }] = spans;
  if (outcome === null) return "unfinished";
  if (outcome !== "ok") return outcomeLabel(outcome);
  if (ending !== null && ending !== "acked") return ending;
  return degraded ? "degraded" : "";
}
