// The stability map of the document, and its cells as runs on the canvas.
import type { StabilityCell, StabilityMap } from "../../simulation/results/stability-map.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import type { StabilityRequest } from "../worker/protocol.ts";
import { backgroundRuns } from "./background-runs.ts";
import { edit, undo } from "./document-actions.ts";
import { restart } from "./run-actions.ts";
import { createStudy } from "./study.ts";
import { tell } from "./toasts.ts";

export const stabilityStudy = createStudy<StabilityRequest, StabilityMap>(
  () => backgroundRuns().mapStability,
);

/** Makes the scenario that of a cell, in one step, and runs it: what the map says happens on the canvas. */
export function openCell({ set }: StabilityCell, words: string): void {
  let problem: string | null = null;
  edit("open a cell of the stability map", (document) => {
    const { changes: _, ...design } = document;
    const changed = applySet(design, set);
    if (changed.ok) return changed.document;
    problem = changed.problems[0]?.message ?? "the drawing has changed";
    return document;
  });
  if (problem !== null) {
    tell(`Not opened: ${problem}.`);
    return;
  }
  tell(`Opened: ${words}.`, { label: "Undo", run: undo });
  void restart();
}
