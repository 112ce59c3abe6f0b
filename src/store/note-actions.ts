// Writing notes. Each action is one undo step.
import { edit, remove } from "./document-actions.ts";
import type { Point } from "./graph-edits.ts";
import {
  freeNoteKey,
  isNoteKey,
  mayWriteNotes,
  notesOf,
  withFreeNote,
  withNote,
} from "./note-edits.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

/** What a new note says until somebody writes something else. */
const FRESH = "Note";

/** A note that stands by itself; gives its key, or null where none can be written. */
export function addNote(at: Point): string | null {
  const { document, view } = studio.getState();
  if (view.readOnly || !mayWriteNotes(document.document)) return null;
  const key = freeNoteKey(document.document);
  edit("add a note", (current) => withFreeNote(current, key, FRESH, at));
  selectOnly([key]);
  return key;
}

/** Writes the note of a node, an edge, a group (by key) or one that stands by itself. */
export function writeNote(id: string, text: string): void {
  const trimmed = text.trim();
  const isGone = isNoteKey(id) && !(id in notesOf(studio.getState().document.document));
  if (isGone) return;
  if (trimmed === "" && isNoteKey(id)) remove([id]);
  else edit(`write a note on ${id}`, (document) => withNote(document, id, trimmed));
}
