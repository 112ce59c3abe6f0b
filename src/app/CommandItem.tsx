import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useView } from "../store/hooks.ts";
import { useStudio } from "../store/studio-store.ts";
import { commandOf, isAvailable } from "./commands.ts";
import { keyWords } from "./keys.ts";

interface CommandItemProps {
  /** Id in the table of commands. */
  readonly command: string;
  readonly icon: ReactNode;
}

/** A menu's line for a command; one that edits is left out where nothing can be edited. */
export function CommandItem({ command, icon }: CommandItemProps) {
  const entry = commandOf(command);
  const readOnly = useView((view) => view.readOnly);
  const available = useStudio((state) => isAvailable(entry, state));
  const [keys] = entry.keys ?? [];
  if (entry.edits && readOnly) return null;
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={keys === undefined ? null : <kbd className="key">{keyWords(keys)}</kbd>}
      disabled={!available}
      onClick={entry.run}
    >
      {entry.label}
    </Menu.Item>
  );
}
