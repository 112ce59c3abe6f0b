// Transitions: what follows from an event at the same instant. They stand in a list and are
// executed in the order they were caused, so handlers never call up the import graph and deep
// chains use no stack. The list is empty between events.
import { Block, Table } from "../core/memory.ts";

const LONGEST = 1 << 20;

class TransitionTable extends Table {
  readonly kind = this.int32();
  readonly a = this.int32();
  readonly b = this.int32();
}

const list = new TransitionTable("transitions", LONGEST);
const kinds = list.kind;
const as = list.a;
const bs = list.b;
const ends = new Block("transition ends", 0, 4).i32;
const TAIL = 1;
const HEAD = 0;

/** Adds a transition to be executed at this instant. */
export function follow(kind: number, a: number, b: number): void {
  const tail = ends[TAIL];
  if (tail >= LONGEST) {
    list.exhaust();
    return;
  }
  kinds[tail] = kind;
  as[tail] = a;
  bs[tail] = b;
  ends[TAIL] = tail + 1;
}

/** Position of the oldest transition, or -1; it is taken off the list. */
export function nextTransition(): number {
  const head = ends[HEAD];
  if (head === ends[TAIL]) {
    // Empty: start again at the front, so that the few lines in use stay in the cache.
    ends[HEAD] = 0;
    ends[TAIL] = 0;
    return -1;
  }
  ends[HEAD] = head + 1;
  return head;
}

export const transitionKind = kinds;
export const transitionA = as;
export const transitionB = bs;
