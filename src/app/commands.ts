// Every action of the page that is not a gesture, once: the command palette, the shortcuts, the menus
// and the sheet of shortcuts are made from this table.
import { canvasHandle } from "../canvas/canvas-handle.ts";
import { showWholeDrawing } from "../canvas/canvas-mode.ts";
import { layOutAll } from "../canvas/lay-out.ts";
import { pickFile } from "../files/open-file.ts";
import { save, saveAs } from "../files/save-file.ts";
import { duplicateSelected } from "../store/clipboard-actions.ts";
import { newBlank, redo, remove, undo } from "../store/document-actions.ts";
import { duplicateSelectedFaults } from "../store/fault-clipboard.ts";
import { showHintsAgain } from "../store/preferences.ts";
import {
  discardSession,
  pause,
  reset,
  restart,
  run,
  setPlayhead,
  setSpeed,
  step,
} from "../store/run-actions.ts";
import { selectAll, selectOnly } from "../store/selection-actions.ts";
import { type StudioState, studio } from "../store/studio-store.ts";
import {
  setFinding,
  setInspectorWide,
  setPanelOpen,
  setPresenter,
  showDialog,
} from "../store/view-actions.ts";
import {
  showWholeRun,
  useTimeWindow,
  zoomTimeIn,
  zoomTimeOut,
  zoomToSelection,
} from "../timeline/time-window.ts";
import { chooseTheme } from "../ui/theme-choice.ts";
import { CANVAS } from "./canvas-commands.ts";
import { type Command, group } from "./command.ts";
import { commandPalette } from "./command-palette-store.ts";
import { goOn, goToRegion } from "./regions.ts";
import { RESULTS } from "./results-commands.ts";
import { SHARE } from "./share-commands.ts";
import { toggleTable } from "./toggle-table.ts";

function togglePanel(panel: "palette" | "inspector"): void {
  setPanelOpen(panel, !studio.getState().view.panels[panel]);
}

function isRunning({ run: { status } }: StudioState): boolean {
  return status === "running" || status === "loading";
}

function hasSelection({ selection }: StudioState): boolean {
  return selection.ids.length > 0;
}

function hasCanvas(): boolean {
  return canvasHandle() !== null;
}

const RUN = group("Run", [
  [
    "run",
    "Run or pause",
    () => void (isRunning(studio.getState()) ? pause() : run()),
    { keys: ["mod+Enter"], whileTyping: true, words: "start resume play stop" },
  ],
  [
    "step",
    "Step one event",
    () => void step(),
    { keys: ["mod+."], when: (state) => !isRunning(state) },
  ],
  [
    "restart",
    "Restart",
    () => void restart(),
    { keys: ["mod+shift+Enter"], whileTyping: true, words: "again begin" },
  ],
  [
    "reset",
    "Reset",
    () => void reset(),
    { words: "zero begin", when: ({ run: { status } }) => status !== "idle" },
  ],
  ["speed-slow", "Speed 0.1×", () => void setSpeed(0.1)],
  ["speed-1", "Speed 1×", () => void setSpeed(1)],
  ["speed-10", "Speed 10×", () => void setSpeed(10)],
  ["speed-max", "Speed max", () => void setSpeed("max"), { words: "fast" }],
  [
    "follow",
    "Back to now",
    () => setPlayhead(null),
    {
      words: "playhead follow live present",
      when: ({ run: { playheadMs } }) => playheadMs !== null,
    },
  ],
  [
    "campaign",
    "Break it at random…",
    () => showDialog("campaign"),
    { words: "campaign faults chaos ranking", edits: true },
  ],
]);

const EDIT = group("Edit", [
  [
    "undo",
    "Undo",
    undo,
    { keys: ["mod+z"], edits: true, when: ({ document }) => document.past.length > 0 },
  ],
  [
    "redo",
    "Redo",
    redo,
    {
      keys: ["mod+y", "mod+shift+z"],
      edits: true,
      when: ({ document }) => document.future.length > 0,
    },
  ],
  [
    "duplicate",
    "Duplicate what is selected",
    () => void (duplicateSelectedFaults() || duplicateSelected()),
    { keys: ["mod+d"], words: "copy clone", edits: true, when: hasSelection },
  ],
  [
    "delete",
    "Delete what is selected",
    () => remove(studio.getState().selection.ids),
    { words: "remove erase", edits: true, when: hasSelection },
  ],
  ["select-all", "Select all", selectAll, { keys: ["mod+a"], edits: true }],
  [
    "select-nothing",
    "Select nothing",
    () => selectOnly([]),
    { words: "deselect", when: hasSelection },
  ],
  [
    "arrange",
    "Arrange the drawing",
    layOutAll,
    { words: "auto layout tidy", edits: true, when: hasCanvas },
  ],
  [
    "discard-changes",
    "Discard recorded changes",
    discardSession,
    {
      words: "session live",
      edits: true,
      when: ({ document }) => Object.keys(document.document.changes ?? {}).length > 0,
    },
  ],
]);

const SCENARIO = group("Scenario", [
  ["new", "New scenario", newBlank, { words: "blank empty", edits: true }],
  ["open", "Open file…", pickFile, { keys: ["mod+o"], whileTyping: true, words: "import" }],
  ["open-text", "Open link or text…", () => showDialog("open-text"), { words: "paste share json" }],
  ["scenarios", "My scenarios…", () => showDialog("scenarios"), { words: "recent kept list" }],
  [
    "gallery",
    "Gallery…",
    () => showDialog("gallery"),
    { keys: ["mod+shift+o"], words: "examples" },
  ],
  ["save", "Save", () => void save(), { keys: ["mod+s"], whileTyping: true }],
  [
    "save-as",
    "Save as…",
    () => void saveAs(),
    { keys: ["mod+shift+s"], whileTyping: true, words: "download" },
  ],
  ["versions", "Versions…", () => showDialog("versions"), { words: "history restore" }],
]);

const VIEW = group("View", [
  [
    "table",
    "Table or drawing",
    toggleTable,
    { keys: ["t"], words: "list grid rows nodes edges twin" },
  ],
  [
    "find",
    "Find in the drawing…",
    () => setFinding(true),
    { keys: ["mod+f"], whileTyping: true, words: "search node edge fault group" },
  ],
  [
    "palette",
    "Show or hide the palette",
    () => togglePanel("palette"),
    { keys: ["mod+b"], edits: true },
  ],
  [
    "inspector",
    "Show or hide the inspector",
    () => togglePanel("inspector"),
    { keys: ["mod+i"], edits: true },
  ],
  [
    "inspector-wide",
    "Wide inspector on or off",
    () => setInspectorWide(!studio.getState().view.inspectorWide),
    { words: "sheet policies columns", edits: true },
  ],
  ["fit", "Fit the drawing into view", showWholeDrawing, { words: "zoom all", when: hasCanvas }],
  ["zoom-in", "Zoom into the drawing", () => canvasHandle()?.zoomIn(), { when: hasCanvas }],
  ["zoom-out", "Zoom out of the drawing", () => canvasHandle()?.zoomOut(), { when: hasCanvas }],
  ["time-in", "Zoom into the timeline", zoomTimeIn],
  [
    "time-out",
    "Zoom out of the timeline",
    zoomTimeOut,
    { when: () => useTimeWindow.getState().window !== null },
  ],
  [
    "time-all",
    "Show the whole run on the timeline",
    showWholeRun,
    { when: () => useTimeWindow.getState().window !== null },
  ],
  [
    "time-selection",
    "Zoom the timeline to the selected fault",
    zoomToSelection,
    { when: ({ selection }) => selection.ids.some((id) => id.startsWith("fault:")) },
  ],
  [
    "presenter",
    "Presenter size on or off",
    () => setPresenter(!studio.getState().view.presenter),
    { words: "projector larger zoom", edits: true },
  ],
  ["theme-auto", "Theme: as the system", () => chooseTheme("auto")],
  ["theme-dark", "Theme: dark", () => chooseTheme("dark")],
  ["theme-light", "Theme: light", () => chooseTheme("light")],
]);

const GO = group("Go to", [
  [
    "next-region",
    "Next region",
    () => goOn(1),
    { keys: ["F6"], whileTyping: true, words: "panel focus" },
  ],
  [
    "previous-region",
    "Previous region",
    () => goOn(-1),
    { keys: ["shift+F6"], whileTyping: true, words: "panel focus" },
  ],
  ["go-canvas", "Canvas", () => void goToRegion("Canvas")],
  [
    "go-inspector",
    "Inspector",
    () => void goToRegion("Inspector"),
    { when: ({ view }) => view.panels.inspector },
  ],
  ["go-timeline", "Timeline", () => void goToRegion("Timeline")],
  ["go-results", "Results", () => void goToRegion("Results")],
]);

const HELP = group("Help", [
  [
    "commands",
    "Commands…",
    commandPalette.toggle,
    { keys: ["mod+k"], whileTyping: true, words: "palette search" },
  ],
  [
    "shortcuts",
    "Keyboard shortcuts",
    () => showDialog("shortcuts"),
    { keys: ["?"], words: "keys sheet" },
  ],
  [
    "validation",
    "Why believe it?",
    () => showDialog("validation"),
    { words: "validation theory proof trust" },
  ],
  [
    "state-rules",
    "How states are judged",
    () => showDialog("state-rules"),
    { words: "thresholds degraded saturated" },
  ],
  ["hints", "Show the hints again", showHintsAgain, { words: "tips first visit" }],
]);

export const COMMANDS: readonly Command[] = [
  ...RUN,
  ...EDIT,
  ...CANVAS,
  ...SCENARIO,
  ...SHARE,
  ...VIEW,
  ...RESULTS,
  ...GO,
  ...HELP,
];

const BY_ID: ReadonlyMap<string, Command> = new Map(COMMANDS.map((each) => [each.id, each]));

export function commandOf(id: string): Command {
  const command = BY_ID.get(id);
  if (!command) throw new Error(`There is no command "${id}".`);
  return command;
}

/** There is something for it to do now, in a window like this. */
export function isAvailable({ edits, when }: Command, state: StudioState): boolean {
  if (edits && state.view.readOnly) return false;
  return when === undefined || when(state);
}
