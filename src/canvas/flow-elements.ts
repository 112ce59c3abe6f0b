// The document as React Flow's nodes and edges. Only what the drawing needs stands in their data;
// live values are read from the store by each node and edge itself.
import { type Node, Position } from "@xyflow/react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Family } from "../../simulation/kinds/define.ts";
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { notesOf } from "../store/note-edits.ts";
import { placesOf } from "./auto-layout.ts";
import type { Cubic, Rect } from "./geometry.ts";
import {
  draggedGroupPlaces,
  type GroupCardNode,
  groupElements,
  type RegionNode,
} from "./groups/group-elements.ts";
import type { GroupPlace } from "./groups/group-places.ts";
import { drawnLines, type LineEdge } from "./line-elements.ts";
import { nodeSize, type Size } from "./node-size.ts";
import { type NoteNode, noteElements } from "./notes/note-elements.ts";

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
}

export type CardNode = Node<NodeCardData, "card">;
/** All that React Flow draws as nodes. */
export type DrawnNode = CardNode | RegionNode | GroupCardNode | NoteNode;

export interface Drawing {
  /** Cards of the nodes that are seen: not of those in a collapsed group. */
  readonly nodes: CardNode[];
  readonly regions: readonly RegionNode[];
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
  const connected = new Set(ends);
  const notes = notesOf(document);
  const cards = new Map<string, NodeCardData>();
  for (const [id, node] of Object.entries(document.nodes)) {
    cards.set(id, keptCard(id, node, connected, notes[id] ?? null));
  }
  knownCards.set(document, cards);
  return cards;
}

/** Draws the document; `moved` are places of nodes that are being dragged. */
export function drawingOf(
  document: ScenarioDocument,
  moved: Readonly<Record<string, Point>>,
): Drawing {
  const cards = cardsOf(document);
  const sizeOf = (id: string): Size => cards.get(id)?.size ?? nodeSize("compute", id);
  const places = placesOf(document, sizeOf);
  const before = rectsAt(cards, places);
  const now = rectsAt(cards, { ...places, ...moved });
  const groups = draggedGroupPlaces(document, before, now, moved);
  const notes = noteElements(document, moved);
  const nodes: CardNode[] = [];
  const rects = new Map<string, Rect>();
  for (const [id, card] of cards) {
    const rect = now.get(id);
    if (!rect || groups.standIn(id) !== id) continue;
    nodes.push(cardNode(id, card, rect));
    rects.set(id, rect);
  }
  const texts = notesOf(document);
  const { regions, cards: groupCards } = groupElements(document, groups, texts, [
    ...rects.values(),
  ]);
  for (const { key, rect } of groups.shown) rects.set(key, rect);
  const lines = drawnLines(document, rects, groups.standIn);
  for (const { id, position, width = 0, height = 0 } of notes) {
    rects.set(id, { ...position, width, height });
  }
  const groupPlaces = groups.shown;
  return { nodes, regions, groupCards, notes, ...lines, places, groupPlaces, rects };
}

function rectsAt(cards: Cards, places: Readonly<Record<string, Point>>): ReadonlyMap<string, Rect> {
  const rects = new Map<string, Rect>();
  for (const [id, card] of cards) {
    rects.set(id, { ...(places[id] ?? { x: 0, y: 0 }), ...card.size });
  }
  return rects;
}
