// How full the pools of an edge are: connections in use, idle ones and requests that wait, over all
// caller instances, now and over time. Whole-period sums: pools change seldom compared to events.
import { NOW, registers } from "../core/registers.ts";
import { poolCounts } from "./flight-rows.ts";

/** Brings the time sums of an edge up to now. */
export function touchPool(edge: number): void {
  const span = registers[NOW] - poolCounts.since[edge];
  poolCounts.since[edge] = registers[NOW];
  poolCounts.inUseTime[edge] += span * poolCounts.inUse[edge];
  poolCounts.idleTime[edge] += span * poolCounts.idle[edge];
  poolCounts.waitingTime[edge] += span * poolCounts.waiting[edge];
}

/** `change` more connections of an edge carry requests. */
export function changeInUse(edge: number, change: number): void {
  touchPool(edge);
  const level = poolCounts.inUse[edge] + change;
  poolCounts.inUse[edge] = level;
  if (level > poolCounts.inUseMax[edge]) poolCounts.inUseMax[edge] = level;
}

export function changeIdle(edge: number, change: number): void {
  touchPool(edge);
  poolCounts.idle[edge] += change;
}

export function changeWaiting(edge: number, change: number): void {
  touchPool(edge);
  const level = poolCounts.waiting[edge] + change;
  poolCounts.waiting[edge] = level;
  if (level > poolCounts.waitingMax[edge]) poolCounts.waitingMax[edge] = level;
}

/** The measured period begins: what is there stays, what was counted is forgotten. */
export function restartPools(): void {
  const counts = poolCounts;
  for (let edge = 0; edge < counts.highWater; edge++) {
    for (const column of [
      counts.acquired,
      counts.waited,
      counts.waitSum,
      counts.waitMax,
      counts.timeouts,
      counts.opened,
      counts.refused,
      counts.closedIdle,
      counts.resumed,
      counts.closedBroken,
      counts.leaked,
      counts.inUseTime,
      counts.idleTime,
      counts.waitingTime,
    ]) {
      column[edge] = 0;
    }
    counts.inUseMax[edge] = counts.inUse[edge];
    counts.waitingMax[edge] = counts.waiting[edge];
    counts.since[edge] = registers[NOW];
  }
}
