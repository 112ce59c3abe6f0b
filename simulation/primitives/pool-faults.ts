// What faults do to connections: crashes reset them, leaks keep them from coming back, and new
// handshakes may be refused. Not on the hot path: they look through all connections.
import { SHOWS_GOOD, shownOverEdges } from "./access-rows.ts";
import { close, openConnection, recover } from "./connections.ts";
import { connections, OPEN, poolCounts, pooledEdges, pools } from "./flight-rows.ts";
import { heldEdges, hubInstances, hubs } from "./held-rows.ts";
import { instances } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { offerAgain, openedBefore, openMore } from "./pool.ts";
import { leadsTo } from "./stickiness.ts";

/** The first pool of an edge's caller instance, -1 where the edge has none. */
function poolAt(edge: number, instance: number, node: number): number {
  if (edges.from[edge] !== node || pooledEdges.pooled[edge] === 0) return -1;
  return pooledEdges.firstPool[edge] + instance - nodes.firstInstance[node];
}

/** A caller instance goes down: its pools open and give out nothing while its calls are given up. */
export function suspendPools(instance: number, node: number): void {
  for (let edge = 0; edge < pooledEdges.highWater; edge++) {
    const pool = poolAt(edge, instance, node);
    if (pool >= 0) pools.down[pool] = 1;
  }
}

/** The pools of a caller instance that has gone down are empty when it comes back. */
export function clearPools(instance: number, node: number): void {
  for (let edge = 0; edge < pooledEdges.highWater; edge++) {
    const pool = poolAt(edge, instance, node);
    if (pool < 0) continue;
    for (let row = 0; row < connections.highWater; row++) {
      if (isOf(row, pool)) close(row);
    }
    pools.down[pool] = 0;
  }
}

/** True of a connection that is one of a pool's; rows that are free keep what they held. */
function isOf(connection: number, pool: number): boolean {
  return connections.pool[connection] === pool && connections.live[connection] === 1;
}

/** Opens all connections of a pool, spread over the instances of the callee. */
export function openWarm(pool: number): void {
  const edge = pools.edge[pool];
  const node = edges.to[edge];
  // Whom a hub does not let in holds no connection from before.
  if (heldEdges.upgrade[edge] !== 0 && shownOverEdges.bits[edge] !== SHOWS_GOOD) return;
  for (let at = 0; at < pooledEdges.max[edge]; at++) {
    // Clients of a hub have one each: theirs are spread over them.
    const place = heldEdges.held[edge] === 1 ? pool - pooledEdges.firstPool[edge] + at : at;
    const instance = nodes.firstInstance[node] + (place % nodes.instanceCount[node]);
    const connection = openConnection(pool, instance);
    if (connections.refused[connection] !== 0) {
      close(connection);
      break;
    }
    openedBefore(connection);
  }
  poolCounts.opened[edge] = 0;
}

/** An instance loses its connections, in use or idle. What is on them ends by its own answer. */
export function resetConnections(instance: number): void {
  forgetAccepting(instance);
  for (let row = 0; row < connections.highWater; row++) {
    if (connections.live[row] === 0 || connections.state[row] !== OPEN) continue;
    if (connections.instance[row] !== instance && !leadsTo(row, instance)) continue;
    poolCounts.closedBroken[pools.edge[connections.pool[row]]]++;
    close(row);
  }
  for (let pool = 0; pool < pools.highWater; pool++) openMore(pool);
}

/** Whom an instance of a hub was about to accept comes again later. */
function forgetAccepting(instance: number): void {
  if (instance >= hubInstances.highWater) return;
  hubInstances.busyUntil[instance] = 0;
  hubs.lost[instances.node[instance]] += hubInstances.open[instance];
}

/**
 * From now on this share of requests keeps its connection, or its stream, for ever (a leak).
 * `ratio` 0 ends the leak and leaves what has leaked; see `returnLeaked`.
 */
export function leakConnections(edge: number, ratio: number): void {
  pooledEdges.leakRatio[edge] = ratio;
}

/** What has leaked comes back, as after a restart of the callers. */
export function returnLeaked(edge: number): void {
  for (let row = 0; row < connections.highWater; row++) {
    if (connections.live[row] === 0 || connections.leaked[row] === 0) continue;
    if (pools.edge[connections.pool[row]] !== edge) continue;
    recover(row);
    offerAgain(row);
  }
}

/**
 * From now on new handshakes of the edge end with `outcome`, each caller's from its
 * `callerWays.lostAt` on; 0: they succeed. Open connections stay.
 */
export function refuseHandshakes(edge: number, outcome: number): void {
  pooledEdges.refusal[edge] = outcome;
}
