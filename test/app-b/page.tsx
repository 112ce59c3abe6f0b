// Renders a part of the page with what it needs around it, and gives documents to show.
import { render } from "@testing-library/react";
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

export function currentDocument(): ScenarioDocument {
  return studio.getState().document.document;
}
