import { Input } from "@mantine/core";
import { useState } from "react";
import { given } from "./given.ts";
import { keepKeys } from "./keep-keys.ts";

interface DraftTextProps {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly onCommit: (text: string) => void;
}

/** A line of text that is taken over on Enter or when it is left; Escape puts it back. */
export function DraftText(props: DraftTextProps) {
  const { id, label, describedBy, value, placeholder, onCommit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onCommit(draft);
    setDraft(null);
  };
  return (
    <Input
      {...given({ id, placeholder, "aria-label": label, "aria-describedby": describedBy })}
      size="xs"
      className="insp-text"
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        keepKeys(event);
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
