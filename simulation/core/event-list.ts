// The list of pending events in exact order of (time, sequence): a ring of buckets by time and, for
// what comes in bursts, a binary heap. Cancelling is O(1): an event in a bucket or lane is unlinked,
// one in the heap becomes a tombstone. Bucket width and count follow the event rate and the number
// of pending events; while few are pending a single bucket holds them all.
import { heapEvent, heapPop, heapSequence, heapSize, heapTime } from "./event-heap.ts";
import {
  bucketsFor,
  type EventTable,
  eventRows,
  firstOfRing,
  leaveRing,
  openRing,
  place,
  rebuildRing,
  ringFits,
  ringIsHeapOnly,
  TOMBSTONE,
  takeFirstOfRing,
} from "./event-ring.ts";
import { allocateRow, Block, freeRow, Table } from "./memory.ts";
import { AT, NOW, registers } from "./registers.ts";

/** Buckets are narrow, so that an event seldom finds another in its own, */
const EVENTS_PER_BUCKET = 1 / 8;
/** and so many that few events are far: those pending at a time fit into the ring so many times, */
const TURNS = 4;
/** as long as the ring stays in the processor's second cache. */
const NARROW_BUCKETS = 1 << 16;
/** So few pending events are kept in one bucket. */
const FEW_PENDING = 8;
const POPS_BETWEEN_TUNINGS = 1 << 14;
/** The first tuning comes early: until then all events are in one bucket and the heap. */
const POPS_BEFORE_FIRST_TUNING = 1 << 8;
/** Buckets from time 0 to now at most, so that their numbers are exact. */
const BUCKETS_PASSED_MOST = 1e15;

/** As many as there can be edges. */
const LANE_CAP = 5_000;

/** Kind of the event that stands for the first one of a lane, `a`. */
const LANE = 255;

class LaneTable extends Table {
  /** First and last event, 0 = empty. */
  readonly head = this.int32();
  readonly tail = this.int32();
  /** Latest time that an event was put in for, ms; none with an earlier one may follow it. */
  readonly latest = this.float64();
  /** 1 while an event of kind LANE is pending for it. */
  readonly stoodFor = this.uint8();
}

/** All pending events, and the one in hand. */
export const events: EventTable = eventRows;
const lanes = new LaneTable("event lanes", LANE_CAP);
const scalars = new Block("event list", 1, 8);
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
const laneHead = lanes.head;
const laneTail = lanes.tail;
const laneLatest = lanes.latest;
const laneStoodFor = lanes.stoodFor;

// Scalars: real
const TUNED_AT = 0;
// Scalars: whole; the counts modulo 2^32
/** Events scheduled so far: the last one's number. */
const SEQUENCE = 0;
const CANCELLED = 1;
/** Events taken up to the last tuning, to the next one, and those left until then. */
const TAKEN = 2;
const SPAN = 3;
const POPS = 4;

/**
 * Empties the list, which then has `laneCount` lanes. `heapOnly` keeps every event in the plain heap
 * (the reference for tests).
 */
export function resetEvents(heapOnly: boolean, laneCount: number): void {
  lanes.occupy(laneCount);
  openRing(heapOnly);
  whole[POPS] = POPS_BEFORE_FIRST_TUNING;
  whole[SPAN] = POPS_BEFORE_FIRST_TUNING;
}

/** Events scheduled and neither taken nor cancelled. */
export function pendingEvents(): number {
  const taken = whole[TAKEN] + whole[SPAN] - whole[POPS];
  return (whole[SEQUENCE] - whole[CANCELLED] - taken) | 0;
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
  if (registers[AT] < laneLatest[lane] || ringIsHeapOnly()) {
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
  if (next === 0) laneTail[lane] = 0;
  else standFor(lane, next);
  freeRow(events.marks, events.next, head);
  return head;
}

/** Removes a pending event. */
export function cancel(event: number): void {
  whole[CANCELLED] = (whole[CANCELLED] + 1) | 0;
  const at = eventPlace[event];
  if (at === 0) {
    eventKind[event] = TOMBSTONE;
    return;
  }
  if (at > 0) leaveRing(event);
  else leaveLane(event, -at - 1);
  freeRow(events.marks, events.next, event);
}

function leaveLane(event: number, lane: number): void {
  const previous = eventPrevious[event];
  const next = eventNext[event];
  eventPrevious[next] = previous;
  if (previous !== 0) eventNext[previous] = next;
  else laneHead[lane] = next;
  if (next === 0) laneTail[lane] = previous;
}

/** The heap's first event comes before `first` (0: there is no other); the heap is not empty. */
function isHeapFirst(first: number): boolean {
  if (first === 0) return true;
  const time = eventTime[first];
  if (heapTime[0] !== time) return heapTime[0] < time;
  return ((heapSequence[0] - eventSequence[first]) | 0) < 0;
}

/**
 * Takes the next event that is due at or before `untilMs` off the list, sets `registers[NOW]` to
 * its time and returns its row (its columns stay readable until the next `schedule`), else -1.
 */
export function nextEvent(untilMs: number): number {
  for (;;) {
    let event = firstOfRing();
    const isFromHeap = heapSize() !== 0 && isHeapFirst(event);
    if (isFromHeap) event = heapEvent[0];
    else if (event === 0) return -1;
    const time = eventTime[event];
    if (time > untilMs) return -1;
    if (isFromHeap) heapPop();
    else takeFirstOfRing(event);
    freeRow(events.marks, events.next, event);
    const kind = eventKind[event];
    if (kind === TOMBSTONE) continue;
    if (kind === LANE) {
      event = fromLane(event);
      if (event === 0) continue;
    }
    registers[NOW] = time;
    if (--whole[POPS] <= 0) tune();
    return event;
  }
}

/** Fits bucket width and count to the recent event rate; the order of events is not affected. */
function tune(): void {
  const now = registers[NOW];
  const elapsed = now - real[TUNED_AT];
  real[TUNED_AT] = now;
  const popped = whole[SPAN];
  whole[TAKEN] = (whole[TAKEN] + popped) | 0;
  whole[POPS] = POPS_BETWEEN_TUNINGS;
  whole[SPAN] = POPS_BETWEEN_TUNINGS;
  if (ringIsHeapOnly()) return;
  const pending = pendingEvents();
  const spanned = TURNS * pending;
  const count = bucketsFor(
    Math.max(pending, Math.min(spanned / EVENTS_PER_BUCKET, NARROW_BUCKETS)),
  );
  const perBucket = Math.min(1, Math.max(EVENTS_PER_BUCKET, spanned / count));
  let wanted = 0;
  if (pending >= FEW_PENDING && elapsed > 0) {
    wanted = Math.min(popped / elapsed / perBucket, BUCKETS_PASSED_MOST / now);
  }
  if (!ringFits(wanted, count)) rebuildRing(wanted, count, now);
}
