// What stays together: requests of one session go to the instance of its first one while that may be
// picked; what comes over one connection of a balancer of bytes goes to the instance that the
// connection was opened to, as long as both are there. A session that has to go elsewhere has lost
// what the instance kept of it, and its request is answered as degraded. Cost: one row a session, one
// a connection; edges without either pay one bit of `watch`.
import { reachRow, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { connections, flightOf, flights, pooledEdges } from "./flight-rows.ts";
import { isIn } from "./member-draws.ts";
import { edges, nodes } from "./parameters.ts";
import { attempts, calls, requests, TAINTED } from "./rows.ts";

/** `by` of an edge. */
export const BY_SESSION = 1;
export const BY_CONNECTION = 2;

class StickyEdges extends Table {
  /** 0 = nothing stays together. */
  readonly by = this.uint8();
  readonly firstSession = this.int32();
  readonly sessionCount = this.int32();
  /** 0 = for ever. */
  readonly lastsMs = this.float64();
  /** 1: what a session has is kept by its instance alone. */
  readonly keepsState = this.uint8();
  readonly started = this.float64();
  readonly moved = this.float64();
  readonly lost = this.float64();
}

class Sessions extends Table {
  /** Position of its instance + 1; 0 = it has not begun. */
  readonly member = this.int32();
  readonly since = this.float64();
}

class Passages extends Table {
  /** Instance behind the balancer that a connection leads to, + 1; 0 = none yet. */
  readonly instance = this.int32();
}

export const stickyEdges = new StickyEdges("sticky edges", 5_000);
export const sessions = new Sessions("sessions", 200_000);
/** By row of `connections`. */
export const passages = new Passages("passages", 150_000);

/** The session that the request of a call belongs to. */
function sessionOf(edge: number, call: number): number {
  const request = attempts.request[calls.parent[call]];
  const draw = ((requests.key[request] >>> 0) + 0.5) / 4294967296;
  return stickyEdges.firstSession[edge] + Math.floor(draw * stickyEdges.sessionCount[edge]);
}

/** The connection over which the request of a call has come, -1 where its caller keeps none. */
function connectionOf(call: number): number {
  const parent = calls.parent[call];
  const asked = attempts.call[parent];
  if (asked < 0 || pooledEdges.pooled[attempts.edge[parent]] === 0) return -1;
  const flight = flightOf(asked, parent);
  return flight === 0 ? -1 : flights.connection[flight - 1] - 1;
}

/** Position of the instance that a call has to go to; -1 where it may be picked anew. */
export function keptMember(edge: number, call: number, cells: number, zone: number): number {
  const first = nodes.firstInstance[edges.to[edge]];
  if (stickyEdges.by[edge] === BY_CONNECTION) {
    const connection = connectionOf(call);
    if (connection < 0 || connection >= passages.highWater) return -1;
    const led = passages.instance[connection];
    return led === 0 ? -1 : led - 1 - first;
  }
  const session = sessionOf(edge, call);
  const member = sessions.member[session] - 1;
  if (member < 0) return -1;
  const lastsMs = stickyEdges.lastsMs[edge];
  if (lastsMs > 0 && registers[NOW] - sessions.since[session] >= lastsMs) {
    sessions.member[session] = 0;
    return -1;
  }
  return isIn(first, member, cells, zone) ? member : -1;
}

/** A call that could be sent anywhere goes to this member: what belongs to it will follow. */
export function keepMember(edge: number, call: number, at: number): void {
  if (stickyEdges.by[edge] === BY_CONNECTION) {
    const connection = connectionOf(call);
    if (connection < 0) return;
    reachRow(passages.marks, connection);
    passages.instance[connection] = nodes.firstInstance[edges.to[edge]] + at + 1;
    return;
  }
  const session = sessionOf(edge, call);
  const before = sessions.member[session];
  if (before === at + 1) return;
  sessions.member[session] = at + 1;
  if (before === 0) {
    sessions.since[session] = registers[NOW];
    stickyEdges.started[edge]++;
    return;
  }
  stickyEdges.moved[edge]++;
  if (stickyEdges.keepsState[edge] === 0) return;
  stickyEdges.lost[edge]++;
  attempts.flags[calls.parent[call]] |= TAINTED;
}

/** A connection is a new one: it leads nowhere yet. */
export function forgetPassage(connection: number): void {
  if (connection < passages.highWater) passages.instance[connection] = 0;
}

/** Whether a connection leads through a balancer of bytes to an instance. */
export function leadsTo(connection: number, instance: number): boolean {
  if (connection >= passages.highWater) return false;
  return connections.live[connection] === 1 && passages.instance[connection] === instance + 1;
}

/** The measured period begins. */
export function restartStickiness(): void {
  const rows = stickyEdges.highWater;
  stickyEdges.started.fill(0, 0, rows);
  stickyEdges.moved.fill(0, 0, rows);
  stickyEdges.lost.fill(0, 0, rows);
}
