// The list of pending events in exact order of (time, sequence): a ring of buckets of unsorted,
// doubly linked events plus a small binary heap for the current bucket only. Cancelling is O(1): an
// event in a bucket is unlinked, one in the heap becomes a tombstone. Bucket width and count follow
// the event rate and the number of pending events; below about 32 pending events the heap alone is
// used. Cost: about 30 ns for a hold of one event with 100 to 10,000 pending.
import { allocateRow, Block, freeRow, Table } from "./memory.ts";
import { AT, NOW, registers } from "./registers.ts";

const EVENT_CAP = 8_000_000;
const BUCKET_CAP = 1 << 20;
const FEWEST_BUCKETS = 1 << 10;
const EVENTS_PER_BUCKET = 4;
const FEW_PENDING = 32;
const POPS_BETWEEN_TUNINGS = 1 << 14;
/** The first tuning comes early: until then every event, cancelled ones too, is in the heap. */
const POPS_BEFORE_FIRST_TUNING = 1 << 8;

/** Kind of a cancelled event. */
const TOMBSTONE = 0;

class EventTable extends Table {
  readonly kind = this.uint8();
  readonly a = this.int32();
  readonly b = this.int32();
  readonly time = this.float64();
  readonly sequence = this.int32();
  readonly previous = this.int32();
  /** Bucket + 1, or 0 while in the heap. */
  readonly place = this.int32();
}

class HeapTable extends Table {
  readonly time = this.float64();
  readonly sequence = this.int32();
  readonly event = this.int32();
}

class BucketTable extends Table {
  /** First event + 1, 0 = empty. */
  readonly head = this.int32();
}

export const events = new EventTable("events", EVENT_CAP);
const heap = new HeapTable("event heap", EVENT_CAP);
const buckets = new BucketTable("event buckets", BUCKET_CAP);
const scalars = new Block("event list", 4, 8);
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
const heapTime = heap.time;
const heapSequence = heap.sequence;
const heapEvent = heap.event;
const bucketHead = buckets.head;

// Scalars: real
const INVERSE_WIDTH = 0;
const BASE = 1;
const TUNED_AT = 2;
// Scalars: whole
const HEAP_SIZE = 0;
const SEQUENCE = 1;
const CURSOR = 2;
const MASK = 3;
const IN_BUCKETS = 4;
const POPS = 5;
const HEAP_ONLY = 6;
const SPAN = 7;

/** Empties the list. `heapOnly` keeps every event in the plain heap (the reference for tests). */
export function resetEvents(heapOnly: boolean): void {
  buckets.occupy(FEWEST_BUCKETS);
  whole[MASK] = FEWEST_BUCKETS - 1;
  whole[HEAP_ONLY] = heapOnly ? 1 : 0;
  whole[POPS] = POPS_BEFORE_FIRST_TUNING;
  whole[SPAN] = POPS_BEFORE_FIRST_TUNING;
}

export function pendingEvents(): number {
  return whole[HEAP_SIZE] + whole[IN_BUCKETS];
}

function heapPush(time: number, sequence: number, event: number): void {
  let i = whole[HEAP_SIZE]++;
  if (i >= heap.marks[1]) heap.marks[1] = i + 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const parentTime = heapTime[parent];
    if (parentTime < time || (parentTime === time && ((heapSequence[parent] - sequence) | 0) < 0)) {
      break;
    }
    heapTime[i] = parentTime;
    heapSequence[i] = heapSequence[parent];
    heapEvent[i] = heapEvent[parent];
    i = parent;
  }
  heapTime[i] = time;
  heapSequence[i] = sequence;
  heapEvent[i] = event;
}

function heapPop(): number {
  const top = heapEvent[0];
  const size = --whole[HEAP_SIZE];
  if (size > 0) {
    const time = heapTime[size];
    const sequence = heapSequence[size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      let childTime = heapTime[child];
      const right = child + 1;
      if (right < size) {
        const rightTime = heapTime[right];
        if (
          rightTime < childTime ||
          (rightTime === childTime && ((heapSequence[right] - heapSequence[child]) | 0) < 0)
        ) {
          child = right;
          childTime = rightTime;
        }
      }
      if (time < childTime || (time === childTime && ((sequence - heapSequence[child]) | 0) < 0)) {
        break;
      }
      heapTime[i] = childTime;
      heapSequence[i] = heapSequence[child];
      heapEvent[i] = heapEvent[child];
      i = child;
    }
    heapTime[i] = time;
    heapSequence[i] = sequence;
    heapEvent[i] = heapEvent[size];
  }
  return top;
}

/** Puts an event whose columns are filled where it belongs. */
function place(event: number): void {
  const time = eventTime[event];
  const ahead = Math.floor(time * real[INVERSE_WIDTH]) - real[BASE];
  if (ahead <= 0) {
    eventPlace[event] = 0;
    heapPush(time, eventSequence[event], event);
    return;
  }
  const mask = whole[MASK];
  const offset = ahead > mask ? mask : ahead;
  const bucket = (whole[CURSOR] + offset) & mask;
  const head = bucketHead[bucket];
  eventPlace[event] = bucket + 1;
  eventNext[event] = head;
  eventPrevious[event] = 0;
  if (head !== 0) eventPrevious[head - 1] = event + 1;
  bucketHead[bucket] = event + 1;
  whole[IN_BUCKETS]++;
}

/**
 * Schedules an event at time `registers[AT]` (ms, not before now). `kind` is 1 .. 255, `a` and `b`
 * are its payload. Returns its row, valid until it is executed or cancelled.
 */
export function schedule(kind: number, a: number, b: number): number {
  const event = allocateRow(events.marks, events.next, events.cap);
  if (event >= events.cap) return event;
  eventKind[event] = kind;
  eventA[event] = a;
  eventB[event] = b;
  eventTime[event] = registers[AT];
  const sequence = (whole[SEQUENCE] + 1) | 0;
  whole[SEQUENCE] = sequence;
  eventSequence[event] = sequence;
  place(event);
  return event;
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
  if (previous !== 0) eventNext[previous - 1] = next;
  else bucketHead[at - 1] = next;
  if (next !== 0) eventPrevious[next - 1] = previous;
  whole[IN_BUCKETS]--;
  freeRow(events.marks, events.next, event);
}

/** Moves the next bucket with events that are due in its turn into the heap. */
function refill(): void {
  const mask = whole[MASK];
  let steps = 0;
  while (whole[HEAP_SIZE] === 0 && whole[IN_BUCKETS] > 0) {
    if (steps++ > mask) {
      // Nothing is due for a whole turn of the ring: its buckets are far too narrow by now.
      rebuild(0, mask + 1);
      return;
    }
    const cursor = (whole[CURSOR] + 1) & mask;
    whole[CURSOR] = cursor;
    real[BASE] += 1;
    let link = bucketHead[cursor];
    if (link === 0) continue;
    bucketHead[cursor] = 0;
    while (link !== 0) {
      const event = link - 1;
      link = eventNext[event];
      whole[IN_BUCKETS]--;
      place(event);
    }
  }
}

/**
 * Takes the next event that is due at or before `untilMs` off the list, sets `registers[NOW]` to
 * its time and returns its row (its columns stay readable until the next `schedule`), else -1.
 */
export function nextEvent(untilMs: number): number {
  for (;;) {
    if (whole[HEAP_SIZE] === 0) {
      if (whole[IN_BUCKETS] === 0) return -1;
      refill();
    }
    const time = heapTime[0];
    if (time > untilMs) return -1;
    const event = heapPop();
    freeRow(events.marks, events.next, event);
    if (eventKind[event] === TOMBSTONE) continue;
    registers[NOW] = time;
    if (--whole[POPS] <= 0) tune();
    return event;
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

/** Empties buckets and heap and places every event anew under another width and count. */
function rebuild(inverseWidth: number, count: number): void {
  let chain = 0;
  for (let bucket = 0; bucket <= whole[MASK]; bucket++) {
    let link = bucketHead[bucket];
    bucketHead[bucket] = 0;
    while (link !== 0) {
      const event = link - 1;
      link = eventNext[event];
      eventNext[event] = chain;
      chain = event + 1;
    }
  }
  for (let i = 0; i < whole[HEAP_SIZE]; i++) {
    const event = heapEvent[i];
    if (eventKind[event] === TOMBSTONE) {
      freeRow(events.marks, events.next, event);
    } else {
      eventNext[event] = chain;
      chain = event + 1;
    }
  }
  whole[HEAP_SIZE] = 0;
  whole[IN_BUCKETS] = 0;
  whole[MASK] = count - 1;
  buckets.occupy(count);
  real[INVERSE_WIDTH] = inverseWidth;
  real[BASE] = Math.floor(registers[NOW] * inverseWidth);
  whole[CURSOR] = 0;
  while (chain !== 0) {
    const event = chain - 1;
    chain = eventNext[event];
    place(event);
  }
}
