// Asks for a proposal how long the start of a run should be left out. Pilot runs answer; the app hands
// in who makes them, so that the store can be tested with any stand-in.
import type { WarmupAdvice } from "../../simulation/results/run-result.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { WarmupAnswer } from "../worker/protocol.ts";
import { studio } from "./studio-store.ts";

export type SuggestWarmup = (document: ScenarioDocument) => Promise<WarmupAnswer>;

/** What was advised, and for which document: an edited one may need another warm-up. */
export interface AdvisedWarmup {
  readonly document: ScenarioDocument;
  /** Null: the question could not be answered, `reason` says why. */
  readonly advice: WarmupAdvice | null;
  readonly reason: string;
}

let suggest: SuggestWarmup | null = null;

export function attachPilot(pilot: SuggestWarmup): void {
  suggest = pilot;
}

/** A proposal for the document as it stands; never throws. */
export async function adviseWarmup(): Promise<AdvisedWarmup> {
  const document = studio.getState().document.document;
  const refused = (reason: string) => ({ document, advice: null, reason });
  if (suggest === null) return refused("Pilot runs are not available.");
  try {
    const answer = await suggest(document);
    if (answer.ok) return { document, advice: answer.advice, reason: answer.advice.reason };
    const first = answer.problems.find(({ severity }) => severity === "error");
    return refused(first?.message ?? "The scenario has errors.");
  } catch (error) {
    return refused(`The pilot run failed: ${error instanceof Error ? error.message : error}`);
  }
}

/** Whether advice for one document still holds for another. */
export function adviceHolds(advised: ScenarioDocument, now: ScenarioDocument): boolean {
  return (
    advised.nodes === now.nodes &&
    advised.edges === now.edges &&
    advised.groups === now.groups &&
    advised.catalog === now.catalog &&
    advised.run.durationS === now.run.durationS &&
    advised.run.seed === now.run.seed
  );
}
