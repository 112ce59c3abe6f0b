import { Menu, TextInput, UnstyledButton } from "@mantine/core";
import {
  IconChevronDown,
  IconDeviceFloppy,
  IconDownload,
  IconEraser,
  IconFilePlus,
  IconFolderOpen,
  IconFolders,
  IconHistory,
  IconLayoutGrid,
  IconLink,
  IconPencil,
} from "@tabler/icons-react";
import { useState } from "react";
import { dragOutFile } from "../files/drag-out.ts";
import { renameScenario } from "../store/document-actions.ts";
import { useDocument, useView } from "../store/hooks.ts";
import { CommandItem } from "./CommandItem.tsx";
import { VariantItems } from "./VariantItems.tsx";

/** Name of the scenario, and everything one does with files. */
export function ScenarioMenu() {
  const { name } = useDocument();
  const [renaming, setRenaming] = useState(false);
  const readOnly = useView((view) => view.readOnly);
  if (renaming) return <ScenarioNameField name={name} onDone={() => setRenaming(false)} />;
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <UnstyledButton
          className="scenario-name"
          aria-label={`Scenario ${name}`}
          draggable
          onDragStart={dragOutFile}
        >
          <span>{name}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <CommandItem command="new" icon={<IconFilePlus size={16} />} />
        <CommandItem command="open" icon={<IconFolderOpen size={16} />} />
        <CommandItem command="open-text" icon={<IconLink size={16} />} />
        <CommandItem command="scenarios" icon={<IconFolders size={16} />} />
        <CommandItem command="gallery" icon={<IconLayoutGrid size={16} />} />
        <VariantItems />
        <Menu.Divider />
        {readOnly ? null : (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
        )}
        <CommandItem command="save" icon={<IconDeviceFloppy size={16} />} />
        <CommandItem command="save-as" icon={<IconDownload size={16} />} />
        <CommandItem command="versions" icon={<IconHistory size={16} />} />
        <Menu.Divider />
        <CommandItem command="discard-changes" icon={<IconEraser size={16} />} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface ScenarioNameFieldProps {
  readonly name: string;
  readonly onDone: () => void;
}

function ScenarioNameField({ name, onDone }: ScenarioNameFieldProps) {
  const [text, setText] = useState(name);
  const keep = (): void => {
    renameScenario(text);
    onDone();
  };
  return (
    <TextInput
      size="xs"
      aria-label="Name of the scenario"
      value={text}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") onDone();
      }}
    />
  );
}
