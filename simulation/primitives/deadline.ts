// Deadlines: until when a call, with all its retries, is of use to its caller. Callees that are told of
// it make calls of their own no later, and do not begin what would come too late. Inside the engine
// a deadline is an instant, so what remains of it shrinks by the time spent on the wire.

import { cancel, schedule } from "../core/event-list.ts";
import { reachRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { CANCELLED, DEADLINE_EXCEEDED, OK } from "../results/outcomes.ts";
import { DEADLINE } from "./event-kinds.ts";
import { guardRows, NEVER } from "./guard-rows.ts";
import { edges } from "./parameters.ts";
import { attemptExtras, attempts, CANCEL_SEEN, calls, HAS_DEADLINE, ROOT } from "./rows.ts";

/** Sets the deadline of a call that starts: its own, or its parent's where that is earlier. */
export function startDeadline(call: number, edge: number, parent: number): void {
  const row = calls.guard[call];
  const own = edges.deadlineMs[edge];
  let at = own > 0 ? registers[NOW] + own : NEVER;
  const isRoot = attempts.origin[parent] === ROOT;
  const knows = isRoot || edges.propagatesDeadline[edge] === 1;
  if (knows && (attempts.flags[parent] & HAS_DEADLINE) !== 0) {
    const inherited = attemptExtras.deadlineAt[parent];
    if (inherited <= at) {
      at = inherited;
      guardRows.deadlineAt[row] = at;
      // The end of the whole request has an event of its own.
      if (isRoot) return;
    }
  }
  guardRows.deadlineAt[row] = at;
  if (at === NEVER || at <= registers[NOW]) return;
  registers[AT] = at;
  guardRows.deadline[row] = schedule(DEADLINE, call, 0) + 1;
}

export function stopDeadline(row: number): void {
  const event = guardRows.deadline[row];
  if (event === 0) return;
  cancel(event - 1);
  guardRows.deadline[row] = 0;
}

export function isPastDeadline(row: number): boolean {
  return registers[NOW] >= guardRows.deadlineAt[row];
}

/** Whether a retry that starts at `registers[AT]` comes too late. */
export function retriesTooLate(call: number): boolean {
  return registers[AT] >= guardRows.deadlineAt[calls.guard[call]];
}

/** Tells the callee, with the attempt, until when its answer is of use. */
export function passDeadline(call: number, edge: number, attempt: number): void {
  const at = guardRows.deadlineAt[calls.guard[call]];
  if (edges.propagatesDeadline[edge] === 0 || at === NEVER) return;
  attempts.flags[attempt] |= HAS_DEADLINE;
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.deadlineAt[attempt] = at;
}

/** With what an attempt ends whose turn has come, instead of being served; OK = it is served. */
export function endBeforeService(attempt: number): number {
  const flags = attempts.flags[attempt];
  if ((flags & CANCEL_SEEN) !== 0) return CANCELLED;
  if ((flags & HAS_DEADLINE) === 0) return OK;
  return registers[NOW] >= attemptExtras.deadlineAt[attempt] ? DEADLINE_EXCEEDED : OK;
}
