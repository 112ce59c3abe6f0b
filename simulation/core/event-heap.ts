// A binary heap of events by (time, sequence), with the keys in line.
import { Block, Table } from "./memory.ts";

class HeapTable extends Table {
  readonly time = this.float64();
  readonly sequence = this.int32();
  readonly event = this.int32();
}

/** More than ever come due at once: what has a bucket of its own is not here. */
const HEAP_CAP = 2_000_000;

const heap = new HeapTable("event heap", HEAP_CAP);
const size = new Block("event heap size", 0, 1).i32;

export const heapTime = heap.time;
export const heapSequence = heap.sequence;
export const heapEvent = heap.event;

/** Events in the heap. */
export function heapSize(): number {
  return size[0];
}

export function emptyHeap(): void {
  size[0] = 0;
}

/** Puts an event in. */
export function heapPush(time: number, sequence: number, event: number): void {
  if (size[0] >= heap.cap) {
    heap.exhaust();
    return;
  }
  let i = size[0]++;
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

/** Takes the first event out; the heap must not be empty. */
export function heapPop(): number {
  const top = heapEvent[0];
  const last = --size[0];
  if (last > 0) {
    const time = heapTime[last];
    const sequence = heapSequence[last];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= last) break;
      let childTime = heapTime[child];
      const right = child + 1;
      if (right < last) {
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
    heapEvent[i] = heapEvent[last];
  }
  return top;
}
