// Why the run on the page ended early, with the names that stand on the drawing.
import { earlyEnd } from "../../simulation/results/early-end.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { nodeTitle } from "./proxy-names.ts";
import type { RunState } from "./studio-store.ts";

/** "The run ended early: it reached its limit of events", without a full stop; null if it did not. */
export function earlyEndWords(
  document: ScenarioDocument,
  { endedEarly, endedOver }: Pick<RunState, "endedEarly" | "endedOver">,
): string | null {
  if (endedEarly === null) return null;
  const nameOf = (id: string): string => nodeTitle(document, id);
  return `The run ended early: ${earlyEnd(endedEarly, { over: endedOver, nameOf })}`;
}
