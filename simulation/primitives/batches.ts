// Bulk service: a free slot takes several of those who wait, and one service time holds for all of
// them. The batch holds the slot, not its members; one of them counts as at work, the others as
// present. Cost: one event a batch.
import { cancel, events, schedule } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { HELD_SUM, NODE_METERS, nodeMeter, SERVICE_TIME, WASTED_TIME } from "../metrics/meters.ts";
import { BATCH_END, SLOT_OPEN } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt, touchInstance } from "./instance-load.ts";
import { control, instances, PERIOD_START, workLess, workMore } from "./node-state.ts";
import { attempts, CALLED, DISCARDED, IN_BATCH } from "./rows.ts";
import { follow } from "./transitions.ts";

class BatchTable extends Table {
  readonly instance = this.int32();
  /** Members, the first by row + 1, linked by `after` and `before` of the attempts. */
  readonly first = this.int32();
  readonly last = this.int32();
  readonly count = this.int32();
  /** The event of its end, + 1; 0 while its instance is broken. */
  readonly event = this.int32();
  /** Neighbors at the same instance, + 1. */
  readonly nextHere = this.int32();
  readonly previousHere = this.int32();
  readonly startedAt = this.float64();
  readonly slotAt = this.float64();
  /** Work left while its instance is broken, ms. */
  readonly restMs = this.float64();
}

export const batches = new BatchTable("batches", 250_000);

const period = control.f64;
const eventTime = events.time;
/** The batch of a member. */
const batchOf = attempts.pending;

/** A new batch takes a slot of an instance. */
export function openBatch(instance: number): number {
  const batch = allocateRow(batches.marks, batches.next, batches.cap);
  const next = instances.firstBatch[instance];
  batches.instance[batch] = instance;
  batches.first[batch] = 0;
  batches.last[batch] = 0;
  batches.count[batch] = 0;
  batches.nextHere[batch] = next;
  batches.previousHere[batch] = 0;
  if (next !== 0) batches.previousHere[next - 1] = batch + 1;
  instances.firstBatch[instance] = batch + 1;
  batches.slotAt[batch] = registers[NOW];
  touchInstance(instance);
  instances.held[instance]++;
  return batch;
}

export function joinBatch(attempt: number, batch: number): void {
  const last = batches.last[batch];
  attempts.phase[attempt] = IN_BATCH;
  batchOf[attempt] = batch;
  attempts.before[attempt] = last;
  attempts.next[attempt] = 0;
  if (last !== 0) attempts.next[last - 1] = attempt + 1;
  else batches.first[batch] = attempt + 1;
  batches.last[batch] = attempt + 1;
  batches.count[batch]++;
}

/** Starts `registers[SAMPLE]` ms of work at speed 1 for all members. */
export function startBatch(batch: number, node: number): void {
  const instance = batches.instance[batch];
  for (let at = 1; at < batches.count[batch]; at++) awayMoreAt(node, instance);
  runBatch(batch, node, registers[SAMPLE] * instances.pace[instance]);
}

function runBatch(batch: number, node: number, forMs: number): void {
  workMore(node);
  batches.startedAt[batch] = registers[NOW];
  registers[AT] = registers[NOW] + forMs;
  batches.event[batch] = schedule(BATCH_END, batch, 0) + 1;
}

/** Books what an attempt has had of the batch since it was started: an equal part of its work. */
function accountMember(attempt: number, batch: number, node: number): void {
  if (batches.event[batch] === 0) return;
  const m = node * NODE_METERS;
  const count = batches.count[batch];
  const started = batches.startedAt[batch];
  const now = registers[NOW];
  attempts.servedMs[attempt] += (now - started) / count;
  if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== CALLED) return;
  if ((attempts.flags[attempt] & DISCARDED) !== 0) {
    nodeMeter[m + WASTED_TIME] += attempts.servedMs[attempt];
    attempts.servedMs[attempt] = 0;
    return;
  }
  const from = Math.max(started, attempts.orphanedAt[attempt]);
  nodeMeter[m + WASTED_TIME] += (now - from) / count;
}

/** Books the work and the slot of a batch up to now. */
function accountBatch(batch: number, node: number): void {
  const m = node * NODE_METERS;
  for (let at = batches.first[batch]; at !== 0; at = attempts.next[at - 1]) {
    accountMember(at - 1, batch, node);
  }
  workLess(node);
  nodeMeter[m + SERVICE_TIME] += registers[NOW] - batches.startedAt[batch];
  const from = Math.max(batches.slotAt[batch], period[PERIOD_START]);
  nodeMeter[m + HELD_SUM] += registers[NOW] - from;
}

/** The service of a batch has ended; its members are still linked, its row is free. */
export function closeBatch(batch: number, node: number): void {
  accountBatch(batch, node);
  const instance = batches.instance[batch];
  for (let at = 1; at < batches.count[batch]; at++) awayLessAt(node, instance);
  dissolve(batch);
}

function dissolve(batch: number): void {
  const instance = batches.instance[batch];
  const next = batches.nextHere[batch];
  const previous = batches.previousHere[batch];
  if (previous !== 0) batches.nextHere[previous - 1] = next;
  else instances.firstBatch[instance] = next;
  if (next !== 0) batches.previousHere[next - 1] = previous;
  // A broken instance has no slots, so this one is not held.
  if (batches.event[batch] !== 0) {
    touchInstance(instance);
    instances.held[instance]--;
  }
  batches.event[batch] = 0;
  batches.count[batch] = 0;
  freeRow(batches.marks, batches.next, batch);
}

/** A member leaves before the end; with the last one the batch ends and its slot is free. */
export function leaveBatch(attempt: number, node: number): void {
  const batch = batchOf[attempt];
  if (batches.count[batch] === 1) {
    endEarly(batch, node);
    return;
  }
  accountMember(attempt, batch, node);
  awayLessAt(node, batches.instance[batch]);
  batches.count[batch]--;
  const before = attempts.before[attempt];
  const after = attempts.next[attempt];
  if (before !== 0) attempts.next[before - 1] = after;
  else batches.first[batch] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else batches.last[batch] = before;
}

function endEarly(batch: number, node: number): void {
  const instance = batches.instance[batch];
  const event = batches.event[batch];
  if (event === 0) {
    awayLessAt(node, instance);
  } else {
    cancel(event - 1);
    accountBatch(batch, node);
  }
  dissolve(batch);
  follow(SLOT_OPEN, instance, 0);
}

/** The instance of a batch has broken down: its work stands still. */
export function pauseBatch(batch: number, node: number): void {
  const event = batches.event[batch] - 1;
  batches.restMs[batch] = eventTime[event] - registers[NOW];
  cancel(event);
  accountBatch(batch, node);
  batches.event[batch] = 0;
  awayMoreAt(node, batches.instance[batch]);
  instances.held[batches.instance[batch]]--;
}

/** The instance of a paused batch is repaired. */
export function resumeBatch(batch: number, node: number): void {
  awayLessAt(node, batches.instance[batch]);
  instances.held[batches.instance[batch]]++;
  batches.slotAt[batch] = registers[NOW];
  runBatch(batch, node, batches.restMs[batch]);
}

/** Held slots of batches that are not booked yet, as overlap with the measured period, ms. */
export function eachBatchHeld(take: (node: number, heldMs: number) => void): void {
  for (let batch = 0; batch < batches.highWater; batch++) {
    if (batches.count[batch] === 0 || batches.event[batch] === 0) continue;
    const from = Math.max(batches.slotAt[batch], period[PERIOD_START]);
    take(instances.node[batches.instance[batch]], registers[NOW] - from);
  }
}
