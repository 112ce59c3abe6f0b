// The present of nodes and instances: what is queued, held and up, and the integrals over time that
// are brought up to date before each change.
import { Block, Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import {
  HELD_TIME,
  NODE_METERS,
  nodeMeter,
  PRESENT_TIME,
  QUEUE_TIME,
  SLOT_TIME,
  WORKING_TIME,
} from "../metrics/meters.ts";

/** Queue lengths of which the time share is kept; the last entry holds everything longer. */
export const QUEUE_LENGTHS = 64;

class NodeState extends Table {
  readonly queued = this.int32();
  readonly held = this.int32();
  readonly working = this.int32();
  /** Waiting and in service, calls included. */
  readonly present = this.int32();
  readonly slots = this.float64();
  readonly maxQueued = this.int32();
  readonly maxPresent = this.int32();
  readonly presentAtStart = this.int32();
  readonly instancesUp = this.int32();
  /** Instances that callers believe to be up. */
  readonly listed = this.int32();
  readonly changedAt = this.float64();
  readonly queueShare = this.float64(QUEUE_LENGTHS);
  /** Instance looked at first for a free slot of a shared queue. */
  readonly pointer = this.int32();
}

class InstanceState extends Table {
  readonly node = this.int32();
  readonly slots = this.int32();
  readonly held = this.int32();
  readonly up = this.uint8();
  /** 1: takes connections and never answers. */
  readonly blackhole = this.uint8();
  readonly listed = this.uint8();
  readonly speed = this.float64();
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
  /** Factor on sampled service times, added error ratio: by active faults. */
  readonly slowFactor = this.float64();
  readonly addedErrorRatio = this.float64();
}

const INSTANCES = 100_000;

export const nodeState = new NodeState("node state", 1_000);
export const instances = new InstanceState("instances", INSTANCES);

/** Scalars of the run. */
export const control = new Block("control", 16, 16);
/** Where the measured period starts: 0, then the end of the warm-up. In `control.f64`. */
export const PERIOD_START = 0;
/** Requests offered and not settled. In `control.i32`, as the following. */
export const LIVE_REQUESTS = 0;
/** 1: the duration is over and the sources have stopped, the run goes on until it is empty. */
export const DRAINING = 1;
/** 1: a draining run is empty, so it is over. */
export const DRAINED = 2;

const queued = nodeState.queued;
const held = nodeState.held;
const working = nodeState.working;
const present = nodeState.present;
const slots = nodeState.slots;
const changedAt = nodeState.changedAt;
const queueShare = nodeState.queueShare;

/** Brings the integrals of a node up to now; call before changing any of its levels. */
export function integrate(node: number): void {
  const now = registers[NOW];
  const elapsed = now - changedAt[node];
  if (elapsed === 0) return;
  changedAt[node] = now;
  const m = node * NODE_METERS;
  const length = queued[node];
  nodeMeter[m + QUEUE_TIME] += elapsed * length;
  nodeMeter[m + HELD_TIME] += elapsed * held[node];
  nodeMeter[m + WORKING_TIME] += elapsed * working[node];
  nodeMeter[m + SLOT_TIME] += elapsed * slots[node];
  nodeMeter[m + PRESENT_TIME] += elapsed * present[node];
  queueShare[node * QUEUE_LENGTHS + (length < QUEUE_LENGTHS ? length : QUEUE_LENGTHS - 1)] +=
    elapsed;
}
