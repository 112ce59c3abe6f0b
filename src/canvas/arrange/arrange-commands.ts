// What can be done to the selection on the canvas, for the command palette, shortcuts and menus.
import { collapseAll } from "../../store/group-actions.ts";
import { GROUP_KINDS } from "../../store/group-kinds.ts";
import { addNoteInSight } from "../notes/add-note.ts";
import type { Alignment } from "./align.ts";
import { alignSelected, distributeSelected, groupAndName } from "./arrange-actions.ts";

export interface CanvasCommand {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  /** Other words for it. */
  readonly words?: string;
  readonly keys?: readonly string[];
  /** Selected things with a place that it needs; none if left out. */
  readonly least?: number;
}

const ALIGNMENTS: readonly (readonly [Alignment, string])[] = [
  ["left", "Align left"],
  ["center", "Align centers"],
  ["right", "Align right"],
  ["top", "Align top"],
  ["middle", "Align middles"],
  ["bottom", "Align bottom"],
];

export const ARRANGE_COMMANDS: readonly CanvasCommand[] = [
  ...GROUP_KINDS.map(({ kind, label }) => ({
    id: `group-${kind}`,
    label: `Group what is selected as ${label.toLowerCase()}`,
    run: () => groupAndName(kind),
    words: "region boundary",
    least: 1,
    ...(kind === "team" ? { keys: ["mod+g"] } : {}),
  })),
  ...ALIGNMENTS.map(([how, label]) => ({
    id: `align-${how}`,
    label,
    run: () => alignSelected(how),
    words: "line up",
    least: 2,
  })),
  {
    id: "distribute-x",
    label: "Distribute horizontally",
    run: () => distributeSelected("x"),
    words: "spacing gaps",
    least: 3,
  },
  {
    id: "distribute-y",
    label: "Distribute vertically",
    run: () => distributeSelected("y"),
    words: "spacing gaps",
    least: 3,
  },
  { id: "collapse-all", label: "Collapse all groups", run: () => collapseAll(true), words: "fold" },
  { id: "expand-all", label: "Expand all groups", run: () => collapseAll(false), words: "unfold" },
  { id: "add-note", label: "Add a note", run: addNoteInSight, words: "text comment" },
];
