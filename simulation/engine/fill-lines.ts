// Lays out the lines in which publishes to logs stand that may be tried again, and says which edges have
// them. What decides that is part of the shape of a program.
import { brokers } from "../primitives/consumer-rows.ts";
import { ACKS_NONE, logEdges } from "../primitives/log-rows.ts";
import { STORES_FIRST } from "../primitives/outbox.ts";
import {
  edges,
  FLIES,
  LOG_BROKER,
  nodes,
  TRACKS_EFFECTS,
  UNLIMITED,
} from "../primitives/parameters.ts";
import { COLLECTS } from "../primitives/parcel-rows.ts";
import { LINES_UP, linedEdges, lines } from "../primitives/publish-lines.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import type { Program } from "./program.ts";

/** Whether publishes over an edge keep a place: sent one by one, answered, and tried again. */
function linesUp(edge: number, { sort }: ResolvedEdge): boolean {
  if (sort !== "publish" || nodes.primitive[edges.to[edge]] !== LOG_BROKER) return false;
  const guards = edges.guards[edge];
  if ((guards & TRACKS_EFFECTS) === 0 || (guards & (FLIES | COLLECTS | STORES_FIRST)) !== 0) {
    return false;
  }
  return edges.oneWay[edge] === 0 && logEdges.acks[edge] !== ACKS_NONE;
}

/** Edges, brokers, parcels and patterns must be filled in. With `fresh` the lines too. */
export function fillLines({ scenario }: Program, fresh: boolean): string | null {
  linedEdges.occupy(scenario.edges.length);
  let next = 0;
  for (const [edge, resolved] of scenario.edges.entries()) {
    if (!linesUp(edge, resolved)) continue;
    edges.guards[edge] |= LINES_UP;
    linedEdges.requestsMax[edge] = Number(resolved.values.maxInFlight ?? UNLIMITED);
    linedEdges.firstLine[edge] = next;
    const each = brokers.partitionCount[edges.to[edge]];
    const end = next + edges.rowCount[edge] * each;
    if (fresh) {
      if (!lines.occupy(end)) return lines.name;
      const first = brokers.firstPartition[edges.to[edge]];
      for (let line = next; line < end; line++) {
        lines.edge[line] = edge;
        lines.partition[line] = first + ((line - next) % each);
      }
    }
    next = end;
  }
  return null;
}
