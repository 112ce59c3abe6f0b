// Faults of the load: clients that send more or less, and clients that hold their requests back and
// send them together afterwards. What is held back is counted, not offered; of a closed loop the
// users are kept, since each is somebody.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { HERD_RETURN } from "./event-kinds.ts";
import type { FaultEffect } from "./fault-plan.ts";
import { control, DRAINING } from "./node-state.ts";
import { sources } from "./source-parameters.ts";

class TrafficState extends Table {
  /** What faults multiply the load by, and hold it back or not: now, and as wanted. */
  readonly factor = this.float64();
  readonly isHeld = this.uint8();
  readonly wantedFactor = this.float64();
  readonly wantsHold = this.uint8();
  readonly ratio = this.float64();
  readonly withinMs = this.float64();
  /** Requests of an open loop held back; users of a closed one, the last + 1. */
  readonly held = this.float64();
  readonly lastUser = this.int32();
  readonly users = this.int32();
  /** Still to come of those that return, and the time between two of them, ms. */
  readonly returning = this.float64();
  readonly gapMs = this.float64();
}

class HeldUsers extends Table {
  readonly user = this.int32();
  /** The one held back before it, + 1. */
  readonly previous = this.int32();
}

export const traffic = new TrafficState("traffic", 1_000);
const heldUsers = new HeldUsers("users held back", 1_000_000);
const life = control.i32;

/** Bit of `life[DRAINING]`: some source holds back. */
export const HOLDS_BACK = 2;

/** What faults multiply the load of a source by. */
export function loadFactor(source: number): number {
  return source < traffic.highWater ? traffic.factor[source] : 1;
}

/** Sources as if there were no faults. */
export function clearLoad(): void {
  const known = traffic.highWater;
  traffic.occupy(sources.highWater);
  for (let source = 0; source < sources.highWater; source++) {
    if (source >= known) traffic.factor[source] = 1;
    traffic.wantedFactor[source] = 1;
    traffic.wantsHold[source] = 0;
  }
}

/** A fault of the load acts on the source of a node. */
export function changeLoad(effect: FaultEffect, level: number, node: number): void {
  for (let source = 0; source < sources.highWater; source++) {
    if (sources.node[source] !== node) continue;
    if (effect.kind === "spike") {
      traffic.wantedFactor[source] *= 1 + (effect.factor - 1) * level;
    } else if (effect.kind === "herd") {
      traffic.wantsHold[source] = 1;
      traffic.ratio[source] = effect.ratio;
      traffic.withinMs[source] = effect.withinMs;
    }
  }
}

/** Rates and waiting clients are to follow; the caller has to retime sources whose rate changed. */
export function isChanged(source: number): boolean {
  return traffic.wantedFactor[source] !== traffic.factor[source];
}

/** A source that is held back would offer requests now. */
export function holdBack(source: number, requestCount: number): void {
  traffic.held[source] += requestCount;
}

/** A user of a closed loop would ask now. */
export function holdUser(source: number, user: number): void {
  const row = allocateRow(heldUsers.marks, heldUsers.next, heldUsers.cap);
  heldUsers.user[row] = user;
  heldUsers.previous[row] = traffic.lastUser[source];
  traffic.lastUser[source] = row + 1;
  traffic.users[source]++;
}

/** The next user to return, -1 if none is held back. */
export function takeUser(source: number): number {
  const last = traffic.lastUser[source];
  if (last === 0) return -1;
  const row = last - 1;
  const user = heldUsers.user[row];
  traffic.lastUser[source] = heldUsers.previous[row];
  traffic.users[source]--;
  freeRow(heldUsers.marks, heldUsers.next, row);
  return user;
}

export function isHeldBack(source: number): boolean {
  return traffic.isHeld[source] === 1;
}

/** Clients begin to hold back, or may send again: brings sources to what faults want of them. */
export function settleHolds(): void {
  let any = 0;
  for (let source = 0; source < traffic.highWater; source++) {
    const wants = traffic.wantsHold[source];
    const was = traffic.isHeld[source];
    traffic.isHeld[source] = wants;
    if (wants === 1) any = HOLDS_BACK;
    if (wants === 0 && was === 1) release(source);
  }
  life[DRAINING] = (life[DRAINING] & ~HOLDS_BACK) | any;
}

function release(source: number): void {
  const requests = Math.floor(traffic.held[source] * traffic.ratio[source] + 0.5);
  const count = sources.users[source] > 0 ? traffic.users[source] : requests;
  traffic.held[source] = 0;
  const pending = traffic.returning[source];
  traffic.returning[source] = pending + count;
  if (count === 0) return;
  traffic.gapMs[source] = traffic.withinMs[source] / (pending + count);
  if (pending === 0) scheduleReturn(source, 0);
}

function scheduleReturn(source: number, afterMs: number): void {
  registers[AT] = registers[NOW] + afterMs;
  schedule(HERD_RETURN, source, 0);
}

/** One of those that were held back sends now; more may follow. False: it must wait once more. */
export function returnOne(source: number): boolean {
  if (isHeldBack(source)) {
    if (sources.users[source] === 0) traffic.held[source] += traffic.returning[source];
    traffic.returning[source] = 0;
    return false;
  }
  const left = traffic.returning[source] - 1;
  traffic.returning[source] = left;
  if (left > 0) scheduleReturn(source, traffic.gapMs[source]);
  return true;
}
