// Everything a context menu offers, one entry an action: on what, in which group, and what it does. A
// new action is one more entry here.
import {
  IconArrowsMaximize,
  IconBinaryTree,
  IconBolt,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconCursorText,
  IconLayoutSidebarRight,
  IconNote,
  IconPlugConnected,
  IconPlus,
  IconPower,
  IconSearch,
  IconSelectAll,
  IconSitemap,
  IconTable,
  IconTarget,
  IconTrash,
} from "@tabler/icons-react";
import { faults } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import { focusOnceDrawn } from "../canvas/canvas-focus.ts";
import { patchCanvasMode, showWholeDrawing } from "../canvas/canvas-mode.ts";
import { layOutAll } from "../canvas/lay-out.ts";
import { nodeSize, snapToGrid } from "../canvas/node-size.ts";
import { shelvesFor } from "../canvas/palette-shelves.ts";
import { refusalsFor } from "../canvas/refusals.ts";
import { duplicateSelected } from "../store/clipboard-actions.ts";
import { addNode, connect, remove } from "../store/document-actions.ts";
import { breakNow, whyNotBreak } from "../store/fault-actions.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { groupOfKey } from "../store/group-membership.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectAll, selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { setFinding, setPanelOpen } from "../store/view-actions.ts";
import { focusOnceThere } from "../ui/focus-once-there.ts";
import { BROKER_ACTIONS } from "./broker-context-actions.ts";
import { copyToClipboard, pasteFromClipboard } from "./clipboard.ts";
import type { CanvasTools, ContextAction, SubAction } from "./context-action.ts";
import type { ContextTarget, TargetSort } from "./context-target.ts";
import { GROUP_ACTIONS } from "./group-context-actions.ts";
import { toggleTable } from "./toggle-table.ts";

const ENTITIES: readonly TargetSort[] = ["node", "edge", "group", "fault"];

function nameOf(id: string): string {
  return studio.getState().document.document.nodes[id]?.name ?? id;
}

/** Nodes that the node may call, by name. */
function connections({ id }: ContextTarget): readonly SubAction[] {
  const refusals = refusalsFor(id, false);
  return Object.keys(studio.getState().document.document.nodes)
    .filter((to) => refusals[to] === undefined)
    .map((to) => ({ id: to, label: nameOf(to), run: () => void connect(id, to) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Faults name a group by its id; selected it goes by its key. */
function targetOf(id: string): string {
  return groupOfKey(id) ?? id;
}

function breakages({ id }: ContextTarget): readonly SubAction[] {
  return Object.values<FaultDefinition>(faults)
    .filter((fault) => whyNotBreak(fault.id, targetOf(id)) === null)
    .map((fault) => ({
      id: fault.id,
      label: fault.label,
      run: () => void breakNow(fault.id, targetOf(id)),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function kindsToAdd({ screen }: ContextTarget, { toCanvas }: CanvasTools): readonly SubAction[] {
  return shelvesFor("").flatMap(({ kinds }) =>
    kinds.map((kind) => ({
      id: kind.id,
      label: kind.label,
      run: () => {
        const { x, y } = toCanvas(screen);
        const { width, height } = nodeSize(kind.family, kind.id);
        const at = { x: snapToGrid(x - width / 2), y: snapToGrid(y - height / 2) };
        const id = addNode(kind.id, at);
        focusOnceDrawn(id);
      },
    })),
  );
}

function inspect({ id }: ContextTarget): void {
  selectOnly([id]);
  setPanelOpen("inspector", true);
}

/** The note stands in the inspector; this goes there. */
function writeNote(target: ContextTarget): void {
  inspect(target);
  const label = CSS.escape(`Note on ${target.id}`);
  // What gets the focus is scrolled into view.
  focusOnceThere({ find: () => document.querySelector(`textarea[aria-label="${label}"]`) });
}

function selectEnds({ id }: ContextTarget): void {
  const { from, to } = edgeEnds(id);
  selectOnly([from, to]);
}

function selectHit({ id }: ContextTarget): void {
  const { document } = studio.getState().document;
  const fault = document.faults?.[id.replace(/^fault:/, "")];
  const hit = [fault?.target ?? []].flat().map((target) => target.split("[")[0] ?? target);
  selectOnly(hit.filter((each) => each in document.nodes || each in document.edges));
}

export const CONTEXT_ACTIONS: readonly ContextAction[] = [
  {
    id: "toggle-fault",
    label: "Turn on or off",
    icon: IconPower,
    on: ["fault"],
    group: "break",
    run: ({ id }) => void toggleFault(id.replace(/^fault:/, "")),
  },
  {
    id: "rename",
    label: "Rename",
    icon: IconCursorText,
    keys: "F2",
    on: ["node", "group"],
    group: "edit",
    edits: true,
    onDrawing: true,
    run: ({ id }) => patchCanvasMode({ renaming: id }),
  },
  {
    id: "connect",
    label: "Connect to",
    icon: IconPlugConnected,
    keys: "C",
    on: ["node"],
    group: "edit",
    edits: true,
    choices: connections,
  },
  {
    id: "add",
    label: "Add node here",
    icon: IconPlus,
    keys: "/",
    on: ["canvas"],
    group: "edit",
    edits: true,
    onDrawing: true,
    choices: kindsToAdd,
  },
  {
    id: "copy",
    label: "Copy",
    icon: IconCopy,
    keys: "Ctrl C",
    on: ["node", "group"],
    group: "edit",
    run: copyToClipboard,
  },
  {
    id: "paste",
    label: "Paste",
    icon: IconClipboard,
    keys: "Ctrl V",
    on: ["canvas"],
    group: "edit",
    edits: true,
    run: () => void pasteFromClipboard(),
  },
  {
    id: "duplicate",
    label: "Duplicate",
    icon: IconCopyPlus,
    keys: "Ctrl D",
    on: ["node", "group"],
    group: "edit",
    edits: true,
    run: duplicateSelected,
  },
  {
    id: "break",
    label: "Break with",
    icon: IconBolt,
    on: ["node", "edge", "group"],
    group: "break",
    edits: true,
    choices: breakages,
  },
  {
    id: "inspect",
    label: "Inspect",
    icon: IconLayoutSidebarRight,
    keys: "Enter",
    on: ENTITIES,
    group: "show",
    edits: true,
    run: inspect,
  },
  {
    id: "note",
    label: "Write a note",
    icon: IconNote,
    on: ["node", "edge"],
    group: "show",
    edits: true,
    run: writeNote,
  },
  {
    id: "ends",
    label: "Select both ends",
    icon: IconTarget,
    on: ["edge"],
    group: "show",
    run: selectEnds,
  },
  {
    id: "hit",
    label: "Select what it hits",
    icon: IconTarget,
    on: ["fault"],
    group: "show",
    run: selectHit,
  },
  {
    id: "select-all",
    label: "Select all",
    icon: IconSelectAll,
    keys: "Ctrl A",
    on: ["canvas"],
    group: "show",
    run: selectAll,
  },
  {
    id: "find",
    label: "Find…",
    icon: IconSearch,
    keys: "Ctrl F",
    on: ["canvas"],
    group: "show",
    run: () => setFinding(true),
  },
  {
    id: "layout",
    label: "Arrange the drawing",
    icon: IconSitemap,
    on: ["canvas"],
    group: "drawing",
    edits: true,
    onDrawing: true,
    run: layOutAll,
  },
  {
    id: "fit",
    label: "Fit into view",
    icon: IconArrowsMaximize,
    on: ["canvas"],
    group: "drawing",
    onDrawing: true,
    run: showWholeDrawing,
  },
  {
    id: "table",
    label: "Show as table",
    icon: IconTable,
    keys: "T",
    on: ["canvas", "node", "edge"],
    group: "drawing",
    onDrawing: true,
    run: toggleTable,
  },
  {
    id: "drawing",
    label: "Show in the drawing",
    icon: IconBinaryTree,
    keys: "T",
    on: ["canvas", "node", "edge"],
    group: "drawing",
    onTable: true,
    run: toggleTable,
  },
  ...GROUP_ACTIONS,
  ...BROKER_ACTIONS,
  {
    id: "remove",
    label: "Delete",
    icon: IconTrash,
    keys: "Del",
    on: ["node", "edge", "fault"],
    group: "remove",
    edits: true,
    isGrave: true,
    run: () => remove(studio.getState().selection.ids),
  },
];

/** What applies to the target as things stand, group by group. */
export function actionsFor(target: ContextTarget): readonly (readonly ContextAction[])[] {
  const { readOnly, asTable } = studio.getState().view;
  const groups = new Map<string, ContextAction[]>();
  for (const action of CONTEXT_ACTIONS) {
    const applies =
      action.on.includes(target.sort) &&
      !(readOnly && action.edits) &&
      !(asTable ? action.onDrawing : action.onTable) &&
      (action.applies?.(target) ?? true);
    if (applies) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  }
  return [...groups.values()];
}
