// CoDel (RFC 8289): whoever has waited longer than the target is dropped when his turn comes, if
// waits have been above the target for a whole interval; then more and more often, the n-th after
// another interval / sqrt(n), until a wait is below the target. One decision per head of the queue.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { instances } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { attempts } from "./rows.ts";

/** A second dropping phase within this many intervals goes on at the rate of the first. */
const MEMORY_INTERVALS = 16;

class CodelState extends Table {
  /** When waits will have been above the target for an interval, 0 = they are not above it. */
  readonly firstAboveAt = this.float64();
  readonly dropNextAt = this.float64();
  readonly dropping = this.uint8();
  /** Drops of the present phase; at the start of it and of the last one. */
  readonly count = this.int32();
  readonly lastCount = this.int32();
  /** What the last drop has left open for the next in line. */
  readonly after = this.uint8();
}

const NOTHING = 0;
/** The first drop of a phase: the next in line is let through. */
const SPARE = 1;
/** A later one: the time of the next drop is set once the next in line is late, too. */
const SET_TIME = 2;

export const codel = new CodelState("codel", 100_000);

function isLate(attempt: number, queue: number, node: number): boolean {
  const now = registers[NOW];
  const wait = now - attempts.arrivedAt[attempt];
  // With no more than one behind it there is no standing queue.
  if (wait < nodes.codelTargetMs[node] || instances.queued[queue] <= 2) {
    codel.firstAboveAt[queue] = 0;
    return false;
  }
  if (codel.firstAboveAt[queue] === 0) {
    codel.firstAboveAt[queue] = now + nodes.codelIntervalMs[node];
    return false;
  }
  return now >= codel.firstAboveAt[queue];
}

function setNextDrop(queue: number, node: number, from: number): void {
  codel.dropNextAt[queue] = from + nodes.codelIntervalMs[node] / Math.sqrt(codel.count[queue]);
}

/** Whether the head of a queue, still in it, is dropped instead of served. */
export function dropsLate(attempt: number, queue: number, node: number): boolean {
  const late = isLate(attempt, queue, node);
  const after = codel.after[queue];
  codel.after[queue] = NOTHING;
  if (after === SPARE) return false;
  if (codel.dropping[queue] === 0) {
    if (!late) return false;
    beginDropping(queue, node);
    return true;
  }
  if (!late) {
    codel.dropping[queue] = 0;
    return false;
  }
  if (after === SET_TIME) setNextDrop(queue, node, codel.dropNextAt[queue]);
  if (registers[NOW] < codel.dropNextAt[queue]) return false;
  codel.count[queue]++;
  codel.after[queue] = SET_TIME;
  return true;
}

function beginDropping(queue: number, node: number): void {
  const now = registers[NOW];
  codel.dropping[queue] = 1;
  codel.after[queue] = SPARE;
  const drops = codel.count[queue] - codel.lastCount[queue];
  const memory = MEMORY_INTERVALS * nodes.codelIntervalMs[node];
  const isSoon = now - codel.dropNextAt[queue] < memory;
  codel.count[queue] = drops > 1 && isSoon ? drops : 1;
  codel.lastCount[queue] = codel.count[queue];
  setNextDrop(queue, node, now);
}

/** The queue was found empty. */
export function noneWaits(queue: number): void {
  codel.firstAboveAt[queue] = 0;
  codel.dropping[queue] = 0;
  codel.after[queue] = NOTHING;
}
