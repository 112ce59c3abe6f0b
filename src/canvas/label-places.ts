// Finds a free place for each edge's labels: near its line, over no node, no other label and no
// other line. An edge without such a place shows its numbers on hover only.
import { type Cubic, overlaps, type Rect, type Spot, spotAt } from "./geometry.ts";

export interface LabelSize {
  readonly width: number;
  readonly height: number;
}

export interface EdgeToLabel {
  readonly id: string;
  readonly curve: Cubic;
  /** A badge stands on the line: in the middle unless a card lies there. */
  readonly hasBadge: boolean;
  /** Its policies may hold calls back, which is said beside it. */
  readonly mayHold?: boolean;
}

export interface EdgeLabelPlace {
  /** Middle of the rate label; null: no room. */
  readonly rate: Spot | null;
  /** Middle of the error label; null: no room. */
  readonly errors: Spot | null;
  /** Middle of what the edge's policies hold back; null: no room. */
  readonly held: Spot | null;
  /** Middle of the badge of a breaker; null: it has none. */
  readonly badge: Spot | null;
}

/** Labels grow up to a fifth when seen from further away (use-label-scale.ts); this has room for it. */
export const RATE_SIZE: LabelSize = { width: 44, height: 18 };
export const ERROR_SIZE: LabelSize = { width: 58, height: 18 };
export const HELD_SIZE: LabelSize = { width: 104, height: 18 };
export const BADGE_SIZE: LabelSize = { width: 28, height: 18 };
/** Where along the line to try, the middle first. */
const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
/** The same for a badge, which must stand on the line: gaps between columns of cards are narrow. */
const BADGE_ALONG = Array.from({ length: 43 }, (_, at) =>
  at % 2 === 0 ? 0.5 - at * 0.01 : 0.51 + at * 0.01,
);
const SAMPLES = 12;
const CLEAR_PX = 7;

function boxAround(middle: Spot, size: LabelSize): Rect {
  return {
    x: middle.x - size.width / 2,
    y: middle.y - size.height / 2,
    width: size.width,
    height: size.height,
  };
}

function isUpright([start, , , end]: Cubic): boolean {
  return Math.abs(end.y - start.y) > Math.abs(end.x - start.x);
}

/** Places beside the line; rates prefer above or right, errors the other side. */
function candidates(curve: Cubic, size: LabelSize, side: 1 | -1): Spot[] {
  const upright = isUpright(curve);
  const dx = size.width / 2 + CLEAR_PX;
  const dy = size.height / 2 + CLEAR_PX + 2;
  const spots: Spot[] = [];
  for (const flip of [side, -side]) {
    for (const t of ALONG) {
      const on = spotAt(curve, t);
      spots.push(upright ? { x: on.x + flip * dx, y: on.y } : { x: on.x, y: on.y - flip * dy });
      spots.push(upright ? { x: on.x, y: on.y - flip * dy } : { x: on.x + flip * dx, y: on.y });
    }
  }
  return spots;
}

interface Sampled {
  readonly points: readonly Spot[];
  /** Around all points: most lines are far from most labels. */
  readonly around: Rect;
}

function sampled(curve: Cubic): Sampled {
  const points = Array.from({ length: SAMPLES + 1 }, (_, index) => spotAt(curve, index / SAMPLES));
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { points, around: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

function crosses({ points, around }: Sampled, box: Rect): boolean {
  const isFar =
    around.x > box.x + box.width + 2 ||
    around.x + around.width < box.x - 2 ||
    around.y > box.y + box.height + 2 ||
    around.y + around.height < box.y - 2;
  return !isFar && points.some((point) => contains(box, point));
}

function contains(box: Rect, spot: Spot): boolean {
  const inX = spot.x > box.x - 2 && spot.x < box.x + box.width + 2;
  return inX && spot.y > box.y - 2 && spot.y < box.y + box.height + 2;
}

/** What an edge's labels cover. */
export function labelBoxes({ rate, errors, held }: EdgeLabelPlace): Rect[] {
  return [
    ...(rate ? [boxAround(rate, RATE_SIZE)] : []),
    ...(errors ? [boxAround(errors, ERROR_SIZE)] : []),
    ...(held ? [boxAround(held, HELD_SIZE)] : []),
  ];
}

/** Places for all edges; nodes and labels placed earlier are kept clear. */
export function placeLabels(
  nodes: readonly Rect[],
  edges: readonly EdgeToLabel[],
): ReadonlyMap<string, EdgeLabelPlace> {
  const taken: Rect[] = nodes.map((node) => ({
    x: node.x - 3,
    y: node.y - 3,
    width: node.width + 6,
    height: node.height + 6,
  }));
  const badges = new Map<string, Spot>();
  for (const { id, curve, hasBadge } of edges) {
    if (!hasBadge) continue;
    const spots = BADGE_ALONG.map((along) => spotAt(curve, along));
    const isFree = (spot: Spot) =>
      !taken.some((other) => overlaps(boxAround(spot, BADGE_SIZE), other));
    const badge = spots.find(isFree) ?? spotAt(curve, 0.5);
    badges.set(id, badge);
    taken.push(boxAround(badge, BADGE_SIZE));
  }
  const lines = edges.map((edge) => sampled(edge.curve));
  const places = new Map<string, EdgeLabelPlace>();
  const place = (curve: Cubic, size: LabelSize, side: 1 | -1): Spot | null => {
    const free = candidates(curve, size, side).find((spot) => {
      const box = boxAround(spot, size);
      if (taken.some((other) => overlaps(box, other))) return false;
      return !lines.some((line) => crosses(line, box));
    });
    if (free) taken.push(boxAround(free, size));
    return free ?? null;
  };
  const rates = edges.map((edge) => place(edge.curve, RATE_SIZE, 1));
  const errors = edges.map((edge) => place(edge.curve, ERROR_SIZE, -1));
  for (const [index, edge] of edges.entries()) {
    const held = edge.mayHold ? place(edge.curve, HELD_SIZE, -1) : null;
    places.set(edge.id, {
      rate: rates[index] ?? null,
      errors: errors[index] ?? null,
      held,
      badge: badges.get(edge.id) ?? null,
    });
  }
  return places;
}
