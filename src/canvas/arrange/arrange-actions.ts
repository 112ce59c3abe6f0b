// Aligning, distributing and grouping the selection: one undo step each.
import { edit } from "../../store/document-actions.ts";
import { type Point, withPlaces } from "../../store/graph-edits.ts";
import { groupSelected } from "../../store/group-actions.ts";
import type { GroupKind } from "../../store/group-kinds.ts";
import { groupKey } from "../../store/group-membership.ts";
import { studio } from "../../store/studio-store.ts";
import { patchCanvasMode } from "../canvas-mode.ts";
import { drawingOf } from "../flow-elements.ts";
import type { Rect } from "../geometry.ts";
import { type Alignment, type Axis, aligned, distributed } from "./align.ts";
import { movedPlaces } from "./moved-places.ts";

/** The selected things that have a place: nodes, groups, notes. */
export function selectedRects(): ReadonlyMap<string, Rect> {
  const { document, selection } = studio.getState();
  if (selection.ids.length === 0) return new Map();
  const { rects } = drawingOf(document.document, {});
  const chosen = selection.ids.map((id) => [id, rects.get(id)] as const);
  return new Map(chosen.filter((entry): entry is [string, Rect] => entry[1] !== undefined));
}

type Arrange = (items: ReadonlyMap<string, Rect>) => Readonly<Record<string, Point>>;

function rearrange(label: string, least: number, arrange: Arrange): void {
  const items = selectedRects();
  if (items.size < least) return;
  const { document } = studio.getState().document;
  const { places, rects } = drawingOf(document, {});
  const rounded = Object.entries(arrange(items)).map(([id, { x, y }]) => [
    id,
    { x: Math.round(x), y: Math.round(y) },
  ]);
  const moved = movedPlaces(document, places, rects, Object.fromEntries(rounded));
  const isSame = Object.entries(moved).every(
    ([id, at]) => places[id]?.x === at.x && places[id]?.y === at.y,
  );
  if (!isSame) edit(label, (current) => withPlaces(current, { ...places, ...moved }));
}

export function alignSelected(how: Alignment): void {
  rearrange(`align ${how}`, 2, (items) => aligned(items, how));
}

export function distributeSelected(axis: Axis): void {
  const word = axis === "x" ? "horizontally" : "vertically";
  rearrange(`distribute ${word}`, 3, (items) => distributed(items, axis));
}

/** A group around the selection, its name at once open to be written. */
export function groupAndName(kind: GroupKind): void {
  const id = groupSelected(kind);
  if (id === null) return;
  patchCanvasMode({ renaming: groupKey(id) });
}
