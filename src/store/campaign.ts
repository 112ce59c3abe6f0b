// Campaigns of random faults: asked of a worker of their own, which ends with its answer. The app
// hands in who runs them, so that the store can be tested with any stand-in.
import { createStore, useStore } from "zustand";
import type { CampaignResult, CampaignRun } from "../../simulation/results/campaign.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { CampaignAnswer, CampaignRequest } from "../worker/protocol.ts";
import { backgroundRuns } from "./background-runs.ts";
import { edit } from "./document-actions.ts";
import { freeId, withFault } from "./graph-edits.ts";
import { restart } from "./run-actions.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";
import { showDialog } from "./view-actions.ts";

/** A campaign that goes on; `stop` ends it with what was found so far. */
export interface StartedCampaign {
  readonly answer: Promise<CampaignAnswer>;
  readonly stop: () => void;
}

export type RunCampaign = (
  document: ScenarioDocument,
  request: CampaignRequest,
  onProgress: (result: CampaignResult) => void,
) => StartedCampaign;

export interface CampaignState {
  /** Runs that were asked for; null: none goes on. */
  readonly asked: number | null;
  readonly result: CampaignResult | null;
  /** The document it was run against; another one has other results. */
  readonly document: ScenarioDocument | null;
  /** Why it could not be run, or stopped. */
  readonly message: string | null;
}

const IDLE: CampaignState = { asked: null, result: null, document: null, message: null };

export const campaignStore = createStore<CampaignState>()(() => IDLE);

export function useCampaign(): CampaignState {
  return useStore(campaignStore);
}

let going: StartedCampaign | null = null;

function sentence(answer: CampaignAnswer & { readonly ok: false }): string {
  const first = answer.problems.find(({ severity }) => severity === "error");
  return first?.message ?? "The scenario has errors.";
}

/** Runs a campaign against the document as it stands; never throws. */
export async function startCampaign(request: CampaignRequest): Promise<void> {
  const { document } = studio.getState().document;
  const runner = backgroundRuns().runCampaign;
  if (runner === undefined) {
    campaignStore.setState({ ...IDLE, message: "Background runs are not available." });
    return;
  }
  going?.stop();
  campaignStore.setState({ asked: request.runs, result: null, document, message: null });
  const mine = runner(document, request, (result) => {
    if (going === mine) campaignStore.setState({ result });
  });
  going = mine;
  try {
    const answer = await mine.answer;
    if (going !== mine) return;
    if (answer.ok) campaignStore.setState({ asked: null, result: answer.result });
    else campaignStore.setState({ asked: null, message: sentence(answer) });
  } catch (error) {
    if (going !== mine) return;
    const why = error instanceof Error ? error.message : String(error);
    campaignStore.setState({ asked: null, message: `The campaign failed: ${why}` });
  }
  going = null;
}

/** Ends the campaign; what was found so far stays. */
export function stopCampaign(): void {
  going?.stop();
  going = null;
  campaignStore.setState({ asked: null });
}

/**
 * Puts the fault of a run into the scenario in place of its others, which are switched off, and runs
 * it: what the campaign found then happens on the canvas.
 */
export function openCampaignRun({ fault }: CampaignRun): void {
  let id = "";
  edit("open a fault of the campaign", ({ changes: _, ...document }) => {
    id = freeId(document.faults ?? {}, fault.kind);
    const off = Object.fromEntries(
      Object.entries(document.faults ?? {}).map(([name, other]) => [
        name,
        { ...other, enabled: false },
      ]),
    );
    return withFault({ ...document, faults: off }, id, { ...fault, enabled: true });
  });
  selectOnly([`fault:${id}`]);
  showDialog(null);
  void restart();
}
