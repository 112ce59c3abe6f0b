// What would have helped: asked of a worker of its own, which ends with its answer. The app hands in
// who runs it, so that the store can be tested with any stand-in.
import { createStore, useStore } from "zustand";
import type { CounterfactualResult, Remedy } from "../../simulation/results/counterfactual.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import type { RemediesAnswer } from "../worker/protocol.ts";
import { backgroundRuns } from "./background-runs.ts";
import { edit, undo } from "./document-actions.ts";
import { restart } from "./run-actions.ts";
import { studio } from "./studio-store.ts";
import { tell } from "./toasts.ts";

export interface StartedRemedies {
  readonly answer: Promise<RemediesAnswer>;
  readonly stop: () => void;
}

export type TryRemedies = (
  document: ScenarioDocument,
  replications: number,
  onProgress: (result: CounterfactualResult) => void,
) => StartedRemedies;

export interface RemediesState {
  readonly isGoing: boolean;
  readonly result: CounterfactualResult | null;
  /** The document it was run against; another one has other results. */
  readonly document: ScenarioDocument | null;
  /** Why it could not be run, or stopped. */
  readonly message: string | null;
}

/** Runs of each design: few tell, since they share their random numbers. */
export const REPLICATIONS = 5;

const IDLE: RemediesState = { isGoing: false, result: null, document: null, message: null };

export const remediesStore = createStore<RemediesState>()(() => IDLE);

export function useRemedies(): RemediesState {
  return useStore(remediesStore);
}

let going: StartedRemedies | null = null;

function sentence(answer: RemediesAnswer & { readonly ok: false }): string {
  const first = answer.problems.find(({ severity }) => severity === "error");
  return first?.message ?? "The scenario has errors.";
}

/** Tries changes of the document as it stands, recorded changes included; never throws. */
export async function tryRemedies(): Promise<void> {
  const { document } = studio.getState().document;
  const runner = backgroundRuns().tryRemedies;
  if (runner === undefined) {
    remediesStore.setState({ ...IDLE, message: "Background runs are not available." });
    return;
  }
  going?.stop();
  remediesStore.setState({ isGoing: true, result: null, document, message: null });
  const mine = runner(document, REPLICATIONS, (result) => {
    if (going === mine) remediesStore.setState({ result });
  });
  going = mine;
  try {
    const answer = await mine.answer;
    if (going !== mine) return;
    if (answer.ok) remediesStore.setState({ isGoing: false, result: answer.result });
    else remediesStore.setState({ isGoing: false, message: sentence(answer) });
  } catch (error) {
    if (going !== mine) return;
    const why = error instanceof Error ? error.message : String(error);
    remediesStore.setState({ isGoing: false, message: `It could not be tried: ${why}` });
  }
  going = null;
}

/** Ends the runs; what was found so far stays. */
export function stopRemedies(): void {
  going?.stop();
  going = null;
  remediesStore.setState({ isGoing: false });
}

/** Makes the change in the drawing, in one step, and runs it from the start. */
export function applyRemedy({ set, sentence: words }: Remedy): void {
  let problem: string | null = null;
  edit("apply what would have helped", (document) => {
    const changed = applySet(document, set);
    if (changed.ok) return changed.document;
    problem = changed.problems[0]?.message ?? "the drawing has changed";
    return document;
  });
  if (problem !== null) {
    tell(`Not applied: ${problem}.`);
    return;
  }
  tell(`Applied: ${words}.`, { label: "Undo", run: undo });
  void restart();
}
