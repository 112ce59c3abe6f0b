// What an entry of a context menu is; the table of them is in context-actions.ts.
import type { Icon } from "@tabler/icons-react";
import type { Point } from "../store/graph-edits.ts";
import type { ContextTarget, TargetSort } from "./context-target.ts";

/** What an action needs of the drawing's view. */
export interface CanvasTools {
  readonly toCanvas: (screen: Point) => Point;
}

export interface SubAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

export interface ContextAction {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly keys?: string;
  readonly on: readonly TargetSort[];
  /** Groups are parted by a line, in the order of their first action. */
  readonly group: "edit" | "break" | "show" | "drawing" | "remove";
  /** Left out where nothing can be edited. */
  readonly edits?: true;
  /** Only while the drawing, not the table, is shown. */
  readonly onDrawing?: true;
  /** Only while the table is shown. */
  readonly onTable?: true;
  /** Only on what this is true of. */
  readonly applies?: (target: ContextTarget) => boolean;
  readonly isGrave?: true;
  readonly run?: (target: ContextTarget, tools: CanvasTools) => void;
  /** Opens further choices instead. */
  readonly choices?: (target: ContextTarget, tools: CanvasTools) => readonly SubAction[];
}
