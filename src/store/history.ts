// Undo and redo as two stacks of whole documents. Documents are immutable and share structure, so
// a step costs what it changed; undoing everything gives back the very first document.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

/** What one undo takes back: the document before the step, and the words for it. */
export interface HistoryStep {
  readonly label: string;
  readonly document: ScenarioDocument;
  /** Edits with the same key and nothing in between are one step (one gesture). */
  readonly mergeKey: string | null;
}

export interface History {
  readonly document: ScenarioDocument;
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

/** Steps kept; the oldest is forgotten first. */
export const HISTORY_LIMIT = 500;

export function recordEdit(
  history: History,
  label: string,
  next: ScenarioDocument,
  mergeKey: string | null,
): History {
  if (next === history.document) return history;
  const last = history.past.at(-1);
  const continues = mergeKey !== null && last?.mergeKey === mergeKey && history.future.length === 0;
  if (continues) return { document: next, past: history.past, future: [] };
  const past = [...history.past, { label, document: history.document, mergeKey }];
  return { document: next, past: past.slice(-HISTORY_LIMIT), future: [] };
}

/** Ends the gesture: the next edit with the same key starts a new step. */
export function sealLastStep(history: History): History {
  const last = history.past.at(-1);
  if (!last || last.mergeKey === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, mergeKey: null }] };
}

export function undoStep(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  const undone = { label: last.label, document: history.document, mergeKey: null };
  return {
    document: last.document,
    past: history.past.slice(0, -1),
    future: [...history.future, undone],
  };
}

export function redoStep(history: History): History {
  const next = history.future.at(-1);
  if (!next) return history;
  const redone = { label: next.label, document: history.document, mergeKey: null };
  return {
    document: next.document,
    past: [...history.past, redone],
    future: history.future.slice(0, -1),
  };
}
