// Places for nodes that the file gives none: layers from left to right, along the calls.
import dagre from "@dagrejs/dagre";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeEnds, type Point } from "../store/graph-edits.ts";
import { type Size, snapToGrid } from "./node-size.ts";

/** Room between columns for the edges' labels, px. */
const BETWEEN_COLUMNS = 80;
const BETWEEN_ROWS = 36;

/** Top left corners on the grid, by node id. */
export function automaticPlaces(
  document: ScenarioDocument,
  sizeOf: (nodeId: string) => Size,
): Readonly<Record<string, Point>> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", ranksep: BETWEEN_COLUMNS, nodesep: BETWEEN_ROWS });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of Object.keys(document.nodes)) graph.setNode(id, { ...sizeOf(id) });
  for (const id of Object.keys(document.edges)) {
    const { from, to } = edgeEnds(id);
    if (from in document.nodes && to in document.nodes && from !== to) graph.setEdge(from, to);
  }
  dagre.layout(graph);
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
