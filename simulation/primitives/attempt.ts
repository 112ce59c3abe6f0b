// One attempt of a call on its way out: the policies around each attempt, the balancer, the wire.
// Whatever stops it ends or repeats the call through attempt-end.ts; a policy may also make it wait,
// and then it goes on from where it was.
import { scheduleInLane } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import {
  ATTEMPTS,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  RETRIED_CALLS,
  RETRIES,
  TYPE_ATTEMPTS,
  TYPE_RETRIES,
} from "../metrics/meters.ts";
import { CONNECTION_REFUSED, OK } from "../results/outcomes.ts";
import { PARTICLE_MESSAGE, PARTICLE_REQUEST, PARTICLE_RETRY } from "../results/snapshot.ts";
import { SHOWN, SHOWS } from "./access-rows.ts";
import { forget } from "./answer.ts";
import { attemptEnded, retryOrEnd, tryEnded } from "./attempt-end.ts";
import { balances } from "./balance-rows.ts";
import { pickInstance } from "./balancer.ts";
import { blameAway, blameRefusal } from "./blame.ts";
import { countForType, countUnsent, endCall } from "./call-end.ts";
import { enterAttemptLevel, GO_ON, leaveAttemptLevel, WAITS } from "./call-guards.ts";
import { stopTimer } from "./call-timer.ts";
import { passDeadline } from "./deadline.ts";
import { ATTEMPT_TIMEOUT } from "./event-kinds.ts";
import { launchTry } from "./flight.ts";
import { flightOf, flights } from "./flight-rows.ts";
import { askForVersion, carryVersion, followData } from "./keyed-work.ts";
import { LOCKS_ROWS } from "./lock-rows.ts";
import { partitionFor } from "./log-keys.ts";
import { FINDS_LEADER, partitions } from "./log-rows.ts";
import { memberAnswered, memberPicked } from "./member-events.ts";
import { pauseLess } from "./network.ts";
import { STORES_FIRST, storeFirst } from "./outbox.ts";
import {
  ATTEMPT_LEVEL,
  CALL_DEADLINE,
  edges,
  FLIES,
  nodes,
  SENDS_ONE_WAY,
  SORT_CALL,
  TRACKS_EFFECTS,
  WRITES_CONDITIONALLY,
} from "./parameters.ts";
import { collect } from "./parcel.ts";
import { COLLECTS } from "./parcel-rows.ts";
import { carryIdentity, NUMBERS_PUBLISHES } from "./publish-identity.ts";
import { calledUp, LINES_UP, noteSent, partitionInLine, stepUp } from "./publish-lines.ts";
import { correlate, WAITS_FOR_REPLY } from "./reply-rows.ts";
import { attempts, CALLED, calls, FROM_RETRY, NONE, ONE_WAY, ROOT } from "./rows.ts";
import { openStream } from "./rpc-stream-life.ts";
import { STREAMS } from "./rpc-stream-rows.ts";
import { makeAttempt, travel } from "./wire.ts";

/** What takes an attempt another way than straight to an instance. */
const GOES_OTHERWISE = FLIES | STORES_FIRST | LINES_UP | COLLECTS | FINDS_LEADER;
/** What it carries besides, and who has to know that it is sent. */
const SENDS_OTHERWISE =
  NUMBERS_PUBLISHES |
  SENDS_ONE_WAY |
  CALL_DEADLINE |
  TRACKS_EFFECTS |
  LOCKS_ROWS |
  SHOWS |
  WRITES_CONDITIONALLY |
  WAITS_FOR_REPLY |
  STREAMS;

/** The pause before a retry is over. */
export function retryDue(call: number): void {
  pauseLess(calls.edge[call]);
  sendAttempt(call);
}

/** Makes the next attempt of a call. */
export function sendAttempt(call: number): void {
  const edge = calls.edge[call];
  calls.timer[call] = 0;
  calls.tries[call]++;
  const guards = edges.guards[edge];
  if ((guards & (ATTEMPT_LEVEL | GOES_OTHERWISE)) === 0) sendToMember(call, edge, guards);
  else if ((guards & ATTEMPT_LEVEL) === 0) dispatchAttempt(call, edge, guards);
  else askAttemptLevel(call, edge);
}

/** Asks the policies around each attempt, those that have agreed already not again. */
export function askAttemptLevel(call: number, edge: number): void {
  const answer = enterAttemptLevel(call, edge);
  if (answer === GO_ON) dispatchAttempt(call, edge, edges.guards[edge]);
  else if (answer !== WAITS) refuseAttempt(call, edge, answer);
}

/** A policy around the attempt has refused it; the call may try again. */
export function refuseAttempt(call: number, edge: number, outcome: number): void {
  if (calls.tries[call] === 1) countUnsent(call, edge);
  blameRefusal(edge, outcome);
  leaveAttemptLevel(call, edge, outcome);
  retryOrEnd(call, outcome, 0);
}

/** Every policy has agreed: the attempt goes on its way. */
function dispatchAttempt(call: number, edge: number, guards: number): void {
  if ((guards & FLIES) !== 0) {
    const refused = launchTry(call, edge);
    if (refused >= 0) tryEnded(call, refused);
    return;
  }
  if ((guards & STORES_FIRST) !== 0) {
    storeFirst(call, edge);
    tryEnded(call, OK);
    return;
  }
  if ((guards & LINES_UP) !== 0) {
    if (stepUp(call, edge)) dispatchInLine(call, edge, guards);
    return;
  }
  if ((guards & (COLLECTS | FINDS_LEADER)) === 0) {
    sendToMember(call, edge, guards);
    return;
  }
  countAttempt(call, edge, calls.tries[call]);
  calls.attemptAt[call] = registers[NOW];
  if ((guards & COLLECTS) !== 0) {
    collect(call, edge);
    return;
  }
  const partition = partitionFor(attempts.request[calls.parent[call]], edges.to[edge]);
  const attempt = transmit(call, edge, partitions.leader[partition], guards);
  attempts.needed[attempt] = partition;
}

/** The attempt goes to an instance that its caller picks. */
function sendToMember(call: number, edge: number, guards: number): void {
  const row = calls.row[call];
  countAttempt(call, edge, calls.tries[call]);
  calls.attemptAt[call] = registers[NOW];
  const pinned = calls.pinned[call];
  const instance =
    pinned === 0 ? pickInstance(edge, row, call) : nodes.firstInstance[edges.to[edge]] + pinned - 1;
  if (instance < 0) {
    sendToNobody(call, edge);
    return;
  }
  if (balances.watch[edge] !== 0) {
    memberPicked(call, edge, row, instance - nodes.firstInstance[edges.to[edge]]);
  }
  transmit(call, edge, instance, guards);
}

/** No instance is listed. The caller of a one-way call goes on all the same: only the edge counts it. */
function sendToNobody(call: number, edge: number): void {
  if (edges.oneWay[edge] === 1 && edges.sort[edge] === SORT_CALL) {
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + CONNECTION_REFUSED]++;
    leaveSent(call, edge);
    endCall(call, OK);
    return;
  }
  blameAway(edge);
  attemptEnded(call, CONNECTION_REFUSED);
}

/** A publish in line goes to its partition, or to the broker that leads it. */
function dispatchInLine(call: number, edge: number, guards: number): void {
  countAttempt(call, edge, calls.tries[call]);
  calls.attemptAt[call] = registers[NOW];
  noteSent(call);
  const partition = partitionInLine(call);
  const findsLeader = (guards & FINDS_LEADER) !== 0;
  const instance = findsLeader
    ? partitions.leader[partition]
    : pickInstance(edge, calls.row[call], call);
  if (instance < 0) {
    blameAway(edge);
    attemptEnded(call, CONNECTION_REFUSED);
    return;
  }
  const attempt = transmit(call, edge, instance, guards);
  attempts.needed[attempt] = partition;
}

/** A publish that waited in its line may be sent. */
export function lineGoes(entry: number): void {
  const call = calledUp(entry);
  if (call >= 0) dispatchInLine(call, calls.edge[call], edges.guards[calls.edge[call]]);
}

function countAttempt(call: number, edge: number, tries: number): void {
  const m = edge * EDGE_METERS;
  edgeMeter[m + ATTEMPTS]++;
  if (tries > 1) edgeMeter[m + RETRIES]++;
  if (tries === 2) edgeMeter[m + RETRIED_CALLS]++;
  const parent = calls.parent[call];
  if (attempts.origin[parent] !== ROOT) return;
  const request = attempts.request[parent];
  countForType(request, TYPE_ATTEMPTS);
  if (tries > 1) countForType(request, TYPE_RETRIES);
}

/** Puts an attempt on the wire and starts its timer (which therefore wins a tie). */
function transmit(call: number, edge: number, instance: number, guards: number): number {
  const isRetry = calls.tries[call] > 1;
  const attempt = makeAttempt(call, edge, instance, isRetry);
  if ((guards & SENDS_OTHERWISE) !== 0) {
    if ((guards & NUMBERS_PUBLISHES) !== 0) carryIdentity(call, attempt);
    if ((guards & SENDS_ONE_WAY) !== 0) {
      letGo(call, edge, attempt);
      return attempt;
    }
  }
  attempts.call[attempt] = call;
  attempts.origin[attempt] = CALLED;
  calls.attempt[call] = attempt;
  if ((guards & SENDS_OTHERWISE) !== 0) equip(call, edge, attempt, guards);
  const timeout = edges.timeoutMs[edge];
  if (timeout > 0) {
    registers[AT] = registers[NOW] + timeout;
    calls.timer[call] = scheduleInLane(edge, ATTEMPT_TIMEOUT, call) + 1;
  }
  travel(attempt, edge, isRetry ? PARTICLE_RETRY : PARTICLE_REQUEST, call);
  return attempt;
}

/** Sends an attempt for whose answer nobody waits. */
function letGo(call: number, edge: number, attempt: number): void {
  attempts.call[attempt] = NONE;
  attempts.origin[attempt] = ONE_WAY;
  travel(attempt, edge, PARTICLE_MESSAGE, call);
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + OK]++;
  leaveSent(call, edge);
  endCall(call, OK);
}

/** Gives an attempt what it carries besides, and tells those who follow it on its way. */
function equip(call: number, edge: number, attempt: number, guards: number): void {
  if ((guards & CALL_DEADLINE) !== 0) passDeadline(call, edge, attempt);
  if ((guards & (TRACKS_EFFECTS | LOCKS_ROWS | SHOWS)) !== 0) followData(call, attempt, guards);
  if ((guards & WRITES_CONDITIONALLY) !== 0) askForVersion(call, attempt);
  if ((guards & (WAITS_FOR_REPLY | STREAMS)) === 0) return;
  if ((guards & STREAMS) === 0) correlate(call, attempt);
  else openStream(call, attempt, edge, NONE);
}

/**
 * The read of a conditional write is answered: the write follows to the same instance, within the
 * same attempt and its timeout.
 */
export function writeFollows(read: number): void {
  const call = attempts.call[read];
  if (call >= 0 && calls.parent[call] < 0) {
    // A probe that goes on for its breaker alone has told it what it wanted to know.
    calls.attempt[call] = NONE;
    stopTimer(call);
    attemptEnded(call, OK);
  } else if (call >= 0) {
    const edge = calls.edge[call];
    const isExtra = (attempts.flags[read] & FROM_RETRY) !== 0;
    const attempt = makeAttempt(call, edge, attempts.instance[read], isExtra);
    attempts.call[attempt] = call;
    attempts.origin[attempt] = CALLED;
    if (calls.attempt[call] === read) calls.attempt[call] = attempt;
    else flights.attempt[flightOf(call, read) - 1] = attempt;
    attempts.flags[attempt] |= attempts.flags[read] & SHOWN;
    carryVersion(read, attempt);
    if ((edges.guards[edge] & CALL_DEADLINE) !== 0) passDeadline(call, edge, attempt);
    travel(attempt, edge, calls.tries[call] > 1 ? PARTICLE_RETRY : PARTICLE_REQUEST, call);
  }
  forget(read);
}

/** For its caller's policies a one-way call has succeeded once it is sent. */
function leaveSent(call: number, edge: number): void {
  memberAnswered(call, OK, calls.attemptAt[call]);
  if ((edges.guards[edge] & ATTEMPT_LEVEL) !== 0) leaveAttemptLevel(call, edge, OK);
}
