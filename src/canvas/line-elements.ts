// The document's edges as React Flow's. Edges whose ends lie in collapsed groups end at the group's
// card; several between the same two cards are one line then.
import type { Edge } from "@xyflow/react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeSortOf, kindOfNode } from "../../simulation/scenario/edge-sorts.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { groupOfKey } from "../store/group-membership.ts";
import { notesOf } from "../store/note-edits.ts";
import { type Cubic, edgeCurve, type Rect } from "./geometry.ts";
import type { PlacedInside } from "./inside/place-inside.ts";
import { type EdgeLabelPlace, type EdgeToLabel, labelBoxes, placeLabels } from "./label-places.ts";

export interface EdgeLineData extends Record<string, unknown> {
  readonly curve: Cubic;
  readonly sort: "call" | "message";
  readonly hasBreaker: boolean;
  readonly labels: EdgeLabelPlace;
  /** What somebody wrote about it. */
  readonly note: string | null;
  /** Ids of the edges that the line stands for; one, unless a group is collapsed. */
  readonly edgeIds: readonly string[];
}

export type LineEdge = Edge<EdgeLineData, "line" | "bundle">;

/** Beyond this many edges the labels show on hover only; finding places takes too long. */
const MOST_LABELED_EDGES = 250;
const NO_LABELS: EdgeLabelPlace = { rate: null, errors: null, held: null, badge: null };
/** Role and name are on the line inside; React Flow's wrappers keep silent. */
const QUIET = {
  role: "presentation",
  "aria-roledescription": undefined,
  "aria-label": undefined,
  "aria-describedby": undefined,
};
const BUNDLE = "bundle:";

/** Ids of the edges that a drawn line stands for. */
export function edgesOfLine(lineId: string): readonly string[] {
  return lineId.startsWith(BUNDLE) ? lineId.slice(BUNDLE.length).split("|") : [lineId];
}

function lineId(edgeIds: readonly string[]): string {
  return edgeIds.length === 1 ? String(edgeIds[0]) : BUNDLE + edgeIds.join("|");
}

/** Nobody waits for what goes over it: messages, and spans unless they are exported at once. */
function isMessageEdge(document: ScenarioDocument, edgeId: string): boolean {
  const { from, to } = edgeEnds(edgeId);
  const start = kindOfNode(document.nodes, from);
  const end = kindOfNode(document.nodes, to);
  if (start === undefined || end === undefined) return false;
  if (end.ports.in.includes("export")) {
    const exporter = document.edges[edgeId]?.exporter as { processor?: string } | undefined;
    return exporter?.processor !== "simple";
  }
  return edgeSortOf(start, end) !== "call";
}

/** 0 for the first edge between two nodes, 1 for the second, and so on. */
function laneOf(edgeId: string): number {
  const number = Number(edgeId.split("#")[1] ?? 1);
  return Number.isInteger(number) ? number - 1 : 0;
}

interface Line {
  readonly edgeIds: readonly string[];
  readonly from: string;
  readonly to: string;
}

function linesBetween(
  document: ScenarioDocument,
  rects: ReadonlyMap<string, Rect>,
  standIn: (nodeId: string) => string,
): readonly Line[] {
  const single: Line[] = [];
  const bundles = new Map<string, { edgeIds: string[]; from: string; to: string }>();
  for (const id of Object.keys(document.edges)) {
    const ends = edgeEnds(id);
    const [from, to] = [standIn(ends.from), standIn(ends.to)];
    if (!rects.has(from) || !rects.has(to)) continue;
    if (from === ends.from && to === ends.to) {
      single.push({ edgeIds: [id], from, to });
    } else if (from !== to) {
      const pair = `${from}|${to}`;
      const bundle = bundles.get(pair);
      if (bundle) bundle.edgeIds.push(id);
      else bundles.set(pair, { edgeIds: [id], from, to });
    }
  }
  return [...single, ...bundles.values()];
}

function hasBreaker(document: ScenarioDocument, edgeIds: readonly string[]): boolean {
  const [only] = edgeIds;
  return edgeIds.length === 1 && document.edges[only ?? ""]?.breaker != null;
}

/** Policies that make calls wait or leave instances out. */
const HOLDING = ["bulkhead", "rateLimit", "pool", "outlier", "maxFails", "healthCheck"] as const;

function holdsBack(document: ScenarioDocument, edgeIds: readonly string[]): boolean {
  const edge = edgeIds.length === 1 ? document.edges[edgeIds[0] ?? ""] : undefined;
  return edge !== undefined && HOLDING.some((policy) => edge[policy] != null);
}

/** Heights at which the line of one edge ends at parts of open brokers. */
function anchorsOf({ edgeIds, from, to }: Line, insides: ReadonlyMap<string, PlacedInside>) {
  const id = edgeIds.length === 1 ? (edgeIds[0] ?? "") : "";
  const arriving = insides.get(to)?.anchors;
  return {
    leaves: insides.get(from)?.anchors.get(id),
    arrives: arriving?.get(id) ?? arriving?.get(""),
  };
}

/** The lines before anything is dragged. */
export interface RestedLines {
  readonly rects: ReadonlyMap<string, Rect>;
  readonly edges: ReadonlyMap<string, LineEdge>;
}

function sameRect(a: Rect, b: Rect | undefined): boolean {
  return a === b || (a.x === b?.x && a.y === b.y && a.width === b.width && a.height === b.height);
}

interface DrawnLine extends EdgeToLabel {
  readonly line: Line;
  /** As it was, where neither end has moved. */
  readonly kept: LineEdge | null;
}

function lineAsDrawn(
  document: ScenarioDocument,
  line: Line,
  rects: ReadonlyMap<string, Rect>,
  insides: ReadonlyMap<string, PlacedInside>,
  rested: RestedLines | null,
): DrawnLine | null {
  const { edgeIds, from, to } = line;
  const [start, end] = [rects.get(from), rects.get(to)];
  if (!start || !end) return null;
  const id = lineId(edgeIds);
  const isRested =
    rested !== null &&
    sameRect(start, rested.rects.get(from)) &&
    sameRect(end, rested.rects.get(to));
  const kept = (isRested && rested.edges.get(id)) || null;
  const lane = edgeIds.length === 1 ? laneOf(edgeIds[0] ?? "") : 0;
  return {
    id,
    curve: kept?.data?.curve ?? edgeCurve(start, end, lane, anchorsOf(line, insides)),
    hasBadge: hasBreaker(document, edgeIds),
    mayHold: holdsBack(document, edgeIds),
    line,
    kept,
  };
}

/** Where the number of a step stands on a card while the story is read (step-badge.css); for two of them. */
function badgeAt({ x, y }: Rect): Rect {
  return { x: x - 9, y: y - 12, width: 38, height: 22 };
}

/** Labels may lie over a region, not over the card of a collapsed group, nor over a number of the story. */
function inTheWay(rects: ReadonlyMap<string, Rect>, lines: readonly DrawnLine[]): Rect[] {
  const ends = new Set(lines.flatMap(({ line }) => [line.from, line.to]));
  return [...rects]
    .filter(([id]) => groupOfKey(id) === null || ends.has(id))
    .flatMap(([, rect]) => [rect, badgeAt(rect)]);
}

/** Places for the labels of all lines; while something is dragged those of its lines alone move. */
function labelsOf(
  rects: ReadonlyMap<string, Rect>,
  lines: readonly DrawnLine[],
): ReadonlyMap<string, EdgeLabelPlace> {
  if (lines.length > MOST_LABELED_EDGES) return new Map();
  const kept = lines.flatMap((line) => (line.kept?.data ? labelBoxes(line.kept.data.labels) : []));
  return placeLabels(
    [...inTheWay(rects, lines), ...kept],
    lines.filter((line) => line.kept === null),
  );
}

/** Lines between the cards that are seen, and the curve of every edge for what moves along it. */
export function drawnLines(
  document: ScenarioDocument,
  rects: ReadonlyMap<string, Rect>,
  standIn: (nodeId: string) => string,
  insides: ReadonlyMap<string, PlacedInside> = new Map(),
  rested: RestedLines | null = null,
): { readonly edges: LineEdge[]; readonly curves: ReadonlyMap<string, Cubic> } {
  const notes = notesOf(document);
  const lines = linesBetween(document, rects, standIn)
    .map((line) => lineAsDrawn(document, line, rects, insides, rested))
    .filter((line) => line !== null);
  const curves = new Map<string, Cubic>();
  for (const { line, curve } of lines) for (const id of line.edgeIds) curves.set(id, curve);
  const labels = labelsOf(rects, lines);
  const edges = lines.map(({ id, curve, hasBadge, line, kept }): LineEdge => {
    if (kept) return kept;
    const { edgeIds, from, to } = line;
    return {
      id,
      type: edgeIds.length === 1 ? "line" : "bundle",
      source: from,
      target: to,
      domAttributes: QUIET,
      data: {
        curve,
        sort: edgeIds.every((each) => isMessageEdge(document, each)) ? "message" : "call",
        hasBreaker: hasBadge,
        labels: labels.get(id) ?? NO_LABELS,
        note: edgeIds.length === 1 ? (notes[id] ?? null) : null,
        edgeIds,
      },
    };
  });
  return { edges, curves };
}
