import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit } from "../store/document-actions.ts";
import { useDocument } from "../store/hooks.ts";
import { Block } from "./Facts.tsx";
import { isRecord } from "./fields/field-model.ts";

/** The note of an entity: an entry of the file's `notes` under its id. */
function noteOf({ notes }: ScenarioDocument, id: string): string {
  const note = isRecord(notes) && Object.hasOwn(notes, id) ? notes[id] : "";
  return typeof note === "string" ? note : "";
}

function withNote(document: ScenarioDocument, id: string, text: string): ScenarioDocument {
  const { notes, ...rest } = document;
  const { [id]: _old, ...others } = (isRecord(notes) ? notes : {}) as Record<string, Json>;
  const next = text === "" ? others : { ...others, [id]: text };
  return Object.keys(next).length === 0 ? rest : { ...rest, notes: next };
}

/** What somebody wrote about a node or an edge; kept in the file, never simulated. */
export function NoteField({ id }: { readonly id: string }) {
  const document = useDocument();
  const note = noteOf(document, id);
  const [draft, setDraft] = useState<string | null>(null);
  // Notes of another shape came with the file: they are kept as they are, not written over.
  if (document.notes !== undefined && !isRecord(document.notes)) return null;
  const commit = () => {
    const text = draft?.trim() ?? note;
    setDraft(null);
    if (text !== note) edit(`write a note on ${id}`, (current) => withNote(current, id, text));
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
        onKeyDown={(event) => event.stopPropagation()}
      />
    </Block>
  );
}
