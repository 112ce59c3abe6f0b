// The mark of a note on what it is about: its text comes up over it, or when its owner has the focus.
import "./notes.css";
import { IconNote } from "@tabler/icons-react";
import { useDesign } from "../../store/hooks.ts";
import { notesOf } from "../../store/note-edits.ts";

interface CanvasNoteProps {
  /** Id of the node or edge, or key of the group, that it is on. */
  readonly id: string;
  readonly name: string;
}

export function CanvasNote({ id, name }: CanvasNoteProps) {
  const text = notesOf(useDesign())[id];
  if (text === undefined) return null;
  return (
    <span className="note-mark" role="note" aria-label={`Note on ${name}: ${text}`}>
      <IconNote size={12} aria-hidden="true" />
      <span className="note-bubble" aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
