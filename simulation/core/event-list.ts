// The list of pending events in exact order of (time, sequence): a ring of buckets of unsorted,
// doubly linked events; the current bucket is a short sorted run, and a binary heap takes what the
// run has no room for. Cancelling is O(1): an event in a bucket is unlinked, one in the run or heap
// becomes a tombstone. Bucket width and count follow the event rate and the number of pending
// events; while few are pending the run alone is used.
import {
  emptyHeap,
  heapEvent,
  heapPop,
  heapPush,
  heapSequence,
  heapSize,
  heapTime,
} from "./event-heap.ts";
import {
  emptyRun,
  eventOfRun,
  isRunBefore,
  openRun,
  putIntoRun,
  RUN_LENGTH,
  runLength,
  takeFromRun,
} from "./event-run.ts";
import { allocateRow, Block, freeRow, Table } from "./memory.ts";
import { AT, NOW, registers } from "./registers.ts";

const EVENT_CAP = 8_000_000;
const BUCKET_CAP = 1 << 20;
const FEWEST_BUCKETS = 1 << 10;
const EVENTS_PER_BUCKET = 2;
/** So few pending events are kept in the run alone, without buckets. */
const FEW_PENDING = 16;
const POPS_BETWEEN_TUNINGS = 1 << 14;
/** The first tuning comes early: until then all events, cancelled ones too, are in run and heap. */
const POPS_BEFORE_FIRST_TUNING = 1 << 8;

/** As many as there can be edges. */
const LANE_CAP = 5_000;

/** Kind of a cancelled event. */
const TOMBSTONE = 0;
/** Kind of the event that stands for the first one of a lane, `a`. */
const LANE = 255;

class EventTable extends Table {
  readonly kind = this.uint8();
  readonly a = this.int32();
  readonly b = this.int32();
  readonly time = this.float64();
  readonly sequence = this.int32();
  /** Neighbors in a bucket or lane, 0 for none: row 0 is never an event, so it may be written to. */
  readonly previous = this.int32();
  /** Bucket + 1, 0 while in the run or heap, -(lane + 1) while in a lane. */
  readonly place = this.int32();
}

class BucketTable extends Table {
  /** First event, 0 = empty. */
  readonly head = this.int32();
}

class LaneTable extends Table {
  /** First and last event, 0 = empty. */
  readonly head = this.int32();
  readonly tail = this.int32();
  /** Latest time that an event was put in for, ms; none with an earlier one may follow it. */
  readonly latest = this.float64();
  /** 1 while an event of kind LANE is pending for it. */
  readonly stoodFor = this.uint8();
}

export const events = new EventTable("events", EVENT_CAP);
const buckets = new BucketTable("event buckets", BUCKET_CAP);
const lanes = new LaneTable("event lanes", LANE_CAP);
const scalars = new Block("event list", 4, 16);
const real = scalars.f64;
const whole = scalars.i32;

const eventKind = events.kind;
const eventA = events.a;
const eventB = events.b;
const eventTime = events.time;
const eventSequence = events.sequence;
const eventNext = events.next;
const eventPrevious = events.previous;
const eventPlace = events.place;
const bucketHead = buckets.head;
const laneHead = lanes.head;
const laneTail = lanes.tail;
const laneLatest = lanes.latest;
const laneStoodFor = lanes.stoodFor;

// Scalars: real
const INVERSE_WIDTH = 0;
/** Time in bucket widths at which the current bucket ends; a whole number. */
const CURRENT_END = 1;
const TUNED_AT = 2;
// Scalars: whole
const SEQUENCE = 0;
const CURSOR = 1;
const MASK = 2;
const IN_BUCKETS = 3;
const IN_LANES = 4;
const POPS = 5;
const SPAN = 6;
/** 1: everything is kept in the heap. */
const HEAP_ONLY = 7;
const OFFSET = 8;

/**
 * Empties the list, which then has `laneCount` lanes. `heapOnly` keeps every event in the plain heap
 * (the reference for tests).
 */
export function resetEvents(heapOnly: boolean, laneCount: number): void {
  events.occupy(1);
  lanes.occupy(laneCount);
  buckets.occupy(FEWEST_BUCKETS);
  whole[MASK] = FEWEST_BUCKETS - 1;
  whole[HEAP_ONLY] = heapOnly ? 1 : 0;
  openRun(heapOnly ? 0 : RUN_LENGTH);
  real[CURRENT_END] = 1;
  whole[POPS] = POPS_BEFORE_FIRST_TUNING;
  whole[SPAN] = POPS_BEFORE_FIRST_TUNING;
}

export function pendingEvents(): number {
  return runLength() + heapSize() + whole[IN_BUCKETS] + whole[IN_LANES];
}

/** Puts an event of the current bucket into the run, or into the heap if that is full. */
function placeNow(event: number): void {
  eventPlace[event] = 0;
  if (!putIntoRun(eventTime[event], eventSequence[event], event)) {
    heapPush(eventTime[event], eventSequence[event], event);
  }
}

/** Puts an event whose columns are filled where it belongs. */
function place(event: number): void {
  const ahead = eventTime[event] * real[INVERSE_WIDTH] - real[CURRENT_END];
  if (ahead < 0) {
    placeNow(event);
    return;
  }
  // Exact: the end is a whole number, so the difference loses no bit. Without its fraction it is
  // the number of whole buckets between the current one and the event's.
  const mask = whole[MASK];
  if (ahead < mask) whole[OFFSET] = Math.trunc(ahead) + 1;
  else whole[OFFSET] = mask;
  const bucket = (whole[CURSOR] + whole[OFFSET]) & mask;
  const head = bucketHead[bucket];
  eventPlace[event] = bucket + 1;
  eventNext[event] = head;
  eventPrevious[event] = 0;
  eventPrevious[head] = event;
  bucketHead[bucket] = event;
  whole[IN_BUCKETS]++;
}

/** A row for an event at time `registers[AT]` with the next sequence number. */
function make(kind: number, a: number, b: number): number {
  const event = allocateRow(events.marks, events.next, events.cap);
  eventKind[event] = kind;
  eventA[event] = a;
  eventB[event] = b;
  eventTime[event] = registers[AT];
  const sequence = (whole[SEQUENCE] + 1) | 0;
  whole[SEQUENCE] = sequence;
  eventSequence[event] = sequence;
  return event;
}

/**
 * Schedules an event at time `registers[AT]` (ms, not before now). `kind` is 1 .. 254, `a` and `b`
 * are its payload. Returns its row, valid until it is executed or cancelled.
 */
export function schedule(kind: number, a: number, b: number): number {
  const event = make(kind, a, b);
  if (event < events.cap) place(event);
  return event;
}

/**
 * The same for events of which most have the same delay and most are cancelled, as timeouts are.
 * They queue up in `lane`, and only one event stands in the list for all of them.
 */
export function scheduleInLane(lane: number, kind: number, a: number): number {
  const event = make(kind, a, 0);
  if (event >= events.cap) return event;
  if (whole[HEAP_ONLY] === 1 || registers[AT] < laneLatest[lane]) {
    place(event);
    return event;
  }
  laneLatest[lane] = registers[AT];
  const last = laneTail[lane];
  eventPlace[event] = -lane - 1;
  eventPrevious[event] = last;
  eventNext[event] = 0;
  if (last !== 0) eventNext[last] = event;
  else laneHead[lane] = event;
  laneTail[lane] = event;
  whole[IN_LANES]++;
  if (laneStoodFor[lane] === 0) standFor(lane, event);
  return event;
}

/** Puts an event into the list that comes exactly when the lane's event is due. */
function standFor(lane: number, event: number): void {
  laneStoodFor[lane] = 1;
  const stand = allocateRow(events.marks, events.next, events.cap);
  if (stand >= events.cap) return;
  eventKind[stand] = LANE;
  eventA[stand] = lane;
  eventTime[stand] = eventTime[event];
  eventSequence[stand] = eventSequence[event];
  place(stand);
}

/** The event that stood for a lane has come: the lane's event if that is due, else 0. */
function fromLane(stand: number): number {
  const lane = eventA[stand];
  const sequence = eventSequence[stand];
  const head = laneHead[lane];
  laneStoodFor[lane] = 0;
  if (head === 0) return 0;
  if (eventSequence[head] !== sequence) {
    standFor(lane, head);
    return 0;
  }
  const next = eventNext[head];
  laneHead[lane] = next;
  eventPrevious[next] = 0;
  whole[IN_LANES]--;
  if (next === 0) laneTail[lane] = 0;
  else standFor(lane, next);
  freeRow(events.marks, events.next, head);
  return head;
}

/** Removes a pending event. */
export function cancel(event: number): void {
  const at = eventPlace[event];
  if (at === 0) {
    eventKind[event] = TOMBSTONE;
    return;
  }
  const previous = eventPrevious[event];
  const next = eventNext[event];
  eventPrevious[next] = previous;
  if (at > 0) {
    if (previous !== 0) eventNext[previous] = next;
    else bucketHead[at - 1] = next;
    whole[IN_BUCKETS]--;
  } else {
    if (previous !== 0) eventNext[previous] = next;
    else laneHead[-at - 1] = next;
    if (next === 0) laneTail[-at - 1] = previous;
    whole[IN_LANES]--;
  }
  freeRow(events.marks, events.next, event);
}

/** Moves the next bucket with events that are due in its turn into the run; run and heap are empty. */
function refill(): void {
  const mask = whole[MASK];
  let steps = 0;
  emptyRun();
  while (runLength() === 0 && heapSize() === 0 && whole[IN_BUCKETS] > 0) {
    if (steps++ > mask) {
      // Nothing is due for a whole turn of the ring: its buckets are far too narrow by now.
      rebuild(0, mask + 1);
      return;
    }
    const cursor = (whole[CURSOR] + 1) & mask;
    whole[CURSOR] = cursor;
    real[CURRENT_END] += 1;
    let link = bucketHead[cursor];
    if (link === 0) continue;
    bucketHead[cursor] = 0;
    while (link !== 0) {
      const event = link;
      link = eventNext[event];
      whole[IN_BUCKETS]--;
      if (eventTime[event] * real[INVERSE_WIDTH] < real[CURRENT_END]) placeNow(event);
      else place(event);
    }
  }
}

/** Takes the first event of run and heap off; -1 if it is due after `untilMs` or there is none. */
function takeFirst(untilMs: number): number {
  if (runLength() === 0 && heapSize() === 0) {
    if (whole[IN_BUCKETS] === 0) return -1;
    refill();
  }
  if (heapSize() !== 0 && (runLength() === 0 || !isRunBefore(heapTime[0], heapSequence[0]))) {
    if (heapTime[0] > untilMs) return -1;
    registers[NOW] = heapTime[0];
    return heapPop();
  }
  return takeFromRun(untilMs);
}

/**
 * Takes the next event that is due at or before `untilMs` off the list, sets `registers[NOW]` to
 * its time and returns its row (its columns stay readable until the next `schedule`), else -1.
 */
export function nextEvent(untilMs: number): number {
  for (;;) {
    const before = registers[NOW];
    const event = takeFirst(untilMs);
    if (event < 0) return -1;
    freeRow(events.marks, events.next, event);
    const kind = eventKind[event];
    const due = kind === TOMBSTONE ? 0 : kind === LANE ? fromLane(event) : event;
    if (due === 0) {
      registers[NOW] = before;
      continue;
    }
    if (--whole[POPS] <= 0) tune();
    return due;
  }
}

/** Fits bucket width and count to the recent event rate; the order of events is not affected. */
function tune(): void {
  const elapsed = registers[NOW] - real[TUNED_AT];
  real[TUNED_AT] = registers[NOW];
  const popped = whole[SPAN];
  whole[POPS] = POPS_BETWEEN_TUNINGS;
  whole[SPAN] = POPS_BETWEEN_TUNINGS;
  if (whole[HEAP_ONLY] === 1) return;
  const pending = pendingEvents();
  const wanted = pending < FEW_PENDING || elapsed <= 0 ? 0 : popped / elapsed / EVENTS_PER_BUCKET;
  const present = real[INVERSE_WIDTH];
  const fits = wanted === 0 ? present === 0 : present > wanted / 2 && present < wanted * 2;
  let count = FEWEST_BUCKETS;
  while (count < pending && count < buckets.cap) count *= 2;
  if (fits && count <= whole[MASK] + 1) return;
  rebuild(wanted, count);
}

/** Puts an event before a chain of them, or frees it if it is cancelled; returns the chain. */
function chained(event: number, chain: number): number {
  if (eventKind[event] === TOMBSTONE) {
    freeRow(events.marks, events.next, event);
    return chain;
  }
  eventNext[event] = chain;
  return event;
}

/** Empties buckets, run and heap and places every event anew under another width and count. */
function rebuild(inverseWidth: number, count: number): void {
  let chain = 0;
  for (let bucket = 0; bucket <= whole[MASK]; bucket++) {
    let link = bucketHead[bucket];
    bucketHead[bucket] = 0;
    while (link !== 0) {
      const event = link;
      link = eventNext[event];
      eventNext[event] = chain;
      chain = event;
    }
  }
  for (let i = 0; i < heapSize(); i++) chain = chained(heapEvent[i], chain);
  for (let i = 0; i < runLength(); i++) chain = chained(eventOfRun(i), chain);
  emptyHeap();
  emptyRun();
  whole[IN_BUCKETS] = 0;
  whole[MASK] = count - 1;
  buckets.occupy(count);
  real[INVERSE_WIDTH] = inverseWidth;
  real[CURRENT_END] = Math.floor(registers[NOW] * inverseWidth) + 1;
  whole[CURSOR] = 0;
  while (chain !== 0) {
    const event = chain;
    chain = eventNext[event];
    place(event);
  }
}
