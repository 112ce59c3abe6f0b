import { useMantineColorScheme } from "@mantine/core";
import { Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useMemo } from "react";
import { ARRANGE_COMMANDS } from "../canvas/arrange/arrange-commands.ts";
import { pickFile } from "../files/open-file.ts";
import { save, saveAs } from "../files/save-file.ts";
import { newBlank, redo, undo } from "../store/document-actions.ts";
import { useView } from "../store/hooks.ts";
import { pause, reset, restart, run, setSpeed, step } from "../store/run-actions.ts";
import { studio } from "../store/studio-store.ts";
import { setInspectorWide, setPanelOpen, setPresenter, showDialog } from "../store/view-actions.ts";

type Command = readonly [label: string, run: () => void, words?: string];

function togglePanel(panel: "palette" | "inspector"): void {
  setPanelOpen(panel, !studio.getState().view.panels[panel]);
}

/** Those that edit, or show what edits; a window too narrow for that does not list them. */
const EDITING: ReadonlySet<string> = new Set([
  "New scenario",
  "Undo",
  "Redo",
  "Break it at random…",
  "Show or hide the palette",
  "Show or hide the inspector",
  "Wide inspector on or off",
  "Presenter size on or off",
]);

/** By group, in the order in which they are listed. */
const COMMANDS: Readonly<Record<string, readonly Command[]>> = {
  Run: [
    ["Run", () => void run(), "start resume play"],
    ["Pause", () => void pause(), "stop"],
    ["Step one event", () => void step()],
    ["Reset", () => void reset()],
    ["Restart", () => void restart(), "again"],
    ["Speed 1×", () => void setSpeed(1)],
    ["Speed 10×", () => void setSpeed(10)],
    ["Speed max", () => void setSpeed("max")],
    ["Break it at random…", () => showDialog("campaign"), "campaign faults chaos ranking"],
  ],
  Scenario: [
    ["New scenario", newBlank, "blank"],
    ["Open file…", pickFile, "import"],
    ["Gallery…", () => showDialog("gallery"), "examples"],
    ["Save", () => void save()],
    ["Save as…", () => void saveAs(), "download"],
    ["Undo", undo],
    ["Redo", redo],
  ],
  Canvas: ARRANGE_COMMANDS.map(({ label, run, words = "" }): Command => [label, run, words]),
  View: [
    ["Show or hide the palette", () => togglePanel("palette")],
    ["Show or hide the inspector", () => togglePanel("inspector")],
    [
      "Wide inspector on or off",
      () => setInspectorWide(!studio.getState().view.inspectorWide),
      "sheet policies columns",
    ],
    [
      "Presenter size on or off",
      () => setPresenter(!studio.getState().view.presenter),
      "projector larger zoom",
    ],
  ],
  Help: [
    ["Why believe it?", () => showDialog("validation"), "validation theory proof trust"],
    ["How states are judged", () => showDialog("state-rules"), "thresholds degraded saturated"],
  ],
};

/** Ctrl K: what the bars and menus do, by typing a few letters. */
export function CommandPalette() {
  const { setColorScheme } = useMantineColorScheme();
  const readOnly = useView((view) => view.readOnly);
  const actions = useMemo(() => {
    const themes: readonly Command[] = [
      ["Theme: as the system", () => setColorScheme("auto")],
      ["Theme: dark", () => setColorScheme("dark")],
      ["Theme: light", () => setColorScheme("light")],
    ];
    return Object.entries(COMMANDS).map(([group, commands]) => ({
      group,
      actions: [...commands, ...(group === "View" ? themes : [])]
        .filter(([label]) => !(readOnly && (group === "Canvas" || EDITING.has(label))))
        .map(
          ([label, onClick, words = ""]): SpotlightActionData => ({
            id: `${group} ${label}`,
            label,
            onClick,
            keywords: words.split(" "),
          }),
        ),
    }));
  }, [setColorScheme, readOnly]);
  return (
    <Spotlight
      className="command-palette"
      actions={actions}
      shortcut="mod + K"
      lockScroll={false}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="No command is called that."
      searchProps={{
        "aria-label": "Search the commands",
        placeholder: "Type a command",
        leftSection: <IconSearch size={16} />,
      }}
    />
  );
}
