// The yardstick of the bench: an M/M/1 queue at utilization 0.9 on a plain binary heap. It is
// frozen: a test holds the digest of this file, because every recorded ratio refers to it. It runs
// interleaved with what is measured, so that a slow machine slows both.

const PENDING_MAX = 64;
const QUEUE_SIZE = 1 << 16;
const ARRIVAL = 0;
const DEPARTURE = 1;
const MEAN_GAP = 1 / 0.9;
const MEAN_SERVICE = 1;

const heapTime = new Float64Array(PENDING_MAX);
const heapSequence = new Int32Array(PENDING_MAX);
const heapKind = new Uint8Array(PENDING_MAX);
const arrivedAt = new Float64Array(QUEUE_SIZE);
const random = new Int32Array(2);
let pending = 0;
let sequence = 0;

function push(time: number, kind: number): void {
  const order = ++sequence;
  let i = pending++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (heapTime[parent]! <= time) break;
    heapTime[i] = heapTime[parent]!;
    heapSequence[i] = heapSequence[parent]!;
    heapKind[i] = heapKind[parent]!;
    i = parent;
  }
  heapTime[i] = time;
  heapSequence[i] = order;
  heapKind[i] = kind;
}

function isBefore(a: number, b: number): boolean {
  const difference = heapTime[a]! - heapTime[b]!;
  return difference < 0 || (difference === 0 && heapSequence[a]! < heapSequence[b]!);
}

function copy(from: number, to: number): void {
  heapTime[to] = heapTime[from]!;
  heapSequence[to] = heapSequence[from]!;
  heapKind[to] = heapKind[from]!;
}

/** Removes the first event; its time and kind must have been read from index 0 before. */
function pop(): void {
  const last = --pending;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= last) break;
    if (child + 1 < last && isBefore(child + 1, child)) child++;
    if (isBefore(last, child)) break;
    copy(child, i);
    i = child;
  }
  copy(last, i);
}

/** Uniform in (0, 1): Marsaglia's xorshift with shifts 13, 17, 5, one state per stream. */
function uniform(stream: number): number {
  let x = random[stream]!;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  random[stream] = x;
  return ((x >>> 0) + 0.5) / 4294967296;
}

function exponential(stream: number, mean: number): number {
  return -Math.log(uniform(stream)) * mean;
}

/** Serves `customers` arrivals from an empty queue; returns the sum of their waits. */
export function runReferenceKernel(customers: number): number {
  pending = 0;
  sequence = 0;
  random[0] = 20261;
  random[1] = 77003;
  let arrivals = 0;
  let first = 0;
  let last = 0;
  let busy = false;
  let waits = 0;
  push(exponential(0, MEAN_GAP), ARRIVAL);
  while (arrivals < customers) {
    const now = heapTime[0]!;
    const kind = heapKind[0]!;
    pop();
    if (kind === ARRIVAL) {
      arrivals++;
      push(now + exponential(0, MEAN_GAP), ARRIVAL);
      if (busy) {
        arrivedAt[last] = now;
        last = (last + 1) & (QUEUE_SIZE - 1);
        continue;
      }
      busy = true;
    } else if (first === last) {
      busy = false;
      continue;
    } else {
      waits += now - arrivedAt[first]!;
      first = (first + 1) & (QUEUE_SIZE - 1);
    }
    push(now + exponential(1, MEAN_SERVICE), DEPARTURE);
  }
  return waits;
}
