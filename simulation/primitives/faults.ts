// Faults: at every boundary of a fault the whole effect of all faults is worked out anew from the
// present time, so order, overlap and live switching need no cases of their own. Crashes are the
// difference between what should be up and what is.
import { events, schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { nextIndex, seedStream } from "../core/random.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { NODE_ENDED, NODE_METERS, nodeMeter, SOJOURN_SUM } from "../metrics/meters.ts";
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { resetDoor } from "./door.ts";
import { ENDPOINT_UPDATE } from "./event-kinds.ts";
import { awayLessAt, touchInstance } from "./instance-load.ts";
import { edgeState } from "./network.ts";
import { control, instances, nodeState, PERIOD_START, setSlots } from "./node-state.ts";
import { edges, nodes, SHARES, UNLIMITED } from "./parameters.ts";
import { abandonCalls } from "./plan.ts";
import { leaveGate } from "./rate-gate.ts";
import {
  AT_GATE,
  attempts,
  CALLING,
  calls,
  DELIVERED,
  IN_AFTER,
  IN_BATCH,
  IN_SERVICE,
  IN_SHARING,
  PAUSED,
  QUEUED,
  RESUMING,
  SWALLOWED,
} from "./rows.ts";
import { stopWork } from "./service.ts";
import { reshare } from "./sharing.ts";
import { depart, endCalling, fillSlot, releaseSlot } from "./station.ts";
import { leaveQueue } from "./station-queue.ts";
import { leaveWatched } from "./watch.ts";

/** A fault in the engine's terms. */
export interface Fault {
  readonly id: string;
  readonly effect: "slow" | "crash" | "errors" | "latency";
  readonly atMs: number;
  readonly endMs: number;
  readonly rampMs: number;
  readonly enabled: boolean;
  /** Factor, ratio or added ms at full strength; 1 for a crash. */
  readonly amount: number;
  readonly blackhole: boolean;
  readonly targets: readonly FaultRow[];
}

export type FaultRow =
  | { readonly node: number; readonly instances: "all" | readonly number[] }
  | { readonly node: number; readonly random: number }
  | { readonly edge: number };

class WantedDown extends Table {
  /** Scratch: 1 = should be down, 2 = as a black hole. */
  readonly down = this.uint8();
}

const wanted = new WantedDown("instances to be down", 100_000);

/** Steps in which a ramp grows. */
const RAMP_STEPS = 20;

/** The times at which the effect of a fault changes, ms. */
export function boundariesOf(fault: Fault): number[] {
  if (!fault.enabled) return [];
  const times = [fault.atMs];
  if (fault.rampMs > 0) {
    for (let step = 1; step <= RAMP_STEPS; step++) {
      const at = fault.atMs + (fault.rampMs * step) / RAMP_STEPS;
      if (at < fault.endMs) times.push(at);
    }
  }
  if (fault.endMs !== Infinity) times.push(fault.endMs);
  return times;
}

/** Strength of a fault at a time: 0 = not there, 1 = full. */
function levelOf(fault: Fault, atMs: number): number {
  if (!fault.enabled || atMs < fault.atMs || atMs >= fault.endMs) return 0;
  if (fault.rampMs <= 0) return 1;
  const passed = Math.floor(((atMs - fault.atMs) / fault.rampMs) * RAMP_STEPS + 1e-9);
  return Math.min(1, Math.max(passed, 1e-3) / RAMP_STEPS);
}

/** Brings the effect of all faults to the present. `stream` is a stream free for drawing targets. */
export function applyFaults(faults: readonly Fault[], seed: number, stream: number): void {
  wanted.occupy(instances.highWater);
  for (let instance = 0; instance < instances.highWater; instance++) {
    instances.slowFactor[instance] = 1;
    instances.addedErrorRatio[instance] = 0;
    wanted.down[instance] = 0;
  }
  for (let edge = 0; edge < edges.highWater; edge++) edgeState.addedMs[edge] = 0;
  for (const fault of faults) {
    const level = levelOf(fault, registers[NOW]);
    if (level > 0) applyFault(fault, level, seed, stream);
  }
  for (let instance = 0; instance < instances.highWater; instance++) {
    instances.pace[instance] = instances.slowFactor[instance] / instances.speed[instance];
    const node = instances.node[instance];
    // Work in progress keeps its end, except where cores are shared: they are slower at once.
    if ((nodes.mode[node] & SHARES) !== 0) reshare(instance, node);
    const down = wanted.down[instance];
    if (down > 0 && instances.up[instance] === 1) crash(instance, down === 2);
    else if (down === 0 && instances.up[instance] === 0) restart(instance);
  }
}

function applyFault(fault: Fault, level: number, seed: number, stream: number): void {
  for (const target of fault.targets) {
    if ("edge" in target) {
      edgeState.addedMs[target.edge] += fault.amount * level;
      continue;
    }
    const first = nodes.firstInstance[target.node];
    const count = nodes.instanceCount[target.node];
    if (fault.effect === "latency") {
      for (let edge = 0; edge < edges.highWater; edge++) {
        if (edges.from[edge] === target.node || edges.to[edge] === target.node) {
          edgeState.addedMs[edge] += fault.amount * level;
        }
      }
    } else if ("random" in target) {
      seedStream(stream, seed, fault.id, "target");
      for (const at of drawDistinct(stream, count, target.random)) hit(fault, first + at, level);
    } else if (target.instances === "all") {
      for (let at = 0; at < count; at++) hit(fault, first + at, level);
    } else {
      for (const at of target.instances) if (at < count) hit(fault, first + at, level);
    }
  }
}

/** The same draw at every boundary of the fault: its stream starts anew each time. */
function drawDistinct(stream: number, count: number, wantedCount: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  const drawn = Math.min(count, wantedCount);
  for (let i = 0; i < drawn; i++) {
    const j = i + nextIndex(stream, count - i);
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order.slice(0, drawn);
}

function hit(fault: Fault, instance: number, level: number): void {
  if (fault.effect === "slow") {
    instances.slowFactor[instance] *= 1 + (fault.amount - 1) * level;
  } else if (fault.effect === "errors") {
    const ratio = instances.addedErrorRatio[instance];
    instances.addedErrorRatio[instance] = 1 - (1 - ratio) * (1 - fault.amount * level);
  } else if (fault.effect === "crash") {
    wanted.down[instance] = fault.blackhole ? 2 : Math.max(1, wanted.down[instance]);
  }
}

/** Rows to tell of crashed and restarted instances (brokers and consumers), set by the engine. */
export interface CrashListeners {
  crashed(instance: number): void;
  restarted(instance: number): void;
}

let listeners: CrashListeners = { crashed: () => {}, restarted: () => {} };

export function listenToCrashes(to: CrashListeners): void {
  listeners = to;
}

/** Slots come and go with their instance, unless it has broken down by itself anyway. */
function countSlots(instance: number, node: number, sign: number): void {
  if (nodes.slots[node] === UNLIMITED || instances.broken[instance] === 1) return;
  setSlots(node, nodeState.slots[node] + sign * nodes.slots[node]);
}

function crash(instance: number, blackhole: boolean): void {
  const node = instances.node[instance];
  touchInstance(instance);
  instances.up[instance] = 0;
  instances.blackhole[instance] = blackhole ? 1 : 0;
  nodeState.instancesUp[node]--;
  countSlots(instance, node, -1);
  const queueSurvives = nodes.sharedQueue[node] === 1 && nodeState.instancesUp[node] > 0;
  for (const attempt of attemptsIn(instance, node, queueSurvives)) {
    endByCrash(attempt, node, blackhole);
  }
  instances.resumeHead[instance] = 0;
  instances.resumeTail[instance] = 0;
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
    const waits = phase === CALLING || phase === RESUMING || phase === AT_GATE;
    if (waits || isAtWork(phase)) found.push(attempt);
  }
  found.sort(byArrival);
  if (queueSurvives) return found;
  const waiting: number[] = [];
  let link = instances.head[instances.queue[instance]];
  while (link !== 0) {
    waiting.push(link - 1);
    link = attempts.after[link - 1];
  }
  return waiting.concat(found);
}

function isAtWork(phase: number): boolean {
  switch (phase) {
    case IN_SERVICE:
    case IN_AFTER:
    case PAUSED:
    case IN_SHARING:
    case IN_BATCH:
      return true;
    default:
      return false;
  }
}

function byArrival(left: number, right: number): number {
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

function endByCrash(attempt: number, node: number, blackhole: boolean): void {
  const phase = attempts.phase[attempt];
  if (phase === QUEUED) {
    leaveQueue(attempt);
  } else if (phase === CALLING) {
    abandonCalls(attempt);
    endCalling(attempt, node);
  } else if (phase === AT_GATE) {
    leaveGate(attempt, node);
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
  const call = attempts.call[attempt];
  if (call >= 0) calls.attempt[call] = SWALLOWED;
  forget(attempt);
}

function restart(instance: number): void {
  const node = instances.node[instance];
  touchInstance(instance);
  instances.up[instance] = 1;
  instances.blackhole[instance] = 0;
  nodeState.instancesUp[node]++;
  countSlots(instance, node, 1);
  if (nodes.door[node] !== 0) resetDoor(instance, node);
  announce(instance, node);
  listeners.restarted(instance);
  fillSlot(instance, node);
}

/** Callers learn of the change after the node's endpoint delay. */
function announce(instance: number, node: number): void {
  const delay = nodes.endpointDelayMs[node];
  if (delay <= 0) {
    endpointUpdate(instance, instances.up[instance]);
    return;
  }
  registers[AT] = registers[NOW] + delay;
  schedule(ENDPOINT_UPDATE, instance, instances.up[instance]);
}

/** Callers now know that an instance came or went, unless it has changed again since. */
export function endpointUpdate(instance: number, up: number): void {
  if (instances.up[instance] !== up || instances.listed[instance] === up) return;
  instances.listed[instance] = up;
  nodeState.listed[instances.node[instance]] += up === 1 ? 1 : -1;
}
