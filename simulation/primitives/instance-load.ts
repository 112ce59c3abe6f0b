// How load spreads over the instances of a node: the share of time with 0, 1, 2, ... requests at an
// instance, and each instance's own means. Recorded only where a run asks for it; otherwise each
// change of a level costs one look at a flag. Integrals are exact: what an instance has is added up
// from change to change.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { awayLess, awayMore, control, instances } from "./node-state.ts";
import { noteArrival } from "./operation-record.ts";
import { nodes } from "./parameters.ts";

/** Numbers of requests of which the time share is kept; the last entry holds all larger ones. */
export const LOAD_LEVELS = 65;

/** What the run records beside its totals, one of the following. In `control.i32`. */
const RECORDED = 3;
export const RECORDS_NOTHING = 0;
export const RECORDS_OPERATIONS = 1;
/** Operations, and how load spreads over instances. */
export const RECORDS_ALL = 2;

class InstanceLoad extends Table {
  /** Present without a slot and not in the queue. */
  readonly away = this.int32();
  /** Up to when the integrals below are complete. */
  readonly touchedAt = this.float64();
  readonly arrivals = this.float64();
  /** Integrals since the measured period began, ms. */
  readonly heldTime = this.float64();
  readonly queuedTime = this.float64();
  readonly presentTime = this.float64();
  readonly slotTime = this.float64();
}

class NodeLoad extends Table {
  /** Time with each number of requests, summed over the instances, ms. */
  readonly time = this.float64(LOAD_LEVELS);
}

export const instanceLoad = new InstanceLoad("instance load", 100_000);
export const nodeLoad = new NodeLoad("node load", 1_000);

const life = control.i32;

export function recordsLoad(): boolean {
  return life[RECORDED] === RECORDS_ALL;
}

export function recordsOperations(): boolean {
  return life[RECORDED] !== RECORDS_NOTHING;
}

/** Says what is to be recorded. Call it before the nodes are set up. */
export function chooseRecords(records: number): void {
  life[RECORDED] = records;
}

/** Begins to record loads where the run asks for it. Call it after the instances are set up. */
export function openLoad(): void {
  if (!recordsLoad()) return;
  instanceLoad.occupy(instances.highWater);
  nodeLoad.occupy(nodes.highWater);
}

/** Completes the integrals of an instance; before any change of what it has, or of its slots. */
export function touchInstance(instance: number): void {
  if (life[RECORDED] !== RECORDS_ALL) return;
  const now = registers[NOW];
  const since = now - instanceLoad.touchedAt[instance];
  instanceLoad.touchedAt[instance] = now;
  const node = instances.node[instance];
  const held = instances.held[instance];
  const queued = instances.queued[instance];
  // Who waits in a queue that all share is at none of the instances yet.
  const own = nodes.sharedQueue[node] === 1 ? 0 : queued;
  const present = own + held + instanceLoad.away[instance];
  const level = present < LOAD_LEVELS ? present : LOAD_LEVELS - 1;
  nodeLoad.time[node * LOAD_LEVELS + level] += since;
  instanceLoad.heldTime[instance] += held * since;
  instanceLoad.queuedTime[instance] += own * since;
  instanceLoad.presentTime[instance] += present * since;
  if (instances.up[instance] === 1) {
    instanceLoad.slotTime[instance] += instances.slots[instance] * since;
  }
}

export function countArrival(attempt: number, instance: number): void {
  if (life[RECORDED] === RECORDS_NOTHING) return;
  noteArrival(attempt);
  if (life[RECORDED] === RECORDS_ALL) instanceLoad.arrivals[instance]++;
}

/** One more is at an instance without a slot, outside its queue. */
export function awayMoreAt(node: number, instance: number): void {
  awayMore(node);
  if (life[RECORDED] !== RECORDS_ALL) return;
  touchInstance(instance);
  instanceLoad.away[instance]++;
}

export function awayLessAt(node: number, instance: number): void {
  awayLess(node);
  if (life[RECORDED] !== RECORDS_ALL) return;
  touchInstance(instance);
  instanceLoad.away[instance]--;
}

/** Completes the integrals of all instances. */
export function touchLoad(): void {
  for (let instance = 0; instance < instanceLoad.highWater; instance++) touchInstance(instance);
}

/** The measured period begins. */
export function restartLoad(): void {
  touchLoad();
  const rows = instanceLoad.highWater;
  instanceLoad.arrivals.fill(0, 0, rows);
  instanceLoad.heldTime.fill(0, 0, rows);
  instanceLoad.queuedTime.fill(0, 0, rows);
  instanceLoad.presentTime.fill(0, 0, rows);
  instanceLoad.slotTime.fill(0, 0, rows);
  nodeLoad.time.fill(0, 0, nodeLoad.highWater * LOAD_LEVELS);
}
