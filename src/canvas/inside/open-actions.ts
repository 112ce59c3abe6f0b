// Opening and closing a broker: one step each. What would lie under the larger card moves aside, by as
// much as it must, and comes back when the card is closed.
import { kindOf } from "../../../simulation/kinds/catalog.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { edit } from "../../store/document-actions.ts";
import type { Point } from "../../store/graph-edits.ts";
import { withPlaces } from "../../store/graph-edits.ts";
import { studio } from "../../store/studio-store.ts";
import { canvasHandle } from "../canvas-handle.ts";
import { fitAround, type View } from "../fit-around.ts";
import { drawingOf } from "../flow-elements.ts";
import { overlaps, type Rect } from "../geometry.ts";
import { GRID_PX } from "../node-size.ts";
import { obstaclesIn } from "../use-stay-fitted.ts";
import { isOpen, openKey } from "./inside-door.ts";

/** Room that is left beside and below an open card, px: edges carry words. */
const BESIDE = 80;
const BELOW = 40;

type Rects = ReadonlyMap<string, Rect>;

function upToGrid(px: number): number {
  return px <= 0 ? 0 : Math.ceil(px / GRID_PX) * GRID_PX;
}

/** Nodes and free notes: regions follow their members. */
function movable(document: ScenarioDocument): Rects {
  const { rects } = drawingOf(document, {});
  return new Map(
    [...rects].filter(([id]) => Object.hasOwn(document.nodes, id) || id.startsWith("note:")),
  );
}

function meetInHeight(a: Rect, b: Rect, space: number): boolean {
  return a.y < b.y + b.height + space && b.y < a.y + a.height + space;
}

function meetInWidth(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width + 2 * GRID_PX && b.x < a.x + a.width + 2 * GRID_PX;
}

/** What stands right of the card. */
function rightOf(card: Rect, rects: Rects, id: string): readonly string[] {
  const edge = card.x + card.width;
  return [...rects].filter(([other, { x }]) => other !== id && x >= edge).map(([other]) => other);
}

/** What stands below the card, or below something that does. */
function below(card: Rect, rects: Rects, id: string): readonly string[] {
  const found: Rect[] = [card];
  const ids: string[] = [];
  const sorted = [...rects].sort(([, a], [, b]) => a.y - b.y);
  for (const [other, rect] of sorted) {
    if (other === id) continue;
    const isUnder = found.some((one) => rect.y >= one.y + one.height && meetInWidth(one, rect));
    if (!isUnder) continue;
    found.push(rect);
    ids.push(other);
  }
  return ids;
}

function movedBy(rects: Rects, ids: readonly string[], by: Point): Map<string, Rect> {
  const moved = new Map(rects);
  for (const id of ids) {
    const rect = rects.get(id);
    if (rect) moved.set(id, { ...rect, x: rect.x + by.x, y: rect.y + by.y });
  }
  return moved;
}

function placesThatDiffer(before: Rects, after: Rects): Record<string, Point> {
  const places: Record<string, Point> = {};
  for (const [id, { x, y }] of after) {
    const was = before.get(id);
    if (was && (was.x !== x || was.y !== y)) places[id] = { x, y };
  }
  return places;
}

/** Everything keeps the place that it is drawn at, also what the file gives none. */
function withAllPlaces(document: ScenarioDocument): ScenarioDocument {
  return withPlaces(document, drawingOf(document, {}).places);
}

function withLayout(document: ScenarioDocument, key: string, at: readonly [number, number]) {
  return { ...document, layout: { ...document.layout, [key]: at } };
}

/** What stands in the way of a card that has become larger moves right and down, no more than it must. */
function withRoom(document: ScenarioDocument, id: string, was: Rect, card: Rect): ScenarioDocument {
  const rects = movable(document);
  const right = rightOf(was, rects, id);
  const near = right
    .flatMap((other) => rects.get(other) ?? [])
    .filter((rect) => meetInHeight(card, rect, BELOW));
  const wantedX = card.x + card.width + BESIDE;
  const dx = upToGrid(wantedX - Math.min(wantedX, ...near.map(({ x }) => x)));
  const aside = movedBy(rects, right, { x: dx, y: 0 });
  const under = below({ ...was, width: card.width }, aside, id);
  const wantedY = card.y + card.height + BELOW;
  const tops = under
    .flatMap((other) => aside.get(other) ?? [])
    .filter((rect) => meetInWidth(card, rect));
  const dy = upToGrid(wantedY - Math.min(wantedY, ...tops.map(({ y }) => y)));
  const room = movedBy(aside, under, { x: 0, y: dy });
  const [dx0, dy0] = document.layout?.[openKey(id)] ?? [0, 0];
  const placed = withPlaces(document, placesThatDiffer(rects, room));
  return withLayout(placed, openKey(id), [dx0 + dx, dy0 + dy]);
}

export function opened(before: ScenarioDocument, id: string): ScenarioDocument {
  const document = withAllPlaces(before);
  const was = movable(document).get(id);
  const open = withLayout(document, openKey(id), [0, 0]);
  const card = movable(open).get(id);
  return was && card ? withRoom(open, id, was, card) : before;
}

/** Open brokers that an edit made larger, as another queue does, get the room that they take now. */
export function grown(before: ScenarioDocument, after: ScenarioDocument): ScenarioDocument {
  const open = Object.keys(after.nodes).filter((id) => isOpen(before, id) && isOpen(after, id));
  let document = after;
  for (const id of open) {
    const was = movable(before).get(id);
    const now = movable(document);
    const card = now.get(id);
    if (!was || !card || (card.width <= was.width && card.height <= was.height)) continue;
    const others = [...now].filter(([other]) => other !== id);
    // Where it still fits nothing moves.
    if (!others.some(([, rect]) => overlaps(card, rect))) continue;
    const size = { width: was.width, height: was.height };
    document = withRoom(withAllPlaces(document), id, { ...card, ...size }, card);
  }
  return document;
}

function anyOverlap(rects: Rects): boolean {
  const all = [...rects.values()];
  return all.some((a, at) => all.slice(at + 1).some((b) => overlaps(a, b)));
}

export function closed(before: ScenarioDocument, id: string): ScenarioDocument {
  const document = withAllPlaces(before);
  const key = openKey(id);
  const { [key]: shift, ...layout } = document.layout ?? {};
  const open = movable(document).get(id);
  const plain = { ...document, layout };
  if (!open || !shift) return plain;
  const rects = movable(plain);
  const [dx, dy] = shift;
  const up = movedBy(rects, below(open, rects, id), { x: 0, y: -dy });
  const back = movedBy(up, rightOf(open, up, id), { x: -dx, y: 0 });
  // Where somebody has drawn into the room since, all stays where it is.
  if (anyOverlap(back)) return plain;
  return withPlaces(plain, placesThatDiffer(rects, back));
}

function isBroker({ nodes }: ScenarioDocument, id: string): boolean {
  return kindOf(nodes[id]?.kind ?? "")?.ports.in.includes("publish") === true;
}

/**
 * Opens a closed broker, brings it in sight, and closes an open one; where it is selected with others,
 * those with it, in one step.
 */
export function toggleOpen(id: string): void {
  const { selection, document: state } = studio.getState();
  const { document } = state;
  if (!isBroker(document, id)) return;
  const isClosing = isOpen(document, id);
  const chosen = selection.ids.includes(id) ? selection.ids : [id];
  const ids = chosen.filter(
    (one) => isBroker(document, one) && isOpen(document, one) === isClosing,
  );
  const what = ids.length > 1 ? `${ids.length} brokers` : id;
  const change = isClosing ? closed : opened;
  edit(`${isClosing ? "close" : "open"} ${what}`, (current) => ids.reduce(change, current));
  if (!isClosing) bringInSight(id);
}

/** From this zoom on the words inside can be read. */
const READABLE = 0.65;
const MOST_ZOOM = 0.9;

function isInSight({ x, y, zoom }: View, rect: Rect, region: HTMLElement): boolean {
  const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
  return (
    zoom >= READABLE &&
    left >= 0 &&
    top >= 0 &&
    left + rect.width * zoom <= region.clientWidth &&
    top + rect.height * zoom <= region.clientHeight
  );
}

/** The whole drawing if it can be read, else the opened broker alone. */
function bringInSight(id: string): void {
  const handle = canvasHandle();
  const region = document.querySelector<HTMLElement>(".canvas");
  const { rects } = drawingOf(studio.getState().document.document, {});
  const card = rects.get(id);
  if (!handle || !region || !card || isInSight(handle.view(), card, region)) return;
  const room = { width: region.clientWidth, height: region.clientHeight };
  const whole = fitAround([...rects.values()], room, obstaclesIn(region));
  if (whole && whole.zoom >= READABLE) {
    handle.goTo(whole);
    return;
  }
  const zoom = Math.max(
    READABLE,
    Math.min(MOST_ZOOM, room.width / (card.width + BESIDE), room.height / (card.height + BELOW)),
  );
  handle.goTo({
    x: room.width / 2 - (card.x + card.width / 2) * zoom,
    y: room.height / 2 - (card.y + card.height / 2) * zoom,
    zoom,
  });
}
