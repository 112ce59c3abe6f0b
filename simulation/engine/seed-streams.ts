// Gives every random stream of a program its start. A stream's key is (seed, id, purpose), so its
// number, which depends on the other entities, plays no part.
import { seedStream, streamTable } from "../core/random.ts";
import { placeEdgeStreams } from "../primitives/network.ts";
import { sources } from "../primitives/parameters.ts";
import { placeSourceStreams } from "../primitives/source.ts";
import {
  EDGE_PURPOSES,
  EDGE_STREAMS,
  NODE_PURPOSES,
  NODE_STREAMS,
  SOURCE_PURPOSES,
  SOURCE_STREAMS,
} from "../primitives/streams.ts";
import type { SeriesLayout } from "../results/series.ts";

/** Places and seeds the streams of all nodes, edges and sources; sources must be filled in. */
export function seedStreams({ nodeIds, edgeIds }: SeriesLayout, seed: number): void {
  const firstEdge = nodeIds.length * NODE_STREAMS;
  const firstSource = firstEdge + edgeIds.length * EDGE_STREAMS;
  streamTable.occupy(firstSource + sources.highWater * SOURCE_STREAMS + 1);
  placeEdgeStreams(firstEdge);
  placeSourceStreams(firstSource);
  nodeIds.forEach((id, node) => {
    seedPurposes(node * NODE_STREAMS, seed, id, NODE_PURPOSES);
  });
  edgeIds.forEach((id, edge) => {
    seedPurposes(firstEdge + edge * EDGE_STREAMS, seed, id, EDGE_PURPOSES);
  });
  for (let source = 0; source < sources.highWater; source++) {
    const id = nodeIds[sources.node[source]] ?? "";
    seedPurposes(firstSource + source * SOURCE_STREAMS, seed, id, SOURCE_PURPOSES);
  }
}

function seedPurposes(first: number, seed: number, id: string, purposes: readonly string[]): void {
  purposes.forEach((purpose, at) => {
    seedStream(first + at, seed, id, purpose);
  });
}

/** A stream that belongs to nobody: fault targets are drawn with it from a fresh start. */
export function spareStream(): number {
  return streamTable.highWater - 1;
}
