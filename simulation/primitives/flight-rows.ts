// Rows of what edges with connections or hedges need beside a plain call. A *flight* is one wire
// attempt of such a call from the moment it asks for a connection until its caller is done with it;
// plain calls have none, so they pay nothing.
import { Table } from "../core/memory.ts";
import { attempts, calls, IN_PARCEL, NONE, SWALLOWED } from "./rows.ts";

/** Where a flight is. */
export const WAITS = 0;
/** The handshake of the connection that it opened is under way. */
export const CONNECTS = 1;
export const SENT = 2;
/** Answered, behind earlier requests of its pipelined connection. */
export const HELD = 3;
/** Its end is on its way to its call. */
export const ENDS = 4;

class FlightTable extends Table {
  /** -1 when its call was given up while its end was on the way. */
  readonly call = this.int32();
  /** Next flight of the same call, + 1. */
  readonly sibling = this.int32();
  /** The attempt in progress, NONE, or SWALLOWED. */
  readonly attempt = this.int32();
  /** The connection it has, + 1. */
  readonly connection = this.int32();
  readonly instance = this.int32();
  /** Timer of the wait or of the attempt, event row + 1. */
  readonly timer = this.int32();
  /** Neighbors among those who wait for the pool, or on its connection, + 1. */
  readonly after = this.int32();
  readonly before = this.int32();
  /** Position of the instance that it went to, + 1, where balancing keeps it. */
  readonly cell = this.int32();
  readonly state = this.uint8();
  /** 1: only a connection to `instance` will do. */
  readonly pinned = this.uint8();
  /** 1: sent beside the first attempt of its try. */
  readonly hedge = this.uint8();
  /** Of a hedge: its permit of the retry budget, 0 = none. */
  readonly permit = this.uint8();
  /** 1: its attempt was put on the wire. */
  readonly sent = this.uint8();
  readonly startedAt = this.float64();
}

/** State of a connection. */
export const CONNECTING = 0;
export const OPEN = 1;
/** No longer one of the pool's; its row stays until its last flight has ended. */
export const CLOSED = 2;

class ConnectionTable extends Table {
  readonly pool = this.int32();
  readonly instance = this.int32();
  /** Requests that are on it, and how many of them were never given back (a leak). */
  readonly streams = this.int32();
  readonly leaked = this.int32();
  /** The flights on it, in the order in which they came, + 1. */
  readonly first = this.int32();
  readonly last = this.int32();
  /** Neighbors among the connections of its pool that have room, + 1. */
  readonly after = this.int32();
  readonly before = this.int32();
  /** End of the handshake, or close of the idle connection: event row + 1. */
  readonly timer = this.int32();
  readonly state = this.uint8();
  /** 1: open, without requests, and counted as idle. */
  readonly rests = this.uint8();
  /** 1: the row is in use. */
  readonly live = this.uint8();
  /** 1: stands in its pool's list of connections with room. */
  readonly hasRoom = this.uint8();
  /** Outcome of its handshake that is certain from the start, 0 = none. */
  readonly refused = this.uint8();
  /** 1: a full handshake of TLS, which its first request pays for. */
  readonly isNew = this.uint8();
}

class PoolTable extends Table {
  readonly edge = this.int32();
  /** Open or being opened. */
  readonly open = this.int32();
  readonly idle = this.int32();
  /** First connection with room, the one used last, + 1. */
  readonly roomy = this.int32();
  readonly waiting = this.int32();
  readonly firstWaiting = this.int32();
  readonly lastWaiting = this.int32();
  /** 1: its caller instance is down, so that it opens and gives out nothing. */
  readonly down = this.uint8();
  /** 1: it has had a connection, so its next ones may resume the session. */
  readonly known = this.uint8();
}

class PooledEdges extends Table {
  /** 0 = no pool. */
  readonly pooled = this.uint8();
  /** First of its pools, one per caller instance. */
  readonly firstPool = this.int32();
  readonly max = this.int32();
  readonly maxIdle = this.int32();
  /** 0 = for ever. */
  readonly waitMs = this.float64();
  /** Negative = never closed. */
  readonly idleMs = this.float64();
  /** Round trips before the first request. */
  readonly roundTrips = this.int32();
  readonly streams = this.int32();
  /** 1: answers come in the order of the requests (pipelining). */
  readonly inOrder = this.uint8();
  /** 1: giving up a request costs its connection (HTTP/1.1); else only its stream. */
  readonly closes = this.uint8();
  readonly warm = this.uint8();
  /** 1: balancing goes by how many connections lead to each member. */
  readonly balances = this.uint8();
  /** Set by faults: share of connections that are not given back. */
  readonly leakRatio = this.float64();
  /** Likewise: outcome of new handshakes, 0 = ok; by caller instance, see `callerWays`. */
  readonly refusal = this.uint8();
  /** Of a full handshake of TLS: what it takes of the callee's slot, and of the caller, ms. */
  readonly calleeMs = this.float64();
  readonly callerMs = this.float64();
  /** Round trips that are spared where a session is resumed. */
  readonly sparedTrips = this.int32();
  /** 1: sessions are resumed. */
  readonly resumes = this.uint8();
}

class HedgedEdges extends Table {
  /** Most hedges of one try, 0 = none. */
  readonly max = this.int32();
  readonly delayMs = this.float64();
  /** Share of successes that are faster than the delay, 0 = the delay is fixed. */
  readonly percentile = this.float64();
  /** 1: hedges need permits of the retry budget. */
  readonly usesBudget = this.uint8();
  /** First of its windows of latencies, one per caller instance. */
  readonly firstWindow = this.int32();
}

/** What is counted of an edge's pools since the measured period began, and present levels. */
class PoolCounts extends Table {
  readonly acquired = this.float64();
  readonly waited = this.float64();
  readonly waitSum = this.float64();
  readonly waitMax = this.float64();
  readonly timeouts = this.float64();
  readonly opened = this.float64();
  readonly refused = this.float64();
  readonly closedIdle = this.float64();
  readonly closedBroken = this.float64();
  readonly leaked = this.float64();
  readonly resumed = this.float64();
  readonly inUse = this.int32();
  readonly idle = this.int32();
  readonly waiting = this.int32();
  readonly inUseMax = this.int32();
  readonly waitingMax = this.int32();
  readonly inUseTime = this.float64();
  readonly idleTime = this.float64();
  readonly waitingTime = this.float64();
  /** Up to when the times are complete. */
  readonly since = this.float64();
}

class CalleeConnections extends Table {
  /** Connections to a node from everywhere, and how many it takes. */
  readonly open = this.int32();
  readonly max = this.int32();
}

export const flights = new FlightTable("flights", 250_000);
export const connections = new ConnectionTable("connections", 150_000);
export const pools = new PoolTable("pools", 50_000);
export const pooledEdges = new PooledEdges("pooled edges", 5_000);
export const poolCounts = new PoolCounts("pool counts", 5_000);
export const hedgedEdges = new HedgedEdges("hedged edges", 5_000);
export const callees = new CalleeConnections("connections of callees", 1_000);

/** `attempt` of a call with flights: FIRST_FLIGHT minus the row of the newest of them. */
const FIRST_FLIGHT = -3;

/** The newest flight of a call, + 1; 0 = it has none. */
export function newestFlight(call: number): number {
  const attempt = calls.attempt[call];
  return attempt <= FIRST_FLIGHT && attempt > IN_PARCEL ? FIRST_FLIGHT - attempt + 1 : 0;
}

function setNewest(call: number, link: number): void {
  calls.attempt[call] = link === 0 ? NONE : FIRST_FLIGHT - link + 1;
}

export function linkFlight(call: number, flight: number): void {
  flights.call[flight] = call;
  flights.sibling[flight] = newestFlight(call);
  setNewest(call, flight + 1);
}

/** Takes a flight out of its call's list. */
export function unlinkFlight(call: number, flight: number): void {
  const newest = newestFlight(call);
  if (newest === flight + 1) {
    setNewest(call, flights.sibling[flight]);
    return;
  }
  let at = newest - 1;
  while (flights.sibling[at] !== flight + 1) at = flights.sibling[at] - 1;
  flights.sibling[at] = flights.sibling[flight];
}

/** The flight of a call that has this attempt under way, + 1; 0 if none has. */
export function flightOf(call: number, attempt: number): number {
  for (let link = newestFlight(call); link !== 0; link = flights.sibling[link - 1]) {
    if (flights.attempt[link - 1] === attempt) return link;
  }
  return 0;
}

/** An attempt vanishes without an answer: only a timeout ends what waits for it. */
export function swallow(attempt: number): void {
  const call = attempts.call[attempt];
  if (call < 0) return;
  const flight = calls.attempt[call] === attempt ? 0 : flightOf(call, attempt);
  if (flight === 0) calls.attempt[call] = SWALLOWED;
  else flights.attempt[flight - 1] = SWALLOWED;
}
