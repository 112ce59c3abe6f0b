// The keyboard and the pointer on a group, region or card alike.
import type { KeyboardEvent, MouseEvent } from "react";
import { remove } from "../../store/document-actions.ts";
import { toggleCollapsed } from "../../store/group-actions.ts";
import { groupKey } from "../../store/group-membership.ts";
import { selectOnly, toggleSelected } from "../../store/selection-actions.ts";
import { studio } from "../../store/studio-store.ts";
import { moveByKeys } from "../arrange/move-by-keys.ts";
import { ARROWS, focusOnCanvas, focusOnceRedrawn, stepOf } from "../canvas-focus.ts";
import { patchCanvasMode } from "../canvas-mode.ts";
import { breakIfArmed } from "../use-breaking.ts";
import type { GroupData } from "./group-elements.ts";

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

/** Collapses or expands, and stays on the group: what draws it is another element then. */
export function turnOver(group: string): void {
  if (isReadOnly()) return;
  focusOnceRedrawn(groupKey(group));
  toggleCollapsed(group);
}

/** The topmost member, or what stands beside a collapsed group. */
function walkFrom({ collapsed, members }: GroupData): void {
  const [first] = members;
  if (!collapsed && first !== undefined) focusOnCanvas(first);
}

function dissolve(group: string): void {
  if (isReadOnly()) return;
  const key = groupKey(group);
  const { ids } = studio.getState().selection;
  remove(ids.includes(key) ? ids : [key]);
}

function keyOnGroup(data: GroupData, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  const key = groupKey(data.group);
  const direction = ARROWS[event.key];
  if (event.key === "Enter") {
    if (!breakIfArmed(key)) turnOver(data.group);
  } else if (direction && event.altKey) moveByKeys(key, stepOf(direction));
  else if (direction) walkFrom(data);
  else if (event.key === " ") toggleSelected(key);
  else if (event.key === "F2" && !isReadOnly()) patchCanvasMode({ renaming: key });
  else if (event.key === "Delete" || event.key === "Backspace") dissolve(data.group);
  else if (event.key === "Escape") selectOnly([]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function useGroupKeys(data: GroupData) {
  const key = groupKey(data.group);
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target === event.currentTarget) keyOnGroup(data, event);
    },
    onClick: (event: MouseEvent) => {
      if (breakIfArmed(key)) return;
      if (event.shiftKey || event.ctrlKey || event.metaKey) toggleSelected(key);
      else selectOnly([key]);
    },
    onDoubleClick: () => {
      if (!isReadOnly()) patchCanvasMode({ renaming: key });
    },
    onFocus: () => patchCanvasMode({ focused: key }),
  };
}
