// The connections of a pool: opened with a handshake, in use by requests, idle, closed. A connection
// leads to one instance of the callee. Those with room stand in a list, the one used last in front,
// so that few are kept busy and the others may be closed for idleness. Cost: constant, apart from
// the search for a connection to a certain instance.
import { cancel, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { CONNECTION_REFUSED } from "../results/outcomes.ts";
import { outstandingCell } from "./balancer.ts";
import { CONNECTED, IDLE_CLOSE } from "./event-kinds.ts";
import {
  CLOSED,
  CONNECTING,
  callees,
  connections,
  flights,
  poolCounts,
  pooledEdges,
  pools,
} from "./flight-rows.ts";
import { acceptInTurn, comeBackLater, countHeld, refusesHeld } from "./held.ts";
import { heldEdges, heldPools } from "./held-rows.ts";
import { callerWays } from "./link-faults.ts";
import { sampleRoundTrips } from "./network.ts";
import { edges, nodes } from "./parameters.ts";
import { balanceCells } from "./policy-rows.ts";
import { changeIdle, changeInUse } from "./pool-levels.ts";
import { openBuffer } from "./push-buffers.ts";
import { forgetPassage } from "./stickiness.ts";
import { openInOrder } from "./stream-order.ts";

/** A new connection of a pool to an instance; its handshake has not begun. */
export function openConnection(pool: number, instance: number): number {
  const edge = pools.edge[pool];
  const node = edges.to[edge];
  const connection = allocateRow(connections.marks, connections.next, connections.cap);
  connections.pool[connection] = pool;
  connections.instance[connection] = instance;
  connections.streams[connection] = 0;
  connections.first[connection] = 0;
  connections.last[connection] = 0;
  connections.leaked[connection] = 0;
  connections.rests[connection] = 0;
  connections.hasRoom[connection] = 0;
  connections.timer[connection] = 0;
  connections.state[connection] = CONNECTING;
  connections.live[connection] = 1;
  forgetPassage(connection);
  openInOrder(connection);
  connections.isNew[connection] =
    pooledEdges.resumes[edge] === 1 && pools.known[pool] === 1 ? 0 : 1;
  openBuffer(connection);
  pools.open[pool]++;
  poolCounts.opened[edge]++;
  connections.refused[connection] = refusalOf(pool, edge, node, instance);
  if (connections.refused[connection] === 0) countHeld(node, instance, 1);
  callees.open[node]++;
  if (pooledEdges.balances[edge] === 1) countForBalancing(connection, pool, edge, 1);
  return connection;
}

/** The outcome with which a new connection of a pool is refused, 0 = it is not. */
function refusalOf(pool: number, edge: number, node: number, instance: number): number {
  if (isCutOff(pool, edge)) return pooledEdges.refusal[edge];
  const full =
    (callees.max[node] > 0 && callees.open[node] >= callees.max[node]) ||
    refusesHeld(node, instance);
  return full ? CONNECTION_REFUSED : 0;
}

/** Whether a fault keeps a caller instance from connecting anew. */
function isCutOff(pool: number, edge: number): boolean {
  if (pooledEdges.refusal[edge] === 0) return false;
  return callerWays.lostAt[callerOf(pool, edge)] <= registers[NOW];
}

/** Row of the caller instance that a pool is of. */
function callerOf(pool: number, edge: number): number {
  return edges.firstRow[edge] + pool - pooledEdges.firstPool[edge];
}

/** A caller has one connection more, or less, to a member: `change` is 1 or -1. */
function countForBalancing(connection: number, pool: number, edge: number, change: number): void {
  const at = connections.instance[connection] - nodes.firstInstance[edges.to[edge]];
  balanceCells.outstanding[outstandingCell(edge, callerOf(pool, edge), at)] += change;
}

/** Starts the handshake of a new connection; false when it takes no time. */
export function shakeHands(connection: number): boolean {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  const isNew = connections.isNew[connection] === 1;
  const trips = pooledEdges.roundTrips[edge] - (isNew ? 0 : pooledEdges.sparedTrips[edge]);
  if (connections.refused[connection] === 0) {
    if (!isNew) poolCounts.resumed[edge]++;
    pools.known[pool] = 1;
    sampleRoundTrips(edge, trips);
    if (isNew) registers[SAMPLE] += pooledEdges.callerMs[edge];
    acceptInTurn(edges.to[edge], connections.instance[connection]);
  } else if (isCutOff(pool, edge))
    sampleRoundTrips(edge, callerWays.trips[callerOf(pool, edge)] >> 1);
  // To be refused by the callee takes a round trip even where handshakes are free.
  else sampleRoundTrips(edge, Math.max(1, trips));
  if (registers[SAMPLE] <= 0) return false;
  registers[AT] = registers[NOW] + registers[SAMPLE];
  connections.timer[connection] = schedule(CONNECTED, connection, 0) + 1;
  return true;
}

/** A connection of the pool with room for a request, + 1; to `instance`, or to any if it is -1. */
export function withRoom(pool: number, instance: number): number {
  let link = pools.roomy[pool];
  if (instance < 0) return link;
  while (link !== 0 && connections.instance[link - 1] !== instance) {
    link = connections.after[link - 1];
  }
  return link;
}

/** An idle connection of the pool, + 1; 0 = none. */
export function idleConnection(pool: number): number {
  if (pools.idle[pool] === 0) return 0;
  let link = pools.roomy[pool];
  while (link !== 0 && connections.streams[link - 1] > 0) link = connections.after[link - 1];
  return link;
}

/** The list of those with room: in front is the one used last. */
export function offer(connection: number): void {
  if (connections.hasRoom[connection] === 1) return;
  const pool = connections.pool[connection];
  const first = pools.roomy[pool];
  connections.hasRoom[connection] = 1;
  connections.before[connection] = 0;
  connections.after[connection] = first;
  if (first !== 0) connections.before[first - 1] = connection + 1;
  pools.roomy[pool] = connection + 1;
}

function withdraw(connection: number): void {
  if (connections.hasRoom[connection] === 0) return;
  connections.hasRoom[connection] = 0;
  const after = connections.after[connection];
  const before = connections.before[connection];
  if (before !== 0) connections.after[before - 1] = after;
  else pools.roomy[connections.pool[connection]] = after;
  if (after !== 0) connections.before[after - 1] = before;
}

/** Whatever a connection waits for: it comes no more. */
export function stopTimer(connection: number): void {
  const timer = connections.timer[connection];
  if (timer === 0) return;
  cancel(timer - 1);
  connections.timer[connection] = 0;
}

/** Puts a flight on a connection, behind those that are on it. */
export function join(flight: number, connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  const last = connections.last[connection];
  flights.connection[flight] = connection + 1;
  flights.instance[flight] = connections.instance[connection];
  flights.before[flight] = last;
  flights.after[flight] = 0;
  if (last !== 0) flights.after[last - 1] = flight + 1;
  else connections.first[connection] = flight + 1;
  connections.last[connection] = flight + 1;
  if (connections.streams[connection]++ === 0) {
    changeInUse(edge, 1);
    wakeUp(connection, pool, edge);
  }
  if (connections.streams[connection] >= pooledEdges.streams[edge]) withdraw(connection);
}

/** A connection is idle no longer. */
function wakeUp(connection: number, pool: number, edge: number): void {
  if (connections.rests[connection] === 0) return;
  stopTimer(connection);
  connections.rests[connection] = 0;
  pools.idle[pool]--;
  changeIdle(edge, -1);
}

/** Takes a flight off its connection. The connection's row goes if that was the last of a closed one. */
export function leave(flight: number, connection: number): void {
  const after = flights.after[flight];
  const before = flights.before[flight];
  if (before !== 0) flights.after[before - 1] = after;
  else connections.first[connection] = after;
  if (after !== 0) flights.before[after - 1] = before;
  else connections.last[connection] = before;
  flights.connection[flight] = 0;
  if (--connections.streams[connection] > 0) return;
  changeInUse(pools.edge[connections.pool[connection]], -1);
  if (connections.state[connection] === CLOSED) freeConnection(connection);
}

/** An open connection without requests rests, or is closed where enough do; true if it rests. */
export function rest(connection: number): boolean {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  connections.rests[connection] = 1;
  pools.idle[pool]++;
  changeIdle(edge, 1);
  offer(connection);
  const idleMs = pooledEdges.idleMs[edge];
  if (pools.idle[pool] > pooledEdges.maxIdle[edge] || idleMs === 0) {
    poolCounts.closedIdle[edge]++;
    close(connection);
    return false;
  }
  if (idleMs > 0) {
    registers[AT] = registers[NOW] + idleMs;
    connections.timer[connection] = schedule(IDLE_CLOSE, connection, 0) + 1;
  }
  return true;
}

/** What was not given back comes back, the streams that nobody uses: the connection may be free. */
export function recover(connection: number): void {
  const leaked = connections.leaked[connection];
  if (leaked === 0) return;
  connections.leaked[connection] = 0;
  connections.streams[connection] -= leaked;
  if (connections.streams[connection] > 0) return;
  changeInUse(pools.edge[connections.pool[connection]], -1);
}

/** Ends a connection for its pool; the row stays while requests are on it. */
export function close(connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  if (connections.state[connection] === CLOSED) return;
  wakeUp(connection, pool, edge);
  stopTimer(connection);
  withdraw(connection);
  recover(connection);
  connections.state[connection] = CLOSED;
  pools.open[pool]--;
  callees.open[edges.to[edge]]--;
  if (connections.refused[connection] === 0) {
    countHeld(edges.to[edge], connections.instance[connection], -1);
  }
  if (heldEdges.held[edge] === 1) {
    heldPools.checking[pool] = 0;
    comeBackLater(pool, edge);
  }
  if (pooledEdges.balances[edge] === 1) countForBalancing(connection, pool, edge, -1);
  if (connections.streams[connection] === 0) freeConnection(connection);
}

function freeConnection(connection: number): void {
  connections.live[connection] = 0;
  freeRow(connections.marks, connections.next, connection);
}
