import {
  type DialogName,
  type PanelName,
  patchView,
  studio,
  type ViewState,
} from "./studio-store.ts";

export function setPanelOpen(panel: PanelName, open: boolean): void {
  const { panels } = studio.getState().view;
  // Choosing a node asks for the inspector each time; the page is not drawn anew for it.
  if (panels[panel] !== open) patchView({ panels: { ...panels, [panel]: open } });
}

/** Sizes in px; the caller keeps them within the limits of its place. */
export function setPanelSize(
  size: Partial<Pick<ViewState, "inspectorWidth" | "timelineHeight" | "resultsHeight">>,
): void {
  patchView(size);
}

/** Shows the inspector as a wide sheet or as the panel that it usually is. */
export function setInspectorWide(inspectorWide: boolean): void {
  patchView({ inspectorWide });
  if (inspectorWide) setPanelOpen("inspector", true);
}

export function setReadOnly(readOnly: boolean): void {
  patchView({ readOnly });
}

/** The page stands within another one; see ViewState. */
export function setEmbedded(): void {
  patchView({ embedded: true, readOnly: true });
}

export function setPresenter(presenter: boolean): void {
  patchView({ presenter });
}

/** Lays a dialog over the page; null takes it away. */
export function showDialog(dialog: DialogName | null): void {
  patchView({ dialog });
}

/** Tables instead of the drawing, or the drawing again. */
export function setAsTable(asTable: boolean): void {
  patchView({ asTable, finding: false });
}

export function setFinding(finding: boolean): void {
  patchView({ finding });
}
