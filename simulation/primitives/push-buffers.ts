// Pushes on their way to clients whose links are slow: what a link does not take at once waits in the send
// buffer of its connection at the hub. A full buffer drops the message, or costs the connection, so
// that a slow client can fill no memory. Buffers drain as a fluid, at the link's speed; they are
// looked at when something is pushed. Cost: a look at each connection for each push.
import { reachRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { BUFFER_FULL } from "./event-kinds.ts";
import { connections, OPEN, pools } from "./flight-rows.ts";
import { heldEdges, hubInstances, hubs } from "./held-rows.ts";
import { follow } from "./transitions.ts";

/** What a hub does with a push for which a buffer has no room. */
export const DROPS = 0;
export const CLOSES = 1;

/** By connection. */
class PushBuffers extends Table {
  /** In the buffer at `since`. */
  readonly bytes = this.float64();
  readonly since = this.float64();
}

/** By hub: what became of its pushes to clients of bounded speed. Times in ms. */
class PushCounts extends Table {
  readonly sent = this.float64();
  readonly dropped = this.float64();
  /** Connections given up for a full buffer. */
  readonly closed = this.float64();
  readonly delayTotal = this.float64();
  readonly delayMost = this.float64();
  readonly bytesMost = this.float64();
}

export const pushBuffers = new PushBuffers("send buffers", 150_000);
export const pushCounts = new PushCounts("pushes of hubs", 1_000);

/** A new connection has nothing in its buffer. */
export function openBuffer(connection: number): void {
  if (connection < pushBuffers.highWater) pushBuffers.bytes[connection] = 0;
}

/** Pushes a message to `reached` of the connections of an instance, those whose turn it is. */
export function pushToEach(node: number, instance: number, reached: number, bytes: number): void {
  const end = connections.highWater;
  let left = reached;
  let row = hubInstances.turn[instance];
  for (let looked = 0; looked < end && left > 0; looked++) {
    if (row >= end) row = 0;
    if (isHeldBy(row, instance)) {
      pushTo(row, node, bytes);
      left--;
    }
    row++;
  }
  hubInstances.turn[instance] = row;
}

function isHeldBy(connection: number, instance: number): boolean {
  if (connections.live[connection] === 0 || connections.state[connection] !== OPEN) return false;
  return (
    connections.instance[connection] === instance &&
    heldEdges.held[pools.edge[connections.pool[connection]]] === 1
  );
}

function pushTo(connection: number, node: number, bytes: number): void {
  const pool = connections.pool[connection];
  const speed = heldEdges.bytesPerMs[pools.edge[pool]];
  if (speed === 0) {
    hubs.pushed[node]++;
    return;
  }
  reachRow(pushBuffers.marks, connection);
  const drained = (registers[NOW] - pushBuffers.since[connection]) * speed;
  const waiting = Math.max(0, pushBuffers.bytes[connection] - drained);
  const room = hubs.bufferBytes[node];
  const filled = waiting + bytes;
  // A message larger than the buffer goes when that is empty.
  if (room > 0 && filled > room && waiting > 0) {
    pushBuffers.bytes[connection] = waiting;
    pushBuffers.since[connection] = registers[NOW];
    pushCounts.dropped[node]++;
    if (hubs.whenFull[node] === CLOSES) {
      pushCounts.closed[node]++;
      follow(BUFFER_FULL, connection, pool);
    }
    return;
  }
  pushBuffers.bytes[connection] = filled;
  pushBuffers.since[connection] = registers[NOW];
  hubs.pushed[node]++;
  pushCounts.sent[node]++;
  const delay = filled / speed;
  pushCounts.delayTotal[node] += delay;
  if (delay > pushCounts.delayMost[node]) pushCounts.delayMost[node] = delay;
  if (filled > pushCounts.bytesMost[node]) pushCounts.bytesMost[node] = filled;
}

/** Counts of all hubs begin anew; what waits in buffers stays. */
export function restartPushes(): void {
  const { sent, dropped, closed, delayTotal, delayMost, bytesMost } = pushCounts;
  for (const column of [sent, dropped, closed, delayTotal, delayMost, bytesMost]) {
    column.fill(0, 0, pushCounts.highWater);
  }
}
