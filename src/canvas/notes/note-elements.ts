// Notes of the file: on a node, an edge or a group by its id (a group by its key), or standing by
// themselves under `note:ID`, with their place in `layout`. Other entries belong to other readers.
import type { Node } from "@xyflow/react";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import type { Point } from "../../store/graph-edits.ts";
import { isNoteKey, notesOf } from "../../store/note-edits.ts";

export interface NoteData extends Record<string, unknown> {
  readonly text: string;
}

export type NoteNode = Node<NoteData, "note">;

const WIDTH_PX = 200;
const LINE_PX = 16;
const PADDING_PX = 10;
/** Letters of the interface font at 12 px, on the average. */
const LETTER_PX = 6.3;
/** Over regions and edges, under cards. */
const LAYER = -5;

/** Lines that a text takes, a little generously: words are not broken. */
function linesOf(text: string): number {
  const letters = Math.floor((WIDTH_PX - 2 * PADDING_PX) / LETTER_PX);
  return text
    .split("\n")
    .reduce((lines, line) => lines + Math.max(1, Math.ceil((line.length * 1.08) / letters)), 0);
}

export function noteSize(text: string): { readonly width: number; readonly height: number } {
  return { width: WIDTH_PX, height: linesOf(text) * LINE_PX + 2 * PADDING_PX };
}

const QUIET = {
  role: "presentation",
  "aria-roledescription": undefined,
  "aria-label": undefined,
  "aria-describedby": undefined,
};

/** Free-standing notes; those without a place stand above the drawing's origin, one below the other. */
export function noteElements(
  document: ScenarioDocument,
  moved: Readonly<Record<string, Point>>,
): readonly NoteNode[] {
  const entries = Object.entries(notesOf(document)).filter(([key]) => isNoteKey(key));
  return entries.map(([key, text], index) => {
    const own = document.layout?.[key];
    const at = own ? { x: own[0], y: own[1] } : { x: 0, y: -120 * (index + 1) };
    const size = noteSize(text);
    return {
      id: key,
      type: "note",
      position: moved[key] ?? at,
      data: { text },
      ...size,
      measured: size,
      zIndex: LAYER,
      domAttributes: QUIET,
      dragHandle: ".note-body",
    };
  });
}
