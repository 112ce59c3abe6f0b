// Transitions: what follows from an event at the same instant. They stand in a small ring and are
// executed in the order they were caused, so handlers never call up the import graph and deep
// chains use no stack. The ring is empty between events.
import { Block, Table } from "../core/memory.ts";

const RING = 1 << 20;
const MASK = RING - 1;

class RingTable extends Table {
  readonly kind = this.int32();
  readonly a = this.int32();
  readonly b = this.int32();
}

const ring = new RingTable("transitions", RING);
const kinds = ring.kind;
const as = ring.a;
const bs = ring.b;
const ends = new Block("transition ends", 0, 4).i32;
const TAIL = 1;
const HEAD = 0;

/** Adds a transition to be executed at this instant. */
export function follow(kind: number, a: number, b: number): void {
  const tail = ends[TAIL];
  if (((tail - ends[HEAD]) | 0) >= RING) {
    ring.exhaust();
    return;
  }
  const at = tail & MASK;
  kinds[at] = kind;
  as[at] = a;
  bs[at] = b;
  ends[TAIL] = (tail + 1) | 0;
}

/** Position of the oldest transition, or -1; it is taken off the ring. */
export function nextTransition(): number {
  const head = ends[HEAD];
  if (head === ends[TAIL]) return -1;
  ends[HEAD] = (head + 1) | 0;
  return head & MASK;
}

export const transitionKind = kinds;
export const transitionA = as;
export const transitionB = bs;
