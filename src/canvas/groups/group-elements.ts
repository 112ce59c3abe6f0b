// Groups as React Flow's nodes: a region behind its members, or one card in their stead.
import { type Node, Position } from "@xyflow/react";
import type { CSSProperties } from "react";
import type { GroupDocument, ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { membersOf } from "../../../simulation/scenario/group-members.ts";
import type { Point } from "../../store/graph-edits.ts";
import { overlaps, type Rect } from "../geometry.ts";
import { nameWidth } from "../node-size.ts";
import { type GroupPlace, type GroupPlaces, groupPlaces } from "./group-places.ts";

export interface GroupData extends Record<string, unknown> {
  readonly group: string;
  readonly name: string;
  readonly kind: string;
  /** Of a mesh: "Istio, ambient", or "off". */
  readonly product?: string;
  readonly collapsed: boolean;
  /** Nodes in it, also in the groups in it. */
  readonly members: readonly string[];
  readonly hasNote: boolean;
}

export type RegionNode = Node<GroupData, "region">;
export type GroupCardNode = Node<GroupData, "groupCard">;

/** The part of a region by which it is taken hold of. */
export const HANDLE_CLASS = "group-handle";

/** Regions lie under the edges; outer ones under inner ones. */
const LOWEST = -50;

/** What a mesh is run by, from the name of its preset. */
function productOf({ preset, enabled }: GroupDocument): string {
  if (enabled === false) return "off";
  const [name = ""] = String(preset ?? "own settings").split("@");
  const words = name.replace("-", ", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Moved = Readonly<Record<string, Point>>;

/** Of a group that moves as a whole the new place counts; others wait for the drop. */
function movesWhole(place: GroupPlace, moved: Moved): boolean {
  const { members, key } = place;
  return moved[key] !== undefined || (members.length > 0 && members.every((id) => moved[id]));
}

function emptyMoved(place: GroupPlace, moved: Moved): Rect {
  const at = moved[place.key];
  return at && place.members.length === 0 ? { ...place.rect, ...at } : place.rect;
}

/** Places of groups while nodes are dragged: `before` and `now` are the rects of all nodes. */
export function draggedGroupPlaces(
  document: ScenarioDocument,
  before: ReadonlyMap<string, Rect>,
  now: ReadonlyMap<string, Rect>,
  moved: Moved,
): GroupPlaces {
  const rested = groupPlaces(document, before);
  if (rested.shown.length === 0 || Object.keys(moved).length === 0) return rested;
  const current = new Map(groupPlaces(document, now).shown.map((place) => [place.id, place]));
  const shown = rested.shown.map((place) => {
    const whole = movesWhole(place, moved) ? current.get(place.id) : undefined;
    return whole ? { ...whole, rect: emptyMoved(whole, moved) } : place;
  });
  return { ...rested, shown };
}

function dataOf(document: ScenarioDocument, place: GroupPlace, hasNote: boolean): GroupData {
  const group = document.groups?.[place.id];
  return {
    group: place.id,
    name: group?.name ?? place.id,
    kind: group?.kind ?? "team",
    ...(group?.kind === "mesh" ? { product: productOf(group) } : {}),
    collapsed: place.collapsed,
    members: membersOf(document, place.id),
    hasNote,
  };
}

const QUIET = {
  role: "presentation",
  "aria-roledescription": undefined,
  "aria-label": undefined,
  "aria-describedby": undefined,
};

const known = new WeakMap<ScenarioDocument, ReadonlyMap<string, GroupData>>();

/** What groups say, made once per document, as for cards. */
function allData(
  document: ScenarioDocument,
  shown: readonly GroupPlace[],
  notes: Readonly<Record<string, string>>,
): ReadonlyMap<string, GroupData> {
  const before = known.get(document);
  if (before) return before;
  const data = new Map(
    shown.map((place) => [place.id, dataOf(document, place, notes[place.key] !== undefined)]),
  );
  known.set(document, data);
  return data;
}

const LABEL_HEIGHT_PX = 32;
/** Icon, chevron and padding of a label, px. */
const AROUND_LABEL_PX = 84;
const LABEL_STEP_PX = 20;

/** Labels of groups around the same nodes stand above each other, at most so many. */
const LABEL_ROWS = 4;

/**
 * Where the label stands against the upper left corner of its region, px, so that neither a card nor
 * the label of another region hides it: along the upper rim, else in a row above it.
 */
function labelPlace(
  rect: Rect,
  { name, kind, product = "" }: GroupData,
  taken: readonly Rect[],
): Rect {
  const width = nameWidth(name + kind + product) + AROUND_LABEL_PX;
  const size = { width, height: LABEL_HEIGHT_PX };
  for (let row = 0; row < LABEL_ROWS; row++) {
    const y = rect.y - row * LABEL_HEIGHT_PX;
    for (let x = rect.x; x === rect.x || x + width <= rect.x + rect.width; x += LABEL_STEP_PX) {
      const label = { x, y, ...size };
      if (!taken.some((other) => overlaps(other, label))) return label;
    }
  }
  return { x: rect.x, y: rect.y, ...size };
}

/** Between its members a region lets the pointer through to the canvas. */
function regionStyle(labelX: number, labelY: number): CSSProperties {
  // Around the same nodes as another one it must not dim that one's label.
  const fill = labelY < 0 ? { "--region-fill": "transparent" } : {};
  const style: Record<string, string | number> = {
    pointerEvents: "none",
    "--label-x": labelX,
    "--label-y": labelY,
    ...fill,
  };
  return style;
}

export interface GroupElements {
  readonly regions: readonly RegionNode[];
  readonly cards: readonly GroupCardNode[];
  /** Where the labels of regions stand, by id. */
  readonly labels: ReadonlyMap<string, Rect>;
}

export function groupElements(
  document: ScenarioDocument,
  { shown }: GroupPlaces,
  notes: Readonly<Record<string, string>>,
  seen: readonly Rect[],
): GroupElements {
  const data = allData(document, shown, notes);
  const regions: RegionNode[] = [];
  const cards: GroupCardNode[] = [];
  const labels = new Map<string, Rect>();
  for (const { id, key, rect, collapsed, depth } of shown) {
    const own = data.get(id);
    if (!own) continue;
    const { x, y, width, height } = rect;
    const shared = { id: key, position: { x, y }, data: own, width, height, domAttributes: QUIET };
    const measured = { width, height };
    if (collapsed) {
      const port = { y: height / 2, width: 1, height: 1 };
      cards.push({
        ...shared,
        type: "groupCard",
        measured,
        handles: [
          { type: "target", position: Position.Left, x: 0, ...port },
          { type: "source", position: Position.Right, x: width - 1, ...port },
        ],
      });
    } else {
      const label = labelPlace(rect, own, [...seen, ...labels.values()]);
      labels.set(key, label);
      regions.push({
        ...shared,
        type: "region",
        measured,
        zIndex: LOWEST + depth,
        style: regionStyle(label.x - x, label.y - y),
        dragHandle: `.${HANDLE_CLASS}`,
        selectable: false,
        focusable: false,
      });
    }
  }
  return { regions, cards, labels };
}
