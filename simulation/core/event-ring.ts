// Pending events by time: a ring of buckets, each a short sorted list, so that the first event of the
// first bucket in use is the next one. A bitmap tells which buckets are in use. Events beyond the
// ring wait in a list of their own until it comes near them; one that would have to pass many others
// of its bucket goes to a binary heap instead, which bounds the cost of whatever comes in bursts.
import { emptyHeap, heapEvent, heapPush, heapSize } from "./event-heap.ts";
import { freeRow, reserveFloat64, Table } from "./memory.ts";

const EVENT_CAP = 6_400_000;
const BUCKET_CAP = 1 << 20;
const FEWEST_BUCKETS = 1 << 12;
/** Events of its bucket that a new one passes at most. */
const STEPS_MOST = 24;

export class EventTable extends Table {
  readonly kind = this.uint8();
  readonly a = this.int32();
  readonly b = this.int32();
  readonly time = this.float64();
  readonly sequence = this.int32();
  /** Neighbors in a list, 0 for none: row 0 is never an event. Before a bucket's first is its last. */
  readonly previous = this.int32();
  /** Bucket + 1, 0 while in the heap, -(lane + 1) while in a lane. */
  readonly place = this.int32();
}

class BucketTable extends Table {
  /** First event, 0 = empty. After the buckets of the ring stands the list of far events. */
  readonly head = this.int32();
}

class OccupiedTable extends Table {
  /** A bit for each bucket: 0 = empty for sure. */
  readonly bits = this.int32();
}

class RingState extends Table {
  /** Buckets a ms; 0 puts everything into one bucket. */
  readonly inverseWidth = this.float64();
  /** Time in bucket widths from which on an event is far. */
  readonly horizon = this.float64();
  /** Buckets less 1; the number of buckets is a power of two. */
  readonly mask = this.int32();
  /** Number of the present bucket, modulo 2^32, and where it stands. */
  readonly present = this.int32();
  readonly cursor = this.int32();
  /** Number of the bucket at which the ring looks for what has come near. */
  readonly looksAt = this.int32();
  /** 1: every event goes to the heap. */
  readonly heapOnly = this.int32();
}

export const eventRows = new EventTable("events", EVENT_CAP);
const buckets = new BucketTable("event buckets", BUCKET_CAP + 1);
const occupiedWords = new OccupiedTable("event buckets in use", BUCKET_CAP >> 5);
const ring = new RingState("event ring", 1);

const eventKind = eventRows.kind;
const eventTime = eventRows.time;
const eventSequence = eventRows.sequence;
const eventNext = eventRows.next;
const eventPrevious = eventRows.previous;
const eventPlace = eventRows.place;
const bucketHead = buckets.head;
const occupied = occupiedWords.bits;
const inverseWidth = ring.inverseWidth;
const horizon = ring.horizon;
const ringMask = ring.mask;
const presentNumber = ring.present;
const ringCursor = ring.cursor;
const looksAt = ring.looksAt;
const isHeapOnly = ring.heapOnly;

/** Kind of an event that was cancelled while in the heap. */
export const TOMBSTONE = 0;

/** Added to a number below 2^51 it leaves the nearest whole number in the low word. */
const TO_WHOLE = 6755399441055744;
const rounding = reserveFloat64("event rounding", 1);
const roundedWords = new Int32Array(rounding.buffer, rounding.byteOffset, 2);

/** Makes an empty ring for run time 0. */
export function openRing(heapOnly: boolean): void {
  eventRows.occupy(1);
  ring.occupy(1);
  isHeapOnly[0] = heapOnly ? 1 : 0;
  setRing(0, FEWEST_BUCKETS, 0);
}

export function ringIsHeapOnly(): boolean {
  return isHeapOnly[0] === 1;
}

/** Puts an event whose columns are filled where its time and sequence belong. */
export function place(event: number): void {
  const scaled = eventTime[event] * inverseWidth[0];
  if (scaled >= horizon[0]) {
    placeFar(event);
    return;
  }
  // Rounding never puts a later time before an earlier one, so the order of numbers is that of times.
  rounding[0] = scaled + TO_WHOLE;
  const present = presentNumber[0];
  const ahead = (roundedWords[0] - present) | 0;
  const bucket = (ahead > 0 ? roundedWords[0] : present) & ringMask[0];
  const head = bucketHead[bucket];
  eventPlace[event] = bucket + 1;
  if (head !== 0) {
    putInOrder(event, bucket, head);
    return;
  }
  bucketHead[bucket] = event;
  eventNext[event] = 0;
  eventPrevious[event] = event;
  occupied[bucket >> 5] |= 1 << (bucket & 31);
}

function isBefore(event: number, other: number): boolean {
  const time = eventTime[event];
  const otherTime = eventTime[other];
  if (time !== otherTime) return time < otherTime;
  return ((eventSequence[event] - eventSequence[other]) | 0) < 0;
}

/** Puts an event into a bucket that has some, looking from its end. */
function putInOrder(event: number, bucket: number, head: number): void {
  let before = eventPrevious[head];
  if (isBefore(before, event)) {
    eventNext[event] = 0;
    eventNext[before] = event;
    eventPrevious[event] = before;
    eventPrevious[head] = event;
    return;
  }
  let after = before;
  let steps = 0;
  while (after !== head) {
    before = eventPrevious[after];
    if (isBefore(before, event)) {
      eventNext[before] = event;
      break;
    }
    after = before;
    if (++steps === STEPS_MOST) {
      toHeap(event);
      return;
    }
  }
  if (after === head) {
    before = eventPrevious[head];
    bucketHead[bucket] = event;
  }
  eventNext[event] = after;
  eventPrevious[event] = before;
  eventPrevious[after] = event;
}

function toHeap(event: number): void {
  eventPlace[event] = 0;
  heapPush(eventTime[event], eventSequence[event], event);
}

function placeFar(event: number): void {
  if (isHeapOnly[0] === 1) {
    toHeap(event);
    return;
  }
  const far = ringMask[0] + 1;
  const head = bucketHead[far];
  eventPlace[event] = far + 1;
  eventNext[event] = head;
  bucketHead[far] = event;
  if (head === 0) {
    eventPrevious[event] = event;
  } else {
    eventPrevious[event] = eventPrevious[head];
    eventPrevious[head] = event;
  }
}

/** First event of the ring, 0 for none. */
export function firstOfRing(): number {
  const first = bucketHead[ringCursor[0]];
  return first === 0 ? advance() : first;
}

/** Takes the first event, which must be that of the present bucket, off. */
export function takeFirstOfRing(event: number): void {
  const next = eventNext[event];
  bucketHead[ringCursor[0]] = next;
  if (next !== 0) eventPrevious[next] = eventPrevious[event];
}

/** Takes an event out of its bucket or from the far ones. */
export function leaveRing(event: number): void {
  const bucket = eventPlace[event] - 1;
  const previous = eventPrevious[event];
  const next = eventNext[event];
  const head = bucketHead[bucket];
  if (head === event) bucketHead[bucket] = next;
  else eventNext[previous] = next;
  if (next !== 0) eventPrevious[next] = previous;
  else if (head !== event) eventPrevious[head] = previous;
}

/** Makes the next bucket in use the present one and returns its first event, 0 when there is none. */
function advance(): number {
  const mask = ringMask[0];
  const words = mask >> 5;
  for (;;) {
    const cursor = ringCursor[0];
    let word = cursor >> 5;
    occupied[word] &= ~(1 << (cursor & 31));
    // What stands before the cursor in its word comes last, after a turn of the ring.
    let bits = occupied[word] & (-2 << (cursor & 31));
    for (let looked = 0; bits === 0 && looked <= words; looked++) {
      word = (word + 1) & words;
      bits = occupied[word];
    }
    if (bits === 0) {
      if (bucketHead[mask + 1] === 0) return 0;
      // Nothing is due for a turn of the ring: its buckets are far too narrow by now.
      rebuildRing(0, mask + 1, 0);
      return bucketHead[ringCursor[0]];
    }
    const bucket = (word << 5) + 31 - Math.clz32(bits & ~((bits - 1) | 0));
    const step = (bucket - cursor) & mask;
    presentNumber[0] = (presentNumber[0] + step) | 0;
    ringCursor[0] = bucket;
    if (((presentNumber[0] - looksAt[0]) | 0) >= 0) drawNear();
    const first = bucketHead[bucket];
    if (first !== 0) return first;
  }
}

/** The present bucket has come a way, and the horizon with it: what is no longer far is taken in. */
function drawNear(): void {
  const count = ringMask[0] + 1;
  const half = count >> 1;
  horizon[0] += half + ((presentNumber[0] - looksAt[0]) | 0);
  looksAt[0] = (presentNumber[0] + half) | 0;
  let link = bucketHead[count];
  bucketHead[count] = 0;
  while (link !== 0) {
    const event = link;
    link = eventNext[event];
    place(event);
  }
}

/** An empty ring whose present bucket is that of time `nowMs`. */
function setRing(inverse: number, count: number, nowMs: number): void {
  buckets.occupy(count + 1);
  occupiedWords.occupy(count >> 5);
  inverseWidth[0] = inverse;
  ringMask[0] = count - 1;
  const present = nowMs * inverse;
  rounding[0] = present + TO_WHOLE;
  presentNumber[0] = roundedWords[0];
  ringCursor[0] = presentNumber[0] & (count - 1);
  horizon[0] = isHeapOnly[0] === 1 ? -1 : Math.floor(present) + count - 3;
  looksAt[0] = (presentNumber[0] + (count >> 1)) | 0;
}

/** True when the ring has this many buckets and about this many a ms. */
export function ringFits(inverse: number, count: number): boolean {
  if (count > ringMask[0] + 1) return false;
  const present = inverseWidth[0];
  return inverse === 0 ? present === 0 : present > inverse / 2 && present < inverse * 2;
}

/** Buckets for so many pending events. */
export function bucketsFor(pending: number): number {
  let count = FEWEST_BUCKETS;
  // Behind the buckets stands the list of far events; small machines have fewer rows.
  const most = Math.min(BUCKET_CAP, buckets.cap - 1);
  while (count < pending && count * 2 <= most) count *= 2;
  return count;
}

/** Puts an event before a chain of them, or frees it if it is cancelled; returns the chain. */
function chained(event: number, chain: number): number {
  if (eventKind[event] === TOMBSTONE) {
    freeRow(eventRows.marks, eventNext, event);
    return chain;
  }
  eventNext[event] = chain;
  return event;
}

/** Places every event of ring and heap anew under another width and count. */
export function rebuildRing(inverse: number, count: number, nowMs: number): void {
  let chain = 0;
  for (let bucket = 0; bucket <= ringMask[0] + 1; bucket++) {
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
  emptyHeap();
  for (let word = 0; word <= ringMask[0] >> 5; word++) occupied[word] = 0;
  setRing(inverse, count, nowMs);
  while (chain !== 0) {
    const event = chain;
    chain = eventNext[event];
    place(event);
  }
}
