// Tells of edits whose effect the person cannot see: what went with something that was removed, and
// the work that another scenario took the place of.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { undo } from "./document-actions.ts";
import type { HistoryStep } from "./history.ts";
import { type DocumentState, studio } from "./studio-store.ts";
import { dismissToast, tell } from "./toasts.ts";

function lost(before: object | undefined, after: object | undefined): string[] {
  const kept = new Set(Object.keys(after ?? {}));
  return Object.keys(before ?? {}).filter((id) => !kept.has(id));
}

function counted(count: number, one: string, many: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `1 ${one}` : `${count} ${many}`];
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** What stands elsewhere than in the drawing and went with nodes and edges. */
function wentAlong(before: ScenarioDocument, after: ScenarioDocument): string[] {
  const isDrawing = before.nodes !== after.nodes || before.edges !== after.edges;
  const drawn = [...lost(before.nodes, after.nodes), ...lost(before.edges, after.edges)];
  if (!isDrawing || drawn.length === 0) return [];
  return [
    ...counted(lost(before.faults, after.faults).length, "fault", "faults"),
    ...counted(lost(before.changes, after.changes).length, "recorded change", "recorded changes"),
    ...counted(lost(before.variants, after.variants).length, "variant", "variants"),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function replaces({ label }: HistoryStep): boolean {
  return label === "new scenario" || label.startsWith("open ");
}

/** What to tell of the step from one state to the next; null: it can be seen, or is none. */
export function noticeOf(before: DocumentState, after: DocumentState): string | null {
  const step = after.past.at(-1);
  if (!step || step === before.past.at(-1) || step.document !== before.document) return null;
  if (after.future.length > 0) return null;
  if (replaces(step)) {
    const edited = before.past.at(-1);
    const hadWork = edited !== undefined && !replaces(edited);
    return hadWork && Object.keys(before.document.nodes).length > 0
      ? `${before.document.name} was replaced; its edits are one undo away.`
      : null;
  }
  if (step.label.startsWith("discard")) {
    const gone = lost(before.document.changes, after.document.changes).length;
    return `Discarded ${listed(counted(gone, "recorded change", "recorded changes"))}.`;
  }
  const along = wentAlong(before.document, after.document);
  return along.length > 0 ? `${capital(step.label)}: ${listed(along)} went too.` : null;
}

/** What the edit that is being made has to say beside what can be told from the documents. */
let saying: string | null = null;

/** Makes an edit that says something of its own; with null it says what any edit would. */
export function tellOfEdit(notice: string | null, make: () => void): void {
  saying = notice;
  try {
    make();
  } finally {
    saying = null;
  }
}

/** Tells from now on; gives the way to stop. */
export function startEditNotices(): () => void {
  let shown: number | null = null;
  return studio.subscribe((state, before) => {
    const { document, past } = state.document;
    // What only completes the newest step leaves its notice standing.
    if (document === before.document.document || past === before.document.past) return;
    // The button takes back the newest step, so it goes as soon as there is a newer one.
    if (shown !== null) dismissToast(shown);
    const notice = saying ?? noticeOf(before.document, state.document);
    shown = notice === null ? null : tell(notice, { label: "Undo", run: undo });
  });
}
