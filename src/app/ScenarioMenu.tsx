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
import { pickFile } from "../files/open-file.ts";
import { save, saveAs } from "../files/save-file.ts";
import { newBlank, renameScenario } from "../store/document-actions.ts";
import { useDocument, useView } from "../store/hooks.ts";
import { discardSession } from "../store/run-actions.ts";
import { showDialog } from "../store/view-actions.ts";

/** Name of the scenario, and everything one does with files. */
export function ScenarioMenu() {
  const { name, changes = {} } = useDocument();
  const [renaming, setRenaming] = useState(false);
  const readOnly = useView((view) => view.readOnly);
  if (renaming) return <ScenarioNameField name={name} onDone={() => setRenaming(false)} />;
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <UnstyledButton className="scenario-name" aria-label={`Scenario ${name}`}>
          <span>{name}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {readOnly ? null : (
          <Menu.Item leftSection={<IconFilePlus size={16} />} onClick={newBlank}>
            New
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconFolderOpen size={16} />}
          rightSection={<kbd className="key">Ctrl O</kbd>}
          onClick={pickFile}
        >
          Open file…
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => showDialog("open-text")}>
          Open link or text…
        </Menu.Item>
        <Menu.Item leftSection={<IconFolders size={16} />} onClick={() => showDialog("scenarios")}>
          My scenarios…
        </Menu.Item>
        <Menu.Item leftSection={<IconLayoutGrid size={16} />} onClick={() => showDialog("gallery")}>
          Gallery…
        </Menu.Item>
        <Menu.Divider />
        {readOnly ? null : (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDeviceFloppy size={16} />}
          rightSection={<kbd className="key">Ctrl S</kbd>}
          onClick={() => void save()}
        >
          Save
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void saveAs()}>
          Save as…
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => showDialog("versions")}>
          Versions…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconEraser size={16} />}
          disabled={readOnly || Object.keys(changes).length === 0}
          onClick={discardSession}
        >
          Discard recorded changes
        </Menu.Item>
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
