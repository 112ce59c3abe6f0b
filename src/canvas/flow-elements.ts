// The document as React Flow's nodes and edges. Only what the drawing needs stands in their data;
// live values are read from the store by each node and edge itself.
import { type Edge, type Node, Position } from "@xyflow/react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Family } from "../../simulation/kinds/define.ts";
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { placesOf } from "./auto-layout.ts";
import { type Cubic, edgeCurve, type Rect } from "./geometry.ts";
import { type EdgeLabelPlace, type EdgeToLabel, placeLabels } from "./label-places.ts";
import { nodeSize, type Size } from "./node-size.ts";

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
  readonly size: Size;
}

export interface EdgeLineData extends Record<string, unknown> {
  readonly curve: Cubic;
  readonly sort: "call" | "message";
  readonly hasBreaker: boolean;
  readonly labels: EdgeLabelPlace;
}

export type CardNode = Node<NodeCardData, "card">;
export type LineEdge = Edge<EdgeLineData, "line">;

export interface Drawing {
  readonly nodes: CardNode[];
  readonly edges: LineEdge[];
  /** Places of all nodes, also of those that the file gives none. */
  readonly places: Readonly<Record<string, Point>>;
}

/** Beyond this many edges the labels show on hover only; finding places takes too long. */
const MOST_LABELED_EDGES = 250;
/** Role and name are on the card and the line inside; React Flow's wrappers keep silent. */
const QUIET = {
  role: "presentation",
  "aria-roledescription": undefined,
  "aria-label": undefined,
  "aria-describedby": undefined,
};
const NO_LABELS: EdgeLabelPlace = { rate: null, errors: null, held: null };

function replicasOf(node: NodeDocument): number | null {
  const own = node.replicas;
  if (typeof own === "number") return own;
  const param = kindOf(node.kind)?.params.replicas;
  return param?.type === "number" ? param.default : null;
}

function cardData(id: string, node: NodeDocument, connected: ReadonlySet<string>): NodeCardData {
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
    size: nodeSize(family, name),
  };
}

function isMessageEdge(document: ScenarioDocument, edgeId: string): boolean {
  const { from, to } = edgeEnds(edgeId);
  const ends = [document.nodes[from], document.nodes[to]];
  return ends.some((node) => node && kindOf(node.kind)?.family === "messaging");
}

/** 0 for the first edge between two nodes, 1 for the second, and so on. */
function laneOf(edgeId: string): number {
  const number = Number(edgeId.split("#")[1] ?? 1);
  return Number.isInteger(number) ? number - 1 : 0;
}

function cardNode(id: string, data: NodeCardData, at: Point): CardNode {
  const { width, height } = data.size;
  const port = { y: height / 2 - 12, width: 24, height: 24 };
  return {
    id,
    type: "card",
    position: at,
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

type Cards = ReadonlyMap<string, NodeCardData>;

const knownCards = new WeakMap<ScenarioDocument, Cards>();

/** What the cards say, made once per document: a drag must not draw every card again. */
function cardsOf(document: ScenarioDocument): Cards {
  const known = knownCards.get(document);
  if (known) return known;
  const ends = Object.keys(document.edges).flatMap((id) => Object.values(edgeEnds(id)));
  const connected = new Set(ends);
  const cards = new Map<string, NodeCardData>();
  for (const [id, node] of Object.entries(document.nodes)) {
    cards.set(id, cardData(id, node, connected));
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
  const nodes: CardNode[] = [];
  const rects = new Map<string, Rect>();
  for (const [id, card] of cards) {
    const at = moved[id] ?? places[id] ?? { x: 0, y: 0 };
    nodes.push(cardNode(id, card, at));
    rects.set(id, { ...at, ...card.size });
  }
  return { nodes, edges: linesOf(document, rects), places };
}

/** Policies that make calls wait or leave instances out. */
const HOLDING = ["bulkhead", "rateLimit", "pool", "outlier", "maxFails", "healthCheck"] as const;

function linesOf(document: ScenarioDocument, rects: ReadonlyMap<string, Rect>): LineEdge[] {
  const curves: (EdgeToLabel & { readonly from: string; readonly to: string })[] = [];
  for (const [id, edge] of Object.entries(document.edges)) {
    const { from, to } = edgeEnds(id);
    const [start, end] = [rects.get(from), rects.get(to)];
    if (!start || !end) continue;
    const hasBadge = edge.breaker !== undefined && edge.breaker !== null;
    const mayHold = HOLDING.some((policy) => edge[policy] !== undefined && edge[policy] !== null);
    curves.push({ id, curve: edgeCurve(start, end, laneOf(id)), hasBadge, mayHold, from, to });
  }
  const places =
    curves.length <= MOST_LABELED_EDGES ? placeLabels([...rects.values()], curves) : new Map();
  return curves.map(({ id, curve, hasBadge, from, to }) => ({
    id,
    type: "line",
    source: from,
    target: to,
    domAttributes: QUIET,
    data: {
      curve,
      sort: isMessageEdge(document, id) ? "message" : "call",
      hasBreaker: hasBadge,
      labels: places.get(id) ?? NO_LABELS,
    },
  }));
}
