// What a failed request is due to: the entity at which its failing attempt failed, or, where somebody
// gave up waiting, the one at which the oldest pending call stood at that instant. Costs one step for
// each call on the way down, and nothing for requests that succeed.
// Source: product semantics, decision 97.
import { reachRow } from "../core/memory.ts";
import { BLAME, registers } from "../core/registers.ts";
import {
  CIRCUIT_OPEN,
  CONFLICT,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  DEADLINE_EXCEEDED,
  DEPENDENCY,
  ERROR,
  POOL_TIMEOUT,
  QUEUE_TIMEOUT,
  RATE_LIMITED,
  REJECTED,
  SHED,
  UNAUTHORIZED,
} from "../results/outcomes.ts";
import {
  AWAY,
  addBlame,
  blameEdge,
  blameNode,
  ERRORS,
  REFUSING,
  WAITING,
  WORKING,
} from "./blame-rows.ts";
import { flights, newestFlight, SENT } from "./flight-rows.ts";
import { guardRows } from "./guard-rows.ts";
import { linkFaults } from "./link-faults.ts";
import { edges } from "./parameters.ts";
import {
  ANSWERING,
  AT_GATE,
  attemptExtras,
  attempts,
  BUFFERED,
  CALLING,
  callExtras,
  calls,
  ENDED,
  IN_TRANSIT,
  NONE,
  QUEUED,
  RELAYED,
  RESUMING,
} from "./rows.ts";
import { hearAnswer, hearNothing } from "./told.ts";

/** An attempt has ended with a failure, and its caller learns it, and what it says of when to come back. */
export function blameAttempt(attempt: number, outcome: number): void {
  hearAnswer(attempt, outcome);
  const isRelayed = (attempts.flags[attempt] & RELAYED) !== 0;
  if (outcome === DEPENDENCY || isRelayed) {
    registers[BLAME] = attemptExtras.blame[attempt];
    return;
  }
  const way = wayOf(outcome);
  const edge = attempts.edge[attempt];
  const isCut = way === AWAY && linkFaults.obstacle[edge] !== 0;
  registers[BLAME] = isCut ? blameEdge(edge) : blameNode(attempts.node[attempt], way);
}

function wayOf(outcome: number): number {
  if (outcome === ERROR || outcome === UNAUTHORIZED || outcome === CONFLICT) return ERRORS;
  if (outcome === REJECTED || outcome === SHED || outcome === RATE_LIMITED) return REFUSING;
  if (outcome === CONNECTION_LOST || outcome === CONNECTION_REFUSED) return AWAY;
  if (outcome === QUEUE_TIMEOUT || outcome === POOL_TIMEOUT || outcome === DEADLINE_EXCEEDED) {
    return WAITING;
  }
  return WORKING;
}

/** A call found no instance, or its connection was refused. */
export function blameAway(edge: number): void {
  registers[BLAME] = blameNode(edges.to[edge], AWAY);
}

/** A policy of the caller, or a full pool, has refused a call; an open breaker has said why itself. */
export function blameRefusal(edge: number, outcome: number): void {
  hearNothing(edge);
  if (outcome === CIRCUIT_OPEN) return;
  if (outcome === RATE_LIMITED) registers[BLAME] = blameNode(edges.from[edge], REFUSING);
  else registers[BLAME] = blameNode(edges.to[edge], WAITING);
}

/** A call has failed for good or is tried again: kept for its parent, or for who gives up meanwhile. */
export function keepBlame(call: number): void {
  reachRow(callExtras.marks, call);
  callExtras.blame[call] = registers[BLAME] | 0;
}

/** A failed call has decided a stage of its parent. */
export function passBlame(call: number, parent: number): void {
  reachRow(attemptExtras.marks, parent);
  attemptExtras.blame[parent] = callExtras.blame[call];
}

/** Somebody gives up on a call that is under way: where it stands now is to blame. */
export function blamePending(call: number): void {
  registers[BLAME] = placeOfCall(call);
}

/** The same for a flight of it: before it is sent it waits for a connection to the callee. */
export function blameFlight(flight: number, edge: number): void {
  registers[BLAME] = placeOfFlight(flight, edge);
}

/** A user gives up on a whole request. */
export function blameRoot(root: number): void {
  reachRow(attemptExtras.marks, root);
  attemptExtras.blame[root] = placeOfCalls(root);
}

function placeOfFlight(flight: number, edge: number): number {
  if (flights.state[flight] !== SENT) return blameNode(edges.to[edge], WAITING);
  const attempt = flights.attempt[flight];
  return attempt < 0 ? blameEdge(edge) : placeOf(attempt);
}

/** Where the oldest call in progress of an attempt stands. */
function placeOfCalls(attempt: number): number {
  let oldest = -1;
  for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.next[link - 1]) {
    if (calls.timer[link - 1] !== ENDED) oldest = link - 1;
  }
  return oldest < 0 ? blameNode(attempts.node[attempt], WORKING) : placeOfCall(oldest);
}

function placeOfCall(call: number): number {
  const edge = calls.edge[call];
  const guard = calls.guard[call];
  const flight = newestFlight(call);
  const attempt = calls.attempt[call];
  if (flight !== 0) return placeOfFlight(flight - 1, edge);
  if (attempt >= 0) return placeOf(attempt);
  if (attempt !== NONE) return blameEdge(edge);
  if (edges.guards[edge] !== 0 && guard !== NONE && guardRows.line[guard] > 0) {
    return blameNode(edges.to[edge], WAITING);
  }
  return calls.tries[call] > 0 ? callExtras.blame[call] : blameNode(edges.to[edge], WAITING);
}

function placeOf(attempt: number): number {
  const phase = attempts.phase[attempt];
  const node = attempts.node[attempt];
  if (phase === CALLING) return placeOfCalls(attempt);
  if (phase === IN_TRANSIT || phase === ANSWERING) return blameEdge(attempts.edge[attempt]);
  if (phase === QUEUED || phase === AT_GATE || phase === RESUMING || phase === BUFFERED) {
    return blameNode(node, WAITING);
  }
  return blameNode(node, WORKING);
}

/** A request has failed: counts it at what it is due to, its own source where nothing is known. */
export function countBlame(root: number): void {
  const blame = attemptExtras.blame[root];
  addBlame(blame === 0 ? blameNode(attempts.node[root], WORKING) : blame);
}
