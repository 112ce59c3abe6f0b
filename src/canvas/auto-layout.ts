// Places for nodes that the file gives none: layers from left to right, along the calls.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { farWidth } from "./far-view.ts";
import { foldedPlaces } from "./fold-columns.ts";
import { loadInside } from "./inside/inside-door.ts";
import { type Size, snapToGrid } from "./node-size.ts";

type Dagre = typeof import("@dagrejs/dagre")["default"];

/** Comes after the first drawing, which has all its places; null until then. */
let dagre: Dagre | null = null;

/** To be awaited before a document with nodes without a place, or with open brokers, is shown. */
export async function loadLayout(): Promise<void> {
  const inside = loadInside();
  try {
    dagre ??= (await import("@dagrejs/dagre")).default;
  } catch {
    // A connection that broke between two files of the page: nodes then stand in plain rows.
  }
  await inside;
}

/** Whether nodes without a place are laid out; before, they stand in plain rows. */
export function isLayoutLoaded(): boolean {
  return dagre !== null;
}

const ROW_LENGTH = 5;
const CELL = { width: 240, height: 120 };

function plainRows(document: ScenarioDocument): Readonly<Record<string, Point>> {
  const places = Object.keys(document.nodes).map((id, index) => {
    const [column, row] = [index % ROW_LENGTH, Math.floor(index / ROW_LENGTH)];
    return [id, { x: column * CELL.width, y: row * CELL.height }] as const;
  });
  return Object.fromEntries(places);
}

/** Room between columns for the edges' labels, px. */
const BETWEEN_COLUMNS = 80;
const BETWEEN_ROWS = 36;
/** Of a large drawing: what is spared makes all of its words larger. Cards then stand every 100 px. */
const LARGE = { from: 25, columns: 60, rows: 28 };

/** Top left corners on the grid, by node id. */
export function automaticPlaces(
  document: ScenarioDocument,
  sizeOf: (nodeId: string) => Size,
): Readonly<Record<string, Point>> {
  if (!dagre) return plainRows(document);
  const isLarge = Object.keys(document.nodes).length >= LARGE.from;
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: "LR",
    ranksep: isLarge ? LARGE.columns : BETWEEN_COLUMNS,
    nodesep: isLarge ? LARGE.rows : BETWEEN_ROWS,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of Object.keys(document.nodes)) graph.setNode(id, { ...sizeOf(id) });
  const lines = Object.keys(document.edges)
    .map(edgeEnds)
    .filter(({ from, to }) => from in document.nodes && to in document.nodes && from !== to);
  for (const { from, to } of lines) graph.setEdge(from, to);
  dagre.layout(graph);
  const placed = Object.keys(document.nodes).map((id) => {
    const { x, y } = graph.node(id) as Point;
    const name = document.nodes[id]?.name ?? id;
    return { id, x, y, ...sizeOf(id), nameWidth: farWidth(name, sizeOf(id), Infinity, "far") };
  });
  const folded = foldedPlaces(
    placed,
    lines.map(({ from, to }) => [from, to]),
  );
  if (folded !== null) return folded;
  const places: Record<string, Point> = {};
  for (const id of Object.keys(document.nodes)) {
    const { x, y } = graph.node(id) as Point;
    const { width, height } = sizeOf(id);
    places[id] = { x: snapToGrid(x - width / 2), y: snapToGrid(y - height / 2) };
  }
  return places;
}

/** Places of all nodes: those of the file, the rest (or all, if there are none) laid out. */
export function placesOf(
  document: ScenarioDocument,
  sizeOf: (nodeId: string) => Size,
): Readonly<Record<string, Point>> {
  const layout = document.layout ?? {};
  const ids = Object.keys(document.nodes);
  const missing = ids.filter((id) => !layout[id]);
  const laidOut = missing.length > 0 ? automaticPlaces(document, sizeOf) : {};
  const places: Record<string, Point> = {};
  for (const id of ids) {
    const own = layout[id];
    places[id] = own ? { x: own[0], y: own[1] } : (laidOut[id] ?? { x: 0, y: 0 });
  }
  return places;
}
