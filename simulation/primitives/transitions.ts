// Transitions: what follows from an event at the same instant. They are executed in the order they
// were caused, so handlers never call up the import graph and deep chains use no stack. The oldest
// has a place of its own, since mostly there is no other; the rest queue up in a list. Both are empty
// between events.
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
const HEAD = 0;
const TAIL = 1;

/** The oldest transition: its kind, 0 = there is none, and its payload. */
export const oldest = new Block("oldest transition", 0, 4).i32;
export const KIND = 0;
export const FIRST = 1;
export const SECOND = 2;

/** Adds a transition to be executed at this instant; `kind` is not 0. */
export function follow(kind: number, a: number, b: number): void {
  if (oldest[KIND] !== 0) {
    queue(kind, a, b);
    return;
  }
  oldest[KIND] = kind;
  oldest[FIRST] = a;
  oldest[SECOND] = b;
}

/** Turns the transition added last into one of two kinds in one, if none stands before it. */
export function join(kind: number, a: number, joined: number, b: number): boolean {
  if (oldest[KIND] !== kind || oldest[FIRST] !== a) return false;
  oldest[KIND] = joined;
  oldest[SECOND] = b;
  return true;
}

function queue(kind: number, a: number, b: number): void {
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

/** Takes the oldest transition off; the next one takes its place. */
export function dropOldest(): void {
  if (ends[TAIL] === 0) oldest[KIND] = 0;
  else moveUp();
}

function moveUp(): void {
  const head = ends[HEAD];
  oldest[KIND] = kinds[head];
  oldest[FIRST] = as[head];
  oldest[SECOND] = bs[head];
  if (head + 1 < ends[TAIL]) {
    ends[HEAD] = head + 1;
  } else {
    // Empty: start again at the front, so that the few lines in use stay in the cache.
    ends[HEAD] = 0;
    ends[TAIL] = 0;
  }
}
