// A drag on the canvas: kept aside until it ends, then one edit for all that moved and for the groups
// that it joined or left. Places come unsnapped; what is dragged rests on guides or on the grid.
import { membersOf } from "../../../simulation/scenario/group-members.ts";
import type { Point } from "../../store/graph-edits.ts";
import { dropAt } from "../../store/group-actions.ts";
import type { Membership } from "../../store/group-edits.ts";
import { groupOfKey } from "../../store/group-membership.ts";
import { studio } from "../../store/studio-store.ts";
import { endMoving, patchCanvasMode, useCanvasMode } from "../canvas-mode.ts";
import { type Drawing, drawingOf, movedLines } from "../flow-elements.ts";
import { centerOf, type Rect } from "../geometry.ts";
import { membershipsAfterDrop } from "../groups/drag-membership.ts";
import { unionOf } from "../groups/group-places.ts";
import { movedPlaces } from "./moved-places.ts";
import { snapDrag } from "./snap.ts";

type Points = Readonly<Record<string, Point>>;

/** Guides draw from this far, px of the window. */
const REACH_PX = 7;

/** The drawing as it was before the drag, worked out once per drag. */
let before: { readonly document: object; readonly drawing: Drawing } | null = null;

function drawingBefore(): Drawing {
  const { document } = studio.getState().document;
  if (before?.document !== document) before = { document, drawing: drawingOf(document, {}) };
  return before.drawing;
}

function placed(rects: ReadonlyMap<string, Rect>, items: Points): readonly Rect[] {
  const found: Rect[] = [];
  for (const [id, { x, y }] of Object.entries(items)) {
    const rect = rects.get(id);
    if (rect) found.push({ ...rect, x, y });
  }
  return found;
}

/** Cards that do not move themselves. Groups and notes line up with nothing. */
function neighbors(drawing: Drawing, moving: ReadonlySet<string>): readonly Rect[] {
  const cards = [...drawing.nodes, ...drawing.groupCards].filter(({ id }) => !moving.has(id));
  return cards.map(({ id }) => drawing.rects.get(id)).filter((rect) => rect !== undefined);
}

/** Everything that moves: what is dragged, and what stands in dragged groups. */
function movingWith(items: Points): ReadonlySet<string> {
  const { document } = studio.getState().document;
  const moving = new Set(Object.keys(items));
  for (const id of Object.keys(items)) {
    const group = groupOfKey(id);
    if (group !== null) for (const member of membersOf(document, group)) moving.add(member);
  }
  return moving;
}

function membershipsOf(items: Points): readonly Membership[] {
  const { document } = studio.getState().document;
  const drawing = drawingBefore();
  const dropped = Object.entries(items)
    .filter(([item]) => item in document.nodes || groupOfKey(item) !== null)
    .flatMap(([item, at]) => {
      const rect = drawing.rects.get(item);
      return rect ? [{ item, middle: centerOf({ ...rect, ...at }) }] : [];
    });
  return membershipsAfterDrop(document, drawing.groupPlaces, dropped, movingWith(items));
}

/** Where things are dragged to, as React Flow says it. `zoom` of the view. */
export function dragTo(places: Points, zoom: number): void {
  const drawing = drawingBefore();
  const raw = { ...useCanvasMode.getState().dragged, ...places };
  const all = unionOf(placed(drawing.rects, raw));
  if (!all) return;
  const moving = movingWith(raw);
  const isCards = Object.keys(raw).every((id) => drawing.nodes.some((node) => node.id === id));
  const others = isCards ? neighbors(drawing, moving) : [];
  const { dx, dy, guides } = snapDrag(all, others, REACH_PX / zoom);
  const items: Record<string, Point> = {};
  for (const [id, { x, y }] of Object.entries(raw)) items[id] = { x: x + dx, y: y + dy };
  const { document } = studio.getState().document;
  const moved = movedPlaces(document, drawing.places, drawing.rects, items);
  const joining = [...new Set(membershipsOf(items).flatMap(({ join }) => join))];
  const now = { ...moved, ...emptyGroups(items) };
  const lines = movedLines(document, drawingOf(document, now));
  patchCanvasMode({ dragged: raw, moved: now, movedLines: lines, guides, joining });
}

/** Groups themselves, so that empty ones move along too. */
function emptyGroups(items: Points): Points {
  return Object.fromEntries(Object.entries(items).filter(([id]) => groupOfKey(id) !== null));
}

/** Where what is dragged has come to lie on guides or on the grid. */
function rested(): Points {
  const { dragged, moved } = useCanvasMode.getState();
  return Object.fromEntries(Object.keys(dragged).map((id) => [id, moved[id] ?? dragged[id]!]));
}

let drags = 0;

/** A group that loses its last member stays where it was. */
function emptied(changes: readonly Membership[]): Points {
  const { document } = studio.getState().document;
  const gone = new Map<string, number>();
  for (const { item, leave } of changes) {
    if (groupOfKey(item) === null) for (const id of leave) gone.set(id, (gone.get(id) ?? 0) + 1);
  }
  const places: Record<string, Point> = {};
  for (const { id, key, rect } of drawingBefore().groupPlaces) {
    const lost = gone.get(id) ?? 0;
    if (lost > 0 && lost === membersOf(document, id).length) places[key] = { x: rect.x, y: rect.y };
  }
  return places;
}

/** The drag is over: one edit for all that moved. Nodes the file gave no place get theirs now. */
export function endDrag(): void {
  const drawing = drawingBefore();
  const items = rested();
  const { document } = studio.getState().document;
  const isDisplaced = Object.entries(items).some(([id, at]) => {
    const rect = drawing.rects.get(id);
    return rect !== undefined && (rect.x !== at.x || rect.y !== at.y);
  });
  drags += 1;
  if (isDisplaced) {
    const changes = membershipsOf(items);
    const moved = movedPlaces(document, drawing.places, drawing.rects, items);
    dropAt({ ...drawing.places, ...emptied(changes), ...moved }, changes, `drag ${drags}`);
  }
  before = null;
  endMoving();
}
