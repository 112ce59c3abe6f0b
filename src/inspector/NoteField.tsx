import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useDesign } from "../store/hooks.ts";
import { writeNote } from "../store/note-actions.ts";
import { mayWriteNotes, notesOf } from "../store/note-edits.ts";
import { Block } from "./Facts.tsx";
import { keepKeys } from "./fields/keep-keys.ts";

/** What somebody wrote about a node, an edge or a group (by its key); kept in the file, never simulated. */
export function NoteField({ id }: { readonly id: string }) {
  const document = useDesign();
  const note = notesOf(document)[id] ?? "";
  const [draft, setDraft] = useState<string | null>(null);
  // Notes of another shape came with the file: they are kept as they are, not written over.
  if (!mayWriteNotes(document)) return null;
  const commit = () => {
    const text = draft?.trim() ?? note;
    setDraft(null);
    if (text !== note) writeNote(id, text);
  };
  return (
    <Block heading="Note">
      <Textarea
        aria-label={`Note on ${id}`}
        className="insp-description"
        size="xs"
        rows={2}
        placeholder="What others should know"
        value={draft ?? note}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={keepKeys}
      />
    </Block>
  );
}
