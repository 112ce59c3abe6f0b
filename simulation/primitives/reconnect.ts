// A client comes back to its hub: the pause is over, or heartbeats have missed an instance that vanished.
import { schedule } from "../core/event-list.ts";
import { nextIndex, nextUniform } from "../core/random.ts";
import { AT, NOW, registers, UNIFORM } from "../core/registers.ts";
import { balances, GUIDES } from "./balance-rows.ts";
import { pickInstance, picksByCall } from "./balancer.ts";
import { openConnection, shakeHands, withRoom } from "./connections.ts";
import { HEARTBEAT_MISSED } from "./event-kinds.ts";
import { connections, OPEN, poolCounts, pooledEdges, pools } from "./flight-rows.ts";
import { comeBackLater } from "./held.ts";
import { heldEdges, heldPools, hubs } from "./held-rows.ts";
import { edgeStream } from "./network.ts";
import { instances, nodeState } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { breakOff, connected } from "./pool.ts";
import { restartPushes } from "./push-buffers.ts";
import { NONE } from "./rows.ts";
import { COME_BACK } from "./streams.ts";

/** The balancer's choice; where that needs a call, any instance that is believed to be up. -1 = none is. */
function memberFor(pool: number, edge: number): number {
  const guided = (balances.watch[edge] & GUIDES) !== 0;
  if (!guided && !picksByCall(edge)) {
    return pickInstance(edge, edges.firstRow[edge] + pool - pooledEdges.firstPool[edge], NONE);
  }
  const node = edges.to[edge];
  const listed = nodeState.listed[node];
  if (listed === 0) return -1;
  let left = nextIndex(edgeStream(edge, COME_BACK), listed);
  const first = nodes.firstInstance[node];
  for (let at = 0; at < nodes.instanceCount[node]; at++) {
    if (instances.listed[first + at] === 0) continue;
    if (left === 0) return first + at;
    left--;
  }
  return -1;
}

/** The pause of a client is over. */
export function comeBack(pool: number): void {
  const edge = pools.edge[pool];
  heldPools.pauses[pool] = 0;
  if (pools.down[pool] === 1 || pools.open[pool] >= pooledEdges.max[edge]) return;
  const instance = memberFor(pool, edge);
  if (instance < 0) {
    comeBackLater(pool, edge);
    return;
  }
  const connection = openConnection(pool, instance);
  if (!shakeHands(connection)) connected(connection);
}

/** An instance has vanished: its clients miss it at the first ping that is not answered. */
export function missLater(instance: number): void {
  for (let row = 0; row < connections.highWater; row++) {
    if (connections.live[row] === 0 || connections.state[row] !== OPEN) continue;
    if (connections.instance[row] !== instance) continue;
    const edge = pools.edge[connections.pool[row]];
    if (heldEdges.held[edge] === 0 || heldEdges.heartbeatMs[edge] === 0) continue;
    nextUniform(edgeStream(edge, COME_BACK));
    const toPing = registers[UNIFORM] * heldEdges.heartbeatMs[edge];
    registers[AT] = registers[NOW] + toPing + heldEdges.answerMs[edge];
    schedule(HEARTBEAT_MISSED, connections.pool[row], instance);
  }
}

/** A ping to an instance was not answered in time. */
export function heartbeatMissed(pool: number, instance: number): void {
  const gone = instances.up[instance] === 0 && instances.blackhole[instance] === 1;
  const found = gone ? withRoom(pool, instance) : 0;
  if (found === 0) return;
  poolCounts.closedBroken[pools.edge[pool]]++;
  breakOff(found - 1);
}

/** A hub gives up the connection of a client that does not take what is pushed to it. */
export function bufferFull(connection: number, pool: number): void {
  const same = connections.live[connection] === 1 && connections.pool[connection] === pool;
  if (!same || connections.state[connection] !== OPEN) return;
  poolCounts.closedBroken[pools.edge[pool]]++;
  breakOff(connection);
}

/** Counts of all hubs begin anew; what is open stays. */
export function restartHubs(): void {
  restartPushes();
  for (let node = 0; node < hubs.highWater; node++) {
    for (const column of [hubs.openTime, hubs.accepted, hubs.refused, hubs.lost, hubs.pushed]) {
      column[node] = 0;
    }
    hubs.openMax[node] = hubs.open[node];
    hubs.since[node] = registers[NOW];
  }
}
