// The present of nodes and instances: what is queued, at work, blocked or away, and its integrals
// over time. An attempt that is present is in exactly one of four levels. A level's integral over
// the window is its value at the end times the window, less each change times the moment of the
// change, so a change costs one addition and nothing is brought up to date before it.
import { Block, Table } from "../core/memory.ts";
import { NOW, OPENED, registers } from "../core/registers.ts";
import { LEVELS } from "./parameters.ts";

/** Queue lengths of which the time share is kept; the last entry holds everything longer. */
export const QUEUE_LENGTHS = 64;

class NodeState extends Table {
  /** Waits in a queue of the station. */
  readonly queued = this.int32();
  /** Holds a slot and computes. */
  readonly working = this.int32();
  /** Holds a slot and waits for its calls. */
  readonly blocked = this.int32();
  /** Present without a slot: waits for its calls, to resume, or in a consumer's buffer. */
  readonly away = this.int32();
  /** All four. */
  readonly present = this.int32();
  readonly slots = this.float64();
  /** Sums of change times moment of change since the window began, with opposite sign. */
  readonly queuedTime = this.float64();
  readonly workingTime = this.float64();
  readonly blockedTime = this.float64();
  readonly awayTime = this.float64();
  readonly slotTime = this.float64();
  readonly maxQueued = this.int32();
  readonly maxPresent = this.int32();
  readonly presentAtStart = this.int32();
  readonly instancesUp = this.int32();
  /** Instances that callers believe to be up. */
  readonly listed = this.int32();
  /** When the queue length changed last. */
  readonly queueChangedAt = this.float64();
  readonly queueShare = this.float64(QUEUE_LENGTHS);
  /** Instance looked at first for a free slot of a shared queue. */
  readonly pointer = this.int32();
}

/** Bits of an instance's `broken`. */
export const BY_ITSELF = 1;
export const BY_FAULT = 2;

class InstanceState extends Table {
  readonly node = this.int32();
  readonly slots = this.int32();
  readonly held = this.int32();
  readonly up = this.uint8();
  /** 1: takes connections and never answers. */
  readonly blackhole = this.uint8();
  readonly listed = this.uint8();
  /** Bits: broken down by itself, paused by a fault. Or asleep: its `slots` are 0 in all cases. */
  readonly broken = this.uint8();
  readonly asleep = this.uint8();
  /** Bits of standstill.ts: it accepts work and does none. */
  readonly hung = this.uint8();
  readonly speed = this.float64();
  /** Share of calls relative to the others, where balancing respects it. */
  readonly weight = this.float64();
  /** Instance in whose row the queue stands (the node's first for a shared queue). */
  readonly queue = this.int32();
  /** Ends of the queue, attempt + 1. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly queued = this.int32();
  /** Attempts that wait to do their work after the calls, served before new ones. */
  readonly resumeHead = this.int32();
  readonly resumeTail = this.int32();
  /** First consumer (of a mailbox or log) that lives in it, + 1. */
  readonly firstConsumer = this.int32();
  /** Ends of the list of what holds its slots, attempt + 1, and its first batch, + 1. */
  readonly workHead = this.int32();
  readonly workTail = this.int32();
  readonly firstBatch = this.int32();
  /** Factor on sampled service times, added error ratio: by active faults. */
  readonly slowFactor = this.float64();
  /** Factor on sampled service times: slowFactor / speed. */
  readonly pace = this.float64();
  readonly addedErrorRatio = this.float64();
  /** What a fault does to its health checks: 0 = nothing. */
  readonly checkFault = this.uint8();
  /** Zone it runs in, 0 = none. */
  readonly zone = this.int32();
}

const INSTANCES = 100_000;

class LevelState extends Table {
  /** Last waiting attempt of each priority, + 1; LEVELS a queue. */
  readonly tail = this.int32();
}

export const levels = new LevelState("queue levels", INSTANCES * LEVELS);
export const nodeState = new NodeState("node state", 1_000);
export const instances = new InstanceState("instances", INSTANCES);

/** Scalars of the run. */
export const control = new Block("control", 16, 16);
/** Where the measured period starts: 0, then the end of the warm-up. In `control.f64`. */
export const PERIOD_START = 0;
/** Requests offered and not settled. In `control.i32`, as the following. */
export const LIVE_REQUESTS = 0;
/**
 * Bit 1: the duration is over and the sources have stopped, the run goes on until it is empty; 2: some
 * source holds its requests back.
 */
export const DRAINING = 1;
/** Other than 0: the loop stops. Bit 1: a draining run is empty, so it is over; 2: see leaks.ts. */
export const DRAINED = 2;

const queued = nodeState.queued;
const working = nodeState.working;
const blocked = nodeState.blocked;
const away = nodeState.away;
const slots = nodeState.slots;
const queuedTime = nodeState.queuedTime;
const workingTime = nodeState.workingTime;
const blockedTime = nodeState.blockedTime;
const awayTime = nodeState.awayTime;
const slotTime = nodeState.slotTime;
const queueChangedAt = nodeState.queueChangedAt;
const queueShare = nodeState.queueShare;

/** Time that a node's queue had a length (the last one: or more) since the period began, ms. */
export function queueShareOf(node: number, length: number): number {
  const present = Math.min(queued[node], QUEUE_LENGTHS - 1);
  const since = length === present ? registers[NOW] - queueChangedAt[node] : 0;
  return queueShare[node * QUEUE_LENGTHS + length] + since;
}

/** Adds the time since the last change to the share of the present queue length. */
export function shareQueue(node: number): void {
  const length = queued[node];
  const now = registers[NOW];
  const cell = node * QUEUE_LENGTHS + (length < QUEUE_LENGTHS ? length : QUEUE_LENGTHS - 1);
  queueShare[cell] += now - queueChangedAt[node];
  queueChangedAt[node] = now;
}

export function queueMore(node: number): void {
  shareQueue(node);
  const length = queued[node] + 1;
  queued[node] = length;
  if (length > nodeState.maxQueued[node]) nodeState.maxQueued[node] = length;
  queuedTime[node] -= registers[NOW] - registers[OPENED];
}

export function queueLess(node: number): void {
  shareQueue(node);
  queued[node]--;
  queuedTime[node] += registers[NOW] - registers[OPENED];
}

export function workMore(node: number): void {
  working[node]++;
  workingTime[node] -= registers[NOW] - registers[OPENED];
}

export function workLess(node: number): void {
  working[node]--;
  workingTime[node] += registers[NOW] - registers[OPENED];
}

export function blockedMore(node: number): void {
  blocked[node]++;
  blockedTime[node] -= registers[NOW] - registers[OPENED];
}

export function blockedLess(node: number): void {
  blocked[node]--;
  blockedTime[node] += registers[NOW] - registers[OPENED];
}

export function awayMore(node: number): void {
  away[node]++;
  awayTime[node] -= registers[NOW] - registers[OPENED];
}

export function awayLess(node: number): void {
  away[node]--;
  awayTime[node] += registers[NOW] - registers[OPENED];
}

/** One more attempt is present at a node. */
export function enter(node: number): void {
  const present = ++nodeState.present[node];
  if (present > nodeState.maxPresent[node]) nodeState.maxPresent[node] = present;
}

/** Sets the number of slots of all instances that are up. */
export function setSlots(node: number, count: number): void {
  slotTime[node] -= (count - slots[node]) * (registers[NOW] - registers[OPENED]);
  slots[node] = count;
}

/** Slots held at a node, by attempts at work or blocked on their calls. */
export function heldSlots(node: number): number {
  return working[node] + blocked[node];
}

/** The window ends now: the sums start again. */
export function reopenLevels(nodes: number): void {
  for (let node = 0; node < nodes; node++) {
    queuedTime[node] = 0;
    workingTime[node] = 0;
    blockedTime[node] = 0;
    awayTime[node] = 0;
    slotTime[node] = 0;
  }
}

/** Whether an instance is up and does something. */
export function isAtWork(instance: number): boolean {
  return (
    instances.up[instance] === 1 &&
    instances.hung[instance] === 0 &&
    instances.broken[instance] === 0
  );
}
