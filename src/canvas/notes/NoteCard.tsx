// A note that stands by itself: a text on the canvas, written in place.
import "./notes.css";
import type { NodeProps } from "@xyflow/react";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { remove } from "../../store/document-actions.ts";
import { useIsSelected } from "../../store/hooks.ts";
import { writeNote } from "../../store/note-actions.ts";
import { selectOnly, toggleSelected } from "../../store/selection-actions.ts";
import { studio } from "../../store/studio-store.ts";
import { moveByKeys } from "../arrange/move-by-keys.ts";
import { ARROWS, focusOnceDrawn, stepOf } from "../canvas-focus.ts";
import { patchCanvasMode, useCanvasMode } from "../canvas-mode.ts";
import type { NoteNode } from "./note-elements.ts";

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

function write(id: string): void {
  if (!isReadOnly()) patchCanvasMode({ renaming: id });
}

function keyOnNote(id: string, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const direction = ARROWS[event.key];
  const { ids } = studio.getState().selection;
  if (event.key === "Enter" || event.key === "F2") write(id);
  else if (direction && event.altKey) moveByKeys(id, stepOf(direction));
  else if (event.key === " ") toggleSelected(id);
  else if (event.key === "Escape") selectOnly([]);
  else if (event.key === "Delete" || event.key === "Backspace") {
    if (!isReadOnly()) remove(ids.includes(id) ? ids : [id]);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export const NoteCard = memo(function NoteCard({ id, data }: NodeProps<NoteNode>) {
  const selected = useIsSelected(id);
  const writing = useCanvasMode((mode) => mode.renaming === id);
  if (writing) return <NoteText id={id} text={data.text} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot be dragged in every browser
    <div
      className="note-body"
      data-canvas-id={id}
      data-selected={selected || undefined}
      role="button"
      tabIndex={0}
      aria-label={`Note: ${data.text}`}
      aria-pressed={selected}
      onKeyDown={(event) => keyOnNote(id, event)}
      onDoubleClick={() => write(id)}
    >
      {data.text}
    </div>
  );
});

interface NoteTextProps {
  readonly id: string;
  readonly text: string;
}

/** Leaving it keeps what was written, Escape drops it; without a text the note goes. */
function NoteText({ id, text }: NoteTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const dropped = useRef(false);
  useEffect(() => field.current?.select(), []);
  const close = (): void => {
    if (!dropped.current && field.current) writeNote(id, field.current.value);
    patchCanvasMode({ renaming: null });
  };
  return (
    <textarea
      ref={field}
      className="note-body note-text nodrag nopan nowheel"
      aria-label="Text of the note"
      defaultValue={text}
      maxLength={2000}
      onBlur={close}
      onKeyDown={(event) => {
        event.stopPropagation();
        const isDone = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (!isDone && event.key !== "Escape") return;
        dropped.current = event.key === "Escape";
        close();
        focusOnceDrawn(id);
      }}
    />
  );
}
