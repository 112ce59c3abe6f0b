import { Button, Menu } from "@mantine/core";
import {
  IconClipboardText,
  IconCode,
  IconDownload,
  IconFileTypeHtml,
  IconLink,
  IconPhoto,
  IconShare2,
  IconVectorSpline,
} from "@tabler/icons-react";
import { saveAs } from "../files/save-file.ts";
import {
  copyAsText,
  copyEmbedCode,
  copyLink,
  saveSingleFile,
} from "../files/share/share-actions.ts";
import { isSingleFile } from "../files/share/single-file.ts";
import { type PictureTheme, savePng, saveSvg } from "./save-picture.ts";

const THEMES: readonly PictureTheme[] = ["dark", "light"];

/** Every way in which a scenario leaves the page. */
export function ShareMenu() {
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button
          className="share-button"
          variant="default"
          size="compact-sm"
          leftSection={<IconShare2 size={14} />}
        >
          Share
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink()}>
          Copy link
        </Menu.Item>
        <Menu.Item leftSection={<IconClipboardText size={16} />} onClick={() => void copyAsText()}>
          Copy as text
        </Menu.Item>
        <Menu.Item leftSection={<IconCode size={16} />} onClick={() => void copyEmbedCode()}>
          Copy embed code
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void saveAs()}>
          Scenario file
        </Menu.Item>
        {isSingleFile() ? null : (
          <Menu.Item
            leftSection={<IconFileTypeHtml size={16} />}
            onClick={() => void saveSingleFile()}
          >
            Single HTML file
          </Menu.Item>
        )}
        <Menu.Divider />
        {THEMES.map((theme) => (
          <Menu.Item
            key={theme}
            leftSection={<IconPhoto size={16} />}
            onClick={() => void savePng(theme)}
          >
            Picture as PNG, {theme}
          </Menu.Item>
        ))}
        {THEMES.map((theme) => (
          <Menu.Item
            key={theme}
            leftSection={<IconVectorSpline size={16} />}
            onClick={() => void saveSvg(theme)}
          >
            Picture as SVG, {theme}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
