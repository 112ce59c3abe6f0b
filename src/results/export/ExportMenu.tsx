import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { showExports, tellOfResults, useResultsView } from "../../store/results-view.ts";
import { type Exportable, type ExportEntry, useExportables } from "./exportables.ts";
import { type ExportFormat, saveExport } from "./save-export.ts";

export const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = {
  png: "PNG",
  svg: "SVG",
  csv: "CSV",
};

/** Saves; where that fails the bar says why. */
export async function exportAs(what: Exportable, format: ExportFormat): Promise<void> {
  try {
    await saveExport(what, format);
    tellOfResults(null);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tellOfResults(`${what.title} could not be exported: ${reason}`);
  }
}

export function formatsOf({ picture }: Pick<Exportable, "picture">): readonly ExportFormat[] {
  return picture?.element() ? ["png", "svg", "csv"] : ["csv"];
}

/** Everything on the screen that can be saved as a file. */
export function ExportMenu() {
  const isOpen = useResultsView((view) => view.isExportOpen);
  const entries = useExportables();
  return (
    <Menu opened={isOpen} onChange={showExports} position="top-end" shadow="md">
      <Menu.Target>
        <Tooltip label="Export charts and tables" disabled={isOpen}>
          <ActionIcon variant="subtle" size={28} aria-label="Export charts and tables">
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className="results-exports">
        {entries.length === 0 ? <Menu.Label>Nothing to export here</Menu.Label> : null}
        {isOpen ? entries.map((entry) => <ExportItems key={entry.id} entry={entry} />) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function ExportItems({ entry }: { readonly entry: ExportEntry }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a menu has groups, not fieldsets
    <div className="results-export" role="group" aria-label={entry.title}>
      <span className="results-export-name">{entry.title}</span>
      {formatsOf(entry.current()).map((format) => (
        <Menu.Item
          key={format}
          aria-label={`${entry.title} as ${FORMAT_NAMES[format]}`}
          onClick={() => void exportAs(entry.current(), format)}
        >
          {FORMAT_NAMES[format]}
        </Menu.Item>
      ))}
    </div>
  );
}
