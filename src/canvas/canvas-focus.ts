// Walking the drawing with the arrow keys: right and left along edges, up and down to neighbors.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { type FocusWish, focusOnceThere } from "../ui/focus-once-there.ts";

export type Direction = "left" | "right" | "up" | "down";

export const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

type Places = Readonly<Record<string, Point>>;

const STEPS: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

export function stepOf(direction: Direction): Point {
  return STEPS[direction];
}

/** Ids of the edges that leave (`out`) or enter (`in`) a node, from top to bottom. */
export function edgesAt(
  document: ScenarioDocument,
  places: Places,
  nodeId: string,
  way: "out" | "in",
): string[] {
  const other = (edgeId: string) => (way === "out" ? edgeEnds(edgeId).to : edgeEnds(edgeId).from);
  return Object.keys(document.edges)
    .filter((id) => (way === "out" ? edgeEnds(id).from : edgeEnds(id).to) === nodeId)
    .sort((a, b) => (places[other(a)]?.y ?? 0) - (places[other(b)]?.y ?? 0));
}

/** The nearest node in a direction; sideways distance counts double. */
function nearest(places: Places, from: string, direction: Direction): string | null {
  const start = places[from];
  if (!start) return null;
  const step = STEPS[direction];
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [id, at] of Object.entries(places)) {
    const along = (at.x - start.x) * step.x + (at.y - start.y) * step.y;
    const aside = Math.abs((at.x - start.x) * step.y) + Math.abs((at.y - start.y) * step.x);
    const distance = along + 2 * aside;
    if (id === from || along <= 0 || distance >= bestDistance) continue;
    best = id;
    bestDistance = distance;
  }
  return best;
}

/** The node that an arrow key leads to from a node, or null at the rim. */
export function nextNode(
  document: ScenarioDocument,
  places: Places,
  from: string,
  direction: Direction,
): string | null {
  if (direction === "right" || direction === "left") {
    const way = direction === "right" ? "out" : "in";
    const [edge] = edgesAt(document, places, from, way);
    if (edge) return way === "out" ? edgeEnds(edge).to : edgeEnds(edge).from;
  }
  return nearest(places, from, direction);
}

/** The next of several candidates in a direction, by place; wraps around. */
export function nextCandidate(
  candidates: readonly string[],
  places: Places,
  current: string | null,
  direction: Direction,
): string | null {
  const ordered = [...candidates].sort((a, b) => {
    const [p, q] = [places[a] ?? { x: 0, y: 0 }, places[b] ?? { x: 0, y: 0 }];
    return p.x - q.x || p.y - q.y;
  });
  if (ordered.length === 0) return null;
  const at = current === null ? -1 : ordered.indexOf(current);
  const forward = direction === "right" || direction === "down";
  const next = at < 0 ? 0 : (at + (forward ? 1 : -1) + ordered.length) % ordered.length;
  return ordered[next] ?? null;
}

function elementOf(id: string): HTMLElement | SVGElement | null {
  return document.querySelector(`[data-canvas-id="${CSS.escape(id)}"]`);
}

/** Moves the keyboard's focus to a node or edge that stands on the canvas. */
export function focusOnCanvas(id: string): void {
  elementOf(id)?.focus();
}

/** The same for one that is about to be drawn, or while a menu is about to close. */
export function focusOnceDrawn(id: string, wish: Omit<FocusWish, "find" | "instead"> = {}): void {
  focusOnceThere({ ...wish, find: () => elementOf(id) });
}

/** The same for one that is about to be drawn as another element. */
export function focusOnceRedrawn(id: string): void {
  focusOnceThere({ find: () => elementOf(id), instead: elementOf(id) });
}
