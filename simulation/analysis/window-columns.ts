// Which columns of a series row are added up over an analysis window, and where they stand.
import { OUTCOMES } from "../results/outcomes.ts";
import {
  EDGE_COLUMNS,
  edgeColumn,
  NODE_COLUMNS,
  nodeColumn,
  type SeriesLayout,
  TYPE_COLUMNS,
  typeColumn,
} from "../results/series.ts";
import type { Topology } from "./topology.ts";

/** What is summed of a request type, a node and an edge. */
const TYPE_SUMS = ["offered", ...OUTCOMES, "good", "inFlight"] as const;
const NODE_SUMS = [
  "arrivals",
  "retriedArrivals",
  "completions",
  "callerFailed",
  "callerEnded",
  "rejected",
  "queueMean",
  "heldMean",
  "slotsMean",
  "inFlightMean",
  "started",
  "serviceMs",
  "wastedMs",
  "hits",
  "misses",
  "staleHits",
] as const;
/** What only nodes have that store messages; of all others it is 0. */
const MESSAGE_SUMS = [
  "published",
  "delivered",
  "redelivered",
  "deadLettered",
  "dropped",
  "expiries",
] as const;
const EDGE_SUMS = [
  "calls",
  "attempts",
  "failedAttempts",
  "retries",
  "refused",
  "fallbacks",
  "pendingMean",
  "openMean",
  "inBackoffMean",
  "waitingEnd",
] as const;

export const WIDTH = {
  type: TYPE_COLUMNS.length,
  node: NODE_COLUMNS.length,
  edge: EDGE_COLUMNS.length,
};

function placesOf<const Names extends readonly string[]>(
  names: Names,
  columns: readonly string[],
): Readonly<Record<Names[number], number>> {
  const entries = names.map((name) => [name, columns.indexOf(name)]);
  return Object.fromEntries(entries) as Record<Names[number], number>;
}

/** Places of the sums of a request type, a node and an edge: nobody can read what is not summed. */
export const TYPE = placesOf(TYPE_SUMS, TYPE_COLUMNS);
export const NODE = placesOf([...NODE_SUMS, ...MESSAGE_SUMS], NODE_COLUMNS);
export const EDGE = placesOf(EDGE_SUMS, EDGE_COLUMNS);
export const FIRST_OUTCOME = TYPE[OUTCOMES[0]];

/** Places of everything in a row of the series. */
export const TYPE_AT = placesOf(TYPE_COLUMNS, TYPE_COLUMNS);
export const NODE_AT = placesOf(NODE_COLUMNS, NODE_COLUMNS);
export const EDGE_AT = placesOf(EDGE_COLUMNS, EDGE_COLUMNS);

const TYPE_PLACES = Object.values(TYPE);
const NODE_PLACES = Object.values(placesOf(NODE_SUMS, NODE_COLUMNS));
const MESSAGE_PLACES = Object.values(NODE);
const EDGE_PLACES = Object.values(EDGE);

/** Where the sums stand in a row of the series; of what offers requests, these tell everything. */
function summedColumns(layout: SeriesLayout, { nodes }: Topology): Int32Array {
  const { typeIds, edgeIds } = layout;
  const columns: number[] = [];
  const add = (from: number, places: readonly number[]): void => {
    for (const place of places) columns.push(from + place);
  };
  const types = typeColumn(0, TYPE_COLUMNS[0]);
  const edges = edgeColumn(layout, 0, EDGE_COLUMNS[0]);
  for (let type = 0; type < typeIds.length; type++) add(types + type * WIDTH.type, TYPE_PLACES);
  for (const [node, { source, keepsMessages }] of nodes.entries()) {
    if (source) continue;
    const from = nodeColumn(layout, node, NODE_COLUMNS[0]);
    add(from, keepsMessages ? MESSAGE_PLACES : NODE_PLACES);
  }
  for (let edge = 0; edge < edgeIds.length; edge++) add(edges + edge * WIDTH.edge, EDGE_PLACES);
  return Int32Array.from(columns);
}

/** Replications ask for the same again. */
const columnsOf = new WeakMap<Topology, Int32Array>();

export function columnsFor(layout: SeriesLayout, topology: Topology): Int32Array {
  const kept = columnsOf.get(topology);
  if (kept !== undefined) return kept;
  const columns = summedColumns(layout, topology);
  columnsOf.set(topology, columns);
  return columns;
}
