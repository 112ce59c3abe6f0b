// The attempts of one try of a call whose edge has connections or hedges. The first goes out at
// once; while it is unfinished, hedges follow it, each after a further delay, to other instances
// where there are any. The first success wins and the others are given up. A failure while another
// is under way waits for that one, as in Envoy, gRPC and Finagle; without another it ends the try,
// hedges still to come or not (they are for slowness; failures are the retry's business), with the
// outcome of the attempt that ended last.
//
// Functions return the outcome with which the try has ended, or UNDECIDED.
import { cancel, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  ABANDONED,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
  PAST_DEADLINE,
  RETRIES_DENIED,
} from "../metrics/meters.ts";
import {
  CANCELLED,
  CONFLICT,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  DEADLINE_EXCEEDED,
  FIRST_FAILURE,
  POOL_TIMEOUT,
  TIMEOUT,
} from "../results/outcomes.ts";
import { isRefusal } from "./access.ts";
import { forget } from "./answer.ts";
import { balances, STICKS } from "./balance-rows.ts";
import { pickInstance } from "./balancer.ts";
import { blameAttempt, blameAway, blameFlight } from "./blame.ts";
import { noteFound } from "./cache.ts";
import { countUnsent } from "./call-end.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { HEDGE_DUE, WRITE_FOLLOWS } from "./event-kinds.ts";
import {
  connections,
  ENDS,
  flightOf,
  flights,
  HELD,
  hedgedEdges,
  linkFlight,
  newestFlight,
  poolCounts,
  pooledEdges,
  SENT,
  unlinkFlight,
} from "./flight-rows.ts";
import { countFlight, sendFlight } from "./flight-send.ts";
import { hedgeDelay, measureFlight, noteSuccess, pickOther } from "./hedge.ts";
import { hasRead } from "./keyed-work.ts";
import { memberAnswered, memberFreed } from "./member-events.ts";
import { edges, nodes } from "./parameters.ts";
import { acquire, giveBack, giveUp } from "./pool.ts";
import { budgetOf, endRetry, NO_PERMIT, takePermit } from "./retry-budget.ts";
import { attempts, calls, DISCARDED, FOUND, KEYED, NONE } from "./rows.ts";
import { isAnswerEarly } from "./rpc-stream-flow.ts";
import { STREAMED } from "./rpc-stream-rows.ts";
import { discardService } from "./service.ts";
import { follow } from "./transitions.ts";
import { orphanAttempt, sendCancel } from "./wire.ts";

export const UNDECIDED = -1;

/** Sends the first attempt of a try and plans its hedges. */
export function launchTry(call: number, edge: number): number {
  calls.attemptAt[call] = registers[NOW];
  const pinned = calls.pinned[call];
  const instance =
    pinned === 0
      ? pickInstance(edge, calls.row[call], call)
      : nodes.firstInstance[edges.to[edge]] + pinned - 1;
  const flight = makeFlight(call, instance, 0);
  if (instance < 0) {
    countFlight(flight);
    blameAway(edge);
    return finish(flight, call, edge, CONNECTION_REFUSED);
  }
  planHedge(call, edge, 1);
  launch(flight, edge);
  return UNDECIDED;
}

function makeFlight(call: number, instance: number, hedge: number): number {
  const flight = allocateRow(flights.marks, flights.next, flights.cap);
  flights.attempt[flight] = NONE;
  flights.connection[flight] = 0;
  flights.timer[flight] = 0;
  flights.cell[flight] = 0;
  flights.instance[flight] = instance;
  const sticks = (balances.watch[calls.edge[call]] & STICKS) !== 0;
  flights.pinned[flight] = calls.pinned[call] === 0 && !sticks ? 0 : 1;
  flights.hedge[flight] = hedge;
  flights.sent[flight] = 0;
  flights.permit[flight] = NO_PERMIT;
  flights.startedAt[flight] = registers[NOW];
  linkFlight(call, flight);
  return flight;
}

function launch(flight: number, edge: number): void {
  if (pooledEdges.pooled[edge] === 1) acquire(flight, edge);
  else sendFlight(flight);
}

/** Plans hedge number `count` of a try, if there may be as many and the delay is known. */
function planHedge(call: number, edge: number, count: number): void {
  if (count > hedgedEdges.max[edge] || !hedgeDelay(call, edge)) return;
  registers[AT] = registers[NOW] + registers[VALUE];
  calls.timer[call] = schedule(HEDGE_DUE, call, count) + 1;
}

/** The delay of hedge number `count` is over and its try is still open. */
export function hedgeDue(call: number, count: number): void {
  const edge = calls.edge[call];
  calls.timer[call] = 0;
  let permit = NO_PERMIT;
  if (hedgedEdges.usesBudget[edge] === 1) {
    permit = takePermit(budgetOf(edge, calls.row[call]), edge, TIMEOUT);
    if (permit === NO_PERMIT) {
      edgeMeter[edge * EDGE_METERS + RETRIES_DENIED]++;
      planHedge(call, edge, count + 1);
      return;
    }
  }
  const pinned = calls.pinned[call];
  const instance =
    pinned === 0 ? pickOther(call, edge) : nodes.firstInstance[edges.to[edge]] + pinned - 1;
  planHedge(call, edge, count + 1);
  if (instance < 0) {
    if (permit !== NO_PERMIT) endRetry(budgetOf(edge, calls.row[call]), permit);
    return;
  }
  const flight = makeFlight(call, instance, 1);
  flights.permit[flight] = permit;
  launch(flight, edge);
}

/** A hedge no longer counts against the retry budget. */
function endPermit(flight: number, call: number, edge: number): void {
  const permit = flights.permit[flight];
  if (permit !== NO_PERMIT) endRetry(budgetOf(edge, calls.row[call]), permit);
}

/** The answer to an attempt has reached the caller's side. */
export function flightAnswered(call: number, attempt: number): number {
  const keyed = (attempts.flags[attempt] & KEYED) !== 0;
  if (keyed && attempts.outcome[attempt] < FIRST_FAILURE && hasRead(attempt)) {
    follow(WRITE_FOLLOWS, attempt, 0);
    return UNDECIDED;
  }
  if ((attempts.flags[attempt] & STREAMED) !== 0 && isAnswerEarly(attempt)) return UNDECIDED;
  const flight = flightOf(call, attempt) - 1;
  const connection = flights.connection[flight] - 1;
  const edge = calls.edge[call];
  const inOrder = connection >= 0 && pooledEdges.inOrder[edge] === 1;
  if (inOrder && connections.first[connection] !== flight + 1) {
    flights.state[flight] = HELD;
    return UNDECIDED;
  }
  return takeAnswer(flight, call, edge);
}

function takeAnswer(flight: number, call: number, edge: number): number {
  const attempt = flights.attempt[flight];
  const outcome = attempts.outcome[attempt];
  if (outcome !== CONNECTION_REFUSED && outcome !== CONNECTION_LOST) {
    measureFlight(flight);
    record(edgeHistogram(edge));
  }
  flights.attempt[flight] = NONE;
  if ((attempts.flags[attempt] & FOUND) !== 0) noteFound(call);
  if (outcome >= FIRST_FAILURE) blameAttempt(attempt, outcome);
  forget(attempt);
  return finish(flight, call, edge, outcome);
}

/** A flight whose request was sent has ended with `outcome`. */
function finish(flight: number, call: number, edge: number, outcome: number): number {
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  if (outcome >= FIRST_FAILURE && outcome !== CANCELLED && outcome !== CONFLICT) {
    const to = edges.to[edge];
    if (!isRefusal(outcome, to)) nodeMeter[to * NODE_METERS + CALLER_FAILED]++;
  }
  stopTimer(flight);
  answerMember(flight, call, outcome);
  endPermit(flight, call, edge);
  unlinkFlight(call, flight);
  if (outcome < FIRST_FAILURE) {
    measureFlight(flight);
    noteSuccess(call, edge);
    // What still waits for a connection must not get the one that becomes free.
    dropUnsent(call, edge);
  }
  giveBack(flight, edge, outcome);
  if (outcome < FIRST_FAILURE) dropFlights(call, edge);
  freeRow(flights.marks, flights.next, flight);
  return decide(call, outcome);
}

/** What the end of one of its flights means for a try. */
function decide(call: number, outcome: number): number {
  if (newestFlight(call) !== 0) return UNDECIDED;
  stopHedge(call);
  return outcome;
}

function stopHedge(call: number): void {
  const timer = calls.timer[call];
  if (timer > 0) cancel(timer - 1);
  calls.timer[call] = 0;
}

function stopTimer(flight: number): void {
  const timer = flights.timer[flight];
  if (timer !== 0) cancel(timer - 1);
  flights.timer[flight] = 0;
}

/** What balancing learns from the end of a flight. */
function answerMember(flight: number, call: number, outcome: number): void {
  calls.cell[call] = flights.cell[flight];
  flights.cell[flight] = 0;
  memberAnswered(call, outcome, flights.startedAt[flight]);
  calls.cell[call] = 0;
}

/** Nobody waits for a flight's answer any more, as far as balancing goes. */
function freeMember(flight: number, call: number): void {
  calls.cell[call] = flights.cell[flight];
  flights.cell[flight] = 0;
  memberFreed(call);
  calls.cell[call] = 0;
}

/** A flight's timer has run out: it had no connection in time, or no answer. */
export function flightTimedOut(flight: number): number {
  const call = flights.call[flight];
  const edge = calls.edge[call];
  flights.timer[flight] = 0;
  const state = flights.state[flight];
  blameFlight(flight, edge);
  if (state !== SENT && state !== HELD) {
    poolCounts.timeouts[edge]++;
    return failUnsent(flight, call, edge, POOL_TIMEOUT);
  }
  giveUp(flight, edge);
  loseAttempt(flight, 0);
  return finish(flight, call, edge, TIMEOUT);
}

/** A flight that was never sent has ended; no attempt of the callee is counted. */
function failUnsent(flight: number, call: number, edge: number, outcome: number): number {
  noteUnsent(flight, call, edge);
  endPermit(flight, call, edge);
  giveUp(flight, edge);
  unlinkFlight(call, flight);
  freeRow(flights.marks, flights.next, flight);
  return decide(call, outcome);
}

/** A call whose first attempt was never sent is a call all the same. */
function noteUnsent(flight: number, call: number, edge: number): void {
  if (flights.hedge[flight] === 0 && calls.tries[call] === 1) countUnsent(call, edge);
}

/** Parts a flight from its attempt, which works on for nobody, unless it has answered already. */
function loseAttempt(flight: number, flag: number): void {
  const attempt = flights.attempt[flight];
  flights.attempt[flight] = NONE;
  if (attempt < 0) return;
  if (flights.state[flight] === SENT) {
    orphanAttempt(attempt, flag);
    return;
  }
  if (flag === DISCARDED) discardService(attempt);
  forget(attempt);
}

/**
 * A flight has ended apart from an event of its own; `outcome` 0: its answer, which was held back,
 * may be taken.
 */
export function flightEnds(flight: number, outcome: number): number {
  const call = flights.call[flight];
  if (call < 0) {
    freeRow(flights.marks, flights.next, flight);
    return UNDECIDED;
  }
  const edge = calls.edge[call];
  if (outcome === 0) return takeAnswer(flight, call, edge);
  // Refused before anything was sent, or cut off with its connection: an attempt either way.
  if (flights.sent[flight] === 0) countFlight(flight);
  blameAway(edge);
  return finish(flight, call, edge, outcome);
}

/** Gives up all that a call has under way: another has won, or nobody waits for it any more. */
export function dropFlights(call: number, edge: number): void {
  for (let link = newestFlight(call); link !== 0; link = newestFlight(call)) {
    drop(link - 1, call, edge);
  }
}

/** Gives up what a call has not sent yet. */
function dropUnsent(call: number, edge: number): void {
  let link = newestFlight(call);
  while (link !== 0) {
    const flight = link - 1;
    link = flights.sibling[flight];
    if (flights.sent[flight] === 0) drop(flight, call, edge);
  }
}

function drop(flight: number, call: number, edge: number): void {
  unlinkFlight(call, flight);
  freeMember(flight, call);
  endPermit(flight, call, edge);
  const isSent = flights.sent[flight] === 1;
  if (isSent) {
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + CANCELLED]++;
    edgeMeter[edge * EDGE_METERS + ABANDONED]++;
  } else {
    noteUnsent(flight, call, edge);
  }
  giveUp(flight, edge);
  stopTimer(flight);
  loseAttempt(flight, DISCARDED);
  if (flights.state[flight] === ENDS) flights.call[flight] = -1;
  else freeRow(flights.marks, flights.next, flight);
}

/** The deadline of a call has come: all that it has under way ends for its caller. */
export function cutFlights(call: number, edge: number): void {
  const m = edge * EDGE_METERS;
  for (let link = newestFlight(call); link !== 0; link = newestFlight(call)) {
    const flight = link - 1;
    unlinkFlight(call, flight);
    endPermit(flight, call, edge);
    if (flights.sent[flight] === 1) {
      edgeMeter[m + EDGE_ENDED + DEADLINE_EXCEEDED]++;
      nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
      answerMember(flight, call, DEADLINE_EXCEEDED);
    } else {
      edgeMeter[m + PAST_DEADLINE]++;
      noteUnsent(flight, call, edge);
    }
    giveUp(flight, edge);
    loseAttempt(flight, 0);
    if (flights.state[flight] === ENDS) flights.call[flight] = -1;
    else freeRow(flights.marks, flights.next, flight);
  }
}

/** Tells the callees of all that a call has under way that nobody waits any more. */
export function cancelFlights(call: number): void {
  for (let link = newestFlight(call); link !== 0; link = flights.sibling[link - 1]) {
    const attempt = flights.attempt[link - 1];
    if (attempt >= 0 && flights.state[link - 1] === SENT) sendCancel(attempt);
  }
}
