import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLayoutSidebarRight,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { useView } from "../store/hooks.ts";
import { setPanelOpen } from "../store/view-actions.ts";
import { BarButton } from "./BarButton.tsx";

export function InspectorToggle() {
  const isOpen = useView((view) => view.panels.inspector);
  return (
    <BarButton
      label="Inspector"
      pressed={isOpen}
      onClick={() => setPanelOpen("inspector", !isOpen)}
    >
      <IconLayoutSidebarRight size={16} />
    </BarButton>
  );
}

const THEMES = [
  { value: "auto", label: "As the system", icon: IconDeviceDesktop },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "light", label: "Light", icon: IconSun },
] as const;

/** The choice of theme is kept by the theme provider itself, outside of the work. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label="Theme">
          <IconSun size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === value ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
