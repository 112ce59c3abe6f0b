// Instances go down and come back. What they were doing ends with them: as a process that exits, so
// that its callers learn of it, or as a black hole, so that they do not.
import { events, schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { NODE_ENDED, NODE_METERS, nodeMeter, SOJOURN_SUM } from "../metrics/meters.ts";
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { CACHE } from "./cache-rows.ts";
import { noteAway } from "./data-places.ts";
import { resetDoor } from "./door.ts";
import { leaveUnpublished } from "./dual-write.ts";
import { ENDPOINT_UPDATE } from "./event-kinds.ts";
import { swallow } from "./flight-rows.ts";
import { awayLessAt, touchInstance } from "./instance-load.ts";
import { membershipChanged } from "./membership.ts";
import { control, instances, nodeState, PERIOD_START, setSlots } from "./node-state.ts";
import { nodes, UNLIMITED } from "./parameters.ts";
import { BOOTS, places } from "./place-rows.ts";
import { abandonCalls } from "./plan.ts";
import { forgetPolicies } from "./policy-reset.ts";
import { clearPools, resetConnections, suspendPools } from "./pool-faults.ts";
import { proxies } from "./proxy-rows.ts";
import { endStoring } from "./publish.ts";
import { operationWrites, PUBLISHES, UNDOES } from "./publish-identity.ts";
import { leaveGate } from "./rate-gate.ts";
import { missLater } from "./reconnect.ts";
import {
  AT_GATE,
  attempts,
  CALLING,
  DELIVERED,
  IN_AFTER,
  IN_BATCH,
  IN_SERVICE,
  IN_SHARING,
  LOCKED_OUT,
  PAUSED,
  QUEUED,
  RESUMING,
  STORING,
} from "./rows.ts";
import { stopWork } from "./service.ts";
import { depart, endCalling, fillSlot, releaseSlot } from "./station.ts";
import { leaveQueue } from "./station-queue.ts";
import { emptyStore } from "./store.ts";
import { keepUnfinished } from "./undo.ts";
import { takeUpAfterRestart } from "./unfinished.ts";
import { leaveWatched } from "./watch.ts";
import { loseKeptBack } from "./write-behind.ts";

/**
 * Rows to tell of crashed and restarted instances (brokers and consumers), and of links that were
 * cut or are whole again; set by the engine.
 */
export interface CrashListeners {
  crashed(instance: number): void;
  restarted(instance: number): void;
  /** An instance that is up does nothing any more, or goes on. */
  stands(instance: number, still: boolean): void;
  linksChanged(): void;
}

let listeners: CrashListeners = {
  crashed: () => {},
  restarted: () => {},
  stands: () => {},
  linksChanged: () => {},
};

export function listenToCrashes(to: CrashListeners): void {
  listeners = to;
}

/** An instance that is up has come to a standstill, or out of it. */
export function tellOfStandstill(instance: number, still: boolean): void {
  listeners.stands(instance, still);
}

/** Faults have been worked out anew for all links. */
export function tellOfLinks(): void {
  listeners.linksChanged();
}

/** Slots come and go with their instance, unless it has broken down by itself anyway. */
function countSlots(instance: number, node: number, sign: number): void {
  if (nodes.slots[node] === UNLIMITED || instances.broken[instance] !== 0) return;
  setSlots(node, nodeState.slots[node] + sign * nodes.slots[node]);
}

export function crash(instance: number, blackhole: boolean): void {
  const node = instances.node[instance];
  touchInstance(instance);
  instances.up[instance] = 0;
  instances.blackhole[instance] = blackhole ? 1 : 0;
  nodeState.instancesUp[node]--;
  countSlots(instance, node, -1);
  suspendPools(instance, node);
  const queueSurvives = nodes.sharedQueue[node] === 1 && nodeState.instancesUp[node] > 0;
  for (const attempt of attemptsIn(instance, node, queueSurvives)) {
    endByCrash(attempt, node, blackhole);
  }
  forgetPolicies(instance, node);
  if (nodes.primitive[node] === CACHE) {
    emptyStore(instance);
    loseKeptBack(instance, node);
  }
  instances.resumeHead[instance] = 0;
  instances.resumeTail[instance] = 0;
  clearPools(instance, node);
  // A black hole resets nothing: its callers keep connections to it.
  if (!blackhole) resetConnections(instance);
  else missLater(instance);
  noteAway(instance, node, false);
  listeners.crashed(instance);
  announce(instance, node);
}

/**
 * Attempts that end with an instance, in an order of their own: row numbers depend on what other
 * nodes do. They are left to decide only between arrivals over one edge at one instant that have
 * also been at work alike and have no event.
 */
function attemptsIn(instance: number, node: number, queueSurvives: boolean): number[] {
  const found: number[] = [];
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    if (attempts.node[attempt] !== node || attempts.instance[attempt] !== instance) continue;
    const phase = attempts.phase[attempt];
    const waits = phase === CALLING || phase === RESUMING || isApart(phase);
    if (waits || isAtWork(phase)) found.push(attempt);
  }
  found.sort(byArrival);
  if (queueSurvives) return found;
  const waiting: number[] = [];
  let link = instances.head[instances.queue[instance]];
  while (link !== 0) {
    waiting.push(link - 1);
    link = attempts.next[link - 1];
  }
  return waiting.concat(found);
}

/** Before the door, or a publish that waits until it is stored. */
function isApart(phase: number): boolean {
  return phase === AT_GATE || phase === STORING;
}

function isAtWork(phase: number): boolean {
  switch (phase) {
    case IN_SERVICE:
    case IN_AFTER:
    case PAUSED:
    case IN_SHARING:
    case IN_BATCH:
    case LOCKED_OUT:
      return true;
    default:
      return false;
  }
}

export function byArrival(left: number, right: number): number {
  return (
    attempts.arrivedAt[left] - attempts.arrivedAt[right] ||
    attempts.edge[left] - attempts.edge[right] ||
    attempts.startedAt[left] - attempts.startedAt[right] ||
    (sequenceOf(left) - sequenceOf(right)) | 0
  );
}

function sequenceOf(attempt: number): number {
  const event = attempts.event[attempt];
  return event > 0 ? events.sequence[event - 1] : 0;
}

/** What is left of an attempt with calls: messages that nobody publishes, and what is to be gone on with. */
function leaveUndone(attempt: number): void {
  const onFailure = operationWrites.onFailure[attempts.operation[attempt]];
  if ((onFailure & PUBLISHES) !== 0) leaveUnpublished(attempt, 1);
  if ((onFailure & UNDOES) !== 0) keepUnfinished(attempt);
}

function endByCrash(attempt: number, node: number, blackhole: boolean): void {
  const phase = attempts.phase[attempt];
  if (phase === QUEUED) {
    leaveQueue(attempt);
  } else if (phase === CALLING) {
    leaveUndone(attempt);
    abandonCalls(attempt);
    endCalling(attempt, node);
  } else if (phase === AT_GATE) {
    leaveGate(attempt, node);
  } else if (phase === STORING) {
    endStoring(attempt, node);
  } else if (phase === RESUMING) {
    awayLessAt(node, attempts.instance[attempt]);
  } else if (!stopWork(attempt, node)) {
    return;
  }
  if (!blackhole && attempts.origin[attempt] !== DELIVERED) {
    depart(attempt, CONNECTION_LOST);
    return;
  }
  vanish(attempt, node);
}

/** Leaves without an answer: callers find out by their timeouts, brokers by the lost connection. */
function vanish(attempt: number, node: number): void {
  const m = node * NODE_METERS;
  nodeState.present[node]--;
  const from = Math.max(attempts.arrivedAt[attempt], control.f64[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  nodeMeter[m + NODE_ENDED + CONNECTION_LOST]++;
  if (nodes.watch[node] !== 0) leaveWatched(attempt, node, CONNECTION_LOST);
  releaseSlot(attempt, node);
  swallow(attempt);
  forget(attempt);
}

export function restart(instance: number): void {
  const node = instances.node[instance];
  touchInstance(instance);
  resetConnections(instance);
  instances.up[instance] = 1;
  instances.blackhole[instance] = 0;
  nodeState.instancesUp[node]++;
  countSlots(instance, node, 1);
  if (nodes.door[node] !== 0) resetDoor(instance, node);
  noteAway(instance, node, true);
  announce(instance, node);
  listeners.restarted(instance);
  takeUpAfterRestart(node);
  fillSlot(instance, node);
}

/** Callers learn of the change after the node's endpoint delay. */
function announce(instance: number, node: number): void {
  const delay = nodes.endpointDelayMs[node];
  if (proxies.unannounced[node] === 1) return;
  if (delay <= 0) {
    endpointUpdate(instance, instances.up[instance]);
    return;
  }
  registers[AT] = registers[NOW] + delay;
  schedule(ENDPOINT_UPDATE, instance, instances.up[instance]);
}

/** Callers who were told nothing for a while learn how it is now. */
export function announceAgain(node: number): void {
  const first = nodes.firstInstance[node];
  for (let instance = first; instance < first + nodes.instanceCount[node]; instance++) {
    if (instances.listed[instance] !== instances.up[instance]) announce(instance, node);
  }
}

/** Callers now know that an instance came or went, unless it has changed again since. */
export function endpointUpdate(instance: number, up: number): void {
  if (up === 0 && places.state[instance] === BOOTS) return;
  if (instances.up[instance] !== up || instances.listed[instance] === up) return;
  if (proxies.unannounced[instances.node[instance]] === 1) return;
  instances.listed[instance] = up;
  nodeState.listed[instances.node[instance]] += up === 1 ? 1 : -1;
  membershipChanged(instance);
}
