import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconLayoutSidebarRight,
  IconMoon,
  IconPresentation,
  IconSun,
  IconTable,
} from "@tabler/icons-react";
import { useView } from "../store/hooks.ts";
import { setPanelOpen, setPresenter } from "../store/view-actions.ts";
import { BarButton } from "./BarButton.tsx";
import { toggleTable } from "./toggle-table.ts";

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
  const { asTable, presenter, readOnly } = useView((view) => view);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label="Theme">
          <IconSun size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        >
          {THEMES.map(({ value, label, icon: Icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              closeMenuOnClick
              rightSection={<Icon size={16} />}
            >
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem
          checked={asTable}
          onChange={toggleTable}
          closeMenuOnClick
          rightSection={<IconTable size={16} />}
        >
          Table, not drawing
        </Menu.CheckboxItem>
        {readOnly ? null : (
          <Menu.CheckboxItem
            checked={presenter}
            onChange={setPresenter}
            closeMenuOnClick
            rightSection={<IconPresentation size={16} />}
          >
            Presenter size
          </Menu.CheckboxItem>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
