// Where groups are drawn: around their members, or as one card where they are. Pure geometry; the
// file says only who is in which group, so a region always fits what it holds.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import {
  groupsNamedBy,
  membersOf,
  parentOf,
  withOuter,
} from "../../../simulation/scenario/group-members.ts";
import { groupsWithin } from "../../store/group-edits.ts";
import { groupKey } from "../../store/group-membership.ts";
import type { Rect } from "../geometry.ts";
import { GRID_PX, nodeSize, snapToGrid } from "../node-size.ts";

/** Room between a region's rim and what it holds, px; the label stands in the upper one. */
const PADDING = { side: GRID_PX, top: 2 * GRID_PX, bottom: GRID_PX };
/** A region that nothing is in, px. */
const EMPTY_SIZE = { width: 220, height: 120 };
const CARD_HEIGHT_PX = 72;

export interface GroupPlace {
  readonly id: string;
  readonly key: string;
  readonly rect: Rect;
  /** Drawn as one card. */
  readonly collapsed: boolean;
  /** Nodes in it and in the groups in it. */
  readonly members: readonly string[];
  /** How many groups stand around it. */
  readonly depth: number;
}

export interface GroupPlaces {
  /** Those that are seen, outer ones first: not what stands in a collapsed one. */
  readonly shown: readonly GroupPlace[];
  /** The node itself, or the key of the collapsed group that is drawn in its stead. */
  readonly standIn: (nodeId: string) => string;
}

export function unionOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}

function cardRect(document: ScenarioDocument, id: string, around: Rect): Rect {
  const { width } = nodeSize("compute", document.groups?.[id]?.name ?? id);
  // At their left, where what calls them is: lines to others go on to the right.
  const { x } = around;
  const y = around.y + (around.height - CARD_HEIGHT_PX) / 2;
  return { x: snapToGrid(x), y: snapToGrid(y), width, height: CARD_HEIGHT_PX };
}

function regionAround(inside: Rect): Rect {
  return {
    x: inside.x - PADDING.side,
    y: inside.y - PADDING.top,
    width: inside.width + 2 * PADDING.side,
    height: inside.height + PADDING.top + PADDING.bottom,
  };
}

/** Where an empty group stands: where the file says, else in a row below the drawing. */
function emptyRect(document: ScenarioDocument, id: string, nodes: ReadonlyMap<string, Rect>): Rect {
  const own = document.layout?.[groupKey(id)];
  if (own) return { x: own[0], y: own[1], ...EMPTY_SIZE };
  const all = unionOf([...nodes.values()]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const column = Object.keys(document.groups ?? {}).indexOf(id);
  const x = all.x + column * (EMPTY_SIZE.width + 2 * GRID_PX);
  return { x: snapToGrid(x), y: snapToGrid(all.y + all.height + 3 * GRID_PX), ...EMPTY_SIZE };
}

/** Rects of all groups as they would be if nothing around them were collapsed. */
function rectsOf(
  document: ScenarioDocument,
  nodes: ReadonlyMap<string, Rect>,
): ReadonlyMap<string, Rect> {
  const rects = new Map<string, Rect>();
  const underWay = new Set<string>();
  const rectOf = (id: string): Rect | null => {
    const known = rects.get(id);
    if (known) return known;
    // A file whose groups stand in each other is refused, yet it is drawn.
    if (underWay.has(id)) return null;
    underWay.add(id);
    const own = Object.entries(document.nodes)
      .filter(([, node]) => groupsNamedBy(node).includes(id))
      .map(([nodeId]) => nodes.get(nodeId));
    const inner = groupsWithin(document, id).map(rectOf);
    const inside = unionOf([...own, ...inner].filter((rect) => rect != null));
    const isCard = document.groups?.[id]?.collapsed === true;
    const around = inside ?? emptyRect(document, id, nodes);
    const region = inside === null ? around : regionAround(inside);
    const rect = isCard ? cardRect(document, id, around) : region;
    rects.set(id, rect);
    return rect;
  };
  for (const id of Object.keys(document.groups ?? {})) rectOf(id);
  return rects;
}

/** The outermost collapsed group around a group or of a node's groups; null: it is seen itself. */
function hiddenBy(document: ScenarioDocument, group: string): string | null {
  const collapsed = withOuter(document, group).filter((id) => document.groups?.[id]?.collapsed);
  return collapsed.at(-1) ?? null;
}

/** Places of the groups around nodes that stand in these rects. */
export function groupPlaces(
  document: ScenarioDocument,
  nodes: ReadonlyMap<string, Rect>,
): GroupPlaces {
  const ids = Object.keys(document.groups ?? {});
  if (ids.length === 0) return { shown: [], standIn: (nodeId) => nodeId };
  const rects = rectsOf(document, nodes);
  const shown: GroupPlace[] = [];
  for (const id of ids) {
    const parent = parentOf(document, id);
    const rect = rects.get(id);
    if (!rect || (parent !== undefined && hiddenBy(document, parent) !== null)) continue;
    shown.push({
      id,
      key: groupKey(id),
      rect,
      collapsed: document.groups?.[id]?.collapsed === true,
      members: membersOf(document, id),
      depth: withOuter(document, id).length - 1,
    });
  }
  shown.sort((a, b) => a.depth - b.depth);
  const standIn = (nodeId: string): string => {
    for (const group of groupsNamedBy(document.nodes[nodeId])) {
      const hidden = group in (document.groups ?? {}) ? hiddenBy(document, group) : null;
      if (hidden !== null) return groupKey(hidden);
    }
    return nodeId;
  };
  return { shown, standIn };
}
