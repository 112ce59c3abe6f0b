// Notes: texts in the file that are never simulated. By the id of the node or edge that they are on,
// by the key of a group, or as `note:ID` where they stand by themselves on the canvas.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { Point } from "./graph-edits.ts";

const PREFIX = "note:";

export function isNoteKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

function entriesOf({ notes }: ScenarioDocument): Readonly<Record<string, Json>> | null {
  if (notes === undefined) return {};
  const isMap = typeof notes === "object" && notes !== null && !Array.isArray(notes);
  return isMap ? (notes as Readonly<Record<string, Json>>) : null;
}

/** Texts by id. Files may keep other things beside them; those are not notes of the drawing. */
export function notesOf(document: ScenarioDocument): Readonly<Record<string, string>> {
  const texts = Object.entries(entriesOf(document) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}

/** Whether a note can be written: not where the file has notes of another shape, which are kept. */
export function mayWriteNotes(document: ScenarioDocument): boolean {
  return entriesOf(document) !== null;
}

/** The document with the note; an empty text removes it. */
export function withNote(document: ScenarioDocument, id: string, text: string): ScenarioDocument {
  const before = entriesOf(document);
  if (before === null || (before[id] ?? "") === text) return document;
  const { notes: _before, ...rest } = document;
  const { [id]: _old, ...others } = before;
  const next = text === "" ? others : { ...others, [id]: text };
  return Object.keys(next).length === 0 ? rest : { ...rest, notes: next };
}

/** Key for a new note that stands by itself. */
export function freeNoteKey(document: ScenarioDocument): string {
  let number = 1;
  const taken = { ...entriesOf(document), ...document.layout };
  while (`${PREFIX}${number}` in taken) number += 1;
  return PREFIX + number;
}

export function withFreeNote(
  document: ScenarioDocument,
  key: string,
  text: string,
  at: Point,
): ScenarioDocument {
  const next = withNote(document, key, text);
  if (next === document) return document;
  return { ...next, layout: { ...next.layout, [key]: [at.x, at.y] } };
}
