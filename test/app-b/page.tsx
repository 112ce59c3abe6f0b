// Renders a part of the page with what it needs around it, and gives documents to show.
import { render, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { restore } from "../../src/store/document-actions.ts";
import { resetResultsView } from "../../src/store/results-view.ts";
import { selectOnly } from "../../src/store/selection-actions.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";
import { AppProvider } from "../../src/ui/AppProvider.tsx";

export function showPage(content: ReactNode) {
  return render(<AppProvider>{content}</AppProvider>);
}

/** A fresh store with this document, and this selected. */
export function openDocument(
  parts: Partial<ScenarioDocument>,
  ...selected: readonly string[]
): void {
  resetStudio();
  resetResultsView();
  restore({
    format: 1,
    catalog: "2026-11",
    name: "Test",
    run: { durationS: 120 },
    nodes: {},
    edges: {},
    ...parts,
  });
  selectOnly(selected);
}

/** Fields of a node that are not in sight at first follow frame by frame. */
export async function allFields(): Promise<void> {
  const filled = () => {
    if (document.querySelector("[data-filling]")) throw new Error("fields are still to come");
  };
  await waitFor(filled, { timeout: 15_000 });
}

export function currentDocument(): ScenarioDocument {
  return studio.getState().document.document;
}
