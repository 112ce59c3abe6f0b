// Coupling of the document as drawn, and by runs with each node down.
import type { BlastRadiusResult, Coupling, DownMode } from "../../simulation/results/coupling.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { CouplingAnswer } from "../worker/protocol.ts";
import { backgroundRuns } from "./background-runs.ts";
import { createStudy } from "./study.ts";

export type Couple = (
  document: ScenarioDocument,
  nodeAvailability: number,
) => Promise<CouplingAnswer>;

export const blastStudy = createStudy<DownMode, BlastRadiusResult>(
  () => backgroundRuns().runBlastRadius,
);

/** Coupling as drawn; null: nobody can tell, or errors stand against it. Never throws. */
export async function couplingOf(
  document: ScenarioDocument,
  nodeAvailability: number,
): Promise<Coupling | null> {
  try {
    const answer = await backgroundRuns().couple?.(document, nodeAvailability);
    return answer?.ok ? answer.coupling : null;
  } catch {
    return null;
  }
}
