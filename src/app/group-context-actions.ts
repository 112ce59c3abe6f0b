// What context menus offer on groups, and to make them and notes.
import { IconBoxMultiple, IconFold, IconNote, IconSelectAll, IconTrash } from "@tabler/icons-react";
import { membersOf } from "../../simulation/scenario/group-members.ts";
import { groupAndName } from "../canvas/arrange/arrange-actions.ts";
import { patchCanvasMode } from "../canvas/canvas-mode.ts";
import { turnOver } from "../canvas/groups/use-group-keys.ts";
import { snapToGrid } from "../canvas/node-size.ts";
import { remove } from "../store/document-actions.ts";
import { addEmptyGroup } from "../store/group-actions.ts";
import { GROUP_KINDS } from "../store/group-kinds.ts";
import { groupOfKey } from "../store/group-membership.ts";
import { addNote } from "../store/note-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import type { CanvasTools, ContextAction, SubAction } from "./context-action.ts";
import type { ContextTarget } from "./context-target.ts";

function kindsAround(): readonly SubAction[] {
  return GROUP_KINDS.map(({ kind, label }) => ({
    id: kind,
    label,
    run: () => groupAndName(kind),
  }));
}

function emptyKinds({ screen }: ContextTarget, { toCanvas }: CanvasTools): readonly SubAction[] {
  return GROUP_KINDS.map(({ kind, label }) => ({
    id: kind,
    label,
    run: () => {
      const { x, y } = toCanvas(screen);
      addEmptyGroup(kind, { x: snapToGrid(x), y: snapToGrid(y) });
    },
  }));
}

export const GROUP_ACTIONS: readonly ContextAction[] = [
  {
    id: "group",
    label: "Group as",
    icon: IconBoxMultiple,
    keys: "Ctrl G",
    on: ["node", "group"],
    group: "edit",
    edits: true,
    onDrawing: true,
    choices: kindsAround,
  },
  {
    id: "add-group",
    label: "Add group here",
    icon: IconBoxMultiple,
    on: ["canvas"],
    group: "edit",
    edits: true,
    onDrawing: true,
    choices: emptyKinds,
  },
  {
    id: "add-note",
    label: "Add note here",
    icon: IconNote,
    on: ["canvas"],
    group: "edit",
    edits: true,
    onDrawing: true,
    run: ({ screen }, { toCanvas }) => {
      const key = addNote(toCanvas(screen));
      if (key !== null) patchCanvasMode({ renaming: key });
    },
  },
  {
    id: "turn-over",
    label: "Collapse or expand",
    icon: IconFold,
    keys: "Enter",
    on: ["group"],
    group: "drawing",
    edits: true,
    onDrawing: true,
    run: ({ id }) => turnOver(groupOfKey(id) ?? ""),
  },
  {
    id: "members",
    label: "Select its members",
    icon: IconSelectAll,
    on: ["group"],
    group: "show",
    run: ({ id }) =>
      selectOnly(membersOf(studio.getState().document.document, groupOfKey(id) ?? "")),
  },
  {
    id: "dissolve",
    label: "Dissolve",
    icon: IconTrash,
    keys: "Del",
    on: ["group"],
    group: "remove",
    edits: true,
    isGrave: true,
    run: ({ id }) => remove([id]),
  },
];
