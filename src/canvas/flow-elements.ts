// The document as React Flow's nodes and edges. Only what the drawing needs stands in their data;
// live values are read from the store by each node and edge itself.
import { type Node, Position } from "@xyflow/react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Family } from "../../simulation/kinds/define.ts";
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { tracingMeshes } from "../store/mesh-spans.ts";
import { meshWays } from "../store/mesh-ways.ts";
import { notesOf } from "../store/note-edits.ts";
import { isLayoutLoaded, placesOf } from "./auto-layout.ts";
import { farWidth } from "./far-view.ts";
import type { Cubic, Rect } from "./geometry.ts";
import {
  draggedGroupPlaces,
  type GroupCardNode,
  groupElements,
  type RegionNode,
} from "./groups/group-elements.ts";
import type { GroupPlace } from "./groups/group-places.ts";
import { insideAt } from "./inside/inside-door.ts";
import type { PlacedInside } from "./inside/place-inside.ts";
import { drawnLines, type EdgeLineData, type LineEdge, type RestedLines } from "./line-elements.ts";
import { nodeSize, type Size } from "./node-size.ts";
import { type NoteNode, noteElements } from "./notes/note-elements.ts";
import { roomBeside } from "./room-beside.ts";

export interface NodeCardData extends Record<string, unknown> {
  readonly name: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly family: Family;
  readonly icon: string;
  /** Instances of the file or the kind's default; null where the kind has none. */
  readonly replicas: number | null;
  readonly connected: boolean;
  readonly isSource: boolean;
  /** What somebody wrote about it. */
  readonly note: string | null;
  readonly size: Size;
  /** Free room on each side, px: from further away the card takes of it what its name needs. */
  readonly beside: number;
  /** Of a broker that is drawn open. */
  readonly inside: PlacedInside | null;
}

export type CardNode = Node<NodeCardData, "card">;
/** All that React Flow draws as nodes. */
export type DrawnNode = CardNode | RegionNode | GroupCardNode | NoteNode;

export interface Drawing {
  /** Cards of the nodes that are seen: not of those in a collapsed group. */
  readonly nodes: CardNode[];
  readonly regions: readonly RegionNode[];
  /** Where the labels of regions stand, by id. */
  readonly labels: ReadonlyMap<string, Rect>;
  readonly groupCards: readonly GroupCardNode[];
  readonly notes: readonly NoteNode[];
  readonly edges: LineEdge[];
  /** Of every edge, also of those drawn as one line. */
  readonly curves: ReadonlyMap<string, Cubic>;
  /** Places of all nodes, also of those that the file gives none. */
  readonly places: Readonly<Record<string, Point>>;
  readonly groupPlaces: readonly GroupPlace[];
  /** All that is seen: nodes by id, groups and notes by key. */
  readonly rects: ReadonlyMap<string, Rect>;
}

/** Role and name are on the card and the line inside; React Flow's wrappers keep silent. */
const QUIET = {
  role: "presentation",
  "aria-roledescription": undefined,
  "aria-label": undefined,
  "aria-describedby": undefined,
};

function replicasOf(node: NodeDocument): number | null {
  const own = node.replicas;
  if (typeof own === "number") return own;
  const param = kindOf(node.kind)?.params.replicas;
  return param?.type === "number" ? param.default : null;
}

function cardData(
  id: string,
  node: NodeDocument,
  connected: ReadonlySet<string>,
  note: string | null,
): NodeCardData {
  const kind = kindOf(node.kind);
  const family = kind?.family ?? "compute";
  const name = node.name ?? id;
  return {
    name,
    kind: node.kind,
    kindLabel: kind?.label ?? node.kind,
    family,
    icon: kind?.icon ?? "service",
    replicas: replicasOf(node),
    connected: connected.has(id),
    isSource: kind?.ports.in.length === 0,
    note,
    size: nodeSize(family, name),
    beside: 0,
    inside: null,
  };
}

function cardNode(id: string, data: NodeCardData, { x, y }: Point): CardNode {
  const { width, height } = data.size;
  const port = { y: height / 2 - 12, width: 24, height: 24 };
  return {
    id,
    type: "card",
    position: { x, y },
    data,
    width,
    height,
    measured: { width, height },
    domAttributes: QUIET,
    handles: [
      { type: "target", position: Position.Left, x: -12, ...port },
      { type: "source", position: Position.Right, x: width - 12, ...port },
    ],
  };
}

/** Whether two states of the document are drawn alike: faults, changes and settings are not drawn. */
export function areDrawnAlike(a: ScenarioDocument, b: ScenarioDocument): boolean {
  return (
    a.nodes === b.nodes &&
    a.edges === b.edges &&
    a.groups === b.groups &&
    a.layout === b.layout &&
    a.notes === b.notes
  );
}

/** The card of a node as last made, kept while it would say the same. */
const lastCards = new WeakMap<NodeDocument, { readonly id: string; readonly data: NodeCardData }>();

function keptCard(
  id: string,
  node: NodeDocument,
  connected: ReadonlySet<string>,
  note: string | null,
): NodeCardData {
  const last = lastCards.get(node);
  const isSame =
    last?.id === id && last.data.connected === connected.has(id) && last.data.note === note;
  if (isSame) return last.data;
  const data = cardData(id, node, connected, note);
  lastCards.set(node, { id, data });
  return data;
}

type Cards = ReadonlyMap<string, NodeCardData>;

const knownCards = new WeakMap<ScenarioDocument, Cards>();

/** What the cards say, made once per document: a drag must not draw every card again. */
function cardsOf(document: ScenarioDocument): Cards {
  const known = knownCards.get(document);
  if (known) return known;
  const ends = Object.keys(document.edges).flatMap((id) => Object.values(edgeEnds(id)));
  const connected = new Set([
    ...ends,
    ...tracingMeshes(document).keys(),
    ...meshWays(document).map(({ to }) => to),
  ]);
  const notes = notesOf(document);
  const cards = new Map<string, NodeCardData>();
  for (const [id, node] of Object.entries(document.nodes)) {
    const card = keptCard(id, node, connected, notes[id] ?? null);
    const inside = insideAt(document, id);
    cards.set(id, inside ? { ...card, inside, size: inside.size } : card);
  }
  knownCards.set(document, cards);
  return cards;
}

/** What names take beyond their cards on each side from further away, px; of those that take any. */
function wantedBeside(cards: Cards): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const [id, { name, size, inside }] of cards) {
    const beyond = inside ? 0 : (farWidth(name, size, Infinity, "far") - size.width) / 2;
    if (beyond > 0) wanted.set(id, beyond);
  }
  return wanted;
}

/** Cards with the room beside them as last made. */
const roomyCards = new WeakMap<NodeCardData, NodeCardData>();

function withRoom(card: NodeCardData, beside: number): NodeCardData {
  if (beside === card.beside) return card;
  const last = roomyCards.get(card);
  if (last?.beside === beside) return last;
  const roomy = { ...card, beside };
  roomyCards.set(card, roomy);
  return roomy;
}

/** The drawing with nothing being dragged, and what a drag starts from. */
interface Rested {
  readonly drawing: Drawing;
  /** Of all nodes, also of those in collapsed groups. */
  readonly nodeRects: ReadonlyMap<string, Rect>;
  readonly cards: ReadonlyMap<string, CardNode>;
  readonly lines: RestedLines;
  readonly isLaidOut: boolean;
}

const knownRested = new WeakMap<ScenarioDocument, Rested>();

function restedOf(document: ScenarioDocument): Rested {
  const known = knownRested.get(document);
  const isLaidOut = isLayoutLoaded();
  if (known?.isLaidOut === isLaidOut) return known;
  const cards = cardsOf(document);
  const sizeOf = (id: string): Size => cards.get(id)?.size ?? nodeSize("compute", id);
  const places = placesOf(document, sizeOf);
  const nodeRects = new Map<string, Rect>();
  for (const [id, card] of cards) {
    nodeRects.set(id, { ...(places[id] ?? { x: 0, y: 0 }), ...card.size });
  }
  const drawing = drawn(document, { places, nodeRects, now: nodeRects, moved: {} }, null);
  const { rects, edges } = drawing;
  const rested: Rested = {
    drawing,
    nodeRects,
    cards: new Map(drawing.nodes.map((node) => [node.id, node])),
    lines: { rects, edges: new Map(edges.map((edge) => [edge.id, edge])) },
    isLaidOut,
  };
  knownRested.set(document, rested);
  return rested;
}

/** The last step of a drag: the gesture and the drawing both ask for it. */
let lastStep: {
  readonly rested: Rested;
  readonly moved: object;
  readonly drawing: Drawing;
} | null = null;

/**
 * Draws the document; `moved` are places of nodes that are being dragged. What stays where it was is
 * the same object.
 */
export function drawingOf(
  document: ScenarioDocument,
  moved: Readonly<Record<string, Point>>,
): Drawing {
  const rested = restedOf(document);
  const ids = Object.keys(moved);
  if (ids.length === 0) return rested.drawing;
  if (lastStep?.rested === rested && lastStep.moved === moved) return lastStep.drawing;
  const { nodeRects, drawing: atRest } = rested;
  const now = new Map(nodeRects);
  for (const id of ids) {
    const [rect, at] = [nodeRects.get(id), moved[id]];
    if (rect && at) now.set(id, { ...rect, ...at });
  }
  const drawing = drawn(document, { places: atRest.places, nodeRects, now, moved }, rested);
  lastStep = { rested, moved, drawing };
  return drawing;
}

/** Lines that stand elsewhere while something is dragged, by id; the others are those at rest. */
export function movedLines(
  document: ScenarioDocument,
  moving: Drawing,
): ReadonlyMap<string, EdgeLineData> {
  const { edges } = restedOf(document).lines;
  const moved = new Map<string, EdgeLineData>();
  for (const edge of moving.edges) {
    if (edge.data && edges.get(edge.id) !== edge) moved.set(edge.id, edge.data);
  }
  return moved;
}

interface Placed {
  readonly places: Readonly<Record<string, Point>>;
  readonly nodeRects: ReadonlyMap<string, Rect>;
  readonly now: ReadonlyMap<string, Rect>;
  readonly moved: Readonly<Record<string, Point>>;
}

function drawn(
  document: ScenarioDocument,
  { places, nodeRects, now, moved }: Placed,
  rested: Rested | null,
): Drawing {
  const groups = draggedGroupPlaces(document, nodeRects, now, moved);
  const notes = noteElements(document, moved);
  const nodes: CardNode[] = [];
  const shown = [...now].filter(([id]) => groups.standIn(id) === id);
  const rects = new Map(shown);
  const room = rested ? null : roomBeside(rects, wantedBeside(cardsOf(document)));
  for (const [id, card] of cardsOf(document)) {
    const rect = rects.get(id);
    if (!rect) continue;
    const before = rested?.cards.get(id);
    const kept = rect === nodeRects.get(id) ? before : undefined;
    const data = before?.data ?? withRoom(card, room?.get(id) ?? 0);
    nodes.push(kept ?? cardNode(id, data, rect));
  }
  const texts = notesOf(document);
  const {
    regions,
    cards: groupCards,
    labels,
  } = groupElements(document, groups, texts, [...rects.values()]);
  for (const { key, rect } of groups.shown) rects.set(key, rect);
  const lines = drawnLines(
    document,
    rects,
    groups.standIn,
    insidesOf(cardsOf(document)),
    rested?.lines ?? null,
  );
  for (const { id, position, width = 0, height = 0 } of notes) {
    rects.set(id, { ...position, width, height });
  }
  const groupPlaces = groups.shown;
  return { nodes, regions, labels, groupCards, notes, ...lines, places, groupPlaces, rects };
}

function insidesOf(cards: Cards): ReadonlyMap<string, PlacedInside> {
  return new Map([...cards].flatMap(([id, { inside }]) => (inside ? [[id, inside] as const] : [])));
}
