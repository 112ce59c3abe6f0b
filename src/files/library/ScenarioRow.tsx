import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconCopy, IconHistory, IconPencil, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { KeptScenario } from "./shelf.ts";
import { sizeWords, whenWords } from "./when.ts";

interface ScenarioRowProps {
  readonly scenario: KeptScenario;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onVersions: () => void;
  readonly onDelete: () => void;
}

export function ScenarioRow(props: ScenarioRowProps) {
  const { scenario, isOpen, onOpen, onRename, onDuplicate, onVersions, onDelete } = props;
  const { name, nodes, bytes, changedAt } = scenario;
  const [renaming, setRenaming] = useState(false);
  const size = `${nodes} ${nodes === 1 ? "node" : "nodes"}, ${sizeWords(bytes)}`;
  return (
    <li className="shelf-row" data-open={isOpen || undefined}>
      {renaming ? (
        <RenameField name={name} onRename={onRename} onDone={() => setRenaming(false)} />
      ) : (
        <button
          type="button"
          className="shelf-name"
          onClick={onOpen}
          aria-label={isOpen ? `${name}, open now` : `Open ${name}`}
        >
          <strong>{name}</strong>
          {isOpen && <span className="shelf-open">open</span>}
        </button>
      )}
      <span className="shelf-size">{size}</span>
      <time className="shelf-when" dateTime={new Date(changedAt).toISOString()}>
        {whenWords(changedAt, Date.now())}
      </time>
      <span className="shelf-actions">
        <RowAction label={`Rename ${name}`} tip="Rename" onClick={() => setRenaming(true)}>
          <IconPencil size={16} />
        </RowAction>
        <RowAction label={`Duplicate ${name}`} tip="Duplicate" onClick={onDuplicate}>
          <IconCopy size={16} />
        </RowAction>
        <RowAction label={`Versions of ${name}`} tip="Versions" onClick={onVersions}>
          <IconHistory size={16} />
        </RowAction>
        <RowAction
          label={`Delete ${name}`}
          tip={isOpen ? "Open now: cannot be deleted" : "Delete"}
          disabled={isOpen}
          onClick={onDelete}
        >
          <IconTrash size={16} />
        </RowAction>
      </span>
    </li>
  );
}

interface RowActionProps {
  readonly label: string;
  readonly tip: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A disabled one stays focusable, so that its reason can be read. */
function RowAction({ label, tip, disabled = false, onClick, children }: RowActionProps) {
  return (
    <Tooltip label={tip}>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        {...(disabled ? { "aria-disabled": true, "data-disabled": true } : { onClick })}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface RenameFieldProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onDone: () => void;
}

function RenameField({ name, onRename, onDone }: RenameFieldProps) {
  const [text, setText] = useState(name);
  const keep = (): void => {
    if (text.trim() !== name) onRename(text);
    onDone();
  };
  return (
    <TextInput
      size="xs"
      aria-label={`New name of ${name}`}
      value={text}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
    />
  );
}
