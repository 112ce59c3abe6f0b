// The events next in turn, as a short sorted list: taking the first costs nothing but a step, and a
// new one finds its place by moving the few that come after it. Longer lists belong in the heap.
import { Block } from "./memory.ts";
import { NOW, registers } from "./registers.ts";

/** Most events in the run. */
export const RUN_LENGTH = 24;
/** The run drifts to the end of its places as events are taken from its front. */
const PLACES = 64;

const run = new Block("event run", PLACES, 2 * PLACES);
const bounds = new Block("event run bounds", 0, 4).i32;
const times = run.f64;
/** Sequence and row of the event at place p stand at 2 p and 2 p + 1. */
const entries = run.i32;

/** First and one past the last place in use, most events allowed. */
const FIRST = 0;
const END = 1;
const MOST = 2;

/** Empties the run, which then takes up to `most` events. */
export function openRun(most: number): void {
  bounds[MOST] = most;
  emptyRun();
}

export function emptyRun(): void {
  bounds[FIRST] = 0;
  bounds[END] = 0;
}

export function runLength(): number {
  return bounds[END] - bounds[FIRST];
}

/** Row of the event at position `at` of the run. */
export function eventOfRun(at: number): number {
  return entries[2 * (bounds[FIRST] + at) + 1];
}

/** Moves the run to the front of its places. */
function drawBack(): void {
  const first = bounds[FIRST];
  const count = bounds[END] - first;
  for (let i = 0; i < count; i++) {
    times[i] = times[first + i];
    entries[2 * i] = entries[2 * (first + i)];
    entries[2 * i + 1] = entries[2 * (first + i) + 1];
  }
  bounds[FIRST] = 0;
  bounds[END] = count;
}

/** Puts an event where its time (ms) and sequence belong; false when the run is full. */
export function putIntoRun(time: number, sequence: number, event: number): boolean {
  if (bounds[END] - bounds[FIRST] >= bounds[MOST]) return false;
  if (bounds[END] === PLACES) drawBack();
  const first = bounds[FIRST];
  let at = bounds[END];
  bounds[END] = at + 1;
  while (at > first) {
    const before = at - 1;
    const otherTime = times[before];
    if (otherTime < time) break;
    const otherSequence = entries[2 * before];
    if (otherTime === time && ((otherSequence - sequence) | 0) < 0) break;
    times[at] = otherTime;
    entries[2 * at] = otherSequence;
    entries[2 * at + 1] = entries[2 * before + 1];
    at = before;
  }
  times[at] = time;
  entries[2 * at] = sequence;
  entries[2 * at + 1] = event;
  return true;
}

/** True when the first event of the run, which must not be empty, comes before the one described. */
export function isRunBefore(time: number, sequence: number): boolean {
  const first = bounds[FIRST];
  if (times[first] !== time) return times[first] < time;
  return ((entries[2 * first] - sequence) | 0) < 0;
}

/** Takes the first event off and sets `registers[NOW]`; -1 if it is due after `untilMs`. */
export function takeFromRun(untilMs: number): number {
  const first = bounds[FIRST];
  const time = times[first];
  if (time > untilMs) return -1;
  bounds[FIRST] = first + 1;
  registers[NOW] = time;
  return entries[2 * first + 1];
}
