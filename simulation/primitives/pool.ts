// The pool of a caller instance: requests that need a connection get one with room, open a new one
// while there are fewer than the most allowed, or wait first come, first served. The balancer's
// choice decides where new connections lead; once the pool is full, whichever connection has room is
// taken, wherever it leads. Only a request that is bound to one instance has an idle connection to
// another closed in its favor. What ends requests apart from an event of their own is a transition,
// so nothing here calls upward.
import { cancel, schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, UNIFORM } from "../core/registers.ts";
import { CONNECTION_LOST, CONNECTION_REFUSED, UNAUTHORIZED } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { pickInstance } from "./balancer.ts";
import {
  close,
  idleConnection,
  join,
  leave,
  offer,
  openConnection,
  rest,
  shakeHands,
  withRoom,
} from "./connections.ts";
import { FLIGHT_ENDED, FLIGHT_TIMEOUT } from "./event-kinds.ts";
import {
  CLOSED,
  CONNECTING,
  CONNECTS,
  connections,
  ENDS,
  flights,
  HELD,
  OPEN,
  poolCounts,
  pooledEdges,
  pools,
  SENT,
  WAITS,
} from "./flight-rows.ts";
import { sendFlight } from "./flight-send.ts";
import { countHeld } from "./held.ts";
import { heldEdges, heldPools, hubs } from "./held-rows.ts";
import { edgeStream } from "./network.ts";
import { instances } from "./node-state.ts";
import { edges } from "./parameters.ts";
import { changeWaiting } from "./pool-levels.ts";
import { calls, NONE } from "./rows.ts";
import { LEAK } from "./streams.ts";
import { follow } from "./transitions.ts";
import { askToUpgrade } from "./upgrade.ts";
import { orphanAttempt } from "./wire.ts";

/** The pool of the caller instance that makes a call. */
function poolOf(call: number, edge: number): number {
  return pooledEdges.firstPool[edge] + calls.row[call] - edges.firstRow[edge];
}

/** A flight asks for a connection; it is sent now or later, or ends by its timer. */
export function acquire(flight: number, edge: number): void {
  const pool = poolOf(flights.call[flight], edge);
  const pinned = flights.pinned[flight] === 1;
  const instance = flights.instance[flight];
  const free = pools.down[pool] === 1 ? 0 : withRoom(pool, instance);
  if (free !== 0) {
    send(flight, free - 1, edge);
    return;
  }
  if (mayOpen(pool, edge)) {
    connect(flight, pool, instance);
    return;
  }
  const other = pinned ? idleConnection(pool) : withRoom(pool, -1);
  if (other === 0 || pools.down[pool] === 1) {
    wait(flight, pool, edge);
  } else if (pinned) {
    close(other - 1);
    connect(flight, pool, instance);
  } else {
    send(flight, other - 1, edge);
  }
}

function mayOpen(pool: number, edge: number): boolean {
  if (pools.open[pool] >= pooledEdges.max[edge] || pools.down[pool] !== 0) return false;
  // A client that pauses before it connects again does not connect for a message.
  return heldPools.pauses[pool] === 0;
}

function send(flight: number, connection: number, edge: number): void {
  join(flight, connection);
  if (connections.state[connection] === CONNECTING) {
    flights.state[flight] = CONNECTS;
    startTimer(flight, edge);
    return;
  }
  poolCounts.acquired[edge]++;
  sendFlight(flight);
}

/** Sends a flight that did not get its connection at once. */
function sendLate(flight: number, edge: number): void {
  const waited = registers[NOW] - flights.startedAt[flight];
  stopTimer(flight);
  if (waited > 0) {
    poolCounts.waited[edge]++;
    poolCounts.waitSum[edge] += waited;
    if (waited > poolCounts.waitMax[edge]) poolCounts.waitMax[edge] = waited;
  }
  poolCounts.acquired[edge]++;
  sendFlight(flight);
}

function stopTimer(flight: number): void {
  const timer = flights.timer[flight];
  if (timer === 0) return;
  cancel(timer - 1);
  flights.timer[flight] = 0;
}

function startTimer(flight: number, edge: number): void {
  const waitMs = pooledEdges.waitMs[edge];
  if (waitMs <= 0 || flights.timer[flight] !== 0) return;
  registers[AT] = registers[NOW] + waitMs;
  flights.timer[flight] = schedule(FLIGHT_TIMEOUT, flight, 0) + 1;
}

function wait(flight: number, pool: number, edge: number): void {
  flights.state[flight] = WAITS;
  startTimer(flight, edge);
  const last = pools.lastWaiting[pool];
  flights.before[flight] = last;
  flights.after[flight] = 0;
  if (last !== 0) flights.after[last - 1] = flight + 1;
  else pools.firstWaiting[pool] = flight + 1;
  pools.lastWaiting[pool] = flight + 1;
  pools.waiting[pool]++;
  changeWaiting(edge, 1);
}

/** Takes a flight out of the line of those who wait. */
export function leaveLine(flight: number, edge: number): void {
  const pool = poolOf(flights.call[flight], edge);
  const after = flights.after[flight];
  const before = flights.before[flight];
  if (before !== 0) flights.after[before - 1] = after;
  else pools.firstWaiting[pool] = after;
  if (after !== 0) flights.before[after - 1] = before;
  else pools.lastWaiting[pool] = before;
  pools.waiting[pool]--;
  changeWaiting(edge, -1);
}

/** Opens a connection for a flight, which is sent when the handshake is over. */
function connect(flight: number, pool: number, instance: number): void {
  const connection = openConnection(pool, instance);
  flights.state[flight] = CONNECTS;
  join(flight, connection);
  const edge = pools.edge[pool];
  if (!shakeHands(connection)) {
    if (connections.refused[connection] !== 0) {
      turnAway(connection, edge);
      return;
    }
    connected(connection);
    if (connections.state[connection] !== CONNECTING) return;
  }
  startTimer(flight, edge);
  // Requests that share connections wait for the one that is being opened.
  const shared = pooledEdges.closes[edge] === 0;
  if (shared && connections.streams[connection] < pooledEdges.streams[edge]) offer(connection);
}

/** The handshake of a connection is over, or nobody has answered it for too long. */
export function connected(connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  connections.timer[connection] = 0;
  if (connections.refused[connection] !== 0) {
    turnAway(connection, edge);
    openMore(pool);
    return;
  }
  // A hub may have gone while it accepted, and whoever is to say who its clients are may not answer.
  const gone = heldEdges.held[edge] === 1 && instances.up[connections.instance[connection]] === 0;
  if (gone || heldPools.checking[pool] !== 0) turnDown(connection, edge, CONNECTION_REFUSED);
  else if (heldEdges.upgrade[edge] !== 0) askToUpgrade(connection);
  else openUp(connection);
}

/** A hub does not take a client that it was about to accept. */
export function turnDown(connection: number, edge: number, refusal: number): void {
  const pool = connections.pool[connection];
  countHeld(edges.to[edge], connections.instance[connection], -1);
  connections.refused[connection] = refusal;
  turnAway(connection, edge);
  // It comes again, but what it was to say now has been answered.
  for (let link = pools.firstWaiting[pool]; refusal === UNAUTHORIZED && link !== 0; ) {
    leaveLine(link - 1, edge);
    endLater(link - 1, UNAUTHORIZED);
    link = pools.firstWaiting[pool];
  }
  openMore(pool);
}

/** A connection is open: its flight sets out, others may join. */
export function openUp(connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  connections.state[connection] = OPEN;
  if (heldEdges.held[edge] === 1) {
    heldPools.tries[pool] = 0;
    hubs.accepted[edges.to[edge]]++;
  }
  for (let link = connections.first[connection]; link !== 0; link = flights.after[link - 1]) {
    sendLate(link - 1, edge);
  }
  serve(connection);
}

/** A handshake has failed. */
function turnAway(connection: number, edge: number): void {
  poolCounts.refused[edge]++;
  endAll(connection, connections.refused[connection]);
}

/** A connection is given up, with all that is on it. */
export function breakOff(connection: number): void {
  endAll(connection, CONNECTION_LOST);
}

/** Closes a connection; the flights on it end with `outcome`. */
function endAll(connection: number, outcome: number): void {
  // A flight that leaves a closed connection last takes its row with it.
  let link = connections.first[connection];
  close(connection);
  while (link !== 0) {
    const flight = link - 1;
    link = flights.after[flight];
    leave(flight, connection);
    // What is about to take its answer has it.
    if (flights.state[flight] === ENDS) continue;
    loseAttempt(flight);
    endLater(flight, outcome);
  }
}

/** The answer to a flight's request can no longer reach it. */
function loseAttempt(flight: number): void {
  const attempt = flights.attempt[flight];
  flights.attempt[flight] = NONE;
  if (attempt < 0) return;
  if (flights.state[flight] === SENT) orphanAttempt(attempt, 0);
  else forget(attempt);
}

function endLater(flight: number, outcome: number): void {
  stopTimer(flight);
  flights.state[flight] = ENDS;
  follow(FLIGHT_ENDED, flight, outcome);
}

/** Gives the room of a connection to those who wait; what is left over stays with the pool. */
function serve(connection: number): void {
  const pool = connections.pool[connection];
  const edge = pools.edge[pool];
  while (connections.streams[connection] < pooledEdges.streams[edge]) {
    const link = pools.down[pool] === 1 ? 0 : firstFor(pool, connection);
    if (link === 0) break;
    leaveLine(link - 1, edge);
    join(link - 1, connection);
    sendLate(link - 1, edge);
  }
  if (connections.streams[connection] >= pooledEdges.streams[edge]) return;
  if (connections.streams[connection] > 0) {
    offer(connection);
    return;
  }
  const bound = pools.down[pool] === 1 ? 0 : pools.firstWaiting[pool];
  const rests = rest(connection);
  // All who wait are bound to other instances: an idle connection makes way for the first.
  if (rests && bound !== 0) close(connection);
  if (bound !== 0) openMore(pool);
}

/** A connection that was open before the run began. */
export function openedBefore(connection: number): void {
  connections.state[connection] = OPEN;
  connections.isNew[connection] = 0;
  pools.known[connections.pool[connection]] = 1;
  serve(connection);
}

/** Leaked streams of a connection are free again. */
export function offerAgain(connection: number): void {
  if (connections.state[connection] === OPEN) serve(connection);
}

/** The first of those who wait that this connection will do for, + 1. */
function firstFor(pool: number, connection: number): number {
  let link = pools.firstWaiting[pool];
  while (link !== 0) {
    const bound = flights.pinned[link - 1] === 1;
    if (!bound || flights.instance[link - 1] === connections.instance[connection]) return link;
    link = flights.after[link - 1];
  }
  return 0;
}

/** Opens connections for those who wait while there is room for more. */
export function openMore(pool: number): void {
  const edge = pools.edge[pool];
  while (pools.waiting[pool] > 0 && mayOpen(pool, edge)) {
    const flight = pools.firstWaiting[pool] - 1;
    leaveLine(flight, edge);
    let instance = flights.instance[flight];
    if (flights.pinned[flight] === 0) {
      instance = pickInstance(edge, calls.row[flights.call[flight]], flights.call[flight]);
    }
    if (instance < 0) endLater(flight, CONNECTION_REFUSED);
    else connect(flight, pool, instance);
  }
}

/** A connection has been idle for as long as it may. */
export function idleClose(connection: number): void {
  connections.timer[connection] = 0;
  poolCounts.closedIdle[pools.edge[connections.pool[connection]]]++;
  close(connection);
}

/** The answer to a flight's request has come: others may have its connection, or its stream. */
export function giveBack(flight: number, edge: number, outcome: number): void {
  const connection = flights.connection[flight] - 1;
  if (connection < 0) return;
  const pool = connections.pool[connection];
  const lost = outcome === CONNECTION_LOST || outcome === CONNECTION_REFUSED;
  if (lost && connections.state[connection] === OPEN) {
    poolCounts.closedBroken[edge]++;
    close(connection);
  } else if (connections.state[connection] === OPEN && isLeaked(edge)) {
    poolCounts.leaked[edge]++;
    connections.leaked[connection]++;
    connections.streams[connection]++;
  }
  leave(flight, connection);
  if (!lost && pooledEdges.inOrder[edge] === 1) answerNext(connection);
  goOn(pool, connection);
}

function isLeaked(edge: number): boolean {
  const ratio = pooledEdges.leakRatio[edge];
  if (ratio === 0) return false;
  nextUniform(edgeStream(edge, LEAK));
  return registers[UNIFORM] < ratio;
}

/** The answer behind the one that came, if it is there already. */
function answerNext(connection: number): void {
  if (connections.streams[connection] === 0) return;
  const first = connections.first[connection];
  if (first !== 0 && flights.state[first - 1] === HELD) endLater(first - 1, 0);
}

/** What a pool does after a flight has left one of its connections. */
function goOn(pool: number, connection: number): void {
  // The row of a closed connection may be gone; then nothing of it is offered.
  if (connections.state[connection] === OPEN) serve(connection);
  else if (connections.state[connection] === CLOSED) openMore(pool);
}

/** A flight is given up while it waits, connects, or has its request out. */
export function giveUp(flight: number, edge: number): void {
  stopTimer(flight);
  if (pooledEdges.pooled[edge] === 0) return;
  const state = flights.state[flight];
  if (state === WAITS) {
    leaveLine(flight, edge);
    return;
  }
  const connection = flights.connection[flight] - 1;
  if (connection < 0) return;
  const pool = connections.pool[connection];
  const costs = pooledEdges.closes[edge] === 1 && (state === SENT || state === HELD);
  if (costs && connections.state[connection] === OPEN) {
    poolCounts.closedBroken[edge]++;
    close(connection);
    leave(flight, connection);
    // Requests behind it on a pipelined connection go down with it.
    if (connections.streams[connection] > 0) endAll(connection, CONNECTION_LOST);
    openMore(pool);
    return;
  }
  const opening = connections.state[connection] === CONNECTING;
  leave(flight, connection);
  if (pooledEdges.inOrder[edge] === 1) answerNext(connection);
  if (!opening) goOn(pool, connection);
}
