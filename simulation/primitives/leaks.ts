// Memory leaks: each request that an instance begins to serve leaves less of its memory. When none
// is left the loop stops after the event in hand, and the instance is killed outside the events like
// one that a fault crashes.
import { schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { FAULTS_DUE } from "./event-kinds.ts";
import { control, DRAINED, instances } from "./node-state.ts";
import { LEAKS, nodes } from "./parameters.ts";
import { DOWN, wanted } from "./wanted-state.ts";

class LeakState extends Table {
  /** Taken by each request, KB; 0: it does not leak. */
  readonly perRequestKb = this.float64();
  readonly wasKb = this.float64();
  readonly leftKb = this.float64();
  readonly freeKb = this.float64();
  readonly startMs = this.float64();
  /** Killed, and until when it is down, ms. */
  readonly downUntil = this.float64();
}

const leaks = new LeakState("leaks", 100_000);
const life = control.i32;

/** Bit of `life[DRAINED]`, at which the loop stops: faults are to be worked out now, outside the events. */
export const FAULTS_NOW = 2;

/** An instance that leaks begins to serve a request. */
export function leak(instance: number): void {
  const taken = leaks.perRequestKb[instance];
  if (taken === 0 || leaks.leftKb[instance] <= 0) return;
  const left = leaks.leftKb[instance] - taken;
  leaks.leftKb[instance] = left;
  if (left <= 0) life[DRAINED] |= FAULTS_NOW;
}

/** The time has come to work faults out anew. */
export function faultsDue(): void {
  life[DRAINED] |= FAULTS_NOW;
}

/** Whether faults are to be worked out now; asking ends it. */
export function takeFaultsNow(): boolean {
  const isDue = (life[DRAINED] & FAULTS_NOW) !== 0;
  life[DRAINED] &= ~FAULTS_NOW;
  return isDue;
}

/** No instance leaks unless `leakAt` says so. */
export function stopLeaks(): void {
  for (let instance = 0; instance < leaks.highWater; instance++) {
    leaks.wasKb[instance] = leaks.perRequestKb[instance];
    leaks.perRequestKb[instance] = 0;
  }
}

export interface Leak {
  readonly perRequestKb: number;
  readonly freeKb: number;
  readonly startMs: number;
}

/** A fault makes an instance leak; of several the leaks add up. */
export function leakAt(instance: number, { perRequestKb, freeKb, startMs }: Leak): void {
  if (leaks.highWater < instances.highWater) leaks.occupy(instances.highWater);
  const isFirst = leaks.perRequestKb[instance] === 0;
  if (isFirst && leaks.wasKb[instance] === 0) leaks.leftKb[instance] = freeKb;
  leaks.perRequestKb[instance] += perRequestKb;
  leaks.freeKb[instance] = isFirst ? freeKb : Math.min(leaks.freeKb[instance], freeKb);
  leaks.startMs[instance] = isFirst ? startMs : Math.max(leaks.startMs[instance], startMs);
  nodes.mode[instances.node[instance]] |= LEAKS;
}

/** Kills instances that have no memory left. */
export function settleLeaks(): void {
  for (let instance = 0; instance < leaks.highWater; instance++) {
    if (leaks.perRequestKb[instance] === 0 || leaks.leftKb[instance] > 0) continue;
    leaks.leftKb[instance] = leaks.freeKb[instance];
    leaks.downUntil[instance] = registers[NOW] + leaks.startMs[instance];
    wanted.down[instance] |= DOWN;
    registers[AT] = leaks.downUntil[instance];
    schedule(FAULTS_DUE, instance, 0);
  }
}

/** Until when an instance is down for want of memory, ms; in the past if it is not. */
export function killedUntil(instance: number): number {
  return instance < leaks.highWater ? leaks.downUntil[instance] : 0;
}
