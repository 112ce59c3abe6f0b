// What holds the slots of an instance, as a doubly linked list: only for stations that interrupt
// work. Where they do so by priority the list is in that order, the least urgent last.
import { instances } from "./node-state.ts";
import { nodes, operations, PREEMPTS } from "./parameters.ts";
import { attempts } from "./rows.ts";

/** Adds an attempt that has taken a slot: behind all that are as urgent or more. */
export function joinWork(attempt: number, node: number, instance: number): void {
  let previous = instances.workTail[instance];
  if ((nodes.mode[node] & PREEMPTS) !== 0) {
    const own = operations.priority[attempts.operation[attempt]];
    while (previous !== 0 && operations.priority[attempts.operation[previous - 1]] > own) {
      previous = attempts.before[previous - 1];
    }
  }
  const following = previous === 0 ? instances.workHead[instance] : attempts.next[previous - 1];
  attempts.before[attempt] = previous;
  attempts.next[attempt] = following;
  if (previous !== 0) attempts.next[previous - 1] = attempt + 1;
  else instances.workHead[instance] = attempt + 1;
  if (following !== 0) attempts.before[following - 1] = attempt + 1;
  else instances.workTail[instance] = attempt + 1;
}

export function leaveWork(attempt: number, instance: number): void {
  const before = attempts.before[attempt];
  const after = attempts.next[attempt];
  if (before !== 0) attempts.next[before - 1] = after;
  else instances.workHead[instance] = after;
  if (after !== 0) attempts.before[after - 1] = before;
  else instances.workTail[instance] = before;
}
