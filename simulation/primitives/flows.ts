// What is counted of every flow, whatever its broker.
import { NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import { published } from "./consumer-rows.ts";
import { FATES, flowPlaces, flows } from "./flow-rows.ts";

/** Flow of what an operation row publishes into a queue or group, by its backlog. */
export function flowOf(backlog: number, operation: number): number {
  return flowPlaces.first[backlog] + published.position[operation];
}

/** A message has met its fate, one of those of flow-rows.ts. */
export function meetFate(flow: number, fate: number): void {
  flows.fates[flow * FATES + fate]++;
}

/** A message is lost. `acknowledged`: its publisher had been told that it is safe. */
export function loseFrom(flow: number, fate: number, acknowledged: boolean): void {
  flows.fates[flow * FATES + fate]++;
  if (acknowledged) flows.acknowledgedLost[flow]++;
}

/** What was lost took effect all the same: its consumer had it in hand. */
export function findAgain(flow: number, fate: number, acknowledged: boolean, into: number): void {
  flows.fates[flow * FATES + fate]--;
  flows.fates[flow * FATES + into]++;
  if (acknowledged) flows.acknowledgedLost[flow]--;
}

export function countDelivered(flow: number, again: boolean): void {
  flows.delivered[flow]++;
  if (again) flows.redelivered[flow]++;
}

/** A consumer has done the work on a message that was stored at `sinceMs`. */
export function countApplied(flow: number, sinceMs: number, isFirst: boolean): void {
  flows.applied[flow]++;
  if (!isFirst) {
    flows.appliedTwice[flow]++;
    return;
  }
  const histogram = flows.histogram[flow];
  if (histogram === 0) return;
  registers[VALUE] = registers[NOW] - sinceMs;
  record(histogram - 1);
}
