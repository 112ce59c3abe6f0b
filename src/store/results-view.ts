// What the results show: the open tab, the span of time that tables are about, whether the strip
// covers the canvas, and which menu is open. Nothing of it is saved.
import { createStore, useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";

export const RESULT_TABS = [
  "Overview",
  "Latency",
  "Throughput",
  "Queues",
  "Delivery",
  "Errors",
  "Cascade",
  "Traces",
  "Requests",
  "Nodes",
  "Edges",
  "Log",
] as const;

export type ResultTab = (typeof RESULT_TABS)[number];

/** Parts of the tab Cascade. */
export const CASCADE_VIEWS = ["story", "stability", "blast"] as const;

export type CascadeView = (typeof CASCADE_VIEWS)[number];

/** Tables tell of the shown instant, or of everything since the warm-up. */
export type TableBasis = "instant" | "run";

export interface ResultsView {
  readonly tab: ResultTab;
  readonly cascadeView: CascadeView;
  readonly basis: TableBasis;
  /** The results take the place of canvas and timeline. */
  readonly isFull: boolean;
  readonly isExportOpen: boolean;
  /** Why the last export failed; null while all is well. */
  readonly message: string | null;
}

const INITIAL: ResultsView = {
  tab: "Overview",
  cascadeView: "story",
  basis: "instant",
  isFull: false,
  isExportOpen: false,
  message: null,
};

const resultsView = createStore<ResultsView>()(() => INITIAL);

function patch(change: Partial<ResultsView>): void {
  resultsView.setState(change);
}

export function showResultTab(tab: ResultTab): void {
  patch({ tab });
}

export function showCascadeView(cascadeView: CascadeView): void {
  patch({ cascadeView });
}

export function setTableBasis(basis: TableBasis): void {
  patch({ basis });
}

export function toggleResultsFull(): void {
  patch({ isFull: !resultsView.getState().isFull });
}

/** Opens or closes the list of charts and tables that can be exported. */
export function showExports(isExportOpen: boolean): void {
  patch({ isExportOpen });
}

export function tellOfResults(message: string | null): void {
  patch({ message });
}

/** As at the first visit. */
export function resetResultsView(): void {
  resultsView.setState(INITIAL, true);
}

export function useResultsView<Part>(select: (view: ResultsView) => Part): Part {
  return useStore(resultsView, useShallow(select));
}
