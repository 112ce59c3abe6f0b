import { Button } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { remove } from "../store/document-actions.ts";
import { NoteField } from "./NoteField.tsx";

/** A note that stands by itself on the canvas. */
export function NotePanel({ noteId }: { readonly noteId: string }) {
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <IconNote size={20} aria-hidden="true" />
          <div>
            <h2>Note</h2>
            <p>Stands on the canvas. Changes nothing of the run.</p>
          </div>
        </div>
      </header>
      <div className="insp-body">
        <div className="insp-columns">
          <NoteField id={noteId} />
          <div className="insp-buttons">
            <Button variant="default" size="compact-sm" onClick={() => remove([noteId])}>
              Remove this note
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}
