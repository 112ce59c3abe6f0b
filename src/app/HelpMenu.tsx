import { ActionIcon, Menu } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { IconCommand, IconGauge, IconHelp, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { showDialog } from "../store/view-actions.ts";

/** What the results rest on, and the way to every command. */
export function HelpMenu() {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label="Help">
          <IconHelp size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconRosetteDiscountCheck size={16} />}
          onClick={() => showDialog("validation")}
        >
          Why believe it?
        </Menu.Item>
        <Menu.Item leftSection={<IconGauge size={16} />} onClick={() => showDialog("state-rules")}>
          How states are judged
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconCommand size={16} />}
          rightSection={<kbd className="key">Ctrl K</kbd>}
          onClick={() => spotlight.open()}
        >
          Commands…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
