// Gives every random stream of a program its start. A stream's key is (seed, id, purpose), so its
// number, which depends on the other entities, plays no part.
import { seedStream, streamTable } from "../core/random.ts";
import { placeEdgeStreams } from "../primitives/network.ts";
import { BREAKS, nodes, POLLS } from "../primitives/parameters.ts";
import { placeSourceStreams } from "../primitives/source.ts";
import { sources } from "../primitives/source-parameters.ts";
import {
  EDGE_PURPOSES,
  EDGE_STREAMS,
  INSTANCE_PURPOSES,
  INSTANCE_STREAMS,
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
  const firstInstance = firstSource + sources.highWater * SOURCE_STREAMS;
  const last = placeInstanceStreams(firstInstance);
  if (!streamTable.occupy(last + 1)) {
    streamTable.exhaust();
    return;
  }
  placeEdgeStreams(firstEdge);
  placeSourceStreams(firstSource);
  nodeIds.forEach((id, node) => {
    seedPurposes(node * NODE_STREAMS, seed, id, NODE_PURPOSES);
    if (!hasInstanceStreams(node)) return;
    for (let at = 0; at < nodes.instanceCount[node]; at++) {
      const first = nodes.firstStream[node] + at * INSTANCE_STREAMS;
      seedPurposes(first, seed, id, INSTANCE_PURPOSES, at);
    }
  });
  edgeIds.forEach((id, edge) => {
    seedPurposes(firstEdge + edge * EDGE_STREAMS, seed, id, EDGE_PURPOSES);
  });
  for (let source = 0; source < sources.highWater; source++) {
    const id = nodeIds[sources.node[source]] ?? "";
    seedPurposes(firstSource + source * SOURCE_STREAMS, seed, id, SOURCE_PURPOSES);
  }
}

function seedPurposes(
  first: number,
  seed: number,
  id: string,
  purposes: readonly string[],
  instance = 0,
): void {
  purposes.forEach((purpose, at) => {
    seedStream(first + at, seed, id, purpose, instance);
  });
}

function hasInstanceStreams(node: number): boolean {
  return (nodes.mode[node] & (BREAKS | POLLS)) !== 0;
}

/** Instances that break down or sleep have streams of their own; returns the first free one. */
function placeInstanceStreams(first: number): number {
  let next = first;
  for (let node = 0; node < nodes.highWater; node++) {
    if (!hasInstanceStreams(node)) continue;
    nodes.firstStream[node] = next;
    next += nodes.instanceCount[node] * INSTANCE_STREAMS;
  }
  return next;
}

/** A stream that belongs to nobody: fault targets are drawn with it from a fresh start. */
export function spareStream(): number {
  return streamTable.highWater - 1;
}
