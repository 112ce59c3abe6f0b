// What can be done to the selection on the canvas, for the command palette and menus.
import { duplicateSelected } from "../../store/clipboard-actions.ts";
import { collapseAll } from "../../store/group-actions.ts";
import { GROUP_KINDS } from "../../store/group-kinds.ts";
import { addNoteInSight } from "../notes/add-note.ts";
import { alignSelected, distributeSelected, groupAndName } from "./arrange-actions.ts";

export interface CanvasCommand {
  readonly label: string;
  readonly run: () => void;
  /** Other words for it. */
  readonly words?: string;
}

export const ARRANGE_COMMANDS: readonly CanvasCommand[] = [
  { label: "Align left", run: () => alignSelected("left") },
  { label: "Align centers", run: () => alignSelected("center"), words: "vertical line" },
  { label: "Align right", run: () => alignSelected("right") },
  { label: "Align top", run: () => alignSelected("top") },
  { label: "Align middles", run: () => alignSelected("middle"), words: "horizontal line" },
  { label: "Align bottom", run: () => alignSelected("bottom") },
  { label: "Distribute horizontally", run: () => distributeSelected("x"), words: "spacing gaps" },
  { label: "Distribute vertically", run: () => distributeSelected("y"), words: "spacing gaps" },
  ...GROUP_KINDS.map(({ kind, label }) => ({
    label: `Group the selected as ${label.toLowerCase()}`,
    run: () => groupAndName(kind),
    words: "region boundary",
  })),
  { label: "Collapse all groups", run: () => collapseAll(true), words: "fold" },
  { label: "Expand all groups", run: () => collapseAll(false), words: "unfold" },
  { label: "Duplicate the selected", run: duplicateSelected, words: "copy" },
  { label: "Add a note", run: addNoteInSight, words: "text comment" },
];
