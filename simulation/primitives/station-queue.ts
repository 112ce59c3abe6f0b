// The queue before a station: doubly linked attempts, so that any of them can leave at once.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { QUEUE_TIMEOUT_EVENT } from "./event-kinds.ts";
import { instances, nodeState } from "./node-state.ts";
import { operations } from "./parameters.ts";
import { attempts, QUEUED } from "./rows.ts";
import { NODE_STREAMS, QUEUE_PATIENCE } from "./streams.ts";

/** Puts an attempt at the end of a queue and starts its patience, if it has any. */
export function enqueue(attempt: number, node: number, queue: number): void {
  attempts.phase[attempt] = QUEUED;
  const tail = instances.tail[queue];
  attempts.before[attempt] = tail;
  attempts.after[attempt] = 0;
  if (tail !== 0) attempts.after[tail - 1] = attempt + 1;
  else instances.head[queue] = attempt + 1;
  instances.tail[queue] = attempt + 1;
  instances.queued[queue]++;
  const queued = ++nodeState.queued[node];
  if (queued > nodeState.maxQueued[node]) nodeState.maxQueued[node] = queued;
  const patience = operations.queueTimeout[attempts.operation[attempt]];
  if (patience >= 0) {
    sampleInto(patience, node * NODE_STREAMS + QUEUE_PATIENCE);
    registers[AT] = registers[NOW] + registers[SAMPLE];
    attempts.event[attempt] = schedule(QUEUE_TIMEOUT_EVENT, attempt, 0) + 1;
  }
}

/** Takes a queued attempt out of its queue; the node's integrals must be up to date. */
export function leaveQueue(attempt: number): void {
  const queue = instances.queue[attempts.instance[attempt]];
  const before = attempts.before[attempt];
  const after = attempts.after[attempt];
  if (before !== 0) attempts.after[before - 1] = after;
  else instances.head[queue] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else instances.tail[queue] = before;
  instances.queued[queue]--;
  nodeState.queued[attempts.node[attempt]]--;
  dropTimer(attempt);
}

function dropTimer(attempt: number): void {
  const event = attempts.event[attempt];
  if (event !== 0) {
    cancel(event - 1);
    attempts.event[attempt] = 0;
  }
}
