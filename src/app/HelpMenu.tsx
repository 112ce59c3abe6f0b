import { ActionIcon, Menu } from "@mantine/core";
import {
  IconBulb,
  IconCommand,
  IconGauge,
  IconHelp,
  IconKeyboard,
  IconRosetteDiscountCheck,
} from "@tabler/icons-react";
import { CommandItem } from "./CommandItem.tsx";

/** What the results rest on, and the way to every command and key. */
export function HelpMenu() {
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label="Help">
          <IconHelp size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <CommandItem command="validation" icon={<IconRosetteDiscountCheck size={16} />} />
        <CommandItem command="state-rules" icon={<IconGauge size={16} />} />
        <Menu.Divider />
        <CommandItem command="commands" icon={<IconCommand size={16} />} />
        <CommandItem command="shortcuts" icon={<IconKeyboard size={16} />} />
        <CommandItem command="hints" icon={<IconBulb size={16} />} />
      </Menu.Dropdown>
    </Menu>
  );
}
