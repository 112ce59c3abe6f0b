// Plan: the calls an operation makes, in stages. The calls of a stage run in parallel (repetitions
// of one call one after another unless it says parallel), stages in sequence. A stage goes on at
// its k-th success and fails at the instant k is out of reach; its other calls are then abandoned.

import { freeRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import {
  CANCELLED,
  DEGRADED,
  DEPENDENCY,
  ERROR,
  FIRST_FAILURE,
  OK,
  UNAUTHORIZED,
} from "../results/outcomes.ts";
import { nodeAccess, SHOWS } from "./access-rows.ts";
import { passBlame } from "./blame.ts";
import { conditions } from "./cache-rows.ts";
import { abandonCall, startCall, unlinkCall } from "./call.ts";
import { leaveUnpublished } from "./dual-write.ts";
import { CALLS_GO_ON, ROOT_ENDED } from "./event-kinds.ts";
import { cancelFlights } from "./flight.ts";
import { drawDistinct, drawnMember } from "./member-draws.ts";
import { edgeStream } from "./network.ts";
import { isPlainOneWay, sendOneWay } from "./one-way.ts";
import { CANCEL_INTERRUPT, edges, operations, plans, stages } from "./parameters.ts";
import { proxies, relayed } from "./proxy-rows.ts";
import { operationWrites, PUBLISHES, UNDOES } from "./publish-identity.ts";
import { leaveGate } from "./rate-gate.ts";
import {
  AT_GATE,
  attempts,
  CALLING,
  CANCEL_SEEN,
  calls,
  QUEUED,
  RELAYED,
  ROOT,
  requests,
  TAINTED,
  UNDOING,
} from "./rows.ts";
import { awaitsStream } from "./rpc-stream-handler.ts";
import { ASKS_REGISTRY } from "./schema-rows.ts";
import { knowsSchemas } from "./schemas.ts";
import { stopWork } from "./service.ts";
import { callsDone, depart, endCalling } from "./station.ts";
import { leaveQueue } from "./station-queue.ts";
import { BRANCH, COUNT } from "./streams.ts";
import { handOnTold, toldEdges } from "./told.ts";
import { follow } from "./transitions.ts";
import { GOES_ON, keepUnfinished, undo, undone } from "./undo.ts";
import { sendCancel } from "./wire.ts";

const PLANS_PER_STAGE = 5_000;
const chosen = new Int32Array(PLANS_PER_STAGE);
const counts = new Int32Array(PLANS_PER_STAGE);
const draws = new Float64Array(PLANS_PER_STAGE);

/** The first service of an attempt is done (or a request was offered): its calls begin. */
export function beginCalls(attempt: number): void {
  attempts.stage[attempt] = 0;
  attempts.phase[attempt] = CALLING;
  nextStage(attempt);
}

export function nextStage(attempt: number): void {
  const operation = attempts.operation[attempt];
  const count = operations.stageCount[operation];
  for (;;) {
    const at = attempts.stage[attempt];
    if (at === count || (attempts.flags[attempt] & CANCEL_SEEN) !== 0) {
      stagesEnded(attempt);
      return;
    }
    if (launch(attempt, operations.firstStage[operation] + at)) return;
    attempts.stage[attempt] = at + 1;
  }
}

/** Starts the calls of a stage; false when chance left none to make. */
function launch(attempt: number, stage: number): boolean {
  const only = stages.onlyPlan[stage];
  if (only === 0) return launchSeveral(attempt, stage);
  attempts.pending[attempt] = 1;
  attempts.needed[attempt] = 1;
  if (isPlainOneWay(only - 1, attempt)) sendOneWay(only - 1, attempt);
  else startCall(only - 1, attempt, 0, 0);
  return true;
}

function launchSeveral(attempt: number, stage: number): boolean {
  const selected = select(stage, attempt);
  if (selected === 0) return false;
  let pending = 0;
  for (let i = 0; i < selected; i++) pending += plans.parallel[chosen[i]] === 1 ? counts[i] : 1;
  const requires = stages.requires[stage];
  attempts.pending[attempt] = pending;
  attempts.needed[attempt] = requires === 0 ? pending : Math.min(requires, pending);
  for (let i = 0; i < selected; i++) {
    const plan = chosen[i];
    if (plans.parallel[plan] === 1) {
      launchAtOnce(plan, attempt, counts[i]);
    } else {
      startCall(plan, attempt, counts[i] - 1, 0);
    }
  }
  return true;
}

function launchAtOnce(plan: number, attempt: number, count: number): void {
  if (plans.distinct[plan] === 1) {
    // A call that is told where to go draws no instance, so the ones drawn here stay.
    const members = drawDistinct(plans.edge[plan], count);
    for (let k = 0; k < count; k++) {
      startCall(plan, attempt, 0, members === 0 ? 0 : drawnMember(k % members) + 1);
    }
    return;
  }
  const toAll = plans.toAll[plan] === 1;
  for (let k = 0; k < count; k++) startCall(plan, attempt, 0, toAll ? k + 1 : 0);
}

/** Draws which calls of a stage are made and how often; leaves them in `chosen` and `counts`. */
function select(stage: number, attempt: number): number {
  const first = stages.firstPlan[stage];
  const count = stages.planCount[stage];
  let selected = 0;
  for (let i = 0; i < count; i++) {
    const plan = first + i;
    // Chance is drawn first, so that what was found changes no other draw.
    if (!isTaken(plan, i) || isSpared(plan, attempt)) continue;
    let times = plans.fixedCount[plan];
    const distribution = plans.count[plan];
    if (distribution >= 0) {
      sampleInto(distribution, edgeStream(plans.edge[plan], COUNT));
      times = Math.floor(registers[SAMPLE] + 0.5);
    }
    if (times <= 0) continue;
    chosen[selected] = plan;
    counts[selected] = times;
    selected++;
  }
  return selected;
}

/** A call for what is not in a cache is spared where the cache has had it; for a schema, where it is known. */
function isSpared(plan: number, attempt: number): boolean {
  const unless = conditions.unless[plan];
  if (unless === ASKS_REGISTRY) return knowsSchemas(attempt);
  return (unless & attempts.flags[attempt]) !== 0;
}

/** Independent chance, or the share of one draw that an exclusive group has in common. */
function isTaken(plan: number, position: number): boolean {
  const group = plans.choice[plan];
  if (group === 0) {
    const probability = plans.probability[plan];
    if (probability >= 1) return true;
    nextUniform(edgeStream(plans.edge[plan], BRANCH));
    return registers[UNIFORM] < probability;
  }
  // The first member of a group draws for all; members of a group follow each other.
  if (plans.choiceFrom[plan] === 0) {
    nextUniform(edgeStream(plans.edge[plan], BRANCH));
    draws[position] = registers[UNIFORM];
  } else {
    draws[position] = draws[position - 1];
  }
  return draws[position] >= plans.choiceFrom[plan] && draws[position] < plans.choiceUpTo[plan];
}

/** A call has ended with the outcome in its row; its parent's stage goes on or is decided. */
export function callEnded(call: number): void {
  const parent = calls.parent[call];
  if (parent < 0) {
    freeRow(calls.marks, calls.next, call);
    return;
  }
  const outcome = calls.outcome[call];
  const plan = calls.plan[call];
  const remaining = calls.remaining[call];
  unlinkCall(call);
  freeRow(calls.marks, calls.next, call);
  if (outcome === DEGRADED) attempts.flags[parent] |= TAINTED;
  const succeeded = outcome < FIRST_FAILURE;
  if (succeeded && remaining > 0) {
    repeatCall(plan, parent, remaining - 1);
    return;
  }
  const pending = --attempts.pending[parent];
  if (succeeded || isIgnored(plan, parent)) attempts.needed[parent]--;
  if (attempts.needed[parent] <= 0) {
    abandonCalls(parent);
    stageEnded(parent);
  } else if (pending < attempts.needed[parent]) {
    passBlame(call, parent);
    planEnded(parent, failureOf(parent, outcome, plans.edge[plan]));
  }
}

function repeatCall(plan: number, parent: number, remaining: number): void {
  startCall(plans.standsFor[plan], parent, remaining, 0);
}

/** The one-way call of a stage was sent, which is all that its parent wants. */
export function sentOneWay(parent: number, generation: number): void {
  if (attempts.generation[parent] === generation) stageEnded(parent);
}

/** A stage of an attempt has ended well. */
export function stageEnded(attempt: number): void {
  const stage = attempts.stage[attempt] + 1;
  attempts.stage[attempt] = stage;
  if (stage === operations.stageCount[attempts.operation[attempt]]) stagesEnded(attempt);
  else nextStage(attempt);
}

/** An attempt has no further stage, or was cancelled before it. */
function stagesEnded(attempt: number): void {
  const flags = attempts.flags[attempt];
  if ((flags & (CANCEL_SEEN | UNDOING)) !== 0) endSpecially(attempt, flags);
  else planEnded(attempt, (flags & TAINTED) !== 0 ? DEGRADED : OK);
}

/** An attempt was cancelled before its next stage, or has undone everything: nothing stops it from that. */
function endSpecially(attempt: number, flags: number): void {
  if ((flags & UNDOING) === 0) {
    planEnded(attempt, CANCELLED);
    return;
  }
  attempts.flags[attempt] = flags & ~CANCEL_SEEN;
  const isDone = attempts.stage[attempt] === operations.stageCount[attempts.operation[attempt]];
  if (isDone) endPlan(attempt, undone(attempt));
  else follow(CALLS_GO_ON, attempt, 0);
}

/** An optional call's failure counts as done where all are needed, as no success where k are. */
function isIgnored(plan: number, parent: number): boolean {
  if (plans.optional[plan] === 0) return false;
  const stage = operations.firstStage[attempts.operation[parent]] + attempts.stage[parent];
  return stages.requires[stage] === 0;
}

/** What an attempt fails with when a call over an edge that it needs has ended with `outcome`. */
function failureOf(parent: number, outcome: number, edge: number): number {
  if (attempts.origin[parent] !== ROOT) {
    if (outcome === UNAUTHORIZED && isPassedOn(parent, edge)) return outcome;
    const relays = proxies.relays[attempts.node[parent]];
    if (relays === 0 || toldEdges.isAside[edge] === 1) return DEPENDENCY;
    attempts.flags[parent] |= RELAYED;
    handOnTold(parent, edge, outcome);
    return relayed(outcome, relays);
  }
  const tooDeep = requests.tooDeep[attempts.request[parent]] === 1;
  return tooDeep && outcome === DEPENDENCY ? ERROR : outcome;
}

/** Whose credential was refused: that of whoever called, or one of its own. */
function isPassedOn(parent: number, edge: number): boolean {
  return nodeAccess.passesOn[attempts.node[parent]] === 1 && (edges.guards[edge] & SHOWS) === 0;
}

/** Abandons every call that an attempt still has in progress. */
export function abandonCalls(attempt: number): void {
  while (attempts.firstCall[attempt] !== 0) abandonCall(attempts.firstCall[attempt] - 1);
}

function planEnded(attempt: number, outcome: number): void {
  const onFailure =
    outcome < FIRST_FAILURE ? 0 : operationWrites.onFailure[attempts.operation[attempt]];
  if (onFailure === 0) endPlan(attempt, outcome);
  else failPlan(attempt, outcome, onFailure);
}

/** A plan has failed that leaves something behind: what nobody publishes, or what is to be undone. */
function failPlan(attempt: number, outcome: number, onFailure: number): void {
  if ((onFailure & PUBLISHES) !== 0) leaveUnpublished(attempt, 0);
  abandonCalls(attempt);
  const ending = (onFailure & UNDOES) === 0 ? outcome : undo(attempt, outcome);
  if (ending === GOES_ON) follow(CALLS_GO_ON, attempt, 0);
  else endPlan(attempt, ending);
}

function endPlan(attempt: number, outcome: number): void {
  abandonCalls(attempt);
  if (attempts.origin[attempt] === ROOT) follow(ROOT_ENDED, attempt, outcome);
  else callsDone(attempt, outcome);
}

/** A cancellation has reached the callee. `generation` tells whether it still means this attempt. */
export function cancelArrives(attempt: number, generation: number): void {
  if (attempts.generation[attempt] !== generation) return;
  attempts.flags[attempt] |= CANCEL_SEEN;
  const phase = attempts.phase[attempt];
  const interrupts = edges.cancel[attempts.edge[attempt]] === CANCEL_INTERRUPT;
  if (phase === CALLING && !interrupts) {
    for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.next[link - 1]) {
      const child = calls.attempt[link - 1];
      if (child >= 0) sendCancel(child);
      else cancelFlights(link - 1);
    }
    // The handler of a stream that is reset ends with it.
    if (awaitsStream(attempt)) callsDone(attempt, CANCELLED);
  }
  if (interrupts) interrupt(attempt, phase);
}

/** Stops the work of an attempt for good; one that only waits to be resumed goes on. */
export function stopAttempt(attempt: number): void {
  interrupt(attempt, attempts.phase[attempt]);
}

/** `cancel: "interrupt"`: work stops at once and the slot is free. */
function interrupt(attempt: number, phase: number): void {
  const node = attempts.node[attempt];
  if (phase === QUEUED) {
    leaveQueue(attempt);
    depart(attempt, CANCELLED);
  } else if (phase === AT_GATE) {
    leaveGate(attempt, node);
    depart(attempt, CANCELLED);
  } else if (phase === CALLING) {
    if ((operationWrites.onFailure[attempts.operation[attempt]] & UNDOES) !== 0) {
      keepUnfinished(attempt);
    }
    abandonCalls(attempt);
    endCalling(attempt, node);
    depart(attempt, CANCELLED);
  } else if (stopWork(attempt, node)) {
    depart(attempt, CANCELLED);
  }
}
