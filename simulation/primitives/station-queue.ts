// The queue before a station: doubly linked attempts, so that any of them can leave at once.
import { cancel, schedule } from "../core/event-list.ts";
import { nextIndex } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { isStanding, limitDelay } from "./adaptive-lifo.ts";
import { QUEUE_TIMEOUT_EVENT } from "./event-kinds.ts";
import { touchInstance } from "./instance-load.ts";
import { instances, levels, queueLess, queueMore } from "./node-state.ts";
import {
  ADAPTIVE_LIFO,
  AT_RANDOM,
  BY_PRIORITY,
  FIFO,
  LEVELS,
  LIFO,
  nodes,
  operations,
} from "./parameters.ts";
import { attempts, QUEUED } from "./rows.ts";
import { NODE_STREAMS, ORDER, QUEUE_PATIENCE } from "./streams.ts";

/** Puts an attempt at the end of a queue and starts its patience, if it has any. */
export function enqueue(attempt: number, node: number, queue: number): void {
  attempts.phase[attempt] = QUEUED;
  const discipline = nodes.discipline[node];
  const before = discipline === BY_PRIORITY ? byPriority(attempt, queue) : -1;
  link(attempt, queue, before < 0 ? instances.tail[queue] : before);
  queueMore(node);
  if (discipline === ADAPTIVE_LIFO) {
    limitDelay(attempt, node, queue);
    return;
  }
  const patience = operations.queueTimeout[attempts.operation[attempt]];
  if (patience >= 0) {
    sampleInto(patience, node * NODE_STREAMS + QUEUE_PATIENCE);
    registers[AT] = registers[NOW] + registers[SAMPLE];
    attempts.event[attempt] = schedule(QUEUE_TIMEOUT_EVENT, attempt, 0) + 1;
  }
}

/** Puts an interrupted attempt before all others of its priority; it has no patience to lose. */
export function enqueueFirst(attempt: number, node: number, queue: number): void {
  attempts.phase[attempt] = QUEUED;
  const own = operations.priority[attempts.operation[attempt]];
  const cell = queue * LEVELS;
  let previous = 0;
  for (let level = own - 1; level >= 0 && previous === 0; level--) {
    previous = levels.tail[cell + level];
  }
  if (levels.tail[cell + own] === 0) levels.tail[cell + own] = attempt + 1;
  link(attempt, queue, previous);
  queueMore(node);
}

/** Links an attempt behind `previous` (+ 1), 0 = to the head. */
function link(attempt: number, queue: number, previous: number): void {
  const following = previous === 0 ? instances.head[queue] : attempts.next[previous - 1];
  attempts.before[attempt] = previous;
  attempts.next[attempt] = following;
  if (previous !== 0) attempts.next[previous - 1] = attempt + 1;
  else instances.head[queue] = attempt + 1;
  if (following !== 0) attempts.before[following - 1] = attempt + 1;
  else instances.tail[queue] = attempt + 1;
  touchInstance(queue);
  instances.queued[queue]++;
}

/** Last waiting attempt (+ 1) as urgent as this one or more, 0 if it goes to the head. */
function byPriority(attempt: number, queue: number): number {
  const own = operations.priority[attempts.operation[attempt]];
  const cell = queue * LEVELS;
  let place = 0;
  for (let level = own; level >= 0 && place === 0; level--) place = levels.tail[cell + level];
  levels.tail[cell + own] = attempt + 1;
  return place;
}

/** The most urgent class of a queue loses a member: the one before it, if alike, is its last now. */
function leaveLevel(attempt: number, queue: number): void {
  const own = operations.priority[attempts.operation[attempt]];
  const cell = queue * LEVELS + own;
  if (levels.tail[cell] !== attempt + 1) return;
  const before = attempts.before[attempt];
  const alike = before !== 0 && operations.priority[attempts.operation[before - 1]] === own;
  levels.tail[cell] = alike ? before : 0;
}

/** The waiting attempt (+ 1) whose turn it is, 0 if nobody waits. */
export function nextInQueue(queue: number, node: number): number {
  const discipline = nodes.discipline[node];
  if (discipline === FIFO) return instances.head[queue];
  if (discipline === LIFO) return instances.tail[queue];
  if (discipline === ADAPTIVE_LIFO && isStanding(queue, node)) return instances.tail[queue];
  if (discipline !== AT_RANDOM || instances.queued[queue] < 2) return instances.head[queue];
  let skip = nextIndex(node * NODE_STREAMS + ORDER, instances.queued[queue]);
  let waiting = instances.head[queue];
  while (skip > 0) {
    waiting = attempts.next[waiting - 1];
    skip--;
  }
  return waiting;
}

/** Takes a queued attempt out of its queue. */
export function leaveQueue(attempt: number): void {
  const queue = instances.queue[attempts.instance[attempt]];
  if (nodes.discipline[attempts.node[attempt]] === BY_PRIORITY) leaveLevel(attempt, queue);
  const before = attempts.before[attempt];
  const after = attempts.next[attempt];
  if (before !== 0) attempts.next[before - 1] = after;
  else instances.head[queue] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else instances.tail[queue] = before;
  touchInstance(queue);
  instances.queued[queue]--;
  queueLess(attempts.node[attempt]);
  dropTimer(attempt);
}

function dropTimer(attempt: number): void {
  const event = attempts.event[attempt];
  if (event !== 0) {
    cancel(event - 1);
    attempts.event[attempt] = 0;
  }
}
