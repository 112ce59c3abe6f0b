// Writes where the rows of databases are into their columns, and reports what came of it.
import {
  dataPlaces,
  IN_SHARDS,
  ON_REPLICAS,
  operationPlaces,
  READS_ALL,
  READS_PRIMARY,
  READS_REPLICAS,
} from "../primitives/data-places.ts";
import { WATCH_DATA } from "../primitives/lock-rows.ts";
import { nodes, operations } from "../primitives/parameters.ts";
import type { ReplicationResult } from "../results/data-result.ts";
import type { Program } from "./program.ts";

const READS = { replicas: READS_REPLICAS, primary: READS_PRIMARY, all: READS_ALL } as const;

/** All nodes and operations, which must be filled in. */
export function fillPlaces(program: Program, fresh: boolean): string | null {
  if (!dataPlaces.occupy(nodes.highWater)) return "nodes";
  if (!operationPlaces.occupy(operations.highWater)) return "operations";
  for (const [row, { work, phase }] of program.graph.operations.entries()) {
    const writes = work?.changesData === true || work?.locksRow === true || phase !== "plain";
    operationPlaces.writes[row] = writes || work?.readsBefore != null ? 1 : 0;
  }
  for (const [node, { descriptor }] of program.nodes.entries()) {
    const places = descriptor.primitive === "station" ? (descriptor.station.places ?? null) : null;
    dataPlaces.way[node] = places === null ? 0 : places.way === "shards" ? IN_SHARDS : ON_REPLICAS;
    if (places?.way !== "replicas") continue;
    nodes.watch[node] |= WATCH_DATA;
    dataPlaces.readsFrom[node] = READS[places.readsFrom];
    dataPlaces.lag[node] = program.index.distribution(places.lag, "ms");
    dataPlaces.failoverMs[node] = places.failoverMs ?? -1;
    if (fresh) dataPlaces.downAt[node] = -1;
  }
  return null;
}

/** The measured period begins. */
export function restartPlaces(): void {
  for (const column of [
    ...[dataPlaces.writes, dataPlaces.replicaReads, dataPlaces.staleReads],
    ...[dataPlaces.staleTotal, dataPlaces.staleMost],
    ...[dataPlaces.failovers, dataPlaces.lostWrites],
  ]) {
    column.fill(0, 0, dataPlaces.highWater);
  }
}

/** What a database with replicas reports of them. */
export function replicationResultOf(node: number): { readonly replication?: ReplicationResult } {
  if (dataPlaces.way[node] !== ON_REPLICAS) return {};
  const stale = dataPlaces.staleReads[node];
  return {
    replication: {
      writes: dataPlaces.writes[node],
      replicaReads: dataPlaces.replicaReads[node],
      staleReads: stale,
      staleMs: {
        mean: stale > 0 ? dataPlaces.staleTotal[node] / stale : null,
        max: dataPlaces.staleMost[node],
      },
      failovers: dataPlaces.failovers[node],
      lostWrites: dataPlaces.lostWrites[node],
    },
  };
}
